//! Records one by one, as clients of the DynECT face see them (`dynect.md` section 7).

use domesday_dns::{Name, Rdata, RecordType};
use domesday_domain::staging::Content;
use domesday_domain::zone::Zone;

/// A record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenRecord {
    /// Its owner.
    pub owner: Name,
    /// Its type as it is shown: SPF for TXT values that were written so (rule R8).
    pub rtype: RecordType,
    /// Its TTL in effect, in seconds.
    pub ttl: u32,
    /// Its value, as it is stored.
    pub rdata: Rdata,
    /// Its number.
    pub number: i64,
    /// How a TXT value is spelled, where that differs from how it is printed.
    pub spelling: Option<String>,
}

/// The type that a shown one is stored as.
pub(super) fn stored_type(shown: RecordType) -> RecordType {
    if shown == RecordType::SPF { RecordType::TXT } else { shown }
}

/// The records of a set that are shown as this type, in its order; `zone` is as the session sees it.
pub(super) fn shown_as(zone: &Zone, set: &Content, shown: RecordType) -> Vec<SeenRecord> {
    let (owner, rtype) = &set.key;
    let ttl = match *rtype {
        // Rule Z7: the TTL that the SOA shows here is the zone's default.
        RecordType::SOA => zone.content.default_ttl,
        _ => set.ttl_in_effect(zone.content.default_ttl),
    };
    let seen = set.shown_as(shown).map(|(record, spelling)| SeenRecord {
        owner: owner.clone(),
        rtype: shown,
        ttl,
        rdata: record.rdata.clone(),
        number: record.number,
        spelling: spelling.text.clone(),
    });
    seen.collect()
}

/// All records of a set, under every type that they are shown as.
pub(super) fn all_shown(zone: &Zone, set: &Content) -> Vec<SeenRecord> {
    set.types().into_iter().flat_map(|shown| shown_as(zone, set, shown)).collect()
}
