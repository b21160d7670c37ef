//! Record sets: one per owner and type, with a TTL, and who writes it.
//!
//! [`values`] holds the rules a set's values obey by themselves, [`edit`] how a request turns one state into another,
//! [`neighbourhood`] the rules between a set and what stands around it, and [`spelling`] how texts were written.

pub mod edit;
pub mod neighbourhood;
pub mod spelling;
pub mod values;

use chrono::{DateTime, Utc};
use domesday_dns::{Name, Rdata, RecordType};

use crate::finding::ManagedBy;
use crate::history::SetContent;
use crate::name::ZoneName;
use crate::precondition::Tag;
use crate::record::spelling::Spellings;
use crate::zone::{Zone, ZoneId};

/// Who writes a record set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// Callers, through record sets.
    User,
    /// The zone: its SOA and apex NS.
    Zone,
    /// An explicit delegation.
    ExplicitDelegation,
    /// The delegation of a child zone served here.
    ChildZone,
    /// A registered name.
    Registrar,
    /// The system, for name servers at or below a cut.
    Glue,
}

impl Origin {
    /// The word clients see.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Zone => "zone",
            Self::ExplicitDelegation | Self::ChildZone => "delegation",
            Self::Registrar => "registrar",
            Self::Glue => "glue",
        }
    }
}

/// The origins that a delegation has, and the words clients see for them there.
pub const DELEGATION_ORIGINS: [(&str, Origin); 3] =
    [("explicit", Origin::ExplicitDelegation), ("zone", Origin::ChildZone), ("registrar", Origin::Registrar)];

impl Origin {
    /// The word clients see for it on a delegation.
    pub fn delegation_word(self) -> &'static str {
        DELEGATION_ORIGINS.iter().find(|(_, origin)| *origin == self).map_or(self.as_str(), |(word, _)| word)
    }
}

/// One value of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its number, never reused.
    pub number: i64,
    /// The value.
    pub rdata: Rdata,
}

/// What is kept of a delegation beside its NS set, and never published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CutNotes {
    /// Its number, drawn from the numbers of its zone's records; never reused.
    pub number: i64,
    /// What its maker wrote about it.
    pub comment: Option<String>,
}

/// A record set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordSet {
    /// Its owner.
    pub owner: Name,
    /// Its type.
    pub rtype: RecordType,
    /// Its TTL in seconds, or none for the zone's default.
    pub ttl: Option<u32>,
    /// Who writes it.
    pub origin: Origin,
    /// Its values, in canonical order.
    pub records: Vec<Record>,
    /// How those of its values that are texts were written, where that is to be seen again; by number.
    pub spellings: Spellings,
    /// What belongs to a delegation and is not published; only cuts have it.
    pub cut: Option<CutNotes>,
    /// The zone's revision at its last change.
    pub revision: i64,
    /// When it was made.
    pub created: DateTime<Utc>,
    /// When it was changed last.
    pub updated: DateTime<Utc>,
}

impl RecordSet {
    /// A new set of a zone, its values numbered; a cut is numbered too.
    pub fn made(
        zone: &mut Zone,
        owner: Name,
        rtype: RecordType,
        ttl: Option<u32>,
        origin: Origin,
        values: impl IntoIterator<Item = Rdata>,
        now: DateTime<Utc>,
    ) -> Self {
        let records = values.into_iter().map(|rdata| Record { number: zone.number_record(), rdata }).collect();
        let cut = (rtype == RecordType::NS).then(|| CutNotes { number: zone.number_record(), comment: None });
        let revision = zone.revision + 1;
        let spellings = Spellings::default();
        Self { owner, rtype, ttl, origin, records, spellings, cut, revision, created: now, updated: now }
    }

    /// The set with other values: those that stay keep their numbers and spellings. Unchanged if nothing differs.
    pub fn revised(
        &self,
        zone: &mut Zone,
        ttl: Option<u32>,
        values: impl IntoIterator<Item = Rdata>,
        now: DateTime<Utc>,
    ) -> Self {
        let number_of = |rdata: &Rdata| self.records.iter().find(|old| old.rdata == *rdata).map(|old| old.number);
        let records: Vec<Record> = values
            .into_iter()
            .map(|rdata| Record { number: number_of(&rdata).unwrap_or_else(|| zone.number_record()), rdata })
            .collect();
        if ttl == self.ttl && records == self.records {
            return self.clone();
        }
        let mut spellings = self.spellings.clone();
        spellings.retain(records.iter().map(|record| record.number));
        Self { ttl, records, spellings, revision: zone.revision + 1, updated: now, ..self.clone() }
    }

    /// The names its values point at.
    pub fn targets(&self) -> impl Iterator<Item = Name> + '_ {
        self.records.iter().filter_map(|record| record.rdata.target())
    }

    /// Its entity tag (rule Z4).
    pub fn tag(&self, zone: ZoneId) -> Tag {
        Tag::InZone { zone: zone.0, revision: self.revision }
    }

    /// Whether it cuts the zone: NS below the apex.
    pub fn is_cut(&self) -> bool {
        self.rtype == RecordType::NS && self.origin != Origin::Zone
    }

    /// What the history shows of it.
    pub fn content(&self) -> SetContent {
        SetContent { ttl: self.ttl, records: self.records.iter().map(|record| record.rdata.to_string()).collect() }
    }

    /// Who must be asked to change it, unless callers may (rule R16).
    ///
    /// `cut` is the delegation the set lies at or below, if it does: glue is its.
    pub fn managed_by(&self, zone: &ZoneName, cut: Option<&Name>) -> Option<ManagedBy> {
        match self.origin {
            Origin::User => None,
            Origin::Zone => Some(ManagedBy::Zone(zone.as_name().clone())),
            Origin::Registrar => Some(ManagedBy::Domain(self.owner.clone())),
            _ => Some(ManagedBy::Delegation(zone.as_name().clone(), cut.unwrap_or(&self.owner).clone())),
        }
    }
}
