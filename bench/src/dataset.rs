//! Which data there is: its shape, where it is kept, and what a caller needs to know of it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use crate::options::Engine;

/// Part of the name of what is kept; raised whenever other rows would be written.
const GENERATOR_VERSION: u32 = 1;

pub(crate) const ACCOUNT_CONVERSATIONS: u32 = 200;
pub(crate) const CONVERSATION_MESSAGES: u32 = 50;

/// How much, and how it is spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) accounts: u32,
    /// Of each account.
    pub(crate) conversations: u32,
}

impl Shape {
    /// Accounts of 10,000 messages.
    pub(crate) const fn spread(messages: u32) -> Self {
        Self {
            accounts: messages / (ACCOUNT_CONVERSATIONS * CONVERSATION_MESSAGES),
            conversations: ACCOUNT_CONVERSATIONS,
        }
    }

    /// One account with all of them.
    pub(crate) const fn single(messages: u32) -> Self {
        Self {
            accounts: 1,
            conversations: messages / CONVERSATION_MESSAGES,
        }
    }

    /// All messages.
    pub(crate) const fn messages(self) -> u32 {
        self.accounts * self.conversations * CONVERSATION_MESSAGES
    }

    /// As people read it.
    pub(crate) fn title(self) -> String {
        let count = |number: u32| match number {
            number if number % 1_000_000 == 0 => format!("{} M", number / 1_000_000),
            number if number % 1_000 == 0 => format!("{} k", number / 1_000),
            number => number.to_string(),
        };
        let each = count(self.conversations * CONVERSATION_MESSAGES);
        match self.accounts {
            1 => format!("1 × {each}"),
            accounts => format!("{accounts} × {each}"),
        }
    }

    fn name(self) -> String {
        format!(
            "{}x{}x{CONVERSATION_MESSAGES}",
            self.accounts, self.conversations
        )
    }
}

/// A database with invented data.
#[derive(Debug, Clone)]
pub(crate) struct Dataset {
    pub(crate) engine: Engine,
    pub(crate) shape: Shape,
    /// With the database file, or only with the master key and the card for PostgreSQL.
    pub(crate) folder: PathBuf,
}

/// What a caller needs to know.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Card {
    pub(crate) api_key: String,
    pub(crate) account_ids: Vec<String>,
}

impl Dataset {
    pub(crate) fn new(root: &Path, engine: Engine, shape: Shape) -> Self {
        let kind = match engine {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgres",
        };
        let schema = store::schema_fingerprint();
        let schema = schema.get(..8).unwrap_or(&schema);
        let name = format!("{kind}-{}-v{GENERATOR_VERSION}-{schema}", shape.name());
        let folder = root.join("target/bench").join(name);
        Self {
            engine,
            shape,
            folder,
        }
    }

    /// The name of the database on the PostgreSQL server.
    pub(crate) fn database(&self) -> String {
        let name = self
            .folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy();
        name.replace('-', "_").to_lowercase()
    }

    /// What is known of it, if it was written to its end.
    pub(crate) fn card(&self) -> Option<Card> {
        let text = fs::read_to_string(self.card_path()).ok()?;
        serde_json::from_str(&text).ok()
    }

    /// Marks it as written to its end.
    pub(crate) fn complete(&self, card: &Card) -> Result<()> {
        let text = serde_json::to_string_pretty(card)?;
        fs::write(self.card_path(), text).context("cannot write the card of the data")
    }

    fn card_path(&self) -> PathBuf {
        self.folder.join("card.json")
    }
}
