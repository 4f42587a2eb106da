//! Dutch.

use super::language::Language;
use super::pattern::Classes;

pub(super) static LANGUAGE: Language = Language {
    code: "nl",
    classes: CLASSES,
    masks: &[],
    final_requests: &[],
    removals: &[],
    requests: &[],
    refusals: &[],
    complaints: &[],
    doors: &[],
    deferrals: &[],
    softeners: &[],
};

const CLASSES: Classes = &[
    ("bare_request", "xyzzy"),
    ("bare_refusal", "xyzzy"),
    ("courtesy", "xyzzy"),
];
