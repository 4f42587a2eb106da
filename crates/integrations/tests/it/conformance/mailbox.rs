//! Putting the mailbox in order, as far as the network can.

use std::time::Duration;

use domain::network::{MemberQuery, Thread, Update};

use super::Rig;

/// The thread with the friend as it is shown now.
async fn shown(rig: &impl Rig) -> Thread {
    let line = rig.line();
    let query = MemberQuery::Slug(rig.friend_slug());
    let friend = line.member(query).await.unwrap().unwrap();
    let thread = line.thread_with(friend.member_key).await.unwrap();
    thread.unwrap()
}

pub(crate) async fn a_mailbox_is_put_in_order_however_often(rig: &mut impl Rig) {
    let line = rig.line();
    let able = line.capabilities();
    let before = shown(rig).await;
    let key = before.thread_key.clone();
    let cursor = line.current_cursor().await.unwrap();
    for is_set in [true, true, false, false, true] {
        if able.archive {
            line.archive(key.clone(), is_set).await.unwrap();
            assert_eq!(shown(rig).await.mailbox.unwrap().is_archived, is_set);
        }
        if able.star {
            line.star(key.clone(), is_set).await.unwrap();
            assert_eq!(shown(rig).await.mailbox.unwrap().is_starred, is_set);
        }
    }
    if able.archive {
        let page = line.updates(cursor, Duration::ZERO).await.unwrap();
        let told = page.items.iter().any(|update| {
            matches!(update, Update::Thread(thread)
                if thread.thread_key == key && thread.mailbox.is_some_and(|mailbox| mailbox.is_archived))
        });
        assert!(told, "{:?}", page.items);
        rig.friend_says("Are you there?").await;
        let mailbox = shown(rig).await.mailbox.unwrap();
        assert!(
            !mailbox.is_archived,
            "a message takes it out of the archive"
        );
    }
    if able.mark_unread {
        line.mark_seen(key.clone()).await.unwrap();
        for _ in 0..2 {
            line.mark_unread(key.clone()).await.unwrap();
            assert_eq!(shown(rig).await.unread_count, 1);
        }
    }
}
