//! What a name is for: a zone, a name server, the owner of records.
//!
//! A [`Name`] only knows that it could stand in the DNS. The types here add what its place demands (`zones.md` N3, N4, Z8, R1), so
//! that whoever holds one never checks it again.

mod reverse;

use std::fmt;

use domesday_dns::{Name, NameError, RecordType};

pub use reverse::Network;

/// Why a text is no zone name, host name or owner here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameProblem {
    /// Not a domain name at all.
    #[error("{0}")]
    Syntax(#[from] NameError),
    /// The root.
    #[error("the root is not a zone here")]
    Root,
    /// A character outside letters, digits and hyphens, or a hyphen at an end.
    #[error("label {0:?} may hold only letters, digits and inner hyphens")]
    Label(String),
    /// `--` in positions 3 and 4 of a label that is not an A-label.
    #[error("label {0:?} has `--` in positions 3 and 4, which is kept for internationalised names")]
    ReservedHyphens(String),
    /// Not a reverse name of RFC 1035 3.5, RFC 3596 2.5 or RFC 2317.
    #[error("{0}")]
    Reverse(String),
    /// A host name needs two labels.
    #[error("a host name has at least two labels")]
    OneLabel,
    /// An IP address where a name belongs.
    #[error("an IP address is not a host name")]
    Address,
}

/// Forward or reverse (rule N4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneKind {
    /// Anything but the next.
    Forward,
    /// At or below `in-addr.arpa` or `ip6.arpa`.
    Reverse,
}

impl ZoneKind {
    /// The word clients see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Forward => "forward",
            Self::Reverse => "reverse",
        }
    }
}

/// The name of a zone (rules N1–N4).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ZoneName(Name);

impl ZoneName {
    /// Reads a zone's name in any spelling.
    ///
    /// # Errors
    /// [`NameProblem`]: the first thing that is wrong with it.
    pub fn parse(text: &str) -> Result<Self, NameProblem> {
        Self::new(Name::parse(text)?)
    }

    /// Takes a name for a zone's.
    ///
    /// # Errors
    /// As [`ZoneName::parse`].
    pub fn new(name: Name) -> Result<Self, NameProblem> {
        if name.is_root() {
            return Err(NameProblem::Root);
        }
        match reverse::tree_of(&name) {
            Some(tree) => reverse::check(tree, &name)?,
            None => name.labels().try_for_each(check_zone_label)?,
        }
        Ok(Self(name))
    }

    /// A name that was a zone's when it was stored.
    pub fn from_stored(name: Name) -> Self {
        Self(name)
    }

    /// The name itself.
    pub fn as_name(&self) -> &Name {
        &self.0
    }

    /// Forward or reverse.
    pub fn kind(&self) -> ZoneKind {
        if reverse::tree_of(&self.0).is_some() { ZoneKind::Reverse } else { ZoneKind::Forward }
    }

    /// The block of addresses a reverse zone stands for, if it is one block.
    pub fn network(&self) -> Option<Network> {
        reverse::network(&self.0)
    }
}

impl fmt::Display for ZoneName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

fn check_zone_label(label: &[u8]) -> Result<(), NameProblem> {
    let shown = || String::from_utf8_lossy(label).into_owned();
    let core = label.strip_prefix(b"_").unwrap_or(label);
    if !is_ldh(core) {
        return Err(NameProblem::Label(shown()));
    }
    if label.get(2..4) == Some(b"--") && !label.starts_with(b"xn--") {
        return Err(NameProblem::ReservedHyphens(shown()));
    }
    Ok(())
}

fn is_ldh(label: &[u8]) -> bool {
    !label.is_empty()
        && !label.starts_with(b"-")
        && !label.ends_with(b"-")
        && label.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-')
}

/// The name of a host: at least two labels of letters, digits and hyphens (rule Z8).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct HostName(Name);

impl HostName {
    /// Reads a host's name in any spelling.
    ///
    /// # Errors
    /// [`NameProblem`]: the first thing that is wrong with it.
    pub fn parse(text: &str) -> Result<Self, NameProblem> {
        let bare = text.strip_suffix('.').unwrap_or(text);
        if bare.parse::<std::net::IpAddr>().is_ok() {
            return Err(NameProblem::Address);
        }
        Self::new(Name::parse(text)?)
    }

    /// Takes a name for a host's.
    ///
    /// # Errors
    /// As [`HostName::parse`].
    pub fn new(name: Name) -> Result<Self, NameProblem> {
        if name.label_count() < 2 {
            return Err(NameProblem::OneLabel);
        }
        if let Some(label) = name.labels().find(|label| !is_ldh(label)) {
            return Err(NameProblem::Label(String::from_utf8_lossy(label).into_owned()));
        }
        Ok(Self(name))
    }

    /// A name that was a host's when it was stored.
    pub fn from_stored(name: Name) -> Self {
        Self(name)
    }

