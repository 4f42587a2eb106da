//! Members, threads and messages.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::network::{Member, MemberQuery, NetworkMessage, Thread};
use integrations::networks::network::Network;

use super::Rig;

pub(super) async fn friend(rig: &impl Rig) -> Member {
    rig.line()
        .member(MemberQuery::Slug(rig.friend_slug()))
        .await
        .unwrap()
        .expect("the friend exists")
}

pub(super) async fn friend_thread(rig: &impl Rig) -> Thread {
    let friend = friend(rig).await;
    rig.line()
        .thread_with(friend.member_key)
        .await
        .unwrap()
        .expect("the friend has a thread")
}

/// Every message of a thread, newest first.
pub(super) async fn all_messages(
    line: &Arc<dyn Network>,
    thread_key: &str,
    page: u32,
) -> Vec<NetworkMessage> {
    let mut messages = Vec::new();
    let mut cursor = None;
    loop {
        let page = line
            .messages(thread_key.to_owned(), cursor, page)
            .await
            .unwrap();
        messages.extend(page.items);
        match page.next {
            Some(next) => cursor = Some(next),
            None => return messages,
        }
    }
}

async fn all_threads(line: &Arc<dyn Network>, page: u32) -> Vec<Thread> {
    let mut threads = Vec::new();
    let mut cursor = None;
    loop {
        let page = line.threads(cursor, page).await.unwrap();
        threads.extend(page.items);
        match page.next {
            Some(next) => cursor = Some(next),
            None => return threads,
        }
    }
}

pub(crate) async fn a_member_is_found_by_every_name(rig: &mut impl Rig) {
    let line = rig.line();
    let friend = friend(rig).await;
    assert_eq!(friend.degree, Some(1));
    assert!(!friend.name().is_empty());
    let queries = [
        MemberQuery::MemberKey(friend.member_key.clone()),
        MemberQuery::MemberNumber(friend.member_number.expect("members have numbers")),
    ];
    for query in queries {
        assert_eq!(line.member(query).await.unwrap(), Some(friend.clone()));
    }
    let nobody = MemberQuery::Slug("nobody-has-this-slug".to_owned());
    assert_eq!(line.member(nobody).await.unwrap(), None);
    let (own, _) = line.own_profile().await.unwrap();
    assert_eq!(own.degree, None);
    assert_ne!(own.member_key, friend.member_key);
}

pub(crate) async fn threads_are_listed_once_each_and_newest_first(rig: &mut impl Rig) {
    let line = rig.line();
    let (own, _) = line.own_profile().await.unwrap();
    let threads = all_threads(&line, 7).await;
    let keys: BTreeSet<_> = threads.iter().map(|thread| &thread.thread_key).collect();
    assert_eq!(keys.len(), threads.len(), "each thread is listed once");
    assert!(threads.is_sorted_by_key(|thread| std::cmp::Reverse(thread.last_activity_at)));
    assert_eq!(threads, all_threads(&line, 100).await);
    for thread in &threads {
        assert!(!thread.participants.is_empty());
        let is_own = |member: &Member| member.member_key == own.member_key;
        assert!(!thread.participants.iter().any(is_own), "others only");
    }
    let found = line.thread(threads[0].thread_key.clone()).await.unwrap();
    assert_eq!(found.as_ref(), Some(&threads[0]));
    assert!(keys.contains(&friend_thread(rig).await.thread_key));
    let absent = "2-bm90aGluZw==".to_owned();
    assert_eq!(line.thread(absent).await.unwrap(), None);
    let stranger = rig.stranger_key().await;
    assert_eq!(line.thread_with(stranger).await.unwrap(), None);
}

pub(crate) async fn messages_are_read_to_the_first_whatever_the_page(rig: &mut impl Rig) {
    let line = rig.line();
    let thread_key = friend_thread(rig).await.thread_key;
    let messages = all_messages(&line, &thread_key, 100).await;
    assert!(messages.len() > 2);
    assert!(messages.is_sorted_by(|newer, older| newer.sent_at > older.sent_at));
    assert!(
        messages
            .iter()
            .all(|message| message.thread_key == thread_key)
    );
    for page in [1, 2, 3] {
        assert_eq!(all_messages(&line, &thread_key, page).await, messages);
    }
}

pub(crate) async fn relationships_and_plans_are_told(rig: &mut impl Rig) {
    let line = rig.line();
    let friend = friend(rig).await;
    let relationship = line.relationship(friend.member_key.clone()).await.unwrap();
    assert_eq!(relationship.degree, Some(1));
    let stranger = rig.stranger_key().await;
    let relationship = line.relationship(stranger).await.unwrap();
    assert_eq!(relationship.degree, Some(2));
    assert!(!relationship.invitation_sent && !relationship.invitation_received);
    let plan = line.plan().await.unwrap();
    assert!(plan.inmail_credits_used <= plan.inmail_credits_total);
    assert_eq!(plan.is_premium, plan.premium_type.is_some());
    line.is_open_profile(friend.member_key).await.unwrap();
}
