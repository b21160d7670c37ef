//! What the configuration says about the public view: `[rdap]`.

/// Whose rules beyond the standard the answers follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RdapProfile {
    /// Nobody's.
    #[default]
    None,
    /// ICANN's RDAP response profile and technical implementation guide.
    Icann,
}

/// What the configuration says about the public view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RdapSettings {
    /// Whose rules the answers follow (`profile`).
    pub profile: RdapProfile,
    /// How many requests one address may send a minute (`requests_per_minute`), 0 for any number. Loopback has no limit, and the 2^64
    /// addresses of an IPv6 network are one.
    pub requests_per_minute: u32,
    /// For how long a cache may give an answer again without asking, in seconds (`max_age_s`); 0 for not at all.
    pub max_age: u32,
    /// The terms of service (`terms`), line by line.
    pub terms: Vec<String>,
    /// Where they can be read in full (`terms_url`).
    pub terms_url: Option<String>,
}

/// The terms while none are set.
const TERMS: [&str; 2] = [
    "This service tells whether and how a name is registered, and what of its contacts is public.",
    "It must not be used for unsolicited messages, nor to copy the registry.",
];

impl Default for RdapSettings {
    fn default() -> Self {
        Self {
            profile: RdapProfile::None,
            requests_per_minute: 600,
            max_age: 0,
            terms: TERMS.map(str::to_owned).to_vec(),
            terms_url: None,
        }
    }
}
