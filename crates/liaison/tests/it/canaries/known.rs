//! What one side was told of: ids, URNs and cursors, to be asked about by either side.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard};

use serde_json::Value;

use super::chance::Chance;

/// Letters and digits of an id behind its prefix.
const LETTERS: usize = 26;
/// More of one kind are forgotten at random.
const KEPT_MAX: usize = 400;

/// The things of one side.
#[derive(Default)]
pub(super) struct Known(Mutex<Things>);

#[derive(Default)]
struct Things {
    /// By what they begin with, to choose from.
    ids: BTreeMap<String, Vec<String>>,
    urns: Vec<String>,
    cursors: Vec<String>,
    /// Every id that was told without having been asked about, and by what.
    told: BTreeMap<String, String>,
}

impl Known {
    fn things(&self) -> MutexGuard<'_, Things> {
        self.0.lock().unwrap()
    }

    /// Takes in what an answer tells. What the request named may come back: it proves nothing.
    pub(super) fn learn(&self, answer: &str, asked: &str, by: &str, chance: &Chance) {
        let json = serde_json::from_str(answer).unwrap_or_default();
        let mut urns = Vec::new();
        let mut cursors = Vec::new();
        walk(&json, &mut |name, text| match name {
            "next_cursor" | "previous_cursor" | "nextCursor" | "cursor" => {
                cursors.push(text.to_owned());
            }
            "conversationId" | "conversationUrn" => urns.push(text.to_owned()),
            _ => {}
        });
        let mut things = self.things();
        for id in ids(answer).filter(|id| !asked.contains(*id)) {
            if things.told.contains_key(id) {
                continue;
            }
            things.told.insert(id.to_owned(), by.to_owned());
            let prefix = id.split('_').next().unwrap().to_owned();
            keep(things.ids.entry(prefix).or_default(), id.to_owned(), chance);
        }
        for urn in urns {
            if !things.urns.contains(&urn) {
                keep(&mut things.urns, urn, chance);
            }
        }
        for cursor in cursors {
            keep(&mut things.cursors, cursor, chance);
        }
    }

    pub(super) fn id(&self, prefix: &str, chance: &Chance) -> Option<String> {
        let things = self.things();
        let ids = things.ids.get(prefix)?;
        Some(chance.pick(ids).clone())
    }

    pub(super) fn urn(&self, chance: &Chance) -> Option<String> {
        let things = self.things();
        (!things.urns.is_empty()).then(|| chance.pick(&things.urns).clone())
    }

    pub(super) fn cursor(&self, chance: &Chance) -> Option<String> {
        let things = self.things();
        (!things.cursors.is_empty()).then(|| chance.pick(&things.cursors).clone())
    }

    /// Every id that both were told of, with what told them.
    pub(super) fn in_common(&self, other: &Self) -> BTreeMap<String, String> {
        let (own, other) = (self.things(), other.things());
        let both = own.told.iter().filter_map(|(id, by)| {
            let other = other.told.get(id)?;
            Some((id.clone(), format!("{by} and {other}")))
        });
        both.collect()
    }

    /// How many things there are, by kind.
    pub(super) fn kinds(&self) -> BTreeSet<String> {
        self.things().ids.keys().cloned().collect()
    }
}

fn keep(list: &mut Vec<String>, new: String, chance: &Chance) {
    if list.len() < KEPT_MAX {
        list.push(new);
    } else {
        let place = chance.below(KEPT_MAX);
        list[place] = new;
    }
}

fn walk<'a>(value: &'a Value, tell: &mut impl FnMut(&'a str, &'a str)) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if let Some(text) = value.as_str() {
                    tell(name, text);
                }
                walk(value, tell);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| walk(item, tell)),
        _ => {}
    }
}

/// Everything in a text that reads like an id of ours.
fn ids(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    words.filter(|word| {
        let parts = word.split_once('_');
        parts.is_some_and(|(prefix, rest)| prefix.len() == 3 && rest.len() == LETTERS)
    })
}
