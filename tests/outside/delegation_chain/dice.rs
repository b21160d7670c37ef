//! Chance with a seed, so that a walk that failed can be walked again: `DOMESDAY_WALK_SEED` gives the number that a failure showed.

use domesday_tests::chance;
use std::io::Write as _;

/// A source of random numbers (SplitMix64). When a test fails that holds it, it says with which seed.
#[derive(Debug)]
pub(super) struct Dice {
    seed: u64,
    state: u64,
}

impl Dice {
    /// With the seed that is set, or any.
    pub(super) fn new() -> Self {
        let set = std::env::var("DOMESDAY_WALK_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = set.unwrap_or_else(chance::number);
        Self { seed, state: seed }
    }

    fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 up to, not including, `limit`.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.number() % limit
    }

    /// True as often as `chances` times out of `of`.
    pub(super) fn is_one_of(&mut self, chances: u64, of: u64) -> bool {
        self.below(of) < chances
    }

    /// One of these.
    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }

    /// Some of these, each once, in any order.
    pub(super) fn some<T: Copy>(&mut self, from: &[T], count: u64) -> Vec<T> {
        let mut left = from.to_vec();
        let count = left.len().min(count as usize);
        let mut take = |_| {
            let place = self.below(left.len() as u64) as usize;
            left.swap_remove(place)
        };
        (0..count).map(&mut take).collect()
    }
}

impl Drop for Dice {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = writeln!(std::io::stderr(), "\nthe seed was DOMESDAY_WALK_SEED={}", self.seed);
        }
    }
}
