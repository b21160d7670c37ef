//! A zone: what it is made of, how it is changed, and what of it is published.
//!
//! A zone's row is the only place where its SOA and apex NS live; the two record sets are derived from it ([`Zone::soa`],
//! [`Zone::apex_ns`]). `revision` rises with every committed change of anything in the zone, the serial only when what the zone
//! publishes differs (rules S3, S4).

mod patch;

use chrono::{DateTime, Utc};
use domesday_dns::mailbox::Email;
use domesday_dns::{Rdata, RecordType, rdata::Soa};

use crate::account::{AccountId, AccountName};
use crate::finding::{Conflict, ConflictKind, Findings};
use crate::history::{Change, Value};
use crate::name::{HostName, ZoneName};
use crate::precondition::Tag;
use crate::record::spelling::Spellings;
use crate::record::{Origin, Record, RecordSet};
use crate::serial::{Serial, SerialStyle};
use crate::timers::Timers;

pub use patch::ZonePatch;

/// How many name servers a zone may list.
pub const MAX_NAME_SERVERS: usize = 32;

/// A zone's number; never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ZoneId(pub i64);

/// The account a zone belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Its number.
    pub id: AccountId,
    /// Its handle, which clients see.
    pub name: AccountName,
}

/// What a zone says about itself: all that a caller sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneContent {
    /// The apex NS, in the order given.
    pub ns: Vec<HostName>,
    /// The SOA MNAME; usually the first of `ns`.
    pub primary_ns: HostName,
    /// The SOA RNAME.
    pub email: Email,
    /// The SOA timers.
    pub timers: Timers,
    /// The TTL of what has none of its own, in seconds.
    pub default_ttl: u32,
    /// The TTL of the apex NS set, in seconds.
    pub ns_ttl: Option<u32>,
}

impl ZoneContent {
    /// Puts `primary` at the front of the list (rule Z9); one that is not listed is a hidden primary, which force allows.
    pub fn lead_with(&mut self, primary: HostName, zone: &ZoneName, findings: &mut Findings) {
        match self.ns.iter().position(|listed| *listed == primary) {
            Some(place) => {
                if let Some(front) = self.ns.get_mut(..=place) {
                    front.rotate_right(1);
                }
            }
            None => findings.conflict(Conflict {
                code: "primary_not_in_ns",
                kind: ConflictKind::NameServer,
                name: primary.as_name().clone(),
                rtype: None,
                zone: Some(zone.as_name().clone()),
                managed_by: None,
                detail: format!("{primary} is not among the name servers of {zone}: it would be a hidden primary"),
                forcible: true,
            }),
        }
        self.primary_ns = primary;
    }
}

/// A zone as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// Its number.
    pub id: ZoneId,
    /// Its name.
    pub name: ZoneName,
    /// Whose it is.
    pub owner: Owner,
    /// What it says about itself.
    pub content: ZoneContent,
    /// Its SOA serial.
    pub serial: Serial,
    /// How the next one is chosen.
    pub serial_style: SerialStyle,
    /// Clients of the DynECT face are told 0 until its first publish there, or its first change through another face (`dynect.md` Z2).
    pub serial_hidden: bool,
    /// Writes are refused.
    pub frozen: bool,
    /// It stands at an effective TLD on purpose.
    pub registry_zone: bool,
    /// Rises by one per committed change.
    pub revision: i64,
    /// The numbers of its apex name servers, in the order of `ns`.
    pub ns_numbers: Vec<i64>,
    /// The number of the next record made in it.
    pub next_record: i64,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// When it was changed last.
    pub updated: DateTime<Utc>,
    /// When its serial rose last.
    pub serial_updated: DateTime<Utc>,
}

/// Record numbers of one zone start here times its id, so that a zone created again under the same name reuses none.
const RECORD_NUMBERS_PER_ZONE: i64 = 1 << 26;

impl Zone {
    /// The first record number of a zone with this number.
    pub fn first_record_number(id: ZoneId) -> i64 {
        id.0.saturating_mul(RECORD_NUMBERS_PER_ZONE)
    }

    /// The number of its SOA record: the last of its range.
    pub fn soa_number(&self) -> i64 {
        Self::first_record_number(self.id) + RECORD_NUMBERS_PER_ZONE - 1
    }

    /// The number that an apex name server has at a place of the list of a zone that was just made: from the end of the zone's range.
    pub fn first_ns_number(id: ZoneId, place: usize) -> i64 {
        let back = i64::try_from(place).unwrap_or(i64::MAX >> 1) + 2;
        Self::first_record_number(id) + RECORD_NUMBERS_PER_ZONE - back
    }

