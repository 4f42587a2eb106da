//! The test world: real engines, started on demand, for the tests of every other crate.
//!
//! Never here: anything that the product itself uses. This crate is a dev-dependency only, and it contacts nothing
//! but loopback.
//!
//! Start reading at [`on_both_engines`], then [`postgres::Cluster`].

pub mod browser;
pub mod machine;
pub mod postgres;
pub mod receiver;
pub mod simulated;
pub mod stores;
