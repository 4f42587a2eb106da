//! What is older than a workspace keeps leaves nothing behind, and does not come back by being shown again.

use std::collections::BTreeSet;

use domain::error_code::ErrorCode;
use domain::ids::{NoteId, SendId};
use domain::invitation::{Direction, InvitationState};
use domain::keeping::oldest_kept;
use domain::network::{Attachment, NetworkInvitation, NetworkMessage, Thread};
use domain::search::Query;
use domain::send::SendState;
use domain::time::Timestamp;
use store::drafts::{self, Draft};
use store::hints::Hints;
use store::invitations::{self, Stretch, Walk};
use store::notes::{self, Note};
use store::sends::{self, Send};
use store::{Store, accounts, conversations, ingest, keeping, messages, words};

use crate::erasures::{bytes, dump, hex};
use crate::ingest::world::{JOHN, MARIA, OWNER, World, at, member, message, thread};

const DAYS: u32 = 7;
/// What was said long ago, each word found nowhere else.
const CANARIES: &[&str] = &[
    "quokkaold",
    "quokkasubject",
    "quokkafile",
    "quokkaboth",
    "quokkanote",
    "quokkadraft",
    "quokkasend",
    "quokkatag",
    "quokkakey",
    "quokkadetail",
    "quokkaended",
    "quokkaopen",
];

/// So many days into the test.
fn day(number: i64) -> Timestamp {
    at(number * 86_400)
}

fn now() -> Timestamp {
    day(30)
}

fn said(thread: &str, second: i64, text: &str) -> NetworkMessage {
    let attachment = Attachment {
        id: "1".into(),
        name: "quokkafile.pdf".into(),
        media_type: "application/pdf".into(),
        byte_size: 1,
        url: "https://media.example/quokkafile".into(),
    };
    let is_old = second < 86_400;
    NetworkMessage {
        subject: (second == 0).then(|| "Quokkasubject".to_owned()),
        attachments: is_old.then_some(attachment).into_iter().collect(),
        ..message(JOHN, thread, second, text)
    }
}

/// One conversation that ended long ago, and one that goes on.
fn shown() -> [(Thread, Vec<NetworkMessage>); 2] {
    let old = |key: &str, count: i64, text: &str| -> Vec<NetworkMessage> {
        (0..count).map(|second| said(key, second, text)).collect()
    };
    let over = old("2-over", 40, "quokkaold words");
    let mut living = old("2-living", 250, "quokkaboth and what stays");
    living.push(said("2-living", 29 * 86_400, "what stays"));
    [
        (thread("2-over", &[JOHN], 40, 1), over),
        (thread("2-living", &[MARIA], 29 * 86_400, 0), living),
    ]
}

async fn show(world: &World) {
    for (thread, page) in shown() {
        let account = world.account.clone();
        let write = world.store.write(move |tx| {
            for page in page.chunks(32) {
                ingest::observe(tx, &account, &thread, page, now())?;
            }
            Ok(())
        });
        write.await.unwrap();
    }
}

/// Two invitations of long ago: one that ended, and one that is open until today.
async fn show_invitations(world: &World, now: Timestamp) {
    for (key, who, state, note) in [
        ("71", JOHN, InvitationState::Withdrawn, "quokkaended"),
        ("72", MARIA, InvitationState::Pending, "quokkaopen"),
    ] {
        let (account, invitation) = (
            world.account.clone(),
            NetworkInvitation {
                invitation_key: key.into(),
                direction: Direction::Outgoing,
                member: member(who),
                note: Some(note.into()),
                sent_at: at(60),
                state,
            },
        );
        let write = world
            .store
            .write(move |tx| ingest::invitation(tx, &account, &invitation, now));
        write.await.unwrap();
    }
}

/// The states of all invitations.
async fn invited(world: &World) -> Vec<InvitationState> {
    let workspace_id = world.account.workspace_id;
    let read = world
        .store
        .read(move |tx| invitations::list(tx, workspace_id, Walk::All, Stretch::ALL, 10));
    let kept = read.await.unwrap().into_iter();
    kept.map(|invitation| invitation.state).collect()
}

async fn fill(world: &World) {
    show(world).await;
    show_invitations(world, at(61)).await;
    let account = world.account.clone();
    let write = world.store.write(move |tx| {
        let (workspace_id, account_id) = (account.workspace_id, account.account_id);
        let over = conversations::find_by_thread_key(tx, workspace_id, account_id, "2-over")?;
        let over = over.unwrap();
        let note = Note {
            note_id: NoteId::from_bytes([1; 16]),
            conversation_id: over.conversation_id,
            author: None,
            text: "quokkanote".into(),
            created_at: at(60),
            updated_at: at(60),
        };
        notes::insert(tx, (workspace_id, &over), &note)?;
        let draft = Draft {
            text: "quokkadraft".into(),
            version: 1,
            author: None,
            updated_at: at(60),
        };
        drafts::put(tx, (workspace_id, &over), &draft)?;
        let hints = Hints::default();
        let send = Send {
            lane: JOHN.into(),
            recipient_key: Some(JOHN.into()),
            thread_key: Some("2-over".into()),
            text: "quokkasend".into(),
            tags: vec!["quokkatag".into()],
            idempotency_key: Some("quokkakey".into()),
            fingerprint: vec![1],
            ..Send::new(
                (workspace_id, account_id),
                SendId::from_bytes([1; 16]),
                at(60),
            )
        };
        let waiting = Send {
            send_id: SendId::from_bytes([2; 16]),
            lane: MARIA.into(),
            recipient_key: Some(MARIA.into()),
            thread_key: None,
            text: "still to leave".into(),
            tags: Vec::new(),
            idempotency_key: None,
            fingerprint: vec![2],
            ..send.clone()
        };
        let refused = sends::insert(tx, &hints, send)?;
        sends::insert(tx, &hints, waiting)?;
        let code = ErrorCode::MemberNotFound;
        let state = SendState::Refused {
            code,
            detail: "quokkadetail".to_owned(),
        };
        sends::transition(tx, &hints, &refused, &state, at(61))
    });
    write.await.unwrap();
}

