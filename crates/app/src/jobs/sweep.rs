//! Declares jobs lost whose server died, and clears away more jobs than a session may have (`dynect.md` J9, J10). Any number of servers may do
//! so at once. What ended sessions leave goes with the session.

use chrono::TimeDelta;
use domesday_domain::account::SessionId;
use domesday_domain::actor::{Actor, Permission};
use tokio::sync::oneshot;

use super::lock;
use crate::ports::{Forgotten, Locks, Snapshot, TooOld, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Command, Context, Query, Registry};

/// The queue of those who clear away: on several servers one after the other.
const CLEARERS: u64 = 0x636c_6561_7273;

/// How many rows a transaction deletes.
const ROWS: usize = 1000;

/// How many running jobs are looked at.
const RUNNING: usize = 1000;

/// How many jobs of a session are kept as rows.
const A_SESSION: usize = 10_000;

/// How many answers to reads of a session are remembered by all servers.
const READS: usize = 100;

/// For how long the jobs of an API key are kept (rule S2), and what servers remember in common at all.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// How often the jobs of API keys are looked through.
const KEYS_EVERY: TimeDelta = TimeDelta::hours(1);

/// What number an API key may have at most.
const LAST_KEY: i64 = (1 << 62) - 1;

/// Lists sessions whose jobs have not ended.
struct Unfinished;

impl Query for Unfinished {
    const NEEDS: Permission = Permission::Administer;
    type Answer = Vec<SessionId>;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<Self::Answer, Refusal> {
        Ok(snapshot.holders_running(RUNNING)?)
    }
}

/// Lists the sessions that API keys stand for.
struct OfKeys;

impl Query for OfKeys {
    const NEEDS: Permission = Permission::Administer;
    type Answer = Vec<SessionId>;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<Self::Answer, Refusal> {
        Ok(snapshot.sessions_between(SessionId::of_key(0), SessionId::of_key(LAST_KEY))?)
    }
}

/// Deletes jobs of a session that are too old, and gives how many.
struct DeleteOld(SessionId, TooOld);

impl Command for DeleteOld {
    const NEEDS: Permission = Permission::Administer;
    type Answer = usize;

    fn locks(&self, _: &Actor) -> Locks {
        Locks::of_number(CLEARERS)
    }

    fn execute(&self, _: &Context, tx: &mut dyn UnitOfWork) -> Result<usize, Refusal> {
        Ok(tx.delete_old_jobs(self.0, self.1, ROWS)?)
    }
}

impl Registry {
    /// Does what is due about jobs: declares those lost whose server died, and clears away what is more than a session may have, or older. To
    /// be called every few seconds; any number of servers may.
    ///
    /// # Errors
    /// [`Refusal::Busy`], [`Refusal::Broken`]: what was not done is done by the next.
    pub async fn sweep_jobs(&self) -> Result<(), Refusal> {
        for holder in self.ask(&self.keeper(), Unfinished).await? {
            self.lose_abandoned(holder).await?;
        }
        self.drop_surplus().await?;
        self.drop_old().await
    }

    /// Forgets what sessions that ended asked: in this server's memory, and in what servers have in common.
    pub(crate) async fn forget_jobs(&self, ended: &[SessionId]) {
        for holder in ended {
            lock(&self.jobs().memory).forget(*holder);
            self.forget(Forgotten::Of(*holder)).await;
        }
    }

    async fn drop_surplus(&self) -> Result<(), Refusal> {
        let full = std::mem::take(&mut *lock(&self.jobs().full));
        for holder in full {
            self.delete_old(holder, TooOld::Beyond(A_SESSION)).await?;
            self.forget(Forgotten::Beyond(holder, READS)).await;
        }
        Ok(())
    }

    async fn drop_old(&self) -> Result<(), Refusal> {
        let now = self.clock().now();
        self.forget(Forgotten::Before(now - KEPT)).await;
        let swept = *lock(&self.jobs().keys_swept);
        if swept.is_some_and(|swept| now < swept + KEYS_EVERY) {
            return Ok(());
        }
        for holder in self.ask(&self.keeper(), OfKeys).await? {
            self.delete_old(holder, TooOld::Before(now - KEPT)).await?;
        }
        *lock(&self.jobs().keys_swept) = Some(now);
        Ok(())
    }

    async fn delete_old(&self, holder: SessionId, old: TooOld) -> Result<(), Refusal> {
        while self.run(&self.keeper(), DeleteOld(holder, old)).await? >= ROWS {}
        Ok(())
    }

    /// Forgets what servers remember in common. What cannot be forgotten now grows old.
    async fn forget(&self, which: Forgotten) {
        let Some(shared) = &self.jobs().shared else { return };
        loop {
            let (answer, forgotten) = oneshot::channel();
            shared.forget(which, ROWS, answer);
            if forgotten.await.unwrap_or_default() < ROWS {
                return;
            }
        }
    }
}
