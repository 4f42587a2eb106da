//! Room for large bodies: how many bytes of them all requests together may hold in memory. Who finds none is answered at
//! once, so that many large files cannot take the memory of everybody else.

use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::Request;
use axum::http::request::Parts;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// What is counted, in bytes: a semaphore counts to four thousand million at most.
const UNIT: usize = 1_024;

/// The room of a process. A cheap handle.
#[derive(Debug, Clone)]
pub(crate) struct Room {
    units: Arc<Semaphore>,
    /// Bytes of a body that need no room.
    free: usize,
}

/// What a request has taken, given back when the request is over.
#[derive(Debug, Clone, Default)]
pub(crate) struct Taken(Arc<Mutex<Vec<OwnedSemaphorePermit>>>);

/// The room that one body takes as it comes in.
pub(crate) struct Place {
    room: Room,
    taken: Taken,
    /// Bytes that it has room for.
    has: usize,
}

impl Room {
    /// Room for `bytes` of bodies that are each larger than `free`.
    pub(crate) fn new(bytes: usize, free: usize) -> Self {
        let units = (bytes / UNIT).clamp(1, Semaphore::MAX_PERMITS);
        Self {
            units: Arc::new(Semaphore::new(units)),
            free,
        }
    }

    /// A place for the body of a request, which holds it until it is over.
    pub(crate) fn place(&self, parts: &Parts) -> Place {
        Place {
            room: self.clone(),
            taken: parts.extensions.get().cloned().unwrap_or_default(),
            has: self.free,
        }
    }
}

impl Taken {
    /// Notes with a request what it takes. Whoever keeps this keeps the room.
    pub(crate) fn note_with(request: &mut Request) -> Self {
        let taken = Self::default();
        request.extensions_mut().insert(taken.clone());
        taken
    }
}

impl Place {
    /// Makes room for a body of so many bytes; false where there is none now.
    pub(crate) fn has_room_for(&mut self, bytes: usize) -> bool {
        let Some(more) = bytes.checked_sub(self.has).filter(|more| *more > 0) else {
            return true;
        };
        let units = more.div_ceil(UNIT);
        let Ok(count) = u32::try_from(units) else {
            return false;
        };
        let Ok(permit) = Arc::clone(&self.room.units).try_acquire_many_owned(count) else {
            return false;
        };
        self.has += units * UNIT;
        let mut taken = self.taken.0.lock().unwrap_or_else(PoisonError::into_inner);
        taken.push(permit);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(room: &Room) -> (Place, Taken) {
        let mut request = Request::new(axum::body::Body::empty());
        let taken = Taken::note_with(&mut request);
        (room.place(&request.into_parts().0), taken)
    }

    #[test]
    fn room_is_taken_by_what_is_larger_than_others_and_given_back() {
        let room = Room::new(100 * UNIT, 10 * UNIT);
        let (mut small, _small) = place(&room);
        assert!(small.has_room_for(10 * UNIT));
        let (mut first, first_taken) = place(&room);
        // As it grows: 10 are free, 60 are taken.
        assert!(first.has_room_for(30 * UNIT) && first.has_room_for(70 * UNIT));
        let (mut second, _second) = place(&room);
        assert!(second.has_room_for(50 * UNIT));
        assert!(!second.has_room_for(50 * UNIT + 1));
        drop((first, first_taken));
        assert!(second.has_room_for(100 * UNIT));
        assert!(!second.has_room_for(usize::MAX));
    }
}
