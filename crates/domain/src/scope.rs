//! What a key may do, as words: a resource and a verb, such as `messages:write`. The three broad words `read`, `write` and
//! `admin` stand for bundles of them. Words are only ever added.

use std::fmt;

macro_rules! scopes {
    ($($name:ident => $word:literal, $bundle:ident, $meaning:literal;)*) => {
        /// One permission, or a bundle of them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Scope {
            /// Everything that is said to be in `read`.
            Read,
            /// Everything that is said to be in `write`. It does not hold `read`.
            Write,
            /// Everything.
            Admin,
            $(#[doc = $meaning] $name,)*
        }

        impl Scope {
            /// Every word: the bundles, then the permissions in the order of their words.
            pub const ALL: &[Self] = &[Self::Read, Self::Write, Self::Admin, $(Self::$name,)*];

            /// The stable word.
            pub const fn word(self) -> &'static str {
                match self {
                    Self::Read => "read",
                    Self::Write => "write",
                    Self::Admin => "admin",
                    $(Self::$name => $word,)*
                }
            }

            /// The smallest bundle that it is in; a bundle is in itself.
            #[must_use]
            pub const fn bundle(self) -> Self {
                match self {
                    Self::Read => Self::Read,
                    Self::Write => Self::Write,
                    Self::Admin => Self::Admin,
                    $(Self::$name => Self::$bundle,)*
                }
            }

            /// What it allows, for the reference.
            pub const fn meaning(self) -> &'static str {
                match self {
                    Self::Read => "Everything below that is in `read`.",
                    Self::Write => "Everything below that is in `write`. It does not hold `read`.",
                    Self::Admin => "Everything.",
                    $(Self::$name => $meaning,)*
                }
            }
        }
    };
}

scopes! {
    AccountsAdmin => "accounts:admin", Admin, "Link and unlink accounts.";
    AccountsRead => "accounts:read", Read, "See accounts: how they stand, what is left of their limits, what will leave when.";
    AccountsWrite => "accounts:write", Write, "Have an account compared with its network.";
    AnalyticsRead => "analytics:read", Read, "See figures: how many wrote, answered, connected.";
    ApiKeysAdmin => "api_keys:admin", Admin, "Make, change, rotate and revoke keys; never one that may do more than one's own.";
    ApiKeysRead => "api_keys:read", Admin, "See keys, without their secrets.";
    AuditRead => "audit:read", Admin, "See who did what.";
    ConnectionsWrite => "connections:write", Write, "Invite members to connect.";
    ConversationsRead => "conversations:read", Read, "Read and search conversations.";
    ConversationsWrite => "conversations:write", Write, "Mark conversations as read, show typing, keep order among them.";
    EndpointsAdmin => "endpoints:admin", Admin, "Add, change, try and delete receivers of webhooks.";
    EndpointsRead => "endpoints:read", Read, "See receivers of webhooks and what each was told.";
    EndpointsWrite => "endpoints:write", Write, "Have something delivered again.";
    EventsRead => "events:read", Read, "Read and follow what happens.";
    InvitationsRead => "invitations:read", Read, "See invitations to connect: those that were sent and those that came.";
    InvitationsWrite => "invitations:write", Write, "Invite members to connect, take invitations back, accept and ignore them.";
    MessagesWrite => "messages:write", Write, "Send messages.";
    PeopleAdmin => "people:admin", Admin, "Export and erase what is kept of a person.";
    PeopleRead => "people:read", Read, "See people and how an account stands to them.";
    PeopleWrite => "people:write", Write, "Change what is noted of people.";
    PoliciesAdmin => "policies:admin", Admin, "Change how accounts may behave.";
    PoliciesRead => "policies:read", Read, "See how accounts may behave.";
    SendsAdmin => "sends:admin", Admin, "Approve and reject sends, and settle what nobody could tell.";
    SendsRead => "sends:read", Read, "See sends and their files.";
    SendsWrite => "sends:write", Write, "Change and withdraw sends that wait.";
    SuppressionsAdmin => "suppressions:admin", Admin, "Take somebody off the do-not-contact list.";
    SuppressionsRead => "suppressions:read", Read, "See the do-not-contact list.";
    SuppressionsWrite => "suppressions:write", Write, "Put somebody on the do-not-contact list.";
    TemplatesRead => "templates:read", Read, "See templates, and what one would say to somebody.";
    TemplatesWrite => "templates:write", Write, "Make, change and delete templates.";
    UsageRead => "usage:read", Admin, "See how much was asked with each key.";
    UsersAdmin => "users:admin", Admin, "Invite users, change their roles, remove them; never above one's own.";
    UsersRead => "users:read", Read, "See who works in the workspace.";
    WorkspaceAdmin => "workspace:admin", Admin, "Change the workspace itself.";
    WorkspaceRead => "workspace:read", Read, "See the workspace itself.";
}

impl Scope {
    /// The scope behind a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|scope| scope.word() == word)
    }

    /// Its place in [`Self::ALL`], as a bit.
    const fn bit(self) -> u64 {
        1 << self as u8
    }
}

/// What somebody may do: a set of scopes, with everything that a bundle in it holds.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Rights(u64);

impl Rights {
    /// Nothing.
    pub const NONE: Self = Self(0);