async fn keep(world: &World, days: Option<u32>) {
    let workspace_id = world.account.workspace_id;
    let write = world
        .store
        .write(move |tx| keeping::update_days(tx, workspace_id, days));
    write.await.unwrap();
}

/// Takes steps until nothing is left to do.
async fn forget(world: &World) -> u64 {
    let workspace_id = world.account.workspace_id;
    let mut gone = 0;
    for _ in 0..1_000 {
        let oldest = oldest_kept(DAYS, now());
        let step = world
            .store
            .write(move |tx| keeping::step(tx, workspace_id, oldest));
        match step.await.unwrap() {
            0 => return gone,
            some => gone += some,
        }
    }
    panic!("it never ends");
}

/// Which canaries stand in a dump, as they are or as bytes, in any case.
fn found(dump: &str) -> BTreeSet<&'static str> {
    let stands = |word: &&&str| {
        let capital = format!("Q{}", &word[1..]);
        [(*word).to_string(), hex(word), hex(&capital)]
            .iter()
            .any(|form| dump.contains(form.as_str()))
    };
    CANARIES.iter().filter(stands).copied().collect()
}

async fn texts(world: &World) -> Vec<String> {
    let account = world.account.clone();
    let read = world.store.read(move |tx| {
        let (workspace_id, account_id) = (account.workspace_id, account.account_id);
        let mut texts = Vec::new();
        for key in ["2-over", "2-living"] {
            let found = conversations::find_by_thread_key(tx, workspace_id, account_id, key)?;
            let Some(found) = found else { continue };
            let rows = messages::list_from(tx, workspace_id, found.thread, Timestamp::MIN, 1_000)?;
            assert_eq!(i64::try_from(rows.len()), Ok(found.message_count));
            texts.extend(rows.into_iter().map(|row| row.text));
        }
        Ok(texts)
    });
    read.await.unwrap()
}

#[tokio::test]
async fn nothing_that_is_too_old_is_left_in_the_bytes_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let options = store::SqliteOptions::default();
    let store = Store::open_sqlite(&folder.path().join("liaison.db"), options).unwrap();
    let world = World::new(store).await;
    fill(&world).await;
    let stands = |word: &&&str| {
        let all = bytes(folder.path());
        all.windows(word.len()).any(|part| part == word.as_bytes())
    };
    assert_eq!(CANARIES.iter().filter(stands).count(), CANARIES.len());
    forget(&world).await;
    assert!(world.store.empty_log().await.unwrap());
    let left: Vec<_> = CANARIES.iter().filter(stands).collect();
    assert!(left.is_empty(), "{left:?}");
}

testkit::on_both_engines! {
    async fn nothing_that_is_too_old_is_left_in_any_table(store: Store) {
        let world = World::new(store).await;
        fill(&world).await;
        assert_eq!(found(&dump(&world.store).await).len(), CANARIES.len());
        forget(&world).await;
        assert_eq!(found(&dump(&world.store).await), BTreeSet::new());
        assert_eq!(texts(&world).await, ["what stays"]);
        assert_eq!(invited(&world).await, [InvitationState::Pending]);
        // What waits is no message yet, and the counts are right.
        let account = world.account.clone();
        let read = world.store.read(move |tx| {
            let workspace_id = account.workspace_id;
            let waiting = sends::get(tx, workspace_id, SendId::from_bytes([2; 16]))?;
            let account = accounts::get(tx, workspace_id, account.account_id)?;
            let query = Query::parse("stays").unwrap();
            let found = words::find_all_terms(tx, workspace_id, account.number, &query)?;
            let query = Query::parse("words").unwrap();
            let gone = words::find_all_terms(tx, workspace_id, account.number, &query)?;
            Ok((waiting.text, account, found.count(), gone.count()))
        });
        let (waiting, account, found, gone) = read.await.unwrap();
        assert_eq!((waiting.as_str(), found, gone), ("still to leave", 1, 0));
        assert_eq!((account.message_count, account.conversation_count), (1, 1));
        assert_eq!(account.unread_conversation_count, 0);
        assert_eq!(forget(&world).await, 0);
    }

    async fn what_is_too_old_does_not_come_back_when_the_network_shows_it_again(store: Store) {
        let world = World::new(store).await;
        fill(&world).await;
        keep(&world, Some(DAYS)).await;
        forget(&world).await;
        show(&world).await;
        show_invitations(&world, now()).await;
        assert_eq!(texts(&world).await, ["what stays"]);
        assert_eq!(invited(&world).await, [InvitationState::Pending]);
        assert_eq!(found(&dump(&world.store).await), BTreeSet::new());
        // Who writes again after a long time is there again, with what is said from then on.
        let account = world.account.clone();
        let write = world.store.write(move |tx| {
            let mut page = shown()[0].1[..3].to_vec();
            page.push(message(OWNER, "2-over", 30 * 86_400, "hello again"));
            let back = thread("2-over", &[JOHN], 30 * 86_400, 0);
            ingest::observe(tx, &account, &back, &page, now())
        });
        assert_eq!(write.await.unwrap().inserted.len(), 1);
        assert_eq!(texts(&world).await, ["hello again", "what stays"]);
        // For ever: what the network still has can be read in again.
        keep(&world, None).await;
        show(&world).await;
        assert_eq!(texts(&world).await.len(), 40 + 1 + 251);
    }
}
