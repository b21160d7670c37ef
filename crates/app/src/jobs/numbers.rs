//! Numbers that are unique over all servers, at the cost of one write for ten thousand (`dynect.md` J1).

use std::ops::Range;

use domesday_domain::actor::{Actor, Permission};
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::ports::{Counter, Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context, Registry};

/// How many numbers a server takes at a time. What is left of them when it stops is skipped.
const BLOCK: i64 = 10_000;

/// No number reaches this: beyond it, JSON does not tell integers apart.
const END: i64 = 1 << 53;

/// The queue of those who take numbers: on several servers one after the other.
const TAKERS: u64 = 0x636f_756e_7473;

/// What is left of the blocks that this server took, by counter.
#[derive(Debug, Default)]
pub(super) struct Numbers([Mutex<Block>; Counter::ALL.len()]);

/// What is left of a block, and when the last attempt to take another that failed was begun.
#[derive(Debug, Default)]
struct Block {
    left: Range<i64>,
    failed: Option<Instant>,
}

impl Numbers {
    fn block(&self, counter: Counter) -> &Mutex<Block> {
        let [jobs, records, changes] = &self.0;
        match counter {
            Counter::Jobs => jobs,
            Counter::Records => records,
            Counter::Changes => changes,
        }
    }
}

/// Takes numbers from a counter.
struct TakeNumbers {
    counter: Counter,
    count: i64,
}

impl Command for TakeNumbers {
    const NEEDS: Permission = Permission::Administer;
    type Answer = Range<i64>;

    fn locks(&self, _: &Actor) -> Locks {
        Locks::of_number(TAKERS + self.counter as u64)
    }

    fn execute(&self, _: &Context, tx: &mut dyn UnitOfWork) -> Result<Range<i64>, Refusal> {
        let first = tx.take_numbers(self.counter, self.count)?;
        match first.checked_add(self.count).filter(|end| *end <= END) {
            Some(end) => Ok(first..end),
            None => Err(Refusal::Failed(format!("the numbers of {} are used up", self.counter.name()))),
        }
    }
}

impl Registry {
    /// The number of a new job.
    ///
    /// # Errors
    /// As [`Registry::numbers`].
    pub async fn job_number(&self) -> Result<i64, Refusal> {
        Ok(self.numbers(Counter::Jobs, 1).await?.start)
    }

    /// So many numbers in a row that nobody else has; none for a count that is not positive. A request that goes away while a block is taken
    /// leaves a gap.
    ///
    /// # Errors
    /// [`Refusal::Busy`] where a block had to be taken, also if it is not known whether it was: nobody has its numbers then, and nothing else
    /// was changed. [`Refusal::Broken`] beyond 2^53.
    pub async fn numbers(&self, counter: Counter, count: i64) -> Result<Range<i64>, Refusal> {
        let count = count.max(0);
        let asked = Instant::now();
        let mut block = self.jobs().numbers.block(counter).lock().await;
        if count > BLOCK {
            // What is left is left for others.
            drop(block);
            return self.take_numbers(counter, count).await;
        }
        if block.left.end - block.left.start < count {
            // Who waited while somebody tried in vain does not try too: all of them would, one after the other.
            if block.failed.is_some_and(|begun| begun >= asked) {
                return Err(Refusal::Busy);
            }
            let begun = Instant::now();
            let taken = self.take_numbers(counter, BLOCK).await;
            if matches!(taken, Err(Refusal::Busy)) {
                block.failed = Some(begun);
            }
            block.left = taken?;
        }
        let first = block.left.start;
        block.left.start += count;
        Ok(first..block.left.start)
    }

    async fn take_numbers(&self, counter: Counter, count: i64) -> Result<Range<i64>, Refusal> {
        let taken = self.run(&self.keeper(), TakeNumbers { counter, count }).await;
        taken.map_err(|refusal| match refusal {
            Refusal::Unknown => Refusal::Busy,
            other => other,
        })
    }
}
