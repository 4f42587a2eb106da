//! Linked accounts: which one a call is about, what state each is in.
