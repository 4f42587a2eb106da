//! The update stream.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use domain::network::{NetworkMessage, Update};
use integrations::networks::network::{INVALID_CURSOR, Network, NetworkError};

use super::Rig;
use super::reads::{all_messages, friend_thread};

/// Everything after a cursor, and the cursor behind it.
async fn drain(line: &Arc<dyn Network>, mut cursor: String) -> (Vec<Update>, String) {
    let mut items = Vec::new();
    loop {
        let page = line.updates(cursor.clone(), Duration::ZERO).await.unwrap();
        if page.items.is_empty() && page.cursor == cursor {
            return (items, cursor);
        }
        items.extend(page.items);
        cursor = page.cursor;
    }
}

fn messages(updates: &[Update]) -> Vec<&NetworkMessage> {
    updates
        .iter()
        .filter_map(|update| match update {
            Update::Message { message, .. } => Some(message),
            _ => None,
        })
        .collect()
}

pub(crate) async fn an_update_shows_a_message_within_a_second(rig: &mut impl Rig) {
    let line = rig.line();
    let thread = friend_thread(rig).await;
    let cursor = line.current_cursor().await.unwrap();
    let waiting = line.updates(cursor, Duration::from_secs(20));
    let speaking = rig.friend_says("Are you there?");
    let both = async { tokio::join!(waiting, speaking) };
    let (page, ()) = tokio::time::timeout(Duration::from_secs(2), both)
        .await
        .expect("the wait ends as soon as there is something");
    let page = page.unwrap();
    let found = page.items.iter().find_map(|update| match update {
        Update::Message { thread, message } => Some((thread, message)),
        _ => None,
    });
    let (shown, message) = found.expect("the message is shown");
    assert_eq!(message.text, "Are you there?");
    assert_eq!(shown.thread_key, thread.thread_key);
    assert_eq!(shown.unread_count, thread.unread_count + 1);
    assert_eq!(shown.participants, thread.participants);
}

pub(crate) async fn a_cursor_gives_the_same_updates_again(rig: &mut impl Rig) {
    let line = rig.line();
    let cursor = line.current_cursor().await.unwrap();
    for text in ["one", "two", "three"] {
        rig.friend_says(text).await;
    }
    let (first, end) = drain(&line, cursor.clone()).await;
    let texts: Vec<_> = messages(&first).iter().map(|m| m.text.clone()).collect();
    assert_eq!(texts, ["one", "two", "three"]);
    let (again, same_end) = drain(&line, cursor).await;
    assert_eq!(again, first);
    assert_eq!(same_end, end);
    assert!(drain(&line, end).await.0.is_empty());
}

pub(crate) async fn a_lost_cursor_is_named(rig: &mut impl Rig) {
    let line = rig.line();
    let lost = "no such cursor".to_owned();
    let asked = line.updates(lost.clone(), Duration::ZERO).await;
    let listed = line.threads(Some(lost), 10).await.map(|_| ());
    for error in [asked.unwrap_err(), listed.unwrap_err()] {
        let NetworkError::Refused { code, .. } = error else {
            panic!("{error:?} is no refusal");
        };
        assert_eq!(code, INVALID_CURSOR);
    }
}

/// Whatever comes twice, late or out of order: taking every update at its word leaves the truth.
pub(crate) async fn disturbed_updates_show_things_as_they_are(rig: &mut impl Rig) {
    let line = rig.line();
    let thread_key = friend_thread(rig).await.thread_key;
    let cursor = line.current_cursor().await.unwrap();
    rig.disturb_updates().await;
    for number in 0..40 {
        rig.friend_says(&format!("number {number}")).await;
        let newest = line.messages(thread_key.clone(), None, 1).await.unwrap();
        let message_key = &newest.items[0].message_key;
        rig.friend_reacts(message_key, true).await;
        if number % 2 == 0 {
            rig.friend_reacts(message_key, false).await;
        }
        if number == 20 {
            line.mark_seen(thread_key.clone()).await.unwrap();
        }
    }
    let (updates, _) = drain(&line, cursor).await;

    let mut shown = BTreeMap::new();
    let mut unread_count = None;
    for update in updates {
        match update {
            Update::Message { thread, message } => {
                unread_count = Some(thread.unread_count);
                shown.insert(message.message_key, (message.text, message.reactions));
            }
            Update::Reactions {
                message_key,
                reactions,
                ..
            } => {
                if let Some((_, standing)) = shown.get_mut(&message_key) {
                    *standing = reactions;
                }
            }
            Update::Thread(thread) => unread_count = Some(thread.unread_count),
            _ => {}
        }
    }
    let truth: BTreeMap<_, _> = all_messages(&line, &thread_key, 100)
        .await
        .into_iter()
        .take(40)
        .map(|message| (message.message_key, (message.text, message.reactions)))
        .collect();
    let texts: BTreeSet<_> = truth.values().map(|(text, _)| text).collect();
    assert_eq!(texts.len(), 40);
    assert_eq!(shown, truth);
    let thread = line.thread(thread_key).await.unwrap().unwrap();
    assert_eq!(unread_count, Some(thread.unread_count));
}
