//! Faults on demand: what goes wrong for which seat, on which action, how often.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};

use crate::random::Random;
use crate::refusal::Refusal;
use crate::world::updates::Update;

/// Every action that a fault can be tied to.
pub(crate) const ACTIONS: &[&str] = &[
    "all",
    "me",
    "member",
    "relationship",
    "connections",
    "groups",
    "threads",
    "thread",
    "thread_with",
    "messages",
    "message",
    "attachment",
    "send",
    "upload",
    "typing",
    "delivered",
    "seen",
    "seen_all",
    "unread",
    "archive",
    "star",
    "edit",
    "delete",
    "react",
    "connect",
    "invitations",
    "invitation",
    "cursor",
    "updates",
    "sends",
];

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Kind {
    #[serde(rename = "answer_lost")]
    AnswerLost,
    #[serde(rename = "cut_before")]
    CutBefore,
    #[serde(rename = "refused")]
    Refused,
    #[serde(rename = "slow")]
    Slow,
    #[serde(rename = "rate_limited")]
    RateLimited,
    #[serde(rename = "error_500_not_sent")]
    Error500NotSent,
    #[serde(rename = "session_expired")]
    SessionExpired,
    #[serde(rename = "challenge")]
    Challenge,
    #[serde(rename = "duplicate_updates")]
    DuplicateUpdates,
    #[serde(rename = "reordered_updates")]
    ReorderedUpdates,
}

/// When a slow answer loses its time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Phase {
    #[default]
    Before,
    After,
}

/// A fault as asked for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Spec {
    #[serde(rename = "fault")]
    pub(crate) kind: Kind,
    #[serde(default = "all_actions")]
    action: String,
    #[serde(default)]
    count: Option<u64>,
    #[serde(default = "always")]
    probability: f64,
    #[serde(default)]
    pub(crate) delay_ms: u64,
    #[serde(default)]
    pub(crate) phase: Phase,
    #[serde(default = "half_a_minute")]
    pub(crate) retry_after_ms: i64,
    #[serde(default = "refused")]
    pub(crate) code: String,
}

fn all_actions() -> String {
    "all".to_owned()
}

fn always() -> f64 {
    1.0
}

fn half_a_minute() -> i64 {
    30_000
}

fn refused() -> String {
    "refused".to_owned()
}

/// A fault as it stands.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Fault {
    #[serde(rename = "fault_id")]
    id: u64,
    fired: u64,
    #[serde(flatten)]
    spec: Spec,
}

/// The faults of every seat; in memory only.
pub(crate) struct Faults(Mutex<Inner>);

struct Inner {
    last_id: u64,
    by_seat: BTreeMap<String, Vec<Fault>>,
    last_pages: BTreeMap<String, Vec<Update>>,
    random: Random,
}

