//! The registry's own objects as entities: contacts, domains, hosts, zones and the accounts behind them (section 13).
//!
//! They are projected, not copied; this is what is declared of them. Admins may change who attests a claim and whether it is private, and
//! nothing else (rule K7). What can be attested is what a registrar says of a contact; the rest the registry knows itself, and it always
//! counts as attested.

mod changes;

use super::{ClaimDeclaration, ClaimName, ClaimType, IdSource, Kind, KindName, KindRoles, Policy};
use crate::actor::Roles;
use crate::condition::Condition;
use crate::word::{Word, words};

words! {
    /// A kind of the registry's own objects.
    SystemKind {
        /// Contacts, by their ids.
        Contacts = "contacts",
        /// Registered domains, by their names as A-labels.
        Domains = "domains",
        /// Hosts, by their names as A-labels.
        Hosts = "hosts",
        /// Zones, by their names as A-labels.
        Zones = "zones",
        /// Accounts, by their handles: so a sponsor can itself be an attestor.
        Clients = "clients",
    }
}

/// Who attests a contact's claims until an admin decides otherwise: its own sponsor (rule N2).
const BY_THE_SPONSOR: &str = "{ENTITY}.sponsor == {ATTESTOR}.@id";

/// Of a contact, what is attested; each as a whole (rule N1).
const ATTESTABLE: [&str; 6] = ["name", "org", "addr", "email", "voice", "fax"];

impl SystemKind {
    /// The kind's name.
    pub fn name(self) -> KindName {
        KindName::from_stored(self.as_str().to_owned())
    }

    /// The system kind of this name; case matters.
    pub fn of(name: &KindName) -> Option<Self> {
        Self::parse(name.as_str())
    }

    /// Whether the registry keeps a claim itself: nobody can attest it (rule A5), and it always counts as attested (rule C2). Only for
    /// claims that the kind has.
    pub fn registry_kept(self, claim: &str) -> bool {
        !(self == Self::Contacts && ATTESTABLE.contains(&claim))
    }

    /// The declaration, as it is before an admin changes it. No role is in `create` or `update`: changes have their own faces. Who reads an
    /// object there reads it here, so no role is in `read` either, but for clients, which any user reads.
    pub fn kind(self) -> Kind {
        let read = if self == Self::Clients { Roles::all() } else { Roles::default() };
        let claims = self.types().into_iter().map(|(name, value)| self.claim(name, value)).collect();
        let roles = KindRoles { read, ..KindRoles::default() };
        Kind { name: self.name(), public: false, ids: IdSource::Server, roles, claims }
    }

    fn claim(self, name: &'static str, value: ClaimType) -> ClaimDeclaration {
        let attestable = !self.registry_kept(name);
        ClaimDeclaration {
            indexed: self.is_indexed(name),
            private: attestable,
            policy: attestable.then(by_the_sponsor).flatten(),
            ..ClaimDeclaration::new(ClaimName::from_stored(name.to_owned()), value)
        }
    }

    /// By which claims entities are found (rule N1).
    fn is_indexed(self, claim: &str) -> bool {
        match claim {
            "email" | "sponsor" | "registrant" | "status" | "tld" | "verification" => true,
            "name" => matches!(self, Self::Domains | Self::Hosts | Self::Zones),
            _ => false,
        }
    }

    /// The claims with their types. References are entity URLs; name servers are names, since they need not be entities here.
    fn types(self) -> Vec<(&'static str, ClaimType)> {
        use ClaimType::{DateTime, Email, String, Url};
        match self {
            Self::Contacts => vec![
                ("name", in_both_forms(String)),
                ("org", in_both_forms(String)),
                ("addr", in_both_forms(address())),
                ("email", Email),
                ("voice", String),
                ("fax", String),
                ("sponsor", Url),
                ("verification", String),
                ("verificationDeadline", DateTime),
                ("created", DateTime),
                ("updated", DateTime),
            ],
            Self::Domains => vec![
                ("name", String),
                ("tld", String),
                ("sponsor", Url),
                ("registrant", Url),
                ("status", texts()),
                ("nameservers", texts()),
                ("created", DateTime),
                ("updated", DateTime),
                ("expires", DateTime),
            ],
            Self::Hosts => vec![
                ("name", String),
                ("domain", Url),
                ("addresses", texts()),
                ("sponsor", Url),
                ("status", texts()),
                ("created", DateTime),
                ("updated", DateTime),
            ],
            Self::Zones => {
                vec![("name", String), ("nameservers", texts()), ("created", DateTime), ("updated", DateTime)]
            }
            Self::Clients => vec![("handle", String), ("name", String), ("status", String), ("created", DateTime)],
        }
    }
}

fn texts() -> ClaimType {
    ClaimType::array(ClaimType::String)
}

/// What a contact has in ASCII, in any script, or in both (`registrar.md` C2).
fn in_both_forms(value: ClaimType) -> ClaimType {
    ClaimType::object([("int?", value.clone()), ("loc?", value)])
}

/// A contact's address, with the members that the registrars' face gives it.
fn address() -> ClaimType {
    let text = || ClaimType::String;
    ClaimType::object([("street?", texts()), ("city?", text()), ("sp?", text()), ("pc?", text()), ("cc?", text())])
}

/// No policy at all, rather than one without its condition, if the condition should ever be unreadable.
fn by_the_sponsor() -> Option<Policy> {
    let condition = Condition::parse(BY_THE_SPONSOR).ok()?;
    Some(Policy { attestor_kind: SystemKind::Clients.name(), condition: Some(condition), valid_for: None })
}

#[cfg(test)]
mod tests;
