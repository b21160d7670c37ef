//! Numbers that servers take in blocks: the database notes only where the next block begins.

use super::Stored;

/// What is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Counter {
    /// Jobs (`dynect.md` J1): from 1000000.
    Jobs,
    /// Staged record values: from 2^52, where no zone's own numbers reach.
    Records,
    /// Staged changes: from 1.
    Changes,
}

impl Counter {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Jobs, Self::Records, Self::Changes];

    /// What it is called in the database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jobs => "jobs",
            Self::Records => "records",
            Self::Changes => "changes",
        }
    }

    /// The first number that it gives.
    pub fn first(self) -> i64 {
        match self {
            Self::Jobs => 1_000_000,
            Self::Records => 1 << 52,
            Self::Changes => 1,
        }
    }
}

/// Reading where counters stand.
pub trait CounterReads {
    /// The first number that nobody has taken yet.
    fn next_number(&mut self, counter: Counter) -> Stored<i64>;
}

/// Taking numbers.
pub trait CounterWrites {
    /// Takes so many numbers, one after the other, and gives the first of them. None is ever given twice.
    fn take_numbers(&mut self, counter: Counter, count: i64) -> Stored<i64>;
}
