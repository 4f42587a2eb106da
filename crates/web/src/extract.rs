//! What a handler may ask a request for. Every extractor answers with a [`crate::fault::Fault`] in no door's words, and
//! they run in the order of the signature: who asks comes before what is asked.

mod asker;
mod authorized;
mod body;
mod conditional;
pub(crate) mod fields;
mod file_body;
mod options;
mod params;
mod room;

pub(crate) use asker::Asker;
pub(crate) use authorized::*;
pub(crate) use body::{Body, collect};
pub(crate) use conditional::{Condition, Precondition, Tag, tagged};
pub(crate) use fields::{Fields, FromFields};
pub(crate) use file_body::FileBody;
pub(crate) use options::SendOptions;
pub(crate) use params::{Params, Segments};
pub(crate) use room::{Room, Taken};
