//! One request's change of one record set, and the state it leads to (rules R18–R20).
//!
//! PUT, PATCH, DELETE and every bulk operation are the same [`Edit`]: replace all or leave, take some away, add some. Whether it
//! needed a condition depends on what it would change: adding or removing single values never does, replacing content does.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domesday_dns::{Name, Rdata, RecordType};

use super::{Origin, Record, RecordSet, values};
use crate::finding::Findings;
use crate::precondition::{Precondition, Verdict};
use crate::zone::{Zone, ZoneId};

/// A set's place in its zone.
pub type SetKey = (Name, RecordType);

/// The sets a request touches and those it is judged by, as they are or as they would be.
pub type Sets = BTreeMap<SetKey, RecordSet>;

/// What a request wants of one set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edit {
    /// All values, or none for those that are there.
    pub replace: Option<Vec<Rdata>>,
    /// Values to take away.
    pub remove: Vec<Rdata>,
    /// Values to have.
    pub add: Vec<Rdata>,
    /// The TTL to have; `None` leaves it.
    pub ttl: Option<Option<u32>>,
    /// The condition the request put on this set.
    pub precondition: Precondition,
    /// The set must be there (DELETE of one).
    pub must_exist: bool,
}

/// An edit with the set it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetEdit {
    /// The set's owner.
    pub owner: Name,
    /// The type as asked for; SPF means the SPF values of the TXT set (rule R13).
    pub rtype: RecordType,
    /// The change.
    pub edit: Edit,
    /// What precedes member names in findings, such as `changes[3].`.
    pub prefix: String,
}

/// What became of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was not there.
    Created,
    /// It holds something else now.
    Replaced,
    /// It is gone.
    Deleted,
    /// Nothing changed.
    Unchanged,
}

impl Outcome {
    /// The word clients see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Replaced => "replaced",
            Self::Deleted => "deleted",
            Self::Unchanged => "unchanged",
        }
    }
}

impl SetEdit {
    /// Where the set is stored: SPF lives in the TXT set.
    pub fn key(&self) -> SetKey {
        let rtype = if self.rtype == RecordType::SPF { RecordType::TXT } else { self.rtype };
        (self.owner.clone(), rtype)
    }

    /// The values and TTL the set would have; no values means no set.
    pub fn target(&self, before: Option<&RecordSet>) -> (Vec<Rdata>, Option<u32>) {
        let stored = || before.into_iter().flat_map(|set| set.records.iter().map(|record| record.rdata.clone()));
        let mut wanted: Vec<Rdata> = match (&self.edit.replace, self.rtype) {
            (Some(all), RecordType::SPF) => {
                stored().filter(|rdata| !is_spf(rdata)).chain(all.iter().map(spf_to_txt)).collect()
            }
            (Some(all), _) => all.clone(),
            (None, _) => stored().collect(),
        };
        let as_stored = |rdata: &Rdata| if self.rtype == RecordType::SPF { spf_to_txt(rdata) } else { rdata.clone() };
        let removed: Vec<Rdata> = self.edit.remove.iter().map(as_stored).collect();
        wanted.retain(|rdata| !removed.contains(rdata));
        wanted.extend(self.edit.add.iter().map(as_stored));
        // SPF that joins other texts takes their TTL: it has none of its own that a condition could protect.
        let joins = self.rtype == RecordType::SPF && before.is_some() && self.seen(before).is_none();
        let ttl = self.edit.ttl.filter(|_| !joins).unwrap_or_else(|| before.and_then(|set| set.ttl));
        (values::canonical(wanted), ttl)
    }

