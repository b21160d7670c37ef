//! Creates a zone (rules Z2, Z6–Z12, Z20, Z21; `tlds.md` section 5).
//!
//! Refusals, in order: the body cannot be read; wrong fields, the name's verdict among them; somebody else's zone above or below, or an
//! owner the caller may not name; the name is taken, a name server has no address; the owner has as many zones as it may.

use std::collections::BTreeSet;

use domesday_domain::account::{Account, AccountId, AccountName};
use domesday_domain::actor::{Actor, Permission};
use domesday_domain::finding::{Findings, Force, Warning};
use domesday_domain::history::Action;
use domesday_domain::name::ZoneName;
use domesday_domain::record::edit::{SetEdit, SetKey};
use domesday_domain::serial::{Serial, SerialStyle};
use domesday_domain::timers::Timers;
use domesday_domain::zone::{Owner, Zone, ZoneContent, ZoneId};

use super::draft::{ZoneDraft, find_account, is_hidden};
use super::registered;
use super::site::Site;
use super::verdict::check_verdict;
use crate::input::Input;
use crate::ledger::Ledger;
use crate::name_servers::{self, Given, Listing, Makes, settle};
use crate::ports::{AccountReads, Locks, UnitOfWork, ZoneHead};
use crate::quotas;
use crate::records::plan;
use crate::refusal::Refusal;
use crate::registry::{Command, Context};

/// Creates a zone.
pub struct CreateZone {
    /// The zone.
    pub draft: Input<ZoneDraft>,
    /// Lift what is forcible.
    pub force: Force,
}

/// The zone, and what was let through.
pub struct CreatedZone {
    /// As it is stored.
    pub zone: Zone,
    /// What was let through.
    pub warnings: Vec<Warning>,
}

impl Command for CreateZone {
    const NEEDS: Permission = Permission::WriteZones;
    type Answer = CreatedZone;

    fn locks(&self, actor: &Actor) -> Locks {
        let Ok((draft, _)) = self.draft.well_formed() else { return Locks::none() };
        let own = draft.name.iter().fold(Locks::none(), |locks, name| locks.writing(name.as_name()));
        let own = own.judging_names().making_for(draft.owner.as_ref().unwrap_or(&actor.account_name));
        name_servers::locks(own, draft.ns.iter().flatten())
    }

    fn execute(&self, context: &Context, tx: &mut dyn UnitOfWork) -> Result<CreatedZone, Refusal> {
        let (draft, mut findings) = self.draft.well_formed()?;
        let holder = holder(tx, context, draft.owner.as_ref(), &mut findings)?;
        if let Some(name) = &draft.name {
            check_verdict(tx, context, name, draft.registry_zone, &mut findings)?;
        }
        let content = content(draft, &mut findings);
        let site = draft.name.as_ref().map(|name| Site::survey(tx, context, name)).transpose()?;
        let mut given = Given::default();
        // Where the name is taken, perhaps by somebody else, nothing is told of what they have there.
        if let (Some(name), Some(servers), Some(site)) =
            (&draft.name, &draft.ns, site.as_ref().filter(|site| !site.is_taken()))
        {
            let (at, publishers) = (name.as_name(), site.publishers());
            given = Listing { at, makes: Makes::Zone, publishers, servers }.judge(tx, &mut findings)?;
            given.made.retain(|edit| !site.brings(edit));
        }
        findings.settle_errors(self.force)?;
        let (Some(name), Some(content), Some(Holder { owner, account }), Some(site)) =
            (&draft.name, content, holder, site)
        else {
            return Err(Refusal::Failed("a zone without wrong fields lacks some".into()));
        };
        site.check_ownership(context, name, &owner, draft.registry_zone)?;
        site.judge(context, &owner, &content.ns, &mut findings);
        let mut ledger = Ledger::new(Action::ZoneCreate, name.as_name());
        given.store(tx, context, &mut ledger, &mut findings)?;
        let style = draft.serial_style;
        let nature = Nature {
            serial: draft.serial.and_then(Serial::new).unwrap_or_else(|| Serial::first_of(style, context.now)),
            serial_style: style,
            serial_hidden: draft.serial_hidden,
            registry_zone: draft.registry_zone,
        };
        let zone = new_zone(context, name.clone(), owner, content, &nature);
        // The values are judged before there is a zone to number them in.
        plan(&mut zone.clone(), &site.brought(), &given.made, context.now, &mut findings);
        let warnings = findings.settle(self.force)?;
        quotas::check(tx, context, account.as_ref())?;
        let zone = make(tx, context, ledger, zone, site, &given.made, &warnings)?;
        Ok(CreatedZone { zone, warnings })
    }
}

