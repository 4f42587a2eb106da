//! Steps that fail: nothing else is lost with them, and whoever failed to answer answers another time.

use std::cmp::Reverse;
use std::path::PathBuf;
use std::sync::Arc;

use tempfile::TempDir;
use tokio::sync::watch;

use super::steps::{Due, Step, perform};
use super::{Agenda, Personas, TRIES_MAX};
use crate::network::Network;
use crate::server::{self, Config, World};
use crate::store::Tx;
use crate::world::messages::{self, NewMessage};
use crate::world::seats::Conduct;
use crate::world::{members, threads};

/// Rows that are not there.
const ABSENT: i64 = 999_999;

/// A world whose time does not pass by itself: every step is performed by hand.
struct Stage {
    network: Arc<Network>,
    agenda: Agenda,
    john: i64,
    /// The premium seat's thread with John.
    thread: i64,
    /// A message in it, which has reached nobody.
    message: i64,
    database: PathBuf,
    _folder: TempDir,
}

impl Stage {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("sandbox.db");
        let config = Config {
            listen: ([127, 0, 0, 1], 0).into(),
            database: database.clone(),
            seed: 7,
            base_ms: None,
            control_token: None,
            entropy: [5; 32],
            personas: Personas::default(),
            conduct: Conduct::default(),
        };
        let (_, stopping) = watch::channel(false);
        let World { network, .. } = server::open(&config, stopping).expect("a world");
        let said = network.store.write(|tx| {
            let john = members::resolve(tx, None, "john-doe-123")?.id;
            let owner = tx.get(
                "SELECT member FROM seat WHERE seat_id = 'premium'",
                [],
                |row| row.get(0),
            )?;
            let mut thread = threads::find_one_to_one(tx, owner, john)?.expect("a thread");
            let new = NewMessage {
                sender: owner,
                kind: "message",
                subject: None,
                text: "Are you there?",
                sent_at: tx.now,
                token: Some("token"),
                reply_to: None,
                attachments: &[],
                notify: true,
            };
            let message = messages::append(tx, &mut thread, new)?;
            Ok((john, thread.id, message.id))
        });
        let (john, thread, message) = said.await.expect("a message");
        Self {
            agenda: Agenda::new(network.seed),
            network,
            john,
            thread,
            message,
            database,
            _folder: folder,
        }
    }

    async fn perform(&mut self, steps: &[Step]) {
        for step in steps {
            self.agenda.plan_now(*step);
        }
        self.perform_planned().await;
    }

    /// Performs whatever is planned, as if its time had come.
    async fn perform_planned(&mut self) {
        let planned = std::mem::take(&mut self.agenda.due).into_sorted_vec();
        let mut due: Vec<Due> = planned.into_iter().map(|Reverse(due)| due).collect();
        due.reverse();
        perform(&self.network, &mut self.agenda, due).await;
    }

    fn planned(&self) -> Vec<Step> {
        self.agenda
            .due
            .iter()
            .map(|Reverse(due)| due.step)
            .collect()
    }

    async fn look<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Tx<'_>) -> rusqlite::Result<T> + Send + 'static,
    ) -> T {
        let found = self.network.store.read(move |tx| Ok(look(tx)?));
        found.await.expect("an answer")
    }

    /// Whether the message has reached John, and whether he has seen it.
    async fn receipt(&self) -> Option<bool> {
        let (message, john) = (self.message, self.john);
        self.look(move |tx| {
            let found = tx.find(
                "SELECT seen_at IS NOT NULL FROM receipt WHERE message = ?1 AND member = ?2",
                (message, john),
                |row| row.get(0),
            );
            Ok(found.expect("an answer"))
        })
        .await
    }

    async fn answers(&self) -> i64 {
        let (message, thread, john) = (self.message, self.thread, self.john);
        self.look(move |tx| {
            let found = tx.get(
                "SELECT count(*) FROM message WHERE thread = ?2 AND sender = ?3 AND id > ?1",
                (message, thread, john),
                |row| row.get(0),
            );
            Ok(found.expect("an answer"))
        })
        .await
    }

    fn change(&self, statement: &str) {
        let file = rusqlite::Connection::open(&self.database).expect("the file");
        file.execute_batch(statement).expect("a change");
    }
}

