//! What is outside: networks, receivers of webhooks, and later CRMs and mail. The only outbound connections of the product.
//!
//! Never here: SQL, rules about what may be sent. An adapter translates one foreign contract and owns its quirks.
//!
//! Start reading at [`networks`], then [`http`], the one way out.

pub mod http;
pub mod networks;
pub mod webhooks;
