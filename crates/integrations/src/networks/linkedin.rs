//! The network itself, by the ways that it offers to its own members.
//!
//! Today that is reading a member's data archive ([`archive`]). Nothing here scrapes, replays a browser's session or
//! disguises itself.

pub mod archive;
