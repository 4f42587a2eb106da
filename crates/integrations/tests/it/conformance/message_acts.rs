//! What is done to a message that is there.

use std::time::Duration;

use domain::attachment::File;
use domain::network::{Attachment, NetworkMessage, Update};
use domain::outcome::Outcome;
use integrations::networks::network::{MessagePlace, NetworkError};

use super::Rig;
use super::acts::{accepted, to_friend};

/// A message that was sent just now.
async fn sent(rig: &impl Rig, token: &str) -> MessagePlace {
    let outgoing = to_friend(rig, token, "Helo").await;
    let receipt = accepted(rig.line().send(outgoing).await);
    MessagePlace {
        thread_key: receipt.thread_key,
        message_key: receipt.message_key,
    }
}

async fn now(rig: &impl Rig, place: &MessagePlace) -> Option<NetworkMessage> {
    rig.line().message(place.clone()).await.unwrap()
}

pub(crate) async fn an_act_on_a_message_sets_a_state_and_can_be_repeated(rig: &mut impl Rig) {
    let line = rig.line();
    let able = line.capabilities();
    assert!(able.edit && able.unsend && able.react);
    let place = sent(rig, "token-acts").await;
    let cursor = line.current_cursor().await.unwrap();
    let (own, _) = line.own_profile().await.unwrap();
    let done = Outcome::Accepted(());
    let mut edited_at = None;
    for _ in 0..2 {
        let edited = accepted(line.edit(place.clone(), "Hello".to_owned()).await);
        assert!(
            edited_at.is_none_or(|earlier| edited == earlier),
            "twice is once"
        );
        edited_at = Some(edited);
        let react = |is_added| line.react(place.clone(), "👍".to_owned(), is_added);
        assert_eq!(react(true).await, done);
    }
    let shown = now(rig, &place).await.unwrap();
    let reactions = shown.reactions.iter();
    let reactions: Vec<_> = reactions
        .map(|reaction| (reaction.emoji.as_str(), reaction.member_key.as_str()))
        .collect();
    assert_eq!(shown.text, "Hello");
    assert_eq!(
        Some(shown.edited_at),
        edited_at,
        "the answer says what the message shows"
    );
    assert_eq!(reactions, [("👍", own.member_key.as_str())]);
    for _ in 0..2 {
        let taken = line.react(place.clone(), "👍".to_owned(), false);
        assert_eq!(taken.await, done);
    }
    assert_eq!(now(rig, &place).await.unwrap().reactions, []);
    for _ in 0..2 {
        assert_eq!(line.unsend(place.clone()).await, done);
    }
    assert_eq!(now(rig, &place).await, None);
    let told = line.updates(cursor, Duration::ZERO).await.unwrap().items;
    let is_deletion = |update: &Update| matches!(update, Update::Deleted { message_key, .. } if *message_key == place.message_key);
    assert!(told.iter().any(is_deletion), "{told:?}");
    // Nothing of the page shows it as if it were there.
    let is_shown = |update: &Update| matches!(update, Update::Message { message, .. } if message.message_key == place.message_key);
    assert!(!told.iter().any(is_shown), "{told:?}");
}

pub(crate) async fn what_others_wrote_is_not_the_seats_to_change(rig: &mut impl Rig) {
    let line = rig.line();
    let cursor = line.current_cursor().await.unwrap();
    rig.friend_says("Mine").await;
    let told = line.updates(cursor, Duration::from_secs(5)).await.unwrap();
    let said = told.items.into_iter().find_map(|update| match update {
        Update::Message { message, .. } => Some(message),
        _ => None,
    });
    let said = said.unwrap();
    let place = MessagePlace {
        thread_key: said.thread_key,
        message_key: said.message_key,
    };
    for outcome in [
        line.edit(place.clone(), "Yours".to_owned()).await.map(drop),
        line.unsend(place).await,
    ] {
        assert!(matches!(outcome, Outcome::Refused { code, .. } if code == "not_sender"));
    }
}

pub(crate) async fn the_files_of_messages_are_read_byte_for_byte(rig: &mut impl Rig) {
    let line = rig.line();
    assert!(line.capabilities().download);
    let bytes: Vec<u8> = (0..=u8::MAX).collect();
    let file = File::new("Offer.pdf", "application/pdf", bytes.clone()).unwrap();
    let mut outgoing = to_friend(rig, "token-file", "Look").await;
    outgoing.attachments = vec![file];
    let receipt = accepted(line.send(outgoing).await);
    let shown = receipt.attachments[0].clone();
    assert_eq!(
        line.download(shown.clone()).await.unwrap(),
        Some(bytes.clone())
    );
    let shown_at = shown.url.clone();
    let absent = Attachment {
        id: "att-999999".to_owned(),
        ..shown
    };
    assert_eq!(line.download(absent).await.unwrap(), None);
    assert_eq!(line.media(shown_at.clone()).await.unwrap(), Some(bytes));
    let gone = shown_at.replace("/att-", "/att-99999");
    assert_eq!(line.media(gone).await.unwrap(), None);
    for elsewhere in [
        "https://example.com/attachments/att-1-x",
        "nonsense",
        &shown_at.replace("/attachments/", "/network/"),
    ] {
        let answer = line.media(elsewhere.to_owned()).await;
        assert!(
            matches!(answer, Err(NetworkError::Refused { .. })),
            "{elsewhere}"
        );
    }
}