    /// Numbers its apex name servers: those that were listed before keep their numbers (`dynect.md` C3).
    pub fn number_ns(&mut self, before: &Zone) {
        let known: Vec<(&HostName, i64)> = before.content.ns.iter().zip(before.ns_numbers.iter().copied()).collect();
        let number = |host: &HostName| known.iter().find(|(known, _)| *known == host).map(|(_, number)| *number);
        let numbers: Vec<Option<i64>> = self.content.ns.iter().map(number).collect();
        self.ns_numbers = numbers.into_iter().map(|number| number.unwrap_or_else(|| self.number_record())).collect();
    }

    /// Its entity tag (rule Z4).
    pub fn tag(&self) -> Tag {
        Tag::InZone { zone: self.id.0, revision: self.revision }
    }

    /// A number for a new record.
    pub fn number_record(&mut self) -> i64 {
        let number = self.next_record;
        self.next_record += 1;
        number
    }

    /// One committed change further: the revision rises, and the serial by one step if what is published differs (rules S3, S4).
    pub fn step(&mut self, published: bool, now: DateTime<Utc>) {
        self.revision += 1;
        self.updated = now;
        if published {
            self.serial_hidden = false;
            self.serial = self.serial.next(self.serial_style, now);
            self.serial_updated = now;
        }
    }

    /// Its serial as clients of the DynECT face are told it: 0 as long as it is hidden (`dynect.md` Z2).
    pub fn serial_told(&self) -> u32 {
        if self.serial_hidden { 0 } else { self.serial.get() }
    }

    /// The SOA set, derived.
    pub fn soa(&self) -> RecordSet {
        let content = &self.content;
        let rdata = Rdata::from_soa(&Soa {
            mname: content.primary_ns.as_name().clone(),
            rname: content.email.rname_wire().into(),
            serial: self.serial.get(),
            refresh: content.timers.refresh,
            retry: content.timers.retry,
            expire: content.timers.expire,
            minimum: content.timers.ttl,
        });
        self.derived(RecordType::SOA, Some(content.timers.ttl), vec![Record { number: self.soa_number(), rdata }])
    }

    /// The apex NS set, derived, in the order of `ns`.
    pub fn apex_ns(&self) -> RecordSet {
        let record = |(host, number): (&HostName, i64)| Record {
            number,
            rdata: Rdata::from_stored(RecordType::NS, host.as_name().as_wire().into()),
        };
        let numbers = self.ns_numbers.iter().copied().chain(std::iter::repeat(0));
        let records = self.content.ns.iter().zip(numbers).map(record).collect();
        self.derived(RecordType::NS, self.content.ns_ttl, records)
    }

    fn derived(&self, rtype: RecordType, ttl: Option<u32>, records: Vec<Record>) -> RecordSet {
        RecordSet {
            owner: self.name.as_name().clone(),
            rtype,
            ttl,
            origin: Origin::Zone,
            records,
            spellings: Spellings::default(),
            cut: None,
            revision: self.revision,
            created: self.created,
            updated: self.updated,
        }
    }

    /// What differs between two states, member by member; `serial`, `revision` and times apart.
    pub fn differences(&self, after: &Zone) -> Vec<Change> {
        let members = self.members().into_iter().zip(after.members());
        members
            .filter(|((_, from), (_, to))| from != to)
            .map(|((member, from), (_, to))| Change::Zone { member, from, to })
            .collect()
    }

    /// The members a history entry of its creation or deletion shows.
    pub fn members(&self) -> Vec<(&'static str, Value)> {
        let content = &self.content;
        let number = |value: u32| Value::Number(value.into());
        vec![
            ("ns", Value::List(content.ns.iter().map(ToString::to_string).collect())),
            ("primary_ns", Value::Text(content.primary_ns.to_string())),
            ("email", Value::Text(content.email.as_str().to_owned())),
            ("refresh", number(content.timers.refresh)),
            ("retry", number(content.timers.retry)),
            ("expire", number(content.timers.expire)),
            ("ttl", number(content.timers.ttl)),
            ("default_ttl", number(content.default_ttl)),
            ("ns_ttl", content.ns_ttl.map_or(Value::Null, number)),
            ("owner", Value::Text(self.owner.name.to_string())),
            ("serial_style", Value::Text(self.serial_style.as_str().to_owned())),
            ("frozen", Value::Flag(self.frozen)),
        ]
    }
}

#[cfg(test)]
mod tests;
