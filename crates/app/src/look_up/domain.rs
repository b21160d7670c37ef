//! One domain, for everybody: for who is logged in (whois) and for who is not (RDAP) by the same way.

use chrono::{DateTime, Utc};
use domesday_domain::actor::Permission;
use domesday_domain::contact::Contact;
use domesday_domain::policy::Policy;
use domesday_domain::secdns::DsRecord;

use super::registrar::PublicRegistrar;
use super::verified::Verified;
use crate::domains::publication::sha256;
use crate::domains::{DomainInfo, Held, path_name, show, unknown};
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Reads what everybody may know of a domain, as a registrar.
#[derive(Clone, Debug)]
pub struct ReadPublic {
    /// The name.
    pub name: String,
}

/// The same, whoever asks.
#[derive(Clone, Debug)]
pub struct LookUpDomain {
    /// The name.
    pub name: String,
}

/// A domain for everybody. What is shown of its contacts follows from policy and contact (rules C6, R10).
#[derive(Clone, Debug)]
pub struct PublicDomain {
    /// The domain, as its sponsor sees it.
    pub info: DomainInfo,
    /// Its contacts.
    pub contacts: Vec<Contact>,
    /// The policy, which says what is shown of every contact.
    pub policy: Policy,
    /// Whose it is.
    pub registrar: PublicRegistrar,
    /// What of the contacts is attested.
    pub verified: Verified,
    /// Its DS records: those given, and those made from its keys.
    pub ds: Vec<DsRecord>,
    /// They are published now (rule R9).
    pub is_signed: bool,
    /// The instant of all this.
    pub now: DateTime<Utc>,
}

impl Query for ReadPublic {
    const NEEDS: Permission = Permission::ReadRegistrations;
    type Answer = PublicDomain;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<PublicDomain, Refusal> {
        public(&self.name, context, snapshot)
    }
}

impl Query for LookUpDomain {
    const NEEDS: Permission = Permission::Look;
    type Answer = PublicDomain;

    fn execute(&self, context: &Context, snapshot: &mut dyn Snapshot) -> Result<PublicDomain, Refusal> {
        public(&self.name, context, snapshot)
    }
}

/// # Errors
/// 2005 for a name that is none, 2303.
fn public(text: &str, context: &Context, snapshot: &mut dyn Snapshot) -> Result<PublicDomain, Refusal> {
    let name = path_name(text)?;
    let held = Held::live(snapshot, &name, context.now)?.ok_or_else(|| unknown(&name))?;
    let policy = held.policy()?.clone();
    let numbers: Vec<_> = held.facts().contacts.values().copied().collect();
    let contacts = if numbers.is_empty() { Vec::new() } else { snapshot.contacts_numbered(&numbers)? };
    let verified = Verified::of(snapshot, numbers, context.now)?;
    let client = snapshot.client(held.facts().sponsor)?;
    let ds = held.stored.keys.published(&name, sha256);
    let is_publishable = held.present.is_published();
    let info = show(snapshot, held)?;
    // Where the TLD's zone is served elsewhere, what should be published is all that is known.
    let is_published = info.dns.as_ref().map_or(is_publishable, |standing| standing.published);
    let registrar = PublicRegistrar { handle: info.sponsor.clone(), client };
    let is_signed = !ds.is_empty() && is_published;
    Ok(PublicDomain { info, contacts, policy, registrar, verified, ds, is_signed, now: context.now })
}
