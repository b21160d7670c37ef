//! What the configuration says about sessions.

use chrono::TimeDelta;

/// How long sessions live, and how often a password may be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRules {
    /// From log-in to the end, not extended by use.
    pub life: TimeDelta,
    /// How often a password may be wrong.
    pub limits: LoginLimits,
}

/// For how long a session is good that is opened by a log-in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Life {
    /// For [`SessionRules::life`] from log-in: a session of its own for each log-in.
    #[default]
    Fixed,
    /// For eight hours from its last use: who logs in again while it lives is given the same session.
    FromLastUse,
    /// For as long as the account's tokens of the registrar face live (`registrar.md` A5): not extended by use, and one for each user
    /// (rule A6), so who logs in again while it lives is given the same session, with the same end.
    Registrar,
}

/// How long a session lives from its last use, if it does.
pub(super) const IDLE_LIFE: TimeDelta = TimeDelta::hours(8);

/// How many failed log-ins are answered before the next are refused unseen, right or wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginLimits {
    /// With one login from one address.
    pub of_login: u32,
    /// From one address, whatever the login.
    pub of_address: u32,
    /// Counted from the first failure; then it starts anew.
    pub window: TimeDelta,
}

impl Default for SessionRules {
    fn default() -> Self {
        Self { life: TimeDelta::hours(12), limits: LoginLimits::default() }
    }
}

impl Default for LoginLimits {
    fn default() -> Self {
        Self { of_login: 10, of_address: 50, window: TimeDelta::minutes(5) }
    }
}