    /// What these words allow together.
    pub fn of(scopes: &[Scope]) -> Self {
        let mut rights = Self::NONE;
        for scope in scopes {
            rights.0 |= match scope {
                Scope::Admin => Self::all().0,
                Scope::Read | Scope::Write => Self::bundle(*scope).0,
                scope => scope.bit(),
            };
        }
        rights
    }

    /// Everything.
    pub fn all() -> Self {
        Self(Scope::ALL.iter().fold(0, |bits, scope| bits | scope.bit()))
    }

    /// A bundle and what it holds.
    fn bundle(bundle: Scope) -> Self {
        let held = Scope::ALL.iter().filter(|scope| scope.bundle() == bundle);
        Self(held.fold(0, |bits, scope| bits | scope.bit()))
    }

    /// Whether `scope` is among them; a bundle is where all of it is.
    pub const fn has(self, scope: Scope) -> bool {
        self.0 & scope.bit() != 0
    }

    /// What both allow. A bundle of which something is missing falls apart into what is left of it.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Whether nothing of it is missing in `other`.
    pub const fn is_within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// These without `scope`, and without the bundles that hold it.
    #[must_use]
    pub fn without(self, scope: Scope) -> Self {
        Self(self.0 & !scope.bit() & !scope.bundle().bit() & !Scope::Admin.bit())
    }

    /// The scopes, without bundles, in the order of their words.
    pub fn scopes(self) -> impl Iterator<Item = Scope> {
        let all = Scope::ALL.iter().copied();
        all.filter(move |scope| self.has(*scope) && scope.bundle() != *scope)
    }
}

impl fmt::Debug for Rights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.scopes().map(Scope::word))
            .finish()
    }
}

/// The page of the reference, as Markdown.
pub fn page() -> String {
    use std::fmt::Write as _;
    let mut page = "# Scopes of keys\n\n\
        Made by `cargo xtask generate` from what `liaison keys scopes` prints. Do not edit. What each route needs stands in\n\
        the description at `/openapi.json`, as the security requirement of its operation. The roles are those of users: a key\n\
        of a user may do what both its scopes and the user's role allow.\n\n\
        | Scope | In | Roles | Allows |\n| --- | --- | --- | --- |\n"
        .to_owned();
    for scope in Scope::ALL {
        let bundles = match (scope.bundle(), *scope) {
            (bundle, own) if bundle == own => String::new(),
            (Scope::Admin, _) => "`admin`".to_owned(),
            (bundle, _) => format!("`{}`, `admin`", bundle.word()),
        };
        let roles = crate::role::Role::ALL.into_iter();
        let roles = roles.filter(|role| role.rights().has(*scope));
        let roles: Vec<&str> = roles.map(crate::role::Role::word).collect();
        // Writing to a text does not fail.
        let _ = writeln!(
            page,
            "| `{}` | {bundles} | {} | {} |",
            scope.word(),
            roles.join(", "),
            scope.meaning()
        );
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_in_order_and_read_back() {
        let words: Vec<&str> = Scope::ALL.iter().map(|scope| scope.word()).collect();
        assert!(words[3..].windows(2).all(|pair| pair[0] < pair[1]));
        for scope in Scope::ALL {
            assert_eq!(Scope::from_word(scope.word()), Some(*scope));
        }
        assert!(Scope::ALL.len() <= 64, "a bit for each");
    }

    #[test]
    fn a_verb_is_never_in_a_bundle_below_it() {
        for scope in Scope::ALL.iter().filter(|scope| scope.bundle() != **scope) {
            let (_, verb) = scope.word().split_once(':').unwrap();
            let is_fitting = match scope.bundle() {
                Scope::Read => verb == "read",
                Scope::Write => verb == "write",
                _ => verb == "read" || verb == "admin",
            };
            assert!(is_fitting, "{}", scope.word());
        }
    }

    #[test]
    fn bundles_hold_what_is_said_to_be_in_them() {
        let read = Rights::of(&[Scope::Read]);
        assert!(read.has(Scope::ConversationsRead) && read.has(Scope::Read));
        assert!(!read.has(Scope::MessagesWrite) && !read.has(Scope::AuditRead));
        let write = Rights::of(&[Scope::Write]);
        assert!(write.has(Scope::MessagesWrite) && !write.has(Scope::ConversationsRead));
        let admin = Rights::of(&[Scope::Admin]);
        assert!(Scope::ALL.iter().all(|scope| admin.has(*scope)));
        assert!(read.is_within(admin) && !admin.is_within(read));
        assert_eq!(Rights::of(&[]), Rights::NONE);
    }

    #[test]
    fn a_bundle_is_gone_where_a_part_of_it_is() {
        let some = Rights::of(&[Scope::Admin]).without(Scope::WorkspaceRead);
        for gone in [Scope::Admin, Scope::Read, Scope::WorkspaceRead] {
            assert!(!some.has(gone), "{gone:?}");
        }
        assert!(some.has(Scope::Write) && some.has(Scope::AuditRead));
        let one = Rights::of(&[Scope::EventsRead]);
        assert_eq!(one.and(Rights::of(&[Scope::Read])), one);
        assert_eq!(format!("{one:?}"), "{\"events:read\"}");
    }
}
