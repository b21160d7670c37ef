//! What a caller says about a zone, as far as its members could be read.

use std::net::IpAddr;

use domesday_dns::mailbox::Email;
use domesday_domain::account::{Account, AccountId, AccountName};
use domesday_domain::actor::Actor;
use domesday_domain::finding::Findings;
use domesday_domain::name::{HostName, ZoneName};
use domesday_domain::serial::SerialStyle;
use domesday_domain::zone::{Owner, ZonePatch};

use crate::ports::AccountReads;
use crate::refusal::Refusal;

/// A name server as given: its name, and its addresses if they came along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameServer {
    /// Its name.
    pub host: HostName,
    /// Its addresses.
    pub addresses: Option<Vec<IpAddr>>,
}

/// Whose a zone shall be, by name.
pub type OwnerWanted = Option<AccountName>;

/// A zone to create. A member that could not be read is `None`, and among the findings that came along.
#[derive(Clone, Debug, Default)]
pub struct ZoneDraft {
    /// Its name.
    pub name: Option<ZoneName>,
    /// Its name servers.
    pub ns: Option<Vec<NameServer>>,
    /// The SOA MNAME, if not the first of them.
    pub primary_ns: Option<HostName>,
    /// The SOA RNAME.
    pub email: Option<Email>,
    /// The first serial.
    pub serial: Option<u32>,
    /// SOA timers, in seconds.
    pub refresh: Option<u32>,
    /// See [`domesday_domain::timers::Timers`].
    pub retry: Option<u32>,
    /// See [`domesday_domain::timers::Timers`].
    pub expire: Option<u32>,
    /// See [`domesday_domain::timers::Timers`].
    pub ttl: Option<u32>,
    /// The default TTL; none for the value of `ttl`.
    pub default_ttl: Option<u32>,
    /// The TTL of the apex NS.
    pub ns_ttl: Option<u32>,
    /// Whose it shall be; none for the caller's account.
    pub owner: OwnerWanted,
    /// It stands at an effective TLD on purpose.
    pub registry_zone: bool,
    /// How its serials are chosen, the first too unless one is given (`dynect.md` Z3).
    pub serial_style: SerialStyle,
    /// Its serial is told as 0 to clients of the DynECT face (`dynect.md` Z2).
    pub serial_hidden: bool,
}

/// A change of a zone's members.
#[derive(Clone, Debug, Default)]
pub struct ZoneUpdate {
    /// The members, but for what follows.
    pub patch: ZonePatch,
    /// New name servers, with addresses if they came along.
    pub ns: Option<Vec<NameServer>>,
    /// Whose it shall be.
    pub owner: OwnerWanted,
}

/// Whether an account is not to be looked for: who may not give zones away (rule Z2) does not learn here which accounts there are. To them
/// any other one is somebody else, which is refused when ownership is asked.
pub(super) fn is_hidden(actor: &Actor, wanted: &AccountName) -> bool {
    !actor.is_admin() && *wanted != actor.account_name
}

/// The account that a request names as owner; one that is not there is a wrong field.
pub(super) fn find_account(
    reads: &mut dyn AccountReads,
    wanted: &AccountName,
    findings: &mut Findings,
) -> Result<Option<Account>, Refusal> {
    let account = reads.account(wanted)?;
    if account.is_none() {
        findings.error("owner", "no_such_account", format!("there is no account {wanted}"));
    }
    Ok(account)
}

/// Whose a zone shall be that a request gives away.
pub(super) fn find_owner(
    reads: &mut dyn AccountReads,
    actor: &Actor,
    wanted: &AccountName,
    findings: &mut Findings,
) -> Result<Option<Owner>, Refusal> {
    if is_hidden(actor, wanted) {
        return Ok(Some(Owner { id: AccountId(0), name: wanted.clone() }));
    }
    let account = find_account(reads, wanted, findings)?;
    Ok(account.map(|account| Owner { id: account.id, name: account.name }))
}
