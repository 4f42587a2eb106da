//! Sends that a seat has handed over and that are not decided yet: as long as there is one, nobody can say that a message
//! is not going to be there.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How many sends of each seat are under way.
#[derive(Clone, Default)]
pub(crate) struct UnderWay(Arc<Mutex<HashMap<String, usize>>>);

/// One send; it is over when this is dropped.
pub(crate) struct Passage {
    seats: UnderWay,
    seat_id: String,
}

impl UnderWay {
    /// Notes that a send of the seat has arrived.
    pub(crate) fn begin(&self, seat_id: &str) -> Passage {
        self.change(seat_id, |count| count + 1);
        Passage {
            seats: self.clone(),
            seat_id: seat_id.to_owned(),
        }
    }

    /// Whether a send of the seat is still to be decided.
    pub(crate) fn is_any(&self, seat_id: &str) -> bool {
        let seats = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seats.contains_key(seat_id)
    }

    fn change(&self, seat_id: &str, change: impl FnOnce(usize) -> usize) {
        let mut seats = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = change(seats.remove(seat_id).unwrap_or(0));
        if count > 0 {
            seats.insert(seat_id.to_owned(), count);
        }
    }
}

impl Drop for Passage {
    fn drop(&mut self) {
        self.seats
            .change(&self.seat_id, |count| count.saturating_sub(1));
    }
}
