//! Chance that is the same each time: what a law found once it finds again.

/// A sequence of numbers (splitmix64).
pub(crate) struct Chance(u64);

impl Chance {
    /// The sequence of a seed.
    pub(crate) fn of(seed: u64) -> Self {
        Self(seed)
    }

    fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below this one.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.number() % end.max(1) as u64).expect("smaller than a usize")
    }

    /// Whether one of so many cases is met.
    pub(crate) fn once_in(&mut self, cases: usize) -> bool {
        self.below(cases) == 0
    }

    /// One of several.
    pub(crate) fn one_of<T: Clone>(&mut self, several: &[T]) -> T {
        several[self.below(several.len())].clone()
    }

    /// Some of several, in their order.
    pub(crate) fn some_of<T: Clone>(&mut self, several: &[T]) -> Vec<T> {
        several.iter().filter(|_| self.once_in(3)).cloned().collect()
    }

    /// Perhaps a thing, made only then.
    pub(crate) fn perhaps<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (!self.once_in(2)).then(|| make(self))
    }
}
