//! Invitations that are handed over through our own contract, and acts on them, as far as the outbox.

use std::sync::Arc;
use std::time::Duration;

use app::relationships::Connect;
use app::sends::{EndInvitation, SendTerms};
use app::suppressions::Suppress;
use app::{App, Parts, Settings};
use domain::error_code::ErrorCode;
use domain::invitation::{Direction, Ending, InvitationState};
use domain::network::NetworkInvitation;
use domain::suppression::SuppressionState;
use integrations::http::Method;
use integrations::networks::Lines;
use serde_json::Value;
use store::vault::Vault;
use store::{ingest, invitations};

use super::{FRIEND, Live, code};
use crate::incapable;
use crate::world::{at, refusal};

impl Live {
    /// Somebody who is not connected to the seat and whom nobody has invited.
    async fn uninvited(&self) -> String {
        let members = self
            .network
            .control(Method::GET, "members?limit=200", Value::Null)
            .await;
        for member in members["members"].as_array().unwrap() {
            let slug = member["slug"].as_str().unwrap();
            let path = format!("members/{slug}/relationship");
            let stands = self.network.ask_as("premium", &path).await;
            if stands["distance"] == 2 && stands["invitation"]["state"] == "none" {
                return slug.to_owned();
            }
        }
        panic!("nobody is a stranger");
    }

    fn invite(&self, person: &str, key: &str, terms: SendTerms) -> Connect {
        Connect {
            note: Some("Let us talk".to_owned()),
            note_field: "note",
            person_field: "recipient",
            terms: Some(SendTerms {
                waits_for_limits: true,
                ..terms
            }),
            idempotency_key: Some(key.to_owned()),
            ..self.connect(person)
        }
    }

    /// An invitation that the seat got from the friend, as kept.
    async fn got(&self) -> String {
        let (account, member) = (self.account.clone(), self.member(FRIEND).await);
        let shown = NetworkInvitation {
            invitation_key: "71".to_owned(),
            direction: Direction::Incoming,
            member,
            note: None,
            sent_at: at(0),
            state: InvitationState::Pending,
        };
        let kept = self.world.store.write(move |tx| {
            ingest::invitation(tx, &account, &shown, at(0))?;
            let key = &shown.invitation_key;
            invitations::find_by_network_key(tx, account.workspace_id, account.account_id, key)
        });
        kept.await.unwrap().unwrap().invitation_id.to_string()
    }
}

fn end(invitation: &str, ending: Ending) -> EndInvitation {
    EndInvitation {
        invitation: invitation.to_owned(),
        ending,
        wait: Some(Duration::ZERO),
        idempotency_key: None,
    }
}

testkit::on_both_engines! {
    async fn an_invitation_is_a_send_with_terms_and_a_key(store: Store) {
        let live = Live::new(store).await;
        let (app, caller) = (&live.world.app, &live.world.caller);
        let stranger = live.uninvited().await;
        let later = SendTerms {
            send_at: Some(app.now().plus(Duration::from_hours(1))),
            tags: vec!["spring".to_owned()],
            ..SendTerms::default()
        };
        let invite = || live.invite(&stranger, "k1", later.clone());
        let kept = app.keep_invitation(caller, invite()).await.unwrap();
        let shown = (kept.send.kind, kept.send.report.state, kept.send.text.as_str());
        assert_eq!(shown, ("invitation", "scheduled", "Let us talk"));
        assert_eq!(kept.send.tags, ["spring"]);
        let again = app.keep_invitation(caller, invite()).await.unwrap();
        assert_eq!(again.send.report.send_id, kept.send.report.send_id);
        assert!(again.is_replayed);
        let other = live.invite(&stranger, "k1", SendTerms::default());
        let refused = refusal(app.keep_invitation(caller, other).await);
        assert_eq!(refused.code, ErrorCode::IdempotencyKeyReused);
        let known = live.invite(FRIEND, "k2", SendTerms::default());
        let refused = refusal(app.keep_invitation(caller, known).await);
        assert_eq!(refused.code, ErrorCode::AlreadyConnected);
    }

    async fn who_is_not_to_be_contacted_is_not_invited_and_not_accepted_but_can_be_ignored(store: Store) {
        let live = Live::new(store).await;
        let (app, caller) = (&live.world.app, &live.world.caller);
        let invitation = live.got().await;
        let suppress = Suppress {
            account: live.id.clone(),
            person: FRIEND.to_owned(),
            state: SuppressionState::Suppressed,
            note: None,
        };
        app.suppress(caller, suppress).await.unwrap();
        let accept = end(&invitation, Ending::Accept);
        let refused = refusal(app.end_invitation(caller, accept).await);
        assert_eq!(refused.code, ErrorCode::RecipientSuppressed);
        let ignore = end(&invitation, Ending::Ignore);
        let kept = app.end_invitation(caller, ignore).await.unwrap();
        assert_eq!((kept.send.kind, kept.send.report.state), ("invitation_dismissal", "queued"));
        assert_eq!(kept.send.target_key.as_deref(), Some(invitation.as_str()));
    }

    async fn a_network_that_cannot_manage_invitations_is_not_asked_to(store: Store) {
        let live = Live::new(store.clone()).await;
        let invitation = live.got().await;
        let app = App::new(Parts {
            store,
            vault: Arc::new(Vault::new(&[7; 32])),
            lines: Arc::new(Lines::with_adapters([("sandbox", incapable::adapter())])),
            webhooks: integrations::webhooks::Webhooks::default(),
            clock: live.world.clock.clone(),
            entropy: Arc::new(domain::entropy::SeededEntropy::new(2)),
            timer: Arc::new(testkit::machine::TokioTimer),
            recorder: Arc::new(domain::metric::Unrecorded),
            settings: Settings::default(),
        });
        let caller = &live.world.caller;
        for ending in [Ending::Accept, Ending::Ignore] {
            let refused = code(app.end_invitation(caller, end(&invitation, ending)).await);
            assert_eq!(refused, ErrorCode::CapabilityUnsupported);
        }
        let invite = live.invite(FRIEND, "k1", SendTerms::default());
        let refused = code(app.keep_invitation(caller, invite).await);
        assert_eq!(refused, ErrorCode::CapabilityUnsupported);
    }
}
