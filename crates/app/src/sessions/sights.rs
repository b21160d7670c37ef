//! When sessions of the DynECT face were used last (`dynect.md` S4): kept in memory, and noted at most once a minute, all of this server's
//! with one statement. A session is judged by the newer of memory and row, and given the minute for what another server has not noted yet.
//!
//! What is noted is kept for one more minute, so that a request which read the row before it was noted is judged rightly too.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use domesday_domain::account::{Idling, Session, SessionId};
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::history::Face;

use crate::ports::{Locks, Principal, SessionUse, UnitOfWork};
use crate::refusal::Refusal;
use crate::registry::{Caller, Command, Context, Registry};

/// How often last uses are noted at most.
const NOTED_EVERY: TimeDelta = TimeDelta::minutes(1);

/// How many sessions are remembered at most. With half as many, they are noted at once.
const MOST: usize = 200_000;

/// The queue of servers that note last uses: they would only rerun one another.
const NOTING: u64 = 0x7369_6768_7473;

/// The last uses that this server knows of.
#[derive(Debug, Default)]
pub(crate) struct Sights(Mutex<Seen>);

#[derive(Debug, Default)]
struct Seen {
    sessions: HashMap<SessionId, Sight>,
    /// When uses were noted last.
    noted: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug)]
struct Sight {
    used: DateTime<Utc>,
    ends: DateTime<Utc>,
    /// The row says the same.
    is_noted: bool,
}

/// Notes last uses.
struct NoteUses(Vec<SessionUse>);

impl Command for NoteUses {
    const NEEDS: Permission = Permission::Administer;
    type Answer = ();

    fn locks(&self, _: &Actor) -> Locks {
        Locks::of_number(NOTING)
    }

    fn execute(&self, _: &Context, tx: &mut dyn UnitOfWork) -> Result<(), Refusal> {
        Ok(tx.note_uses(&self.0)?)
    }
}

impl Registry {
    /// A session of the DynECT face is used now: it begins to idle anew. Nothing else has to be done for whoever was admitted; a session of
    /// another face, and an API key, do not idle.
    pub fn sight(&self, principal: &Principal) {
        if let Some(session) = &principal.session {
            self.sights().see(session, self.clock().now());
        }
    }

    /// Notes the last uses that are not noted yet, if that was not done within the last minute. To be called every few seconds.
    ///
    /// # Errors
    /// [`Refusal::Busy`] and the like: the uses are kept in memory, and noted the next time.
    pub async fn note_uses(&self) -> Result<(), Refusal> {
        if self.sights().are_due(self.clock().now()) { self.note_uses_now().await } else { Ok(()) }
    }

    /// Notes the last uses that are not noted yet: a server that stops does.
    ///
    /// # Errors
    /// As [`Registry::note_uses`].
    pub async fn note_uses_now(&self) -> Result<(), Refusal> {
        let uses = self.sights().to_note(self.clock().now());
        if !uses.is_empty() {
            let system = Caller::system(Face::System, self.ids().uuid().to_string());
            self.run(&system, NoteUses(uses.clone())).await?;
        }
        self.sights().are_noted(&uses, self.clock().now());
        Ok(())
    }
}

impl Sights {
    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn see(&self, session: &Session, now: DateTime<Utc>) {
        let Some(idling) = session.idling else { return };
        let used = now.max(idling.used);
        let ends = Session { idling: Some(Idling { used, ..idling }), ..session.clone() }.ends();
        let mut seen = self.seen();
        // Beyond the bound nothing is lost but this use: a session that goes on being used is seen again.
        if seen.sessions.len() < MOST || seen.sessions.contains_key(&session.id) {
            let sight = seen.sessions.entry(session.id).or_insert(Sight { used, ends, is_noted: false });
            if sight.used < used {
                *sight = Sight { used, ends, is_noted: false };
            }
        }
    }

    /// The last use of a session: what its row says, or what this server has seen since.
    pub(crate) fn last_use(&self, id: SessionId, noted: DateTime<Utc>) -> DateTime<Utc> {
        self.seen().sessions.get(&id).map_or(noted, |sight| sight.used.max(noted))
    }

    fn are_due(&self, now: DateTime<Utc>) -> bool {
        let seen = self.seen();
        let crowded = seen.sessions.len() >= MOST / 2;
        !seen.sessions.is_empty() && (crowded || seen.noted.is_none_or(|noted| noted + NOTED_EVERY <= now))
    }

