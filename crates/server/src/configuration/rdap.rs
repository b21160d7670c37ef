//! The keys of `[rdap]`, and what they mean to the public view.

use domesday_http::{RdapProfile, RdapSettings};
use serde::Deserialize;

/// The longest that a cache may be told to keep an answer, in seconds: a day.
const MOST_AGE: u32 = 86_400;

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Rdap {
    pub(crate) profile: Profile,
    pub(crate) requests_per_minute: u32,
    pub(crate) max_age_s: u32,
    /// None for the usual ones.
    pub(crate) terms: Option<String>,
    pub(crate) terms_url: Option<String>,
}

/// Whose rules the answers follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Profile {
    #[default]
    None,
    Icann,
}

impl Default for Rdap {
    fn default() -> Self {
        let RdapSettings { requests_per_minute, max_age, .. } = RdapSettings::default();
        Self { profile: Profile::None, requests_per_minute, max_age_s: max_age, terms: None, terms_url: None }
    }
}

impl Rdap {
    /// The settings that they are.
    ///
    /// # Errors
    /// When a value will not do; the message names its key.
    pub(crate) fn settings(&self) -> anyhow::Result<RdapSettings> {
        anyhow::ensure!(self.max_age_s <= MOST_AGE, "rdap.max_age_s must be at most {MOST_AGE}");
        let lines =
            |text: &String| text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        let terms: Vec<String> = self.terms.as_ref().map_or_else(|| RdapSettings::default().terms, lines);
        anyhow::ensure!(!terms.is_empty(), "rdap.terms must say something");
        if let Some(url) = &self.terms_url {
            let is_url = ["https://", "http://"].into_iter().any(|scheme| url.starts_with(scheme));
            let is_plain = url.bytes().all(|octet| octet.is_ascii_graphic());
            anyhow::ensure!(is_url && is_plain, "rdap.terms_url must be a URL that begins with https:// or http://");
        }
        let profile = match self.profile {
            Profile::None => RdapProfile::None,
            Profile::Icann => RdapProfile::Icann,
        };
        Ok(RdapSettings {
            profile,
            requests_per_minute: self.requests_per_minute,
            max_age: self.max_age_s,
            terms,
            terms_url: self.terms_url.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_of_the_keys_are_those_of_the_settings() {
        assert_eq!(Rdap::default().settings().unwrap(), RdapSettings::default());
    }

    #[test]
    fn terms_are_lines_and_what_is_wrong_is_named_by_its_key() {
        let terms = Rdap { terms: Some("One.\n\n  Two, too.\n".into()), ..Rdap::default() };
        assert_eq!(terms.settings().unwrap().terms, ["One.", "Two, too."]);
        let wrong = |keys: Rdap| keys.settings().unwrap_err().to_string();
        assert!(wrong(Rdap { terms: Some(" \n".into()), ..Rdap::default() }).starts_with("rdap.terms must"));
        assert!(wrong(Rdap { max_age_s: 86_401, ..Rdap::default() }).starts_with("rdap.max_age_s must"));
        for url in ["ftp://example.org", "example.org", "https://exa mple.org", ""] {
            let keys = Rdap { terms_url: Some(url.into()), ..Rdap::default() };
            assert!(wrong(keys).starts_with("rdap.terms_url must"), "{url}");
        }
    }
}
