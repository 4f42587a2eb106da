//! The list of conversations: pages, filters, keywords, cursors, and walks while everything moves.

mod search;
mod walk;

use app::inbox::{InboxAnswer, InboxPage, ListInbox};
use domain::error_code::ErrorCode;
use domain::inbox::Facts;
use domain::network::ThreadKind;

use crate::world::{OWNER, World, at, member, message, refusal, thread};

fn list(count: u32) -> ListInbox {
    ListInbox {
        count,
        ..ListInbox::default()
    }
}

impl World {
    async fn page(&self, list: ListInbox) -> InboxPage {
        match self.app.list_inbox(&self.caller, list).await.unwrap() {
            InboxAnswer::Page(page) => page,
            InboxAnswer::Unchanged { revision } => panic!("unchanged since {revision}"),
        }
    }

    /// The thread keys of all pages of this size, in order.
    async fn walk(&self, list: &ListInbox) -> Vec<String> {
        let mut walked = Vec::new();
        let mut list = list.clone();
        loop {
            let page = self.page(list.clone()).await;
            walked.extend(keys(&page));
            match page.next_cursor {
                Some(cursor) => list.cursor = Some(cursor),
                None => return walked,
            }
        }
    }
}

fn keys(page: &InboxPage) -> Vec<String> {
    let facts = page
        .entries
        .iter()
        .map(|entry| Facts::decode(&entry.facts).unwrap());
    facts.map(|facts| facts.thread_key.to_owned()).collect()
}

