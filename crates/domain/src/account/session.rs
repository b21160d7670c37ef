//! Sessions: what a log-in opens, for how long it is good, and what stands for one where an API key is used instead.

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::UserId;

/// A session's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SessionId(pub Uuid);

/// What the numbers of sessions that API keys stand for begin with: a UUID of version 8, which no session that was opened has.
const OF_KEYS: u128 = 0xdd6b_6579_0000_8000_8000_0000_0000_0000;

/// The bits that are left for a key's number.
const KEY_BITS: u128 = (1 << 62) - 1;

impl SessionId {
    /// The session that an API key stands for (`dynect.md` S2), by the key's number, 0 to 2^62-1.
    pub fn of_key(key: i64) -> Self {
        Self(Uuid::from_u128(OF_KEYS | (u128::from(key.cast_unsigned()) & KEY_BITS)))
    }

    /// The number of the API key whose session this is; none for a session that was opened.
    pub fn key(self) -> Option<i64> {
        let number = self.0.as_u128();
        (number & !KEY_BITS == OF_KEYS).then(|| i64::try_from(number & KEY_BITS).ok()).flatten()
    }
}

/// A log-in that may still be good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its number; what its token names.
    pub id: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// The secret its token is signed with, so that the same session always yields the same token.
    pub secret: String,
    /// When it was opened.
    pub created: DateTime<Utc>,
    /// From this instant on it is refused.
    pub expires: DateTime<Utc>,
    /// It lives for so long from its last use; none for a session that ends when it was to end at log-in.
    pub idle: Option<TimeDelta>,
    /// It is the one that its user has at the registrar face (`registrar.md` A6).
    pub registrar: bool,
    /// What ends it before that, if it was opened through the DynECT face.
    pub idling: Option<Idling>,
}

/// How long a session of the DynECT face may idle (`dynect.md` S4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Idling {
    /// For so long from its last use.
    pub limit: TimeDelta,
    /// Its last use, as far as it is known.
    pub used: DateTime<Utc>,
}

/// When something ends that has no end: the last second of the year 9999.
pub const NEVER: DateTime<Utc> = match DateTime::from_timestamp(253_402_300_799, 0) {
    Some(at) => at,
    None => DateTime::<Utc>::MAX_UTC,
};

/// By how much a session outlives its idling at most: its last use is noted once in that time.
pub const IDLING_GRACE: TimeDelta = TimeDelta::minutes(1);

impl Idling {
    /// From this instant on the session has idled out.
    pub fn ends(&self) -> DateTime<Utc> {
        self.used + self.limit + IDLING_GRACE
    }
}

/// How often the use of a session that lives from its last use is noted at most, so that a read is not a write.
pub const USE_NOTED_EVERY: TimeDelta = TimeDelta::minutes(5);

impl Session {
    /// Whether it is good at `now`: the instant `expires` is already too late.
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        now < self.ends()
    }

    /// From this instant on it is refused, unless it is used or prolonged before.
    pub fn ends(&self) -> DateTime<Utc> {
        self.idling.map_or(self.expires, |idling| idling.ends().min(self.expires))
    }

    /// Whether idling has ended it, and nothing before that: so it stays, whatever else ends meanwhile (`dynect.md` S6).
    pub fn has_idled_out(&self, now: DateTime<Utc>) -> bool {
        self.idling.is_some_and(|idling| idling.ends() <= now && idling.ends() < self.expires)
    }

    /// When it is to end now that it is used; none if that need not be noted.
    pub fn prolonged(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let expires = now + self.idle?;
        (self.is_live(now) && self.expires + USE_NOTED_EVERY < expires).then_some(expires)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_use_of_a_session_is_noted_every_five_minutes_and_never_after_its_end() {
        let created = DateTime::UNIX_EPOCH;
        let hours = TimeDelta::hours(8);
        let fixed = Session {
            id: SessionId(Uuid::nil()),
            user: UserId(1),
            secret: "s".into(),
            created,
            expires: created + hours,
            idle: None,
            registrar: false,
            idling: None,
        };
        let sliding = Session { idle: Some(hours), ..fixed.clone() };
        let second = TimeDelta::seconds(1);
        for (at, expected) in [
            (created, None),
            (created + USE_NOTED_EVERY, None),
            (created + USE_NOTED_EVERY + second, Some(created + USE_NOTED_EVERY + second + hours)),
            (created + hours - second, Some(created + hours - second + hours)),
            (created + hours, None),
        ] {
            assert_eq!(sliding.prolonged(at), expected, "{at}");
            assert_eq!(fixed.prolonged(at), None, "{at}");
        }
    }

    #[test]
    fn s2_the_session_of_a_key_is_told_by_its_number_and_no_other_is_taken_for_one() {
        for key in [0, 1, 4711, (1 << 62) - 1] {
            assert_eq!(SessionId::of_key(key).key(), Some(key));
        }
        assert_ne!(SessionId::of_key(1), SessionId::of_key(2));
        assert_eq!(SessionId::of_key(7).0.get_version_num(), 8);
        for other in [Uuid::nil(), Uuid::max(), Uuid::from_u128(SessionId::of_key(7).0.as_u128() ^ (1 << 76))] {
            assert_eq!(SessionId(other).key(), None, "{other}");
        }
    }

    #[test]
    fn s4_idling_ends_a_session_a_minute_late_and_its_life_on_time() {
        let created = DateTime::UNIX_EPOCH;
        let at = |seconds| created + TimeDelta::seconds(seconds);
        let session = |used, life| Session {
            id: SessionId(Uuid::nil()),
            user: UserId(1),
            secret: "s".into(),
            created,
            expires: at(life),
            idle: None,
            registrar: false,
            idling: Some(Idling { limit: TimeDelta::seconds(100), used: at(used) }),
        };
        for (used, life, now, live, idled) in [
            (0, 1000, 159, true, false),
            (0, 1000, 160, false, true),
            (0, 1000, 5000, false, true),
            (50, 1000, 209, true, false),
            (50, 1000, 210, false, true),
            (900, 1000, 999, true, false),
            (900, 1000, 1000, false, false),
            (0, 160, 160, false, false),
        ] {
            let session = session(used, life);
            let told = (session.is_live(at(now)), session.has_idled_out(at(now)));
            assert_eq!(told, (live, idled), "used at {used}, life {life}, now {now}");
        }
    }
}