/// Makes the zone, with the addresses that came along, and has its surroundings follow.
fn make(
    tx: &mut dyn UnitOfWork,
    context: &Context,
    mut ledger: Ledger,
    zone: Zone,
    site: Site,
    addresses: &[SetEdit],
    warnings: &[Warning],
) -> Result<Zone, Refusal> {
    let zone = tx.insert_zone(zone)?;
    let made = ZoneHead { id: zone.id, name: zone.name.as_name().clone(), owner: zone.owner.id };
    let ns = zone.content.ns.clone();
    let page = ledger.open_new(zone);
    for edit in addresses {
        let (set, _) = edit.apply(&mut page.zone, None, context.now);
        page.put(None, set);
    }
    let given: BTreeSet<SetKey> = addresses.iter().map(SetEdit::key).collect();
    site.take_over(tx, context, &mut ledger, &made, &ns, &|key, _| given.contains(key))?;
    let domains = registered::publish(tx, context, &mut ledger, &made)?;
    settle(tx, context, &mut ledger)?;
    let stored = ledger.close(tx, context, warnings)?.remove(&made.id);
    let stored = stored.ok_or_else(|| Refusal::Failed("the zone that was made is not on the ledger".into()))?;
    registered::note_serial(tx, &domains, stored.serial)?;
    Ok(stored)
}

/// Whose a zone shall be; without the account where the caller may not know of it.
pub(super) struct Holder {
    /// Whose.
    pub(super) owner: Owner,
    /// The account, for its quota.
    pub(super) account: Option<Account>,
}

/// Whose the zone shall be: the caller's account, unless the request names another; locked if its zones are to be counted (rule Z11).
pub(super) fn holder(
    reads: &mut dyn AccountReads,
    context: &Context,
    wanted: Option<&AccountName>,
    findings: &mut Findings,
) -> Result<Option<Holder>, Refusal> {
    let actor = &context.actor;
    let account = match wanted {
        Some(name) if is_hidden(actor, name) => {
            let owner = Owner { id: AccountId(0), name: name.clone() };
            return Ok(Some(Holder { owner, account: None }));
        }
        Some(name) => find_account(reads, name, findings)?,
        None if actor.account == AccountId(0) => find_account(reads, &actor.account_name, findings)?,
        None => reads.account_numbered(actor.account)?,
    };
    account.iter().try_for_each(|account| quotas::lock(context, account))?;
    let holder = |account: Account| Holder {
        owner: Owner { id: account.id, name: account.name.clone() },
        account: Some(account),
    };
    Ok(account.map(holder))
}

fn content(draft: &ZoneDraft, findings: &mut Findings) -> Option<ZoneContent> {
    let timers = draft.refresh.zip(draft.retry).zip(draft.expire).zip(draft.ttl);
    let timers = timers.map(|(((refresh, retry), expire), ttl)| Timers { refresh, retry, expire, ttl });
    if let Some(timers) = &timers {
        timers.check_relations(findings);
    }
    let (timers, servers, email) = (timers?, draft.ns.as_ref()?, draft.email.clone()?);
    let ns: Vec<_> = servers.iter().map(|server| server.host.clone()).collect();
    let primary_ns = ns.first()?.clone();
    let default_ttl = draft.default_ttl.unwrap_or(timers.ttl);
    let mut content = ZoneContent { ns, primary_ns, email, timers, default_ttl, ns_ttl: draft.ns_ttl };
    if let (Some(primary), Some(name)) = (&draft.primary_ns, &draft.name) {
        content.lead_with(primary.clone(), name, findings);
    }
    Some(content)
}

/// What a new zone is beside name, owner and content; see [`Zone`].
pub(super) struct Nature {
    pub(super) serial: Serial,
    pub(super) serial_style: SerialStyle,
    pub(super) serial_hidden: bool,
    pub(super) registry_zone: bool,
}

/// A zone that is to be stored, of this instant.
pub(super) fn new_zone(context: &Context, name: ZoneName, owner: Owner, content: ZoneContent, nature: &Nature) -> Zone {
    let &Nature { serial, serial_style, serial_hidden, registry_zone } = nature;
    Zone {
        id: ZoneId(0),
        name,
        owner,
        content,
        serial,
        serial_style,
        serial_hidden,
        ns_numbers: Vec::new(),
        frozen: false,
        registry_zone,
        revision: 1,
        next_record: 0,
        created: context.now,
        updated: context.now,
        serial_updated: context.now,
    }
}
