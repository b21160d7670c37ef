//! The keys of `[dynect]`, and what they mean to the registry.

use std::time::Duration;

use anyhow::Context;
use chrono::TimeDelta;
use domesday_app::dynect::DynectRules;
use domesday_app::jobs::JobRules;
use domesday_domain::name::HostName;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Dynect {
    /// None for the two names that stand for none.
    pub(crate) nameservers: Option<Vec<String>>,
    pub(crate) session_idle_s: u32,
    pub(crate) session_life_s: u32,
    pub(crate) sessions_per_user: usize,
    pub(crate) staged_max: usize,
    pub(crate) busy_wait_ms: u32,
    pub(crate) job_wait_ms: u32,
    pub(crate) job_memory_mib: usize,
    pub(crate) job_result_max_mib: usize,
    pub(crate) rate_limit_per_minute: u32,
    pub(crate) close_for_agents: Vec<String>,
    pub(crate) rehearsal: bool,
    pub(crate) body_max_kib: usize,
    pub(crate) file_max_kib: usize,
}

impl Default for Dynect {
    fn default() -> Self {
        Self {
            nameservers: None,
            session_idle_s: 14_400,
            session_life_s: 86_400,
            sessions_per_user: 200,
            staged_max: 100_000,
            busy_wait_ms: 1000,
            job_wait_ms: 5000,
            job_memory_mib: 64,
            job_result_max_mib: 64,
            rate_limit_per_minute: 0,
            close_for_agents: vec!["dyn-py".into()],
            rehearsal: false,
            body_max_kib: 2048,
            file_max_kib: 1024,
        }
    }
}

impl Dynect {
    /// The rules that they are.
    ///
    /// # Errors
    /// When a value will not do; the message names its key.
    pub(crate) fn rules(&self) -> anyhow::Result<DynectRules> {
        let name = |text: &String| HostName::parse(text).with_context(|| format!("dynect.nameservers: {text}"));
        let nameservers = match &self.nameservers {
            Some(names) => names.iter().map(name).collect::<anyhow::Result<_>>()?,
            None => DynectRules::default().nameservers,
        };
        let life = (self.session_life_s > 0).then(|| TimeDelta::seconds(self.session_life_s.into()));
        let octets = |count: usize, unit: usize| count.saturating_mul(unit);
        let rules = DynectRules {
            nameservers,
            session_idle: TimeDelta::seconds(self.session_idle_s.into()),
            session_life: life,
            sessions_per_user: self.sessions_per_user,
            staged_max: self.staged_max,
            job_wait: Duration::from_millis(self.job_wait_ms.into()),
            jobs: JobRules {
                busy_wait: Duration::from_millis(self.busy_wait_ms.into()),
                memory: octets(self.job_memory_mib, 1 << 20),
                result_max: octets(self.job_result_max_mib, 1 << 20),
            },
            rate_limit_per_minute: self.rate_limit_per_minute,
            close_for_agents: self.close_for_agents.clone(),
            rehearsal: self.rehearsal,
            body_max: octets(self.body_max_kib, 1 << 10),
            file_max: octets(self.file_max_kib, 1 << 10),
        };
        rules.check()?;
        Ok(rules)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_of_the_keys_are_those_of_the_rules() {
        assert_eq!(Dynect::default().rules().unwrap(), DynectRules::default());
    }

    #[test]
    fn a_life_of_no_seconds_is_one_without_end_and_a_wrong_name_is_told() {
        let keys = Dynect { session_life_s: 0, nameservers: Some(vec!["ns.example.org.".into()]), ..Dynect::default() };
        let rules = keys.rules().unwrap();
        assert_eq!((rules.session_life, rules.has_nameservers()), (None, true));
        let wrong = Dynect { nameservers: Some(vec!["a..b".into()]), ..Dynect::default() };
        assert!(format!("{:#}", wrong.rules().unwrap_err()).starts_with("dynect.nameservers: a..b"));
        let wrong = Dynect { session_idle_s: 1, ..Dynect::default() };
        assert!(format!("{:#}", wrong.rules().unwrap_err()).starts_with("dynect.session_idle_s must be"));
    }
}
