//! Clears away what is kept no longer: messages that were read (rule Q4), and answers that nobody can repeat any more (rule I2).

use chrono::TimeDelta;
use domesday_domain::actor::{Actor, Permission};

use crate::ports::{Locks, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context};
use crate::repeats::KEPT;

/// How long a message is kept after it was read.
const MESSAGES_KEPT: TimeDelta = TimeDelta::days(30);

/// The queue of those who sweep: on several nodes one after the other.
const SWEEPERS: u64 = 0x7377_6565_7073;

/// Clears away a few old messages and kept answers: a step of the system's own work, which keeps nobody waiting for long.
#[derive(Clone, Copy, Debug)]
pub struct SweepMessages {
    /// The most rows of each.
    pub limit: usize,
}

/// What a step cleared away. As many as the limit of either: there may be more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Messages.
    pub messages: usize,
    /// Kept answers.
    pub answers: usize,
}

impl Command for SweepMessages {
    const NEEDS: Permission = Permission::Administer;
    type Answer = Swept;

    fn locks(&self, _: &Actor) -> Locks {
        Locks::of_number(SWEEPERS)
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<Swept, Refusal> {
        Ok(Swept {
            messages: tx.sweep_messages(context.now - MESSAGES_KEPT, self.limit)?,
            answers: tx.sweep_answers(context.now - KEPT, self.limit)?,
        })
    }
}
