//! What a writer has done since its start, counted for operators.

use std::sync::atomic::{AtomicU64, Ordering};

use domesday_app::ports::Load;

/// The counters behind [`Load`].
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) waiting: AtomicU64,
    batches: [AtomicU64; 6],
    jobs: AtomicU64,
    reruns: AtomicU64,
}

impl Counters {
    /// A transaction with so many jobs was committed.
    pub(crate) fn committed(&self, jobs: usize) {
        let class = match jobs {
            0..=1 => 0,
            2..=4 => 1,
            5..=16 => 2,
            17..=64 => 3,
            65..=256 => 4,
            _ => 5,
        };
        if let Some(counter) = self.batches.get(class) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
        self.jobs.fetch_add(jobs as u64, Ordering::Relaxed);
    }

    /// A job was run again.
    pub(crate) fn reran(&self) {
        self.reruns.fetch_add(1, Ordering::Relaxed);
    }

    /// The figures now.
    pub(crate) fn load(&self) -> Load {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Load {
            waiting: read(&self.waiting),
            batches: std::array::from_fn(|class| self.batches.get(class).map_or(0, read)),
            jobs: read(&self.jobs),
            reruns: read(&self.reruns),
        }
    }
}
