//! Every kind of key there is, and what each is to come to.

use app::keys::NewKey;
use app::{Caller, Scope};
use domain::access::{KeyLimits, parse_network};
use domain::ids::WorkspaceId;
use domain::role::Role;

use super::stage::Stage;
use crate::world::{Answer, World};

/// What a key may come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    Unauthorized,
    AddressNotAllowed,
    InsufficientScope,
    /// Whatever else: the answer is that of the operation.
    LetThrough,
}

/// A key, or none, and what it is to come to for an operation that needs a scope.
pub(super) struct Asker {
    pub(super) name: &'static str,
    pub(super) header: Option<String>,
    pub(super) from: Option<&'static str>,
    pub(super) expects: Box<dyn Fn(Scope) -> Expected>,
}

/// What an answer says of the right to ask.
pub(super) fn found(answer: &Answer) -> Expected {
    match (answer.status, answer.code()) {
        (401, _) => Expected::Unauthorized,
        (403, "address_not_allowed") => Expected::AddressNotAllowed,
        (403, "insufficient_scope") => Expected::InsufficientScope,
        _ => Expected::LetThrough,
    }
}

async fn key(world: &World, workspace_id: WorkspaceId, new: NewKey) -> String {
    let operator = Caller::operator(workspace_id);
    world
        .app
        .create_api_key(&operator, new)
        .await
        .unwrap()
        .key
        .reveal()
}

fn wanted(scopes: &[Scope]) -> NewKey {
    NewKey {
        name: "matrix".to_owned(),
        scopes: scopes.to_vec(),
        limits: KeyLimits::default(),
        user_id: None,
        expires_at: None,
    }
}

impl Stage {
    /// Those who ask for every operation alike.
    pub(super) async fn askers(&self) -> Vec<Asker> {
        let (world, workspace_id) = (&self.world, self.world.workspace_id);
        let asker = |name, key: Option<String>, expects: fn(Scope) -> Expected| Asker {
            name,
            header: key.map(|key| format!("Bearer {key}")),
            from: None,
            expects: Box::new(expects),
        };
        let nobody = |_| Expected::Unauthorized;
        let everything = |_| Expected::LetThrough;
        let accounts = KeyLimits {
            accounts: vec![world.account.account_id],
            ..KeyLimits::default()
        };
        let addresses = KeyLimits {
            addresses: vec![parse_network("192.0.2.0/24").unwrap()],
            ..KeyLimits::default()
        };
        let limited = async |limits: KeyLimits| {
            let new = NewKey {
                limits,
                ..wanted(&[Scope::Admin])
            };
            key(world, workspace_id, new).await
        };
        let near = limited(addresses).await;
        let mut askers = vec![
            asker("no key", None, nobody),
            asker("bad", Some("liaison_x".to_owned()), nobody),
            asker("expired", Some(self.expired.clone()), nobody),
            asker("revoked", Some(self.revoked.clone()), nobody),
            asker("admin", Some(world.admin.clone()), everything),
            asker("other workspace", Some(self.stranger.clone()), everything),
            asker("account-limited", Some(limited(accounts).await), everything),
            Asker {
                from: Some("192.0.2.9"),
                ..asker("from its address", Some(near.clone()), everything)
            },
            Asker {
                from: Some("198.51.100.9"),
                ..asker("from elsewhere", Some(near), |_| {
                    Expected::AddressNotAllowed
                })
            },
        ];
        for (role, number) in Role::ALL.into_iter().zip(1..) {
            let user_id = self.user(role, number).await;
            let new = NewKey {
                user_id: Some(user_id),
                ..wanted(&[Scope::Admin])
            };
            let key = key(world, workspace_id, new).await;
            let expects = move |scope| {
                if role.rights().has(scope) {
                    Expected::LetThrough
                } else {
                    Expected::InsufficientScope
                }
            };
            askers.push(Asker {
                expects: Box::new(expects),
                ..asker(role.word(), Some(key), nobody)
            });
        }
        askers
    }

    /// Those whose keys are made for the scope that an operation needs: all but it, it alone, the bundle that it is in.
    pub(super) async fn fitting(&self, scope: Scope) -> Vec<Asker> {
        let mut askers = Vec::new();
        let without: Vec<Scope> = Scope::ALL
            .iter()
            .copied()
            .filter(|other| other.bundle() != *other && *other != scope)
            .collect();
        for (name, scopes, expected) in [
            ("wrong scope", without, Expected::InsufficientScope),
            ("right scope", vec![scope], Expected::LetThrough),
            ("bundle", vec![scope.bundle()], Expected::LetThrough),
        ] {
            let key = key(&self.world, self.world.workspace_id, wanted(&scopes)).await;
            askers.push(Asker {
                name,
                header: Some(format!("Bearer {key}")),
                from: None,
                expects: Box::new(move |_| expected),
            });
        }
        askers
    }
}