impl Faults {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Mutex::new(Inner {
            last_id: 0,
            by_seat: BTreeMap::new(),
            last_pages: BTreeMap::new(),
            random: Random::stream(seed, "faults", 0),
        }))
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn add(&self, seat_id: &str, spec: Spec) -> Result<(), Refusal> {
        if !ACTIONS.contains(&spec.action.as_str()) {
            return Err(Refusal::invalid(
                "action",
                format!("there is no action {:?}", spec.action),
            ));
        }
        if !(0.0..=1.0).contains(&spec.probability) {
            return Err(Refusal::invalid(
                "probability",
                "a probability lies between 0 and 1",
            ));
        }
        if Refusal::known_code(&spec.code).is_none() {
            return Err(Refusal::invalid(
                "code",
                format!("there is no code {:?}", spec.code),
            ));
        }
        let mut inner = self.lock();
        inner.last_id += 1;
        let fault = Fault {
            id: inner.last_id,
            fired: 0,
            spec,
        };
        inner
            .by_seat
            .entry(seat_id.to_owned())
            .or_default()
            .push(fault);
        Ok(())
    }

    pub(crate) fn list(&self, seat_id: &str) -> Vec<Fault> {
        self.lock()
            .by_seat
            .get(seat_id)
            .cloned()
            .unwrap_or_default()
    }

    /// Removes one fault, or all of a seat.
    pub(crate) fn clear(&self, seat_id: &str, fault_id: Option<u64>) {
        if let Some(faults) = self.lock().by_seat.get_mut(seat_id) {
            faults.retain(|fault| fault_id.is_some_and(|id| id != fault.id));
        }
    }

    /// The fault of this kind that fires now, if one does; counted when it fires.
    pub(crate) fn fire(&self, seat_id: &str, action: &str, kind: Kind) -> Option<Spec> {
        self.fire_in(seat_id, action, kind, None)
    }

    /// As [`Self::fire`], for the kind that can strike before or after the act.
    pub(crate) fn fire_slow(&self, seat_id: &str, action: &str, phase: Phase) -> Option<Spec> {
        self.fire_in(seat_id, action, Kind::Slow, Some(phase))
    }

    fn fire_in(
        &self,
        seat_id: &str,
        action: &str,
        kind: Kind,
        phase: Option<Phase>,
    ) -> Option<Spec> {
        let inner = &mut *self.lock();
        let faults = inner.by_seat.get_mut(seat_id)?;
        let fault = faults.iter_mut().find(|fault| {
            fault.spec.kind == kind
                && (fault.spec.action == "all" || fault.spec.action == action)
                && phase.is_none_or(|phase| phase == fault.spec.phase)
                && fault.spec.count.is_none_or(|count| fault.fired < count)
                && inner.random.fraction() < fault.spec.probability
        })?;
        fault.fired += 1;
        Some(fault.spec.clone())
    }

    /// Spoils a page of updates as the seat's faults ask for. An empty page uses no fault up.
    pub(crate) fn spoil(&self, seat_id: &str, mut page: Vec<Update>) -> Vec<Update> {
        if page.is_empty() {
            return page;
        }
        let duplicates = self
            .fire(seat_id, "updates", Kind::DuplicateUpdates)
            .is_some();
        let reorders = self
            .fire(seat_id, "updates", Kind::ReorderedUpdates)
            .is_some();
        let inner = &mut *self.lock();
        let last_page = inner.last_pages.insert(seat_id.to_owned(), page.clone());
        if duplicates {
            let mut doubled: Vec<Update> = last_page
                .unwrap_or_default()
                .into_iter()
                .filter(|_| inner.random.chance(50))
                .collect();
            for update in page {
                doubled.extend([update.clone(), update]);
            }
            page = doubled;
        }
        if reorders {
            // Reversed, so that a page of two is always out of order; then mixed.
            page.reverse();
            if page.len() > 2 {
                inner.random.shuffle(&mut page[1..]);
            }
        }
        page
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{ACTIONS, Faults, Kind, Spec};
    use crate::world::updates::Update;

    #[test]
    fn the_protocol_names_every_action_and_fault() {
        let page = include_str!("../../../docs/reference/sandbox.md");
        for action in ACTIONS {
            assert!(page.contains(&format!("`{action}`")), "{action}");
        }
        for kind in [
            Kind::AnswerLost,
            Kind::CutBefore,
            Kind::Refused,
            Kind::Slow,
            Kind::RateLimited,
            Kind::Error500NotSent,
            Kind::SessionExpired,
            Kind::Challenge,
            Kind::DuplicateUpdates,
            Kind::ReorderedUpdates,
        ] {
            let name = serde_json::to_value(kind).expect("a name");
            let row = format!("| `{}` |", name.as_str().expect("text"));
            assert!(page.contains(&row), "{row}");
        }
    }

    #[test]
    fn spoiled_pages_hold_everything_and_clean_ones_are_left_alone() {
        let page: Vec<Update> = (0..5)
            .map(|id| Update {
                id: Some(id.to_string()),
                kind: "message".into(),
                at: id,
                data: Value::Null,
            })
            .collect();
        let ids = |page: &[Update]| page.iter().map(|update| update.at).collect::<Vec<_>>();
        let faults = Faults::new(7);
        assert_eq!(ids(&faults.spoil("premium", page.clone())), [0, 1, 2, 3, 4]);
        for name in ["duplicate_updates", "reordered_updates"] {
            let spec: Spec =
                serde_json::from_value(json!({"fault": name, "count": 1})).expect("a fault");
            faults.add("premium", spec).expect("accepted");
        }
        assert!(faults.spoil("premium", Vec::new()).is_empty());
        let spoiled = ids(&faults.spoil("premium", page.clone()));
        assert!(spoiled.len() >= 10 && !spoiled.is_sorted(), "{spoiled:?}");
        for id in 0..5 {
            assert!(spoiled.iter().filter(|each| **each == id).count() >= 2);
        }
        assert_eq!(
            ids(&faults.spoil("premium", page)),
            [0, 1, 2, 3, 4],
            "used up"
        );
    }
}
