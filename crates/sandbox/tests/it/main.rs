//! The sandbox over real HTTP, as a client and as a director see it.

mod acting;
mod changing;
mod classes;
mod faults;
mod linking;
mod mailboxes;
mod personas;
mod reading;
mod restarts;
mod seeds;
mod sending;
mod signals;
mod stage;
mod updates;
