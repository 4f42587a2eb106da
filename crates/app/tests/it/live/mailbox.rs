//! Read, archived, starred: on the network where it can, else here alone.

use std::sync::Arc;

use app::conversations::{Acted, MailboxAct};
use app::{App, AppResult, Parts, Settings};
use domain::conversation::Applied;
use domain::error_code::ErrorCode;
use integrations::networks::Lines;
use serde_json::json;
use store::accounts::Account;
use store::vault::Vault;
use store::{conversations, ingest};

use super::{FRIEND, Live};
use crate::incapable;
use crate::world::{at, refusal};

const ACTS: [MailboxAct; 6] = [
    MailboxAct::Archive,
    MailboxAct::Unarchive,
    MailboxAct::Star,
    MailboxAct::Unstar,
    MailboxAct::Unread,
    MailboxAct::Read,
];

impl Live {
    async fn conversation_id(&self, account: &Account, key: &str) -> String {
        let (account, key) = (account.clone(), key.to_owned());
        let found = self.world.store.read(move |tx| {
            let account_id = account.account_id;
            conversations::find_by_thread_key(tx, account.workspace_id, account_id, &key)
        });
        found.await.unwrap().unwrap().conversation_id.to_string()
    }

    async fn act(&self, id: &str, act: MailboxAct) -> AppResult<Acted> {
        self.world
            .app
            .act_on_mailbox(&self.world.caller, id, act)
            .await
    }

    /// How the network shows a thread: archived, starred, unread.
    async fn shown(&self, key: &str) -> (bool, bool, bool) {
        let thread = self
            .network
            .ask_as("premium", &format!("threads/{key}"))
            .await;
        let is = |field: &str| thread[field].as_bool().unwrap();
        (
            is("archived"),
            is("starred"),
            thread["unread_count"].as_i64().unwrap() > 0,
        )
    }
}

/// How an answer shows a conversation: archived, starred, unread.
fn stands(acted: &Acted) -> (bool, bool, bool) {
    let conversation = &acted.conversation.conversation;
    let desk = conversation.desk;
    (
        desk.is_archived,
        desk.is_starred,
        conversation.unread_count > 0,
    )
}

testkit::on_both_engines! {
    async fn an_act_on_the_mailbox_is_done_on_the_network_and_here_however_often(store: Store) {
        let live = Live::new(store).await;
        let friend = live.member(FRIEND).await;
        let key = live.keep_unread(&friend, 1).await.remove(0);
        let id = live.conversation_id(&live.account, &key).await;
        live.act(&id, MailboxAct::Read).await.unwrap();
        for act in ACTS {
            for _ in 0..2 {
                let acted = live.act(&id, act).await.unwrap();
                assert_eq!(acted.applied, Applied::Network, "{act:?}");
                assert_eq!(stands(&acted), live.shown(&key).await, "{act:?}");
            }
        }
        let acted = live.act(&id, MailboxAct::Archive).await.unwrap();
        assert_eq!(stands(&acted), (true, false, false));
    }

    async fn an_act_that_the_network_fails_changes_nothing_here(store: Store) {
        let mut live = Live::new(store).await;
        let friend = live.member(FRIEND).await;
        let key = live.keep_unread(&friend, 1).await.remove(0);
        let id = live.conversation_id(&live.account, &key).await;
        live.network.fault("premium", json!({"action": "archive", "fault": "rate_limited"})).await;
        let refused = live.act(&id, MailboxAct::Archive).await.unwrap_err().refusal().unwrap();
        assert_eq!(refused.code, ErrorCode::NetworkError);
        live.network.stop().await;
        for act in ACTS {
            let refused = live.act(&id, act).await.unwrap_err().refusal().unwrap();
            assert_eq!(refused.code, ErrorCode::NetworkUnavailable, "{act:?}");
        }
        let found = live.world.app.find_conversation(&live.world.caller, &id).await.unwrap();
        assert!(!found.conversation.desk.is_archived && found.conversation.unread_count == 2);
    }

    async fn what_a_network_cannot_do_with_a_mailbox_is_done_here(store: Store) {
        let mut live = Live::new(store.clone()).await;
        let friend = live.member(FRIEND).await;
        let key = live.keep_unread(&friend, 1).await.remove(0);
        let id = live.conversation_id(&live.account, &key).await;
        live.world.app = App::new(Parts {
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
        let expected = [
            (true, false, true), (false, false, true), (false, true, true), (false, false, true), (false, false, true),
            (false, false, false),
        ];
        for (act, expected) in ACTS.into_iter().zip(expected) {
            let acted = live.act(&id, act).await.unwrap();
            assert_eq!((acted.applied, stands(&acted)), (Applied::Local, expected), "{act:?}");
        }
        // Whoever wants it on the network alone is told that it cannot be.
        let before = live.world.app.find_conversation(&live.world.caller, &id).await.unwrap();
        for act in ACTS {
            let refused = live.world.app.act_on_network_mailbox(&live.world.caller, &id, act).await;
            let refused = refused.unwrap_err().refusal().unwrap();
            assert_eq!(refused.code, ErrorCode::CapabilityUnsupported, "{act:?}");
        }
        let after = live.world.app.find_conversation(&live.world.caller, &id).await.unwrap();
        assert_eq!(after, before);
    }

    async fn an_imported_conversation_is_put_in_order_here(store: Store) {
        let live = Live::new(store).await;
        let imported = live.world.imported("robin-sample").await;
        let (account, shown) = (imported.clone(), crate::world::thread("2-import", 10, 0));
        let write = live.world.store.write(move |tx| ingest::observe(tx, &account, &shown, &[], at(0)).map(drop));
        write.await.unwrap();
        let id = live.conversation_id(&imported, "2-import").await;
        let acted = live.act(&id, MailboxAct::Archive).await.unwrap();
        assert_eq!((acted.applied, stands(&acted)), (Applied::Local, (true, false, false)));
        let acted = live.act(&id, MailboxAct::Unread).await.unwrap();
        assert_eq!((acted.applied, stands(&acted)), (Applied::Local, (true, false, true)));
        let acted = live.act(&id, MailboxAct::Read).await.unwrap();
        assert_eq!((acted.applied, stands(&acted)), (Applied::Local, (true, false, false)));
        let nowhere = refusal(live.act("cnv_none", MailboxAct::Read).await);
        assert_eq!(nowhere.code, ErrorCode::ConversationNotFound);
    }
}
