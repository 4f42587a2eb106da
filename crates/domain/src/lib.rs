//! What is true: ids, values, states, pacing, decisions.
//!
//! Never here: I/O, clocks, SQL, HTTP, async, ambient randomness. Time comes in as [`time::Timestamp`],
//! randomness as [`entropy::Entropy`].
//!
//! Start reading at [`send`] (the life of an outward act) and [`dispatch`] (what may leave now).

pub mod access;
pub mod analytics;
pub mod api_key;
pub mod attachment;
pub mod audit;
pub mod clock_gap;
pub mod conversation;
pub mod delivery;
pub mod dispatch;
pub mod endpoint;
pub mod entropy;
pub mod error_code;
pub mod event;
pub mod forecast;
pub mod hexadecimal;
pub mod hours;
pub mod ids;
pub mod inbox;
pub mod invitation;
pub mod invitation_token;
pub mod keeping;
pub mod key_watch;
pub mod label;
pub mod ledger;
pub mod likeness;
pub mod limits;
pub mod link_session;
pub mod metric;
pub mod network;
pub mod opt_out;
pub mod outcome;
pub mod policy;
pub mod reconciliation;
pub mod renewal;
pub mod request_limit;
pub mod role;
pub mod scope;
pub mod search;
pub mod send;
pub mod suppression;
pub mod template;
pub mod text;
pub mod time;
pub mod twins;
pub mod urn;
