//! Everything that is kept of an account, without what depends on the order in which it came.

use std::collections::{BTreeMap, BTreeSet};

use domain::inbox::Facts;
use store::accounts::Account;
use store::conversations::conversation_number;
use store::inbox::{self, Position};
use store::{StoreResult, Tx, conversations, messages, params, participants, people};

use super::world::{World, at};

/// All conversations by their key.
pub(super) type Rows = BTreeMap<String, Kept>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Kept {
    /// Read state, activity, counts and title.
    pub(super) conversation: String,
    /// The row of the list, unpacked.
    pub(super) listed: String,
    pub(super) participants: Vec<String>,
    /// Oldest first.
    pub(super) messages: Vec<String>,
    pub(super) words: BTreeSet<String>,
}

impl World {
    pub(super) async fn rows(&self) -> Rows {
        self.read(rows).await
    }
}

fn rows(tx: &mut Tx<'_>, account: &Account) -> StoreResult<Rows> {
    let words = words(tx, account)?;
    let listed = inbox::list(
        tx,
        account.workspace_id,
        account.number,
        None,
        Position::TOP,
        10_000,
    )?;
    let mut rows = Rows::new();
    for row in listed {
        let conversation = conversations::get_by_thread(tx, account.workspace_id, row.thread)?;
        let facts = Facts::decode(&row.facts).unwrap();
        let people = participants::list(
            tx,
            account.workspace_id,
            account.account_id,
            conversation.conversation_id,
            100,
        )?;
        let history =
            messages::list_before(tx, account.workspace_id, row.thread, at(1 << 40), 10_000)?;
        let mut messages = Vec::new();
        for message in history.into_iter().rev() {
            let sender = people::find(tx, account.workspace_id, message.sender_id)?.unwrap();
            let shown = store::messages::Message {
                doc: 0,
                sender_id: domain::ids::PersonId::from_bytes([0; 16]),
                ..message
            };
            messages.push(format!("{} {shown:?}", sender.member_key));
        }
        let kept = Kept {
            conversation: format!(
                "{:?} {:?} {} {} {:?} {:?}",
                conversation.last_activity_at,
                conversation.last_read_at,
                conversation.unread_count,
                conversation.message_count,
                conversation.latest_sent_at,
                conversation.title,
            ),
            listed: format!("{} {:?} {facts:?}", row.unread_count, row.last_activity_at),
            participants: people
                .iter()
                .map(|participant| {
                    let person = &participant.person;
                    format!(
                        "{} {} {} {:?}",
                        person.member_key, person.name, person.headline, participant.degree
                    )
                })
                .collect(),
            messages,
            words: words
                .get(&conversation_number(row.thread))
                .cloned()
                .unwrap_or_default(),
        };
        rows.insert(conversation.thread_key, kept);
    }
    Ok(rows)
}

/// The words of each conversation number.
fn words(tx: &mut Tx<'_>, account: &Account) -> StoreResult<BTreeMap<i64, BTreeSet<String>>> {
    let mut words: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
    let blocks = tx.query(
        "SELECT word, block, c0, c1, c2, c3, c4, c5, c6, c7 FROM word
          WHERE workspace_id = ?1 AND account_number = ?2",
        params![account.workspace_id, account.number],
        |row| {
            let columns: StoreResult<Vec<i64>> = (2..10).map(|column| row.int(column)).collect();
            Ok((row.text(0)?.to_owned(), row.int(1)?, columns?))
        },
    )?;
    for (word, block, columns) in blocks {
        for number in 0..512 {
            let (column, bit) = (usize::try_from(number / 64).unwrap(), number % 64);
            if columns[column] >> bit & 1 != 0 {
                let found = words.entry(block * 512 + number).or_default();
                found.insert(word.clone());
            }
        }
    }
    Ok(words)
}
