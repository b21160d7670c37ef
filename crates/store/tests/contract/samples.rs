//! Accounts, contacts, hosts and domains to keep, plain ones and such as chance makes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use domesday_app::ports::{Stored, StoredCode, StoredDomain, UnitOfWork};
use domesday_domain::account::{AccountId, AccountName};
use domesday_domain::contact::{
    Contact, ContactContent, ContactEmail, ContactField, ContactId, ContactRole, Country, Phone, Postal, PostalAddress,
};
use domesday_domain::host::Host;
use domesday_domain::prohibition::Prohibition;
use domesday_domain::registration::{
    ClaimCause, ClaimProof, ContactNumber, Deletion, DomainId, Expiry, Grace, GraceKind, Period, Registration,
    RequiredClaim, Roid, Stage, StoredStatus, TransferRequest,
};
use domesday_domain::secdns::{DsRecord, KeyRecord, SecureDelegation};
use domesday_domain::serial::Serial;
use domesday_domain::tld::TldPattern;
use domesday_domain::word::Word;

use crate::chance::Chance;
use crate::zones::{name, now};

/// The accounts of these handles, made.
pub(crate) fn accounts<const N: usize>(tx: &mut dyn UnitOfWork, handles: [&str; N]) -> Stored<[AccountId; N]> {
    let mut made = [AccountId(0); N];
    for (place, handle) in made.iter_mut().zip(handles) {
        *place = tx.insert_account(&AccountName::parse(handle).expect("a handle"), now())?;
    }
    Ok(made)
}

/// A rule.
pub(crate) fn rule(text: &str) -> TldPattern {
    TldPattern::parse(text).expect("a rule")
}

/// A contact that says no more than it must.
pub(crate) fn contact(id: &str, sponsor: AccountId) -> Contact {
    let int = Postal { name: Some("Ann Smith".into()), ..Postal::default() };
    Contact {
        number: ContactNumber(0),
        id: ContactId::parse(id).expect("an id"),
        sponsor,
        created_by: sponsor,
        created: now(),
        updated_by: None,
        updated: None,
        statuses: BTreeSet::new(),
        content: ContactContent {
            voice: None,
            fax: None,
            email: ContactEmail::parse("ann@example.org").expect("an address"),
            int: Some(int),
            loc: None,
            disclose: Vec::new(),
        },
        revision: 1,
    }
}

/// A host below a domain, of its sponsor.
pub(crate) fn managed(text: &str, parent: DomainId, sponsor: AccountId) -> Host {
    let (parent, sponsor) = (Some(parent), Some(sponsor));
    Host { owner: sponsor, parent, created_by: sponsor, ..Host::referred_to(name(text), now()) }
}

/// A domain one label below its TLD, without contacts and name servers.
pub(crate) fn domain(text: &str, sponsor: AccountId) -> StoredDomain {
    let name = name(text);
    let tld = name.parent().expect("a TLD above");
    StoredDomain {
        registration: Registration {
            id: DomainId(0),
            name,
            roid: Roid(String::new()),
            sponsor,
            created_by: sponsor,
            updated_by: None,
            created: now(),
            updated: None,
            expires: now() + TimeDelta::days(365),
            transferred: None,
            statuses: BTreeSet::new(),
            contacts: BTreeMap::new(),
            name_servers: 0,
            stage: Stage::Registered,
            graces: Vec::new(),
            transfer: None,
            claims: Vec::new(),
            judged: 1,
            noticed_to: now(),
            revision: 1,
        },
        rule: rule(&tld.to_string()),
        tld,
        hosts: Vec::new(),
        keys: SecureDelegation::default(),
        code: None,
        next_change: None,
        premium: false,
        serial: None,
    }
}

/// A domain as it is once it is stored under this number.
pub(crate) fn numbered(mut domain: StoredDomain, id: DomainId) -> StoredDomain {
    domain.registration.id = id;
    domain.registration.roid = Roid::numbered('D', id.0);
    domain
}

/// An instant within a year or so, to the microsecond; some of them meet.
pub(crate) fn instant(chance: &mut Chance) -> DateTime<Utc> {
    let day = TimeDelta::days(i64::try_from(chance.below(40)).expect("small"));
    let micros = if chance.once_in(3) { 0 } else { i64::try_from(chance.below(86_400_000_000)).expect("small") };
    now() + day + TimeDelta::microseconds(micros)
}

fn deletion(chance: &mut Chance) -> Deletion {
    Deletion { deleted: instant(chance), restorable_until: instant(chance), purge_at: instant(chance) }
}

fn stage(chance: &mut Chance) -> Stage {
    match chance.below(6) {
        0 => Stage::Expired(Expiry { hold_at: instant(chance), delete_at: instant(chance), held: chance.once_in(2) }),
        1 => Stage::Redemption(deletion(chance)),
        2 => Stage::PendingDelete(deletion(chance)),
        3 => Stage::Gone { at: instant(chance) },
        _ => Stage::Registered,
    }
}

fn grace(chance: &mut Chance) -> Grace {
    let kinds = [GraceKind::Add, GraceKind::AutoRenew, GraceKind::Renew, GraceKind::Transfer];
    let length = u16::try_from(chance.below(11)).expect("small");
    Grace {
        kind: chance.one_of(&kinds),
        until: instant(chance),
        period: if chance.once_in(2) { Period::Years(length) } else { Period::Months(length) },
        added: chance.perhaps(|chance| instant(chance) - now()),
    }
}

