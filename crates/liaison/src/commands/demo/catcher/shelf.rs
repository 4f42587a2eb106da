//! The last deliveries, in memory.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use domain::time::Timestamp;
use serde::Deserialize;

use super::verify::Refused;

pub(super) const DELIVERIES_MAX: usize = 200;
const BYTES_MAX: usize = 8 << 20;

/// One request, as it came.
#[derive(Debug)]
pub(super) struct Delivery {
    pub(super) received_at: Timestamp,
    /// What it says of itself, which counts for something where the signature is valid only.
    pub(super) id: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) number: Option<i64>,
    pub(super) signature: Result<(), Refused>,
    /// What is no UTF-8 in it is replaced.
    pub(super) body: String,
}

/// What both formats say at the top of a body.
#[derive(Default, Deserialize)]
struct Top {
    #[serde(rename = "type", alias = "event")]
    kind: Option<String>,
    number: Option<i64>,
}

/// What the guide's format says of the message: its requests have no id of their own.
#[derive(Deserialize)]
struct Inside {
    data: Named,
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

impl Delivery {
    pub(super) fn read(
        received_at: Timestamp,
        signature: Result<(), Refused>,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Self {
        let top: Top = serde_json::from_slice(body).unwrap_or_default();
        let id = headers.iter().find(|(name, _)| *name == "webhook-id");
        let id = id.map(|(_, id)| (*id).to_owned()).or_else(|| {
            let inside: Inside = serde_json::from_slice(body).ok()?;
            Some(inside.data.id)
        });
        Self {
            received_at,
            id,
            kind: top.kind,
            number: top.number,
            signature,
            body: String::from_utf8_lossy(body).into_owned(),
        }
    }

    fn bytes(&self) -> usize {
        let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
        size_of::<Self>() + length(&self.id) + length(&self.kind) + self.body.len()
    }
}

/// What is kept: so many deliveries and so many bytes, whichever is reached first.
#[derive(Default)]
pub(super) struct Shelf(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// The newest first.
    deliveries: VecDeque<Arc<Delivery>>,
    bytes: usize,
}

impl Shelf {
    /// Takes one more, in the place of the oldest where there is no room.
    pub(super) fn keep(&self, delivery: Delivery) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.bytes += delivery.bytes();
        kept.deliveries.push_front(Arc::new(delivery));
        while kept.deliveries.len() > DELIVERIES_MAX || kept.bytes > BYTES_MAX {
            let Some(oldest) = kept.deliveries.pop_back() else {
                break;
            };
            kept.bytes -= oldest.bytes();
        }
    }

    pub(super) fn newest_first(&self) -> Vec<Arc<Delivery>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.deliveries.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delivery(headers: &[(&str, &str)], body: &[u8]) -> Delivery {
        Delivery::read(Timestamp::from_millis(0), Ok(()), headers, body)
    }

    #[test]
    fn what_a_delivery_says_of_itself_is_read_from_either_format() {
        let standard = br#"{"id":"evt_1","number":7,"type":"message.sent","data":{"id":"no"}}"#;
        let read = delivery(&[("webhook-id", "evt_1")], standard);
        assert_eq!(read.id.as_deref(), Some("evt_1"));
        assert_eq!(read.kind.as_deref(), Some("message.sent"));
        assert_eq!(read.number, Some(7));
        let guide = br#"{"event":"message.received","data":{"id":"urn:1"}}"#;
        let read = delivery(&[], guide);
        assert_eq!(read.id.as_deref(), Some("urn:1"));
        assert_eq!(read.kind.as_deref(), Some("message.received"));
        let neither = delivery(&[], b"\xff");
        assert_eq!((neither.id, neither.kind), (None, None));
        assert_eq!(neither.body, "\u{fffd}");
    }

    #[test]
    fn the_oldest_make_room() {
        let shelf = Shelf::default();
        let id_of = |delivery: &Arc<Delivery>| delivery.id.clone().unwrap();
        for number in 0..DELIVERIES_MAX + 10 {
            shelf.keep(delivery(&[("webhook-id", &number.to_string())], b"{}"));
        }
        let kept = shelf.newest_first();
        assert_eq!(kept.len(), DELIVERIES_MAX);
        assert_eq!(id_of(&kept[0]), (DELIVERIES_MAX + 9).to_string());
        assert_eq!(id_of(&kept[DELIVERIES_MAX - 1]), "10");
        for _ in 0..10 {
            shelf.keep(delivery(&[("webhook-id", "large")], &vec![b' '; 1 << 20]));
        }
        assert_eq!(shelf.newest_first().len(), 7);
        // No delivery is as large, but if one were, it would not stay.
        shelf.keep(delivery(&[], &vec![b' '; BYTES_MAX]));
        assert_eq!(shelf.newest_first().len(), 0);
        assert_eq!(shelf.0.lock().unwrap().bytes, 0);
    }
}
