//! One check of a password a login at a time (`dynect.md` S7): who guesses at one login from many connections is no quicker for it.
//!
//! A login is known here only while somebody waits for it or has it, so the requests under way bound the memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex as Turn, OwnedMutexGuard};
use tokio::time::timeout;

use crate::refusal::Refusal;

/// How long a log-in waits for those before it.
const PATIENCE: Duration = Duration::from_secs(10);

/// The logins that are being checked.
#[derive(Debug, Default)]
pub(crate) struct LogInTurns(Mutex<HashMap<String, Arc<Turn<()>>>>);

/// The right to check a login: nobody else does until it is dropped.
#[derive(Debug)]
pub(super) struct LogInTurn {
    turns: Arc<LogInTurns>,
    login: String,
    turn: Option<Arc<Turn<()>>>,
    held: Option<OwnedMutexGuard<()>>,
}

impl LogInTurns {
    /// Waits for the turn of a login, in order of arrival.
    ///
    /// # Errors
    /// [`Refusal::Busy`] when it does not come in ten seconds.
    pub(super) async fn enter(self: &Arc<Self>, login: String) -> Result<LogInTurn, Refusal> {
        let turn = self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(login.clone()).or_default().clone();
        let mut entered = LogInTurn { turns: self.clone(), login, turn: Some(turn.clone()), held: None };
        let held = timeout(PATIENCE, turn.lock_owned()).await.map_err(|_| Refusal::Busy)?;
        entered.held = Some(held);
        Ok(entered)
    }
}

impl Drop for LogInTurn {
    fn drop(&mut self) {
        let mut turns = self.turns.0.lock().unwrap_or_else(PoisonError::into_inner);
        self.held = None;
        self.turn = None;
        if turns.get(&self.login).is_some_and(|turn| Arc::strong_count(turn) == 1) {
            turns.remove(&self.login);
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::runtime::Runtime;

    use super::*;

    #[test]
    fn s7_a_login_is_checked_once_at_a_time_and_others_meanwhile() {
        Runtime::new().unwrap().block_on(async {
            let turns = Arc::new(LogInTurns::default());
            let first = turns.enter("acme/jane".into()).await.unwrap();
            let other = turns.enter("acme/joe".into()).await.unwrap();
            let second = turns.enter("acme/jane".into());
            tokio::pin!(second);
            assert!(timeout(Duration::from_millis(20), &mut second).await.is_err(), "it waits");
            drop(first);
            drop((second.await.unwrap(), other));
            assert!(turns.0.lock().unwrap().is_empty(), "nothing is remembered");
        });
    }

    #[test]
    fn s7_who_stops_waiting_leaves_nothing_behind() {
        Runtime::new().unwrap().block_on(async {
            let turns = Arc::new(LogInTurns::default());
            let first = turns.enter("acme/jane".into()).await.unwrap();
            assert!(timeout(Duration::from_millis(20), turns.enter("acme/jane".into())).await.is_err());
            drop(first);
            assert!(turns.0.lock().unwrap().is_empty());
        });
    }
}
