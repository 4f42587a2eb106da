//! Stored keys as the contract prints them. Keys come from the store or the network and are printed as they are: what
//! could not have been parsed must still be shown.

/// `urn:li:fsd_profile:ACoAA…`
pub(super) fn profile(member_key: &str) -> String {
    format!("urn:li:fsd_profile:{member_key}")
}

/// `urn:li:msg_conversation:(urn:li:fsd_profile:<owner>,2-…)`
pub(super) fn conversation(owner_key: &str, thread_key: &str) -> String {
    format!("urn:li:msg_conversation:(urn:li:fsd_profile:{owner_key},{thread_key})")
}

/// `urn:li:messagingThread:2-…`
pub(super) fn thread(thread_key: &str) -> String {
    format!("urn:li:messagingThread:{thread_key}")
}

/// `urn:li:messagingMessage:2-…`
pub(super) fn backend_message(message_key: &str) -> String {
    format!("urn:li:messagingMessage:{message_key}")
}

/// `urn:li:msg_message:(urn:li:fsd_profile:<owner>,2-…)`
pub(super) fn message(owner_key: &str, message_key: &str) -> String {
    format!("urn:li:msg_message:(urn:li:fsd_profile:{owner_key},{message_key})")
}
