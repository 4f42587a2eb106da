//! Numbers that look drawn and are the same on every run.

/// A small fast generator (`SplitMix64`); quality beyond looking irregular does not matter here.
pub(crate) struct Draws(u64);

impl Draws {
    /// The stream of this seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The stream of one thing among many of its kind.
    pub(crate) fn of(kind: u64, one: u64, other: u64) -> Self {
        let mut draws = Self(kind.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let first = draws.next() ^ one.wrapping_mul(0xd1b5_4a32_d192_ed03);
        draws.0 = first;
        let second = draws.next() ^ other.wrapping_mul(0xabc9_8388_fb8f_ac03);
        Self(second)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// `0..bound`; the bound is small, so the bias is too.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let drawn = (u128::from(self.next()) * bound as u128) >> 64;
        usize::try_from(drawn).unwrap_or(0)
    }

    /// As [`Self::below`], for arithmetic with instants.
    pub(crate) fn span(&mut self, bound: usize) -> i64 {
        i64::try_from(self.below(bound)).unwrap_or(0)
    }

    /// True so many times in a thousand.
    pub(crate) fn per_mille(&mut self, times: usize) -> bool {
        self.below(1_000) < times
    }

    /// One of them.
    pub(crate) fn one<'s, T>(&mut self, of: &'s [T]) -> &'s T {
        &of[self.below(of.len())]
    }
}

/// Ranks that follow Zipf's law, drawn in constant time (the alias method).
pub(crate) struct Zipf {
    /// For each place: how likely it is itself, of `u32::MAX`, and who stands in for it otherwise.
    places: Vec<(u32, u32)>,
}

impl Zipf {
    /// Ranks `0..count`, rank r as likely as 1 / (r + 1).
    pub(crate) fn new(count: usize) -> Self {
        let weights: Vec<f64> = (1..=count).map(|rank| 1.0 / rank as f64).collect();
        let sum: f64 = weights.iter().sum();
        let mut shares: Vec<f64> = weights
            .iter()
            .map(|weight| weight * count as f64 / sum)
            .collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) =
            (0..count).partition(|place| shares[*place] < 1.0);
        let mut places = vec![(u32::MAX, 0); count];
        while let (Some(poor), Some(rich)) = (small.pop(), large.last().copied()) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a share of u32::MAX"
            )]
            let own = (shares[poor] * f64::from(u32::MAX)) as u32;
            places[poor] = (own, u32::try_from(rich).unwrap_or(0));
            shares[rich] -= 1.0 - shares[poor];
            if shares[rich] < 1.0 {
                large.pop();
                small.push(rich);
            }
        }
        Self { places }
    }

    /// A rank.
    pub(crate) fn draw(&self, draws: &mut Draws) -> usize {
        let drawn = draws.next();
        let place =
            usize::try_from((u128::from(drawn) * self.places.len() as u128) >> 64).unwrap_or(0);
        let (own, other) = self.places[place];
        #[expect(clippy::cast_possible_truncation, reason = "the lower half is meant")]
        let coin = draws.next() as u32;
        if coin <= own { place } else { other as usize }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_follow_the_law() {
        let (zipf, mut draws) = (Zipf::new(1_000), Draws::new(1));
        let mut counts = vec![0u32; 1_000];
        for _ in 0..1_000_000 {
            counts[zipf.draw(&mut draws)] += 1;
        }
        // The sum of 1/r up to 1,000 is 7.485.
        for (rank, expected) in [(0, 133_600), (9, 13_360), (99, 1_336)] {
            let ratio = f64::from(counts[rank]) / f64::from(expected);
            assert!((0.9..1.1).contains(&ratio), "rank {rank}: {}", counts[rank]);
        }
    }

    #[test]
    fn streams_repeat_and_differ() {
        assert_eq!(Draws::of(1, 2, 3).next(), Draws::of(1, 2, 3).next());
        assert_ne!(Draws::of(1, 2, 3).next(), Draws::of(1, 3, 2).next());
        assert!((0..1_000).all(|seed| Draws::new(seed).below(7) < 7));
    }
}