    /// Forgets what was noted some time ago, and gives what is to be noted.
    fn to_note(&self, now: DateTime<Utc>) -> Vec<SessionUse> {
        let mut seen = self.seen();
        let long_ago = seen.noted.is_none_or(|noted| noted + NOTED_EVERY <= now) || seen.sessions.len() >= MOST / 2;
        seen.sessions.retain(|_, sight| !(sight.is_noted && long_ago));
        let open = seen.sessions.iter().filter(|(_, sight)| !sight.is_noted);
        open.map(|(id, sight)| SessionUse { id: *id, used: sight.used, ends: sight.ends }).collect()
    }

    fn are_noted(&self, uses: &[SessionUse], now: DateTime<Utc>) {
        let mut seen = self.seen();
        seen.noted = Some(now);
        for one in uses {
            if let Some(sight) = seen.sessions.get_mut(&one.id) {
                sight.is_noted = sight.used == one.used;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use domesday_domain::account::UserId;
    use uuid::Uuid;

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    fn session(number: u128) -> Session {
        Session {
            id: SessionId(Uuid::from_u128(number)),
            user: UserId(1),
            secret: "s".into(),
            created: at(0),
            expires: at(1000),
            idle: None,
            registrar: false,
            idling: Some(Idling { limit: TimeDelta::seconds(100), used: at(0) }),
        }
    }

    #[test]
    fn s4_uses_are_noted_once_a_minute_and_only_those_that_are_new() {
        let (sights, one, two) = (Sights::default(), session(1), session(2));
        assert!(!sights.are_due(at(0)), "nothing was seen");
        sights.see(&one, at(5));
        sights.see(&one, at(9));
        sights.see(&two, at(900));
        assert!(sights.are_due(at(901)));
        let mut uses = sights.to_note(at(901));
        uses.sort_by_key(|one| one.used);
        let expected = [
            SessionUse { id: one.id, used: at(9), ends: at(169) },
            SessionUse { id: two.id, used: at(900), ends: at(1000) },
        ];
        assert_eq!(uses, expected, "the last use of each, and nothing lives longer than its life");
        sights.are_noted(&uses, at(901));
        sights.see(&one, at(910));
        assert!(!sights.are_due(at(960)) && sights.are_due(at(961)));
        assert_eq!(sights.to_note(at(961)).iter().map(|one| one.used).collect::<Vec<_>>(), [at(910)]);
    }

    #[test]
    fn s4_what_is_used_while_it_is_noted_is_noted_the_next_time() {
        let (sights, one) = (Sights::default(), session(1));
        sights.see(&one, at(5));
        let uses = sights.to_note(at(6));
        sights.see(&one, at(7));
        sights.are_noted(&uses, at(8));
        assert_eq!(sights.to_note(at(70)).iter().map(|one| one.used).collect::<Vec<_>>(), [at(7)]);
    }

    #[test]
    fn s4_the_newer_of_memory_and_row_counts_a_minute_longer_than_it_is_needed() {
        let (sights, one) = (Sights::default(), session(1));
        sights.see(&one, at(5));
        assert_eq!([sights.last_use(one.id, at(3)), sights.last_use(one.id, at(8))], [at(5), at(8)]);
        let uses = sights.to_note(at(6));
        sights.are_noted(&uses, at(6));
        assert_eq!(sights.last_use(one.id, at(3)), at(5));
        assert_eq!(sights.to_note(at(65)), []);
        assert_eq!(sights.last_use(one.id, at(3)), at(5));
        assert_eq!(sights.to_note(at(66)), []);
        assert_eq!(sights.last_use(one.id, at(3)), at(3));
    }

    #[test]
    fn what_does_not_idle_is_not_remembered_and_memory_is_bounded() {
        let sights = Sights::default();
        sights.see(&Session { idling: None, ..session(1) }, at(1));
        assert_eq!(sights.to_note(at(1)), []);
        for number in 0..=u128::try_from(MOST).unwrap() {
            sights.see(&session(number), at(1));
        }
        assert_eq!(sights.to_note(at(1)).len(), MOST);
        sights.see(&session(0), at(2));
        assert_eq!(sights.last_use(session(0).id, at(0)), at(2), "who is known is seen");
    }
}