    /// The name itself.
    pub fn as_name(&self) -> &Name {
        &self.0
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Why a name cannot own records of a type in a zone (rules R1, R9, R10): the code clients see, and the sentence.
pub type OwnerProblem = (&'static str, String);

/// Reads the owner of a record set (rule R1): absolute, at or below the zone, or `@` for its apex.
///
/// # Errors
/// `bad_name` when it is no name, `outside_zone` when it is not in the zone.
pub fn read_owner(zone: &ZoneName, text: &str) -> Result<Name, OwnerProblem> {
    if text == "@" {
        return Ok(zone.as_name().clone());
    }
    let name = Name::parse(text).map_err(|problem| ("bad_name", problem.to_string()))?;
    if name.is_at_or_below(zone.as_name()) {
        Ok(name)
    } else {
        Err(("outside_zone", format!("{name} is not in {zone}: owners are absolute names, or @ for the apex")))
    }
}

/// Whether a name may own a set of this type (rules R9 and R10).
///
/// # Errors
/// `bad_name` for a wildcard in the wrong place, `bad_host_name` where hosts are named.
pub fn check_owner(owner: &Name, rtype: RecordType) -> Result<(), OwnerProblem> {
    let star_elsewhere = owner.labels().skip(usize::from(owner.is_wildcard())).any(|label| label.contains(&b'*'));
    if star_elsewhere {
        return Err(("bad_name", "`*` may only be the whole first label".into()));
    }
    let wildcard_refused = [RecordType::DS, RecordType::NS, RecordType::DNAME, RecordType::SOA].contains(&rtype);
    if owner.is_wildcard() && wildcard_refused {
        return Err(("bad_name", format!("a wildcard cannot own {rtype}")));
    }
    let names_host = [RecordType::A, RecordType::AAAA, RecordType::MX].contains(&rtype);
    let global_catalogue = || {
        let mut labels = owner.labels();
        labels.next() == Some(b"gc") && labels.next() == Some(b"_msdcs")
    };
    if names_host && !is_host_owner(owner) && !global_catalogue() {
        return Err(("bad_host_name", format!("an owner of {rtype} is a host name: letters, digits and hyphens")));
    }
    Ok(())
}

fn is_host_owner(owner: &Name) -> bool {
    owner.labels().skip(usize::from(owner.is_wildcard())).all(is_ldh)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n1_n3_zone_names() {
        assert_eq!(ZoneName::parse("ExAmple.ORG.").unwrap().to_string(), "example.org");
        assert_eq!(ZoneName::parse("_tcp.example.org").unwrap().to_string(), "_tcp.example.org");
        for bad in
            ["a..org", "-a.org", "a-.org", "a b.org", "*.a.org", ".", "", "a_b.org", "__a.org", "ab--c.org", "a/b.org"]
        {
            assert!(ZoneName::parse(bad).is_err(), "{bad:?}");
        }
        assert!(ZoneName::parse(&format!("{}.org", "a".repeat(64))).is_err());
    }

    #[test]
    fn n2_idn_zone_names() {
        assert_eq!(ZoneName::parse("faß.de").unwrap().to_string(), "xn--fa-hia.de");
        assert!(ZoneName::parse("☕.example").is_err());
        assert!(ZoneName::parse("xn--zzzzzz9999.example").is_err());
    }

    #[test]
    fn z8_host_names() {
        for good in ["ns1.example.org", "1.2.3.org", "NS.example."] {
            assert!(HostName::parse(good).is_ok(), "{good}");
        }
        for bad in
            ["ns1", "192.0.2.1", "2001:db8::1", "_ns.example.org", "*.example.org", "a_b.example.org", "192.0.2.1."]
        {
            assert!(HostName::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn r1_owners_are_absolute_and_inside() {
        let zone = ZoneName::parse("example.org").unwrap();
        assert_eq!(read_owner(&zone, "@").unwrap().to_string(), "example.org");
        assert_eq!(read_owner(&zone, "WWW.example.org.").unwrap().to_string(), "www.example.org");
        assert_eq!(read_owner(&zone, "www").unwrap_err().0, "outside_zone");
        assert_eq!(read_owner(&zone, "myexample.org").unwrap_err().0, "outside_zone");
        assert_eq!(read_owner(&zone, "a..example.org").unwrap_err().0, "bad_name");
    }

    #[test]
    fn r9_r10_owners_by_type() {
        let name = |text: &str| Name::parse(text).unwrap();
        assert!(check_owner(&name("*.example.org"), RecordType::A).is_ok());
        assert!(check_owner(&name("*.example.org"), RecordType::DNAME).is_err());
        for star_elsewhere in ["a.*.example.org", "*.*.example.org", "*a.example.org", r"a\042.example.org"] {
            assert_eq!(
                check_owner(&name(star_elsewhere), RecordType::TXT).unwrap_err().0,
                "bad_name",
                "{star_elsewhere}"
            );
        }
        assert!(check_owner(&name("_a.example.org"), RecordType::TXT).is_ok());
        assert_eq!(check_owner(&name("_a.example.org"), RecordType::A).unwrap_err().0, "bad_host_name");
        assert!(check_owner(&name("gc._msdcs.example.org"), RecordType::A).is_ok());
        assert!(check_owner(&name("_tcp.example.org"), RecordType::MX).is_err());
    }
}
