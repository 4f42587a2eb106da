//! What a template is filled in with.

use domain::error_code::ErrorCode;
use domain::ids::{TemplateId, WorkspaceId};
use domain::template::{self, Facts, Unfilled, Values, first_name, last_name};
use store::accounts::Account;
use store::conversations::Conversation;
use store::people::{self, NAMELESS, Person};
use store::{StoreResult, conversations, templates};

use crate::{App, AppResult, Issue, Refusal};

/// For whom a template is filled in, as far as that is known.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parties {
    pub(crate) account: Option<Account>,
    /// The other side, where it is one person.
    pub(crate) member_key: Option<String>,
    pub(crate) thread_key: Option<String>,
}

/// A template with everything that is known for it.
#[derive(Debug, Clone)]
pub(crate) struct Filling {
    pub(crate) version: i64,
    pub(crate) text: String,
    fallbacks: Values,
    person: Facts,
    account: Facts,
    conversation: Facts,
}

impl Filling {
    /// With what its caller gives.
    pub(crate) fn values(&self, given: &Values) -> Values {
        let (person, account) = (self.person.clone(), self.account.clone());
        let conversation = self.conversation.clone();
        template::values(person, account, conversation, given, &self.fallbacks)
    }
}

impl App {
    /// A template, in one version or the present one, with what is known of those whom it is for.
    pub(crate) async fn filling(
        &self,
        workspace_id: WorkspaceId,
        template_id: TemplateId,
        version: Option<i64>,
        parties: Parties,
    ) -> StoreResult<Option<Filling>> {
        let read = self.parts().store.read(move |tx| {
            let said = match version {
                Some(version) => templates::find_version(tx, workspace_id, template_id, version)?
                    .map(|found| (found.version, found.text, found.fallbacks)),
                None => templates::find(tx, workspace_id, template_id)?.map(|found| {
                    let settings = found.settings;
                    (found.version, settings.text, settings.fallbacks)
                }),
            };
            let Some((version, text, fallbacks)) = said else {
                return Ok(None);
            };
            let (mut person, mut conversation) = (None, None);
            if let Some(account) = &parties.account {
                if let Some(key) = &parties.member_key {
                    person = people::find_by_member_key(tx, workspace_id, &account.network, key)?;
                }
                if let Some(key) = &parties.thread_key {
                    let account_id = account.account_id;
                    conversation =
                        conversations::find_by_thread_key(tx, workspace_id, account_id, key)?;
                }
            }
            Ok(Some(Filling {
                version,
                text,
                fallbacks,
                person: person.as_ref().map(of_person).unwrap_or_default(),
                account: parties.account.as_ref().map(of_account).unwrap_or_default(),
                conversation: conversation.as_ref().map(of_thread).unwrap_or_default(),
            }))
        });
        read.await
    }
}

fn of_person(person: &Person) -> Facts {
    let name = Some(person.name.as_str()).filter(|name| *name != NAMELESS);
    let first = name.and_then(first_name);
    let last = name.and_then(last_name);
    Facts::default()
        .with("first_name", first.as_deref())
        .with("last_name", last.as_deref())
        .with("name", name)
        .with("headline", Some(&person.headline))
        .with("slug", person.slug.as_deref())
}

fn of_account(account: &Account) -> Facts {
    let name = format!("{} {}", account.first_name, account.last_name);
    Facts::default()
        .with("first_name", Some(&account.first_name))
        .with("last_name", Some(&account.last_name))
        .with("name", Some(&name))
        .with("headline", Some(&account.headline))
        .with("slug", account.slug.as_deref())
}

fn of_thread(conversation: &Conversation) -> Facts {
    Facts::default().with("title", conversation.title.as_deref())
}

/// Why no message can be made from a template.
pub(crate) fn unfilled(error: &Unfilled) -> Refusal {
    let Unfilled::Missing { names } = error else {
        let message = format!("The template cannot be filled in: {error}.");
        return Refusal::new(ErrorCode::TemplateUnfilled, message);
    };
    let message = format!(
        "The template prints what is not known: {error}. Give it as a variable, or declare a fallback."
    );
    let mut refusal = Refusal::new(ErrorCode::TemplateIncomplete, message);
    let issues = names.iter().map(|name| Issue {
        path: format!("variables.{name}"),
        code: "missing",
        message: format!("{name} is not known"),
    });
    refusal.issues = issues.collect();
    refusal
}

impl App {
    /// The parties as a caller names them; nobody where it names none.
    pub(super) async fn parties(
        &self,
        caller: &crate::Caller,
        names: crate::targets::Names,
    ) -> AppResult<Parties> {
        let is_about_nobody =
            names.account.is_none() && names.conversation.is_none() && names.person.is_none();
        if is_about_nobody {
            return Ok(Parties::default());
        }
        let named = self.find_kept(caller, names).await?;
        if named.thread_reference.is_some() && named.thread.is_none() {
            return Err(Refusal::of(ErrorCode::ConversationNotFound).into());
        }
        if named.person_reference.is_some() && named.person.is_none() {
            return Err(Refusal::of(ErrorCode::MemberNotFound).into());
        }
        let only = named
            .thread
            .as_ref()
            .and_then(|thread| match thread.member_keys.as_slice() {
                [one] => Some(one.clone()),
                _ => None,
            });
        Ok(Parties {
            thread_key: named.thread.map(|thread| thread.thread_key),
            member_key: named.person.map(|person| person.member_key).or(only),
            account: Some(named.account),
        })
    }
}