fn claim(chance: &mut Chance) -> RequiredClaim {
    let claim = chance.one_of(&["email", "a \"b\" \\ ß"]).to_owned();
    let proof = if chance.once_in(2) {
        ClaimProof::Met { until: chance.perhaps(instant) }
    } else {
        ClaimProof::Open { cause: chance.one_of(ClaimCause::ALL), overdue: chance.once_in(2) }
    };
    RequiredClaim { claim, due: instant(chance), proof }
}

fn keys(chance: &mut Chance) -> SecureDelegation {
    let octet = |chance: &mut Chance| u8::try_from(chance.below(256)).expect("an octet");
    let ds = (0..chance.below(3)).map(|_| DsRecord {
        key_tag: u16::try_from(chance.below(65_536)).expect("small"),
        algorithm: octet(chance),
        digest_type: octet(chance),
        digest: (0..32).map(|_| octet(chance)).collect(),
    });
    let ds = ds.collect();
    let keys = (0..chance.below(3)).map(|_| {
        let wire: Vec<u8> = [1, 1, 3, 13].into_iter().chain((0..64).map(|_| octet(chance))).collect();
        KeyRecord::from_stored(wire.into_boxed_slice())
    });
    SecureDelegation { ds, keys: keys.collect() }
}

/// Some life of a domain, some contacts and name servers of these, keys, a code.
pub(crate) fn any_domain(
    chance: &mut Chance,
    text: &str,
    sponsors: &[AccountId],
    contacts: &[ContactNumber],
    hosts: &[Host],
) -> StoredDomain {
    let mut domain = domain(text, chance.one_of(sponsors));
    let life = &mut domain.registration;
    life.created_by = chance.one_of(sponsors);
    life.updated_by = chance.perhaps(|chance| chance.one_of(sponsors));
    life.created = instant(chance);
    life.updated = chance.perhaps(instant);
    life.expires = instant(chance);
    life.transferred = chance.perhaps(instant);
    life.statuses = chance.some_of(&StoredStatus::ALL).into_iter().filter(|_| chance.once_in(2)).collect();
    life.contacts = chance.some_of(ContactRole::ALL).into_iter().map(|role| (role, chance.one_of(contacts))).collect();
    life.stage = stage(chance);
    life.graces = (0..chance.below(3)).map(|_| grace(chance)).collect();
    life.transfer = chance.perhaps(|chance| TransferRequest {
        requester: chance.one_of(sponsors),
        requested: instant(chance),
        acts_at: instant(chance),
    });
    life.claims = (0..chance.below(3)).map(|_| claim(chance)).collect();
    life.judged = chance.below(9);
    life.noticed_to = instant(chance);
    life.revision = i64::try_from(chance.below(1000)).expect("small");
    domain.hosts = chance.some_of(hosts).into_iter().take(5).map(|host| (host.id, host.name)).collect();
    domain.registration.name_servers = domain.hosts.len();
    domain.keys = keys(chance);
    domain.code = chance.perhaps(|chance| StoredCode { hash: "$argon2id$".into(), set: instant(chance) });
    domain.next_change = chance.perhaps(instant);
    domain.premium = chance.once_in(2);
    domain.serial = chance.perhaps(|_| Serial::new(u32::MAX)).flatten();
    domain
}

fn text(chance: &mut Chance, several: &[&str]) -> Option<String> {
    chance.perhaps(|chance| chance.one_of(several).to_owned())
}

fn postal(chance: &mut Chance, names: &[&str]) -> Postal {
    Postal {
        name: Some(chance.one_of(names).to_owned()),
        organization: text(chance, &["ACME", "Acme Ltd", "100% Öl", "under_score", "back\\slash"]),
        address: PostalAddress {
            street: chance.some_of(&["1 High Street", "Floor 2", "c/o Ωmega"].map(str::to_owned)),
            city: text(chance, &["London", "LONDON", "São Tomé", "Łódź"]),
            province: text(chance, &["Kent", "kent"]),
            postal_code: text(chance, &["1000", "W1A 1AA"]),
            country: chance.perhaps(|chance| Country::parse(chance.one_of(&["ST", "GB"])).expect("a country")),
        },
    }
}

/// Some contact.
pub(crate) fn any_contact(chance: &mut Chance, id: &str, sponsors: &[AccountId]) -> Contact {
    let mut contact = contact(id, chance.one_of(sponsors));
    contact.created_by = chance.one_of(sponsors);
    contact.created = instant(chance);
    contact.updated_by = chance.perhaps(|chance| chance.one_of(sponsors));
    contact.updated = chance.perhaps(instant);
    contact.statuses = chance.some_of(Prohibition::ALL).into_iter().collect();
    contact.revision = i64::try_from(chance.below(1000)).expect("small");
    let phone = |chance: &mut Chance| Phone::parse(chance.one_of(&["+1.5551234", "+44.20x9"])).expect("a number");
    let content = &mut contact.content;
    content.voice = chance.perhaps(phone);
    content.fax = chance.perhaps(phone);
    let emails = ["ann@example.org", "Ann@Example.org", "jörg@exämple.org"];
    content.email = ContactEmail::parse(chance.one_of(&emails)).expect("an address");
    let names = ["Ann Smith", "ann smith", "ANNA", "Bob_by", "O'Brien 50%"];
    content.int = chance.perhaps(|chance| postal(chance, &names));
    let foreign = ["Ångström", "ÅNGSTRÖM", "İstanbul", "ΟΔΟΣ", "Οδος", "陳大文", "\u{10ffff}"];
    content.loc = chance.perhaps(|chance| postal(chance, &foreign));
    content.disclose = chance.some_of(ContactField::ALL);
    contact
}
