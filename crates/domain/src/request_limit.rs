//! How often something may be asked: so many times in a minute, all at once if need be, coming back evenly. A bucket of
//! tokens, kept as the one instant at which it is full again.

use std::time::Duration;

use crate::time::Timestamp;

/// What every limit counts over.
pub const SPAN: Duration = Duration::from_mins(1);

/// A bucket. A new one is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    full_at: Timestamp,
}

impl Default for Bucket {
    fn default() -> Self {
        Self {
            full_at: Timestamp::MIN,
        }
    }
}

/// What a request found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// So many may come in a minute.
    pub limit: u32,
    /// So many may come now.
    pub remaining: u32,
    /// When all of them may come again, if none comes meanwhile.
    pub full_in: Duration,
    /// When the next one may come; absent for one that was let through.
    pub retry_after: Option<Duration>,
}

impl Bucket {
    /// Takes a token, if there is one.
    pub fn take(&mut self, limit: u32, now: Timestamp) -> Allowance {
        let limit = limit.max(1);
        let step = SPAN / limit;
        // A clock that was set back must not lock anybody out for longer than the span.
        let full_at = self.full_at.clamp(now, now.plus(SPAN));
        let wanted = full_at.plus(step);
        // A step is rounded down: all of them together take no longer than the span.
        let is_let_through = wanted <= now.plus(step * limit);
        self.full_at = if is_let_through { wanted } else { full_at };
        let full_in = self.full_at.since(now);
        let left = (step * limit).saturating_sub(full_in).as_nanos() / step.as_nanos().max(1);
        Allowance {
            limit,
            remaining: u32::try_from(left).unwrap_or(limit),
            full_in,
            retry_after: (!is_let_through).then(|| wanted.since(now.plus(step * limit))),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(1_763_378_062_881 + millis)
    }

    #[test]
    fn all_may_come_at_once_and_come_back_evenly() {
        let mut bucket = Bucket::default();
        for left in (0..6).rev() {
            let allowance = bucket.take(6, at(0));
            assert_eq!((allowance.remaining, allowance.retry_after), (left, None));
        }
        let refused = bucket.take(6, at(0));
        assert_eq!(refused.retry_after, Some(Duration::from_secs(10)));
        assert_eq!(refused.full_in, SPAN);
        assert_eq!(
            bucket.take(6, at(9_999)).retry_after,
            Some(Duration::from_millis(1))
        );
        assert_eq!(bucket.take(6, at(10_000)).retry_after, None);
        assert_eq!(bucket.take(6, at(200_000)).remaining, 5);
    }

    #[test]
    fn a_clock_that_is_set_back_locks_nobody_out() {
        let mut bucket = Bucket::default();
        assert_eq!(bucket.take(1, at(1_000_000)).retry_after, None);
        assert_eq!(bucket.take(1, at(0)).retry_after, Some(SPAN));
        assert_eq!(bucket.take(1, at(60_000)).retry_after, None);
    }

    proptest! {
        #[test]
        fn no_minute_sees_more_than_twice_the_limit_and_waiting_as_told_is_enough(
            limit in 1u32..500, waits in proptest::collection::vec(0i64..2_000, 1..200),
        ) {
            let (mut bucket, mut now, mut taken) = (Bucket::default(), at(0), Vec::new());
            for wait in waits {
                now = now.plus(Duration::from_millis(wait.unsigned_abs()));
                let allowance = bucket.take(limit, now);
                prop_assert!(allowance.remaining < limit.max(1));
                match allowance.retry_after {
                    None => taken.push(now),
                    Some(after) => {
                        now = now.plus(after);
                        prop_assert_eq!(bucket.take(limit, now).retry_after, None);
                        taken.push(now);
                    }
                }
            }
            for (index, first) in taken.iter().enumerate() {
                let within = taken[index..].iter().filter(|at| at.since(*first) < SPAN).count();
                prop_assert!(within <= 2 * usize::try_from(limit).unwrap());
            }
        }
    }
}
