//! A person on the way back: what each attack begins with, and the words in which it is refused.

use serde_json::{Value, json};

use super::{Browser, Stage, text, with};
use crate::world::Answer;

/// A session of which only the way back from the network is missing.
pub(super) struct Attempt<'s> {
    pub(super) id: String,
    /// Of the address that its person opens.
    pub(super) path: String,
    pub(super) person: Browser<'s>,
    /// What the network sends the browser to.
    pub(super) back: String,
}

impl<'s> Attempt<'s> {
    /// The free seat said yes.
    pub(super) async fn new(stage: &'s Stage) -> Self {
        Self::deciding(stage, "free", "allow").await
    }

    pub(super) async fn deciding(stage: &'s Stage, seat: &str, decision: &str) -> Self {
        let (id, path) = stage.begin(json!({})).await;
        let mut person = Browser::of(stage);
        let back = person.decide(&path, seat, decision).await;
        Self {
            id,
            path,
            person,
            back,
        }
    }

    /// The same person goes once more, and the free seat says yes again.
    pub(super) async fn retry(&mut self) {
        self.back = self.person.decide(&self.path, "free", "allow").await;
    }

    pub(super) async fn come_back(&mut self) -> Answer {
        self.person.come_back(&self.back).await
    }

    /// With one parameter changed; empty: without it.
    pub(super) async fn come_back_with(&mut self, name: &str, value: &str) -> Answer {
        let changed = with(&self.back, name, value);
        self.person.come_back(&changed).await
    }

    /// The whole way once more.
    pub(super) async fn link(&mut self) -> Answer {
        self.person.link(&self.path, "free").await
    }

    pub(super) async fn status(&self) -> Value {
        self.person.stage.session(&self.id).await["status"].clone()
    }
}

/// The page has this status and says this.
#[track_caller]
pub(super) fn assert_told(page: &Answer, status: u16, words: &str) {
    let told = text(page);
    assert_eq!(page.status, status, "{told}");
    assert!(told.contains(words), "{told}");
}