#[tokio::test]
async fn a_delivery_that_fails_takes_no_other_step_with_it() {
    let mut stage = Stage::new().await;
    let (message, thread, member) = (stage.message, stage.thread, stage.john);
    let lost = Step::Deliver {
        message: ABSENT,
        member,
    };
    stage
        .perform(&[lost, Step::Deliver { message, member }])
        .await;
    assert_eq!(stage.receipt().await, Some(false));
    assert_eq!(stage.planned(), [lost], "it is tried again");

    stage.perform(&[Step::Read { thread, member }]).await;
    assert_eq!(stage.receipt().await, Some(true));
    let planned = stage.planned();
    assert!(planned.contains(&lost), "{planned:?}");
    assert!(
        planned.contains(&Step::Type { thread, member }),
        "{planned:?}"
    );
}

#[tokio::test]
async fn what_fails_for_a_while_happens_later() {
    let mut stage = Stage::new().await;
    let (message, thread, member) = (stage.message, stage.thread, stage.john);
    stage.change("ALTER TABLE participant RENAME TO away");
    let happening = crate::store::Happening::Message {
        thread,
        message,
        sender: 1,
    };
    stage
        .perform(&[Step::Notice(happening), Step::MakeUp])
        .await;
    assert_eq!(stage.planned().len(), 2, "{:?}", stage.planned());
    stage.change("ALTER TABLE away RENAME TO participant");
    stage.perform_planned().await;
    let planned = stage.planned();
    assert!(
        planned.contains(&Step::Deliver { message, member }),
        "{planned:?}"
    );
    stage.perform_planned().await;
    assert_eq!(stage.receipt().await, Some(true));
}

#[tokio::test]
async fn a_persona_that_could_not_type_answers_once_all_the_same() {
    let mut stage = Stage::new().await;
    let (thread, member) = (stage.thread, stage.john);
    stage.perform(&[Step::Read { thread, member }]).await;
    assert_eq!(stage.planned(), [Step::Type { thread, member }]);
    stage.change("ALTER TABLE participant RENAME TO away");
    stage.perform_planned().await;
    assert_eq!(stage.planned(), [Step::Type { thread, member }]);
    stage.change("ALTER TABLE away RENAME TO participant");
    stage.perform_planned().await;
    assert_eq!(stage.planned(), [Step::Answer { thread, member }]);

    stage.change(
        "CREATE TRIGGER full_disk BEFORE INSERT ON message BEGIN SELECT RAISE(ABORT, 'full'); END",
    );
    stage.perform_planned().await;
    assert_eq!(stage.answers().await, 0);
    stage.perform(&[Step::Read { thread, member }]).await;
    assert_eq!(
        stage.planned(),
        [Step::Answer { thread, member }],
        "one answer to both"
    );
    stage.change("DROP TRIGGER full_disk");
    stage.perform_planned().await;
    assert_eq!(stage.answers().await, 1);
    assert!(stage.planned().is_empty(), "{:?}", stage.planned());
    stage.perform(&[Step::Read { thread, member }]).await;
    assert_eq!(
        stage.planned(),
        [Step::Type { thread, member }],
        "the next answer"
    );
}

#[tokio::test]
async fn a_step_that_never_works_is_given_up_and_its_persona_is_free_again() {
    for step in [
        Step::Type {
            thread: ABSENT,
            member: 1,
        },
        Step::Answer {
            thread: ABSENT,
            member: 1,
        },
    ] {
        let mut stage = Stage::new().await;
        stage.agenda.answering.insert((ABSENT, 1));
        stage.perform(&[step]).await;
        for _ in 1..TRIES_MAX {
            assert_eq!(stage.planned(), [step]);
            assert!(stage.agenda.answering.contains(&(ABSENT, 1)));
            stage.perform_planned().await;
        }
        assert!(stage.planned().is_empty(), "{:?}", stage.planned());
        assert!(stage.agenda.answering.is_empty());
    }
}

#[tokio::test]
async fn a_persona_that_is_switched_off_before_it_answers_is_free_again() {
    let mut stage = Stage::new().await;
    let (thread, member) = (stage.thread, stage.john);
    stage.perform(&[Step::Read { thread, member }]).await;
    let personas = Arc::clone(&stage.network.personas);
    let switch = |is_on| personas.write().expect("the settings").enabled = is_on;
    switch(false);
    stage.perform_planned().await;
    assert!(stage.planned().is_empty(), "{:?}", stage.planned());
    switch(true);
    stage.perform(&[Step::Read { thread, member }]).await;
    assert_eq!(stage.planned(), [Step::Type { thread, member }]);
}
