//! Writes a zone's file: header first, then a set at a time, so that no more than a set is ever held (rules F1, F2, F4, F6).

use std::fmt::Write;
use std::net::IpAddr;

use domesday_dns::RecordType;
use domesday_dns::zonefile::write_record;

use crate::finding::Warning;
use crate::record::{Origin, RecordSet};
use crate::zone::Zone;

/// What stands before the sets: warnings as comments, `$ORIGIN`, `$TTL`, SOA and apex NS.
pub struct Header<'a> {
    /// The zone.
    pub zone: &'a Zone,
    /// What is wrong with it (rule F5).
    pub warnings: &'a [Warning],
}

impl Header<'_> {
    /// Appends the header.
    pub fn write(&self, out: &mut String) {
        for warning in self.warnings {
            out.push_str("; warning: ");
            // Whatever a name may hold, a comment stays one line of ASCII.
            out.extend(warning.to_string().chars().map(|c| if c == ' ' || c.is_ascii_graphic() { c } else { '?' }));
            out.push('\n');
        }
        let _ = writeln!(out, "$ORIGIN {}", self.zone.name.as_name().fqdn());
        let _ = writeln!(out, "$TTL {}", self.zone.content.default_ttl);
        write_set(out, &self.zone.soa());
        write_set(out, &self.zone.apex_ns());
    }
}

/// Appends a set, a record a line.
pub fn write_set(out: &mut String, set: &RecordSet) {
    for record in &set.records {
        write_record(out, &set.owner, set.ttl, set.rtype, record.rdata.wire());
    }
}

/// Whether rule F6 leaves a set's address out of a file for outside: private, not glue, not one of the zone's own name servers.
pub fn is_private(zone: &Zone, set: &RecordSet, place: usize) -> bool {
    let own_server = || zone.content.ns.iter().any(|host| *host.as_name() == set.owner);
    if !matches!(set.rtype, RecordType::A | RecordType::AAAA) || set.origin == Origin::Glue || own_server() {
        return false;
    }
    match set.records.get(place).and_then(|record| record.rdata.address()) {
        Some(IpAddr::V4(address)) => address.is_private(),
        Some(IpAddr::V6(address)) => address.is_unique_local(),
        None => false,
    }
}
