//! Which faults a world has and how often, drawn in swarms: some worlds have one kind, some all, some none.

use std::time::Duration;

use crate::chance::Chance;

/// The kinds of fault, as they are numbered in the list of what must be survived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// F1: a process ends before a commit, between commit and call, between call and commit.
    Crash,
    /// F2: a future is dropped at one of its polls.
    Cancel,
    /// F3: answers that are lost, late, cut, or say no.
    Answers,
    /// F4: what is read back late, in part, or beside what people do by hand.
    Reads,
    /// F5: updates that come twice, in another order, late, or not at all.
    Updates,
    /// F6: clocks that are set, and machines that stand still.
    Clocks,
    /// F7: commits that fail, are refused, or whose answer is lost.
    Store,
    /// F9: receivers of webhooks that are slow, gone, or take a webhook and do not say so.
    Receivers,
    /// F10: what operators change while things are under way.
    Operators,
    /// F11: what people say while things are under way.
    People,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Crash,
        Self::Cancel,
        Self::Answers,
        Self::Reads,
        Self::Updates,
        Self::Clocks,
        Self::Store,
        Self::Receivers,
        Self::Operators,
        Self::People,
    ];

    /// Its number and its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Crash => "F1 crash",
            Self::Cancel => "F2 cancel",
            Self::Answers => "F3 answers",
            Self::Reads => "F4 reads",
            Self::Updates => "F5 updates",
            Self::Clocks => "F6 clocks",
            Self::Store => "F7 store",
            Self::Receivers => "F9 receivers",
            Self::Operators => "F10 operators",
            Self::People => "F11 people",
        }
    }
}

/// The faults of one world.
#[derive(Debug, Clone)]
pub struct Mix {
    /// Per kind, how hard: 0 for not at all.
    hardness: [u32; Kind::ALL.len()],
}

impl Mix {
    /// Draws the faults of a world.
    pub fn draw(chance: &mut Chance) -> Self {
        let mut hardness = [0; Kind::ALL.len()];
        let hard = |chance: &mut Chance| 1 + u32::try_from(chance.below(3)).unwrap_or(0);
        match chance.below(10) {
            0 => {}
            1 | 2 => hardness[chance.index(Kind::ALL.len())] = hard(chance),
            3 | 4 => hardness.fill_with(|| hard(chance)),
            _ => {
                for kind in &mut hardness {
                    if chance.per_mille(500) {
                        *kind = hard(chance);
                    }
                }
            }
        }
        Self { hardness }
    }

    /// Whether a world has this kind.
    pub const fn has(&self, kind: Kind) -> bool {
        self.hardness[kind as usize] > 0
    }

    /// A share for a kind: `each` for every degree of hardness.
    pub const fn share(&self, kind: Kind, each: u32) -> u32 {
        self.hardness[kind as usize] * each
    }

    /// The kinds that it has, for people.
    pub fn words(&self) -> String {
        let has = Kind::ALL.into_iter().filter(|kind| self.has(*kind));
        let words: Vec<&str> = has.map(Kind::word).collect();
        if words.is_empty() {
            "no faults".to_owned()
        } else {
            words.join(", ")
        }
    }
}

/// What the network does with one act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is accepted, and the answer says so.
    Accepted,
    /// It is accepted, and no answer ever comes.
    AcceptedSilently,
    /// It is accepted, and the connection breaks in the middle of the answer.
    AcceptedCut,
    /// It is accepted at once, and the answer takes longer than anybody waits.
    AnsweredLate,
    /// It is accepted long after everybody has stopped to wait.
    AcceptedLate,
    /// An error of the server that sent it all the same.
    BrokenSent,
    /// An error of the server that did not send it.
    BrokenNotSent,
    /// Nothing happens, and no answer comes.
    Swallowed,
    /// The network asks to wait, and says how long.
    AskedToWait,
    /// The network asks to wait, and does not say how long.
    AskedToWaitSome,
    /// It is refused.
    Refused,
    /// It is refused, and the answer is lost.
    RefusedSilently,
    /// The connection was never made.
    NotSent,
    /// The session is over.
    SessionOver,
    /// The seat is restricted.
    Restricted,
}

impl Mix {
    /// What becomes of an act.
    pub fn fate(&self, chance: &mut Chance) -> Fate {
        if !chance.per_mille(self.share(Kind::Answers, 120)) {
            return Fate::Accepted;
        }
        chance.weighted(&[
            (14, Fate::AcceptedSilently),
            (8, Fate::AcceptedCut),
            (8, Fate::AnsweredLate),
            (4, Fate::AcceptedLate),
            (8, Fate::BrokenSent),
            (12, Fate::BrokenNotSent),
            (10, Fate::Swallowed),
            (10, Fate::AskedToWait),
            (5, Fate::AskedToWaitSome),
            (8, Fate::Refused),
            (5, Fate::RefusedSilently),
            (10, Fate::NotSent),
            (1, Fate::SessionOver),
            (1, Fate::Restricted),
        ])
    }

    /// How long after its acceptance a message can be read. `most`: as long as is promised to be waited for.
    pub fn lag(&self, chance: &mut Chance, most: Duration) -> Duration {
        if chance.per_mille(self.share(Kind::Reads, 150)) {
            chance.span(Duration::ZERO, most)
        } else {
            Duration::ZERO
        }
    }
}
