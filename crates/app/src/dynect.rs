//! What the configuration says about the DynECT face (`dynect.md` section 10).

use std::time::Duration;

use chrono::TimeDelta;
use domesday_dns::Name;
use domesday_domain::name::HostName;

use crate::jobs::JobRules;
use crate::registry::Registry;

/// The least time that a session may idle: below that, noting its last use once a minute would be too seldom.
const LEAST_IDLE: TimeDelta = TimeDelta::minutes(1);

/// The longest time that anything may be set to: ten years.
const MOST_TIME: TimeDelta = TimeDelta::days(3653);

/// The most name servers that a new zone is given.
const MOST_NAMESERVERS: usize = 20;

/// The longest that a request may be held.
const MOST_WAIT: Duration = Duration::from_secs(60);

/// What the configuration says about the DynECT face: the keys of `[dynect]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DynectRules {
    /// The name servers of a zone that is made there (`nameservers`).
    pub nameservers: Vec<HostName>,
    /// How long a session may idle (`session_idle_s`): a minute or more.
    pub session_idle: TimeDelta,
    /// How long a session lives, whatever it does (`session_life_s`); none for without end.
    pub session_life: Option<TimeDelta>,
    /// How many sessions a user may have at a time (`sessions_per_user`).
    pub sessions_per_user: usize,
    /// How many changes a session may have staged (`staged_max`).
    pub staged_max: usize,
    /// How long a request is held before its client is sent to its job (`job_wait_ms`); zero for not at all.
    pub job_wait: Duration,
    /// What is said about jobs: `busy_wait_ms`, `job_memory_mib`, `job_result_max_mib`.
    pub jobs: JobRules,
    /// How many requests a session may make a minute (`rate_limit_per_minute`); 0 for any number.
    pub rate_limit_per_minute: u32,
    /// Clients whose `User-Agent` begins so are told to close their connections (`close_for_agents`).
    pub close_for_agents: Vec<String>,
    /// A client may ask for a job that takes longer (`rehearsal`).
    pub rehearsal: bool,
    /// The largest body, in octets (`body_max_kib`).
    pub body_max: usize,
    /// The largest zone file, in octets (`file_max_kib`).
    pub file_max: usize,
}

/// What is wrong with the rules: the key, and what it must be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("dynect.{key} must be {must_be}")]
pub struct DynectRulesError {
    key: &'static str,
    must_be: &'static str,
}

impl Default for DynectRules {
    fn default() -> Self {
        Self {
            nameservers: unset_nameservers(),
            session_idle: TimeDelta::hours(4),
            session_life: Some(TimeDelta::hours(24)),
            sessions_per_user: 200,
            staged_max: 100_000,
            job_wait: Duration::from_secs(5),
            jobs: JobRules::default(),
            rate_limit_per_minute: 0,
            close_for_agents: vec!["dyn-py".into()],
            rehearsal: false,
            body_max: 2 << 20,
            file_max: 1 << 20,
        }
    }
}

/// The name servers of zones while none are set: two names that no resolver ever finds.
fn unset_nameservers() -> Vec<HostName> {
    let names = ["ns1.domesday.invalid", "ns2.domesday.invalid"].into_iter();
    names.filter_map(|text| Name::parse(text).ok()).map(HostName::from_stored).collect()
}

impl DynectRules {
    /// Whether the name servers of new zones were set: if not, a server that starts warns.
    pub fn has_nameservers(&self) -> bool {
        self.nameservers != unset_nameservers()
    }