testkit::on_both_engines! {
    async fn pages_run_from_the_newest_activity_down(store: Store) {
        let world = World::new(store).await;
        for number in 0..7 {
            // Two of them at the same instant.
            world.observe(thread(&format!("2-t{number}"), number.min(5), number % 2), vec![]).await;
        }
        let first = world.page(list(3)).await;
        assert_eq!(keys(&first), ["2-t6", "2-t5", "2-t4"]);
        assert_eq!((first.total, first.total_is_exact), (7, true));
        assert_eq!((first.owner_key.as_str(), first.owner_name.as_str()), (OWNER, "Ana Owner"));
        assert_eq!(world.walk(&list(3)).await, ["2-t6", "2-t5", "2-t4", "2-t3", "2-t2", "2-t1", "2-t0"]);
        for (is_read, expected) in [(true, vec!["2-t6", "2-t4", "2-t2", "2-t0"]), (false, vec!["2-t5", "2-t3", "2-t1"])] {
            let filtered = ListInbox { is_read: Some(is_read), ..list(2) };
            assert_eq!(world.walk(&filtered).await, expected);
            assert_eq!(world.page(filtered).await.total, i64::try_from(expected.len()).unwrap());
        }
    }

    async fn an_unchanged_list_is_not_read_again(store: Store) {
        let world = World::new(store).await;
        world.observe(thread("2-t1", 1, 0), vec![]).await;
        let page = world.page(list(20)).await;
        let known = |list: ListInbox| ListInbox { known_revision: Some(page.revision.clone()), ..list };
        let again = world.app.list_inbox(&world.caller, known(list(20))).await.unwrap();
        assert_eq!(again, InboxAnswer::Unchanged { revision: page.revision.clone() });
        // Another question.
        for other in [list(19), ListInbox { is_read: Some(true), ..list(20) }, ListInbox { keywords: Some("john".into()), ..list(20) }] {
            world.page(known(other)).await;
        }
        // Another answer.
        world.observe(thread("2-t1", 1, 0), vec![message("2-t1", 1, at(1), "new")]).await;
        assert_ne!(world.page(known(list(20))).await.revision, page.revision);
    }

    async fn rows_that_could_not_keep_everything_are_completed(store: Store) {
        let world = World::new(store).await;
        let long = "lang \"und\" breit\n".repeat(200);
        world.observe(thread("2-long", 2, 0), vec![message("2-long", 1, at(2), &long)]).await;
        let mut group = thread("2-group", 1, 0);
        group.kind = ThreadKind::Group;
        group.title = Some("Titel ".repeat(50));
        group.participants = (0..9).map(|number| member(&format!("ACoAA{number}"), &format!("Member {number}"))).collect();
        let mut last = message("2-group", 1, at(1), "short");
        last.sender_key = "ACoAA8".into();
        world.observe(group.clone(), vec![last]).await;
        let page = world.page(list(20)).await;
        let direct = Facts::decode(&page.entries[0].facts).unwrap();
        assert!(direct.is_complete());
        let mut escaped = Vec::new();
        domain::inbox::push_escaped(&mut escaped, &long);
        assert_eq!(direct.latest.unwrap().text.map(str::as_bytes), Some(escaped.as_slice()));
        let facts = Facts::decode(&page.entries[1].facts).unwrap();
        assert!(facts.is_complete());
        assert_eq!((facts.participants().len(), facts.title), (9, group.title.as_deref()));
        assert_eq!(facts.sender().unwrap().name, "Member 8");
    }

    async fn a_cursor_is_worth_something_to_its_own_question_only(store: Store) {
        let world = World::new(store).await;
        for number in 0..4 {
            world.observe(thread(&format!("2-t{number}"), number, 0), vec![message("2-t1", 1, at(1), "x")]).await;
        }
        let cursor = world.page(list(2)).await.next_cursor.unwrap();
        let with = |list: ListInbox| ListInbox { cursor: Some(cursor.clone()), ..list };
        // Another size is the same question.
        assert_eq!(keys(&world.page(with(list(1))).await), ["2-t1"]);
        let second = world.second_account().await;
        let other_account = ListInbox { account: Some(second.account_id.to_string()), ..list(2) };
        let forged = |change: fn(&mut String)| {
            let mut cursor = cursor.clone();
            change(&mut cursor);
            ListInbox { cursor: Some(cursor), ..list(2) }
        };
        for list in [
            with(ListInbox { is_read: Some(true), ..list(2) }),
            with(ListInbox { keywords: Some("john".into()), ..list(2) }),
            with(other_account),
            forged(|cursor| cursor.truncate(40)),
            forged(|cursor| cursor.push('A')),
            forged(|cursor| *cursor = cursor.to_lowercase()),
            forged(|cursor| *cursor = "é".into()),
        ] {
            let refused = refusal(world.app.list_inbox(&world.caller, list.clone()).await);
            assert_eq!(refused.code, ErrorCode::InvalidCursor, "{list:?}");
        }
        let (stranger, _) = world.stranger().await;
        let refused = refusal(world.app.list_inbox(&stranger, with(list(2))).await);
        assert_eq!(refused.code, ErrorCode::InvalidCursor);
    }

    async fn a_walk_stays_with_its_account(store: Store) {
        let world = World::new(store).await;
        for number in 0..4 {
            world.observe(thread(&format!("2-t{number}"), number, 0), vec![]).await;
        }
        let second = world.second_account().await.account_id;
        let of_second = ListInbox { account: Some(second.to_string()), ..list(2) };
        assert_eq!(world.page(of_second).await.total, 0);
        let cursor = world.page(list(2)).await.next_cursor;
        // By then the key has been used for the other account.
        let (workspace_id, key) = (world.caller.workspace_id, world.caller.api_key_id);
        world
            .write(move |tx, account| {
                store::api_keys::insert(tx, &key_row(workspace_id, key))?;
                store::api_keys::update_last_account(tx, workspace_id, key, second)?;
                store::accounts::get(tx, workspace_id, account.account_id)
            })
            .await;
        assert_eq!(world.page(list(2)).await.account_id, second);
        let next = world.page(ListInbox { cursor, ..list(2) }).await;
        assert_eq!(keys(&next), ["2-t1", "2-t0"]);
        assert_eq!(next.account_id, world.account.account_id);
    }

    async fn questions_out_of_bounds_are_refused(store: Store) {
        let world = World::new(store).await;
        for (list, path) in [
            (list(0), "count"),
            (list(101), "count"),
            (ListInbox { keywords: Some("?!".into()), ..list(1) }, "keywords"),
            (ListInbox { keywords: Some("x".repeat(300)), ..list(1) }, "keywords"),
        ] {
            let refused = refusal(world.app.list_inbox(&world.caller, list).await);
            assert_eq!(refused.issues[0].path, path);
        }
        let foreign = world.stranger().await.1.account_id.to_string();
        for account in [foreign.as_str(), "acc_00000000000000000000000000", "x"] {
            let list = ListInbox { account: Some(account.into()), ..list(1) };
            let refused = refusal(world.app.list_inbox(&world.caller, list).await);
            assert_eq!(refused.code, ErrorCode::AccountNotFound, "{account}");
        }
    }
}

fn key_row(
    workspace_id: domain::ids::WorkspaceId,
    api_key_id: domain::ids::ApiKeyId,
) -> store::api_keys::ApiKeyRow {
    store::api_keys::ApiKeyRow {
        workspace_id,
        api_key_id,
        name: "crm".into(),
        secret_hash: vec![1; 32],
        scopes: "read".into(),
        limits: domain::access::KeyLimits::default(),
        user_id: None,
        role: None,
        created_at: at(0),
        expires_at: None,
        revoked_at: None,
        replaced_by: None,
        last_used_at: None,
        last_account_id: None,
    }
}