    /// What the caller sees of the stored set: all of it, or for SPF its view of the TXT set (rule R13).
    pub fn seen<'a>(&self, stored: Option<&'a RecordSet>) -> Option<Cow<'a, RecordSet>> {
        match self.rtype {
            RecordType::SPF => stored.and_then(spf_view).map(Cow::Owned),
            _ => stored.map(Cow::Borrowed),
        }
    }

    /// What the caller sees become of the set, which for SPF is the view's fate and not that of the TXT set.
    pub fn seen_outcome(&self, outcome: Outcome, before: Option<&RecordSet>, after: Option<&RecordSet>) -> Outcome {
        match (self.rtype, self.seen(before).is_some(), self.seen(after).is_some()) {
            (RecordType::SPF, false, true) => Outcome::Created,
            (RecordType::SPF, true, false) => Outcome::Deleted,
            _ => outcome,
        }
    }

    /// Judges the condition (rules Z3, R18, R19): whether it holds, fails, or was needed and not made. A set that others write needs none:
    /// with one it would be refused all the same (rule R16).
    pub fn judge(&self, zone: ZoneId, before: Option<&RecordSet>, whole_zone: Verdict) -> Conditioned {
        let seen = self.seen(before);
        match self.edit.precondition.judge(seen.as_ref().map(|set| set.tag(zone))) {
            Verdict::Fails => Conditioned::Stale,
            Verdict::Holds => Conditioned::Fine,
            Verdict::NotGiven if whole_zone == Verdict::Holds => Conditioned::Fine,
            Verdict::NotGiven => match before.filter(|set| seen.is_some() && set.origin == Origin::User) {
                Some(before) if self.replaces_content(before) => Conditioned::Wanted,
                _ => Conditioned::Fine,
            },
        }
    }

    /// Whether it would overwrite what somebody else may have written meanwhile.
    fn replaces_content(&self, before: &RecordSet) -> bool {
        let deletes = self.edit.replace.as_ref().is_some_and(Vec::is_empty);
        let ttl_changes = self.edit.ttl.is_some_and(|ttl| ttl != before.ttl);
        let (values, _) = self.target(Some(before));
        let values_change =
            self.edit.replace.is_some() && !before.records.iter().map(|record| &record.rdata).eq(values.iter());
        !deletes && (values_change || ttl_changes)
    }

    /// The set as it would be, and what became of it. Values that stay keep their numbers.
    pub fn apply(
        &self,
        zone: &mut Zone,
        before: Option<&RecordSet>,
        now: DateTime<Utc>,
    ) -> (Option<RecordSet>, Outcome) {
        let (wanted, ttl) = self.target(before);
        let Some(before) = before else {
            if wanted.is_empty() {
                return (None, Outcome::Unchanged);
            }
            let (owner, rtype) = self.key();
            return (Some(RecordSet::made(zone, owner, rtype, ttl, Origin::User, wanted, now)), Outcome::Created);
        };
        if wanted.is_empty() {
            return (None, Outcome::Deleted);
        }
        let set = before.revised(zone, ttl, wanted, now);
        let outcome = if set == *before { Outcome::Unchanged } else { Outcome::Replaced };
        (Some(set), outcome)
    }

    /// Notes what R2, R10 and R14 say about the values, given and resulting.
    pub fn check_values(&self, zone: &Zone, before: Option<&RecordSet>, findings: &mut Findings) {
        let field = |member: &'static str| move |place: usize| format!("{}{member}[{place}]", self.prefix);
        if let Some(all) = &self.edit.replace {
            values::check_each(&zone.name, self.rtype, all, field("records"), findings);
        }
        let added = if self.edit.replace.is_some() || self.prefix.is_empty() { "add" } else { "records" };
        values::check_each(&zone.name, self.rtype, &self.edit.add, field(added), findings);
        let (wanted, _) = self.target(before);
        values::check_whole(&self.owner, self.rtype, &wanted, &format!("{}records", self.prefix), findings);
    }
}

/// How a request's condition on one set turned out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conditioned {
    /// Go on.
    Fine,
    /// It does not hold: 412.
    Stale,
    /// None was made, and this change needs one: 428.
    Wanted,
}

/// Whether a TXT value is SPF's (RFC 7208 section 4.5): its text begins with `v=spf1`, alone or before a blank.
pub fn is_spf(rdata: &Rdata) -> bool {
    let text: Vec<u8> = rdata.character_strings().unwrap_or_default().concat();
    match text.strip_prefix(b"v=spf1") {
        Some(rest) => rest.is_empty() || rest.starts_with(b" "),
        None => false,
    }
}

/// The same strings as TXT.
pub fn spf_to_txt(rdata: &Rdata) -> Rdata {
    Rdata::from_stored(RecordType::TXT, rdata.wire().into())
}

/// The SPF view of an owner's TXT set (rule R13); none without such a value.
pub fn spf_view(txt: &RecordSet) -> Option<RecordSet> {
    let records: Vec<Record> = txt
        .records
        .iter()
        .filter(|record| is_spf(&record.rdata))
        .map(|record| Record {
            number: record.number,
            rdata: Rdata::from_stored(RecordType::SPF, record.rdata.wire().into()),
        })
        .collect();
    (!records.is_empty()).then(|| RecordSet { rtype: RecordType::SPF, records, ..txt.clone() })
}

#[cfg(test)]
mod tests;