    /// Checks what can be set wrongly.
    ///
    /// # Errors
    /// [`DynectRulesError`]: the first key that is wrong.
    pub fn check(&self) -> Result<(), DynectRulesError> {
        let nameservers = &self.nameservers;
        let repeated = (1..nameservers.len()).any(|place| nameservers[..place].contains(&nameservers[place]));
        let life = self.session_life.is_none_or(|life| (LEAST_IDLE..=MOST_TIME).contains(&life));
        for (key, holds, must_be) in [
            (
                "nameservers",
                (1..=MOST_NAMESERVERS).contains(&nameservers.len()) && !repeated,
                "1 to 20 names, each once",
            ),
            ("session_idle_s", (LEAST_IDLE..=MOST_TIME).contains(&self.session_idle), "60 to 315619200 seconds"),
            ("session_life_s", life, "0 (without end), or 60 to 315619200 seconds"),
            ("sessions_per_user", self.sessions_per_user > 0, "at least 1"),
            ("staged_max", self.staged_max > 0, "at least 1"),
            ("busy_wait_ms", self.jobs.busy_wait <= MOST_WAIT, "at most 60000"),
            ("job_wait_ms", self.job_wait <= MOST_WAIT, "at most 60000"),
            ("job_memory_mib", self.jobs.memory > 0, "at least 1"),
            ("job_result_max_mib", self.jobs.result_max > 0, "at least 1"),
            ("close_for_agents", !self.close_for_agents.iter().any(String::is_empty), "texts that are not empty"),
            ("file_max_kib", self.file_max > 0, "at least 1"),
            ("body_max_kib", self.body_max >= self.file_max, "at least dynect.file_max_kib"),
        ] {
            if !holds {
                return Err(DynectRulesError { key, must_be });
            }
        }
        Ok(())
    }
}

impl Registry {
    /// What the configuration says about the DynECT face.
    pub fn dynect_rules(&self) -> &DynectRules {
        &self.dynect_rules
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(change: impl FnOnce(&mut DynectRules)) -> String {
        let mut rules = DynectRules::default();
        change(&mut rules);
        rules.check().map_or_else(|error| error.to_string(), |()| "fine".into())
    }

    #[test]
    fn the_defaults_are_fine_and_have_no_name_servers_of_their_own() {
        let rules = DynectRules::default();
        assert_eq!((rules.check(), rules.nameservers.len(), rules.has_nameservers()), (Ok(()), 2, false));
        let named = vec![HostName::parse("ns.example.org").unwrap()];
        assert!(DynectRules { nameservers: named, ..rules }.has_nameservers());
    }

    #[test]
    fn what_is_wrong_is_named_by_its_key() {
        let host = HostName::parse("ns.example.org").unwrap();
        assert_eq!(told(|rules| rules.nameservers.clear()), "dynect.nameservers must be 1 to 20 names, each once");
        let twice = vec![host.clone(), host];
        assert_eq!(told(|rules| rules.nameservers = twice), "dynect.nameservers must be 1 to 20 names, each once");
        type Change = fn(&mut DynectRules);
        let wrong: [(&str, Change); 11] = [
            ("session_idle_s", |rules| rules.session_idle = TimeDelta::seconds(59)),
            ("session_life_s", |rules| rules.session_life = Some(TimeDelta::seconds(-1))),
            ("sessions_per_user", |rules| rules.sessions_per_user = 0),
            ("staged_max", |rules| rules.staged_max = 0),
            ("busy_wait_ms", |rules| rules.jobs.busy_wait = Duration::from_millis(60_001)),
            ("job_wait_ms", |rules| rules.job_wait = Duration::from_millis(60_001)),
            ("job_memory_mib", |rules| rules.jobs.memory = 0),
            ("job_result_max_mib", |rules| rules.jobs.result_max = 0),
            ("close_for_agents", |rules| rules.close_for_agents.push(String::new())),
            ("file_max_kib", |rules| rules.file_max = 0),
            ("body_max_kib", |rules| rules.body_max = rules.file_max - 1),
        ];
        for (key, change) in wrong {
            let told = told(change);
            assert!(told.starts_with(&format!("dynect.{key} must be ")), "{key}: {told}");
        }
        assert_eq!(told(|rules| rules.session_life = None), "fine");
        assert_eq!(told(|rules| rules.jobs.busy_wait = Duration::ZERO), "fine");
    }
}
