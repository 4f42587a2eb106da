//! Portuguese.

mod asking;
mod opening;
mod words;

use super::language::Language;

pub(super) static LANGUAGE: Language = Language {
    code: "pt",
    classes: words::CLASSES,
    chat: words::CHAT,
    wishes: asking::WISHES,
    masks: opening::MASKS,
    reversals: opening::REVERSALS,
    final_requests: asking::FINAL_REQUESTS,
    removals: asking::REMOVALS,
    reminders: asking::REMINDERS,
    requests: asking::REQUESTS,
    refusals: asking::REFUSALS,
    complaints: asking::COMPLAINTS,
    doors: opening::DOORS,
    welcomes: opening::WELCOMES,
    deferrals: opening::DEFERRALS,
    softeners: opening::SOFTENERS,
};
