//! How a record looks (section 7): its members, its address, and what is said of it in lists.

use domesday_app::staging::SeenRecord;
use domesday_dns::{Name, RecordType};
use domesday_domain::zone::Zone;

use crate::dynect::format::Tree;
use crate::dynect::rdata::{self, Field};
use crate::paths::escaped;

/// A record.
pub(in crate::dynect) fn record(zone: &Zone, record: &SeenRecord) -> Tree {
    let name = |name: &Name| Tree::from(name.to_string());
    let mut members = vec![
        ("zone", name(zone.name.as_name())),
        ("ttl", Tree::Number(record.ttl.into())),
        ("fqdn", name(&record.owner)),
        ("record_type", Tree::from(record.rtype.to_string())),
        ("rdata", rdata_tree(zone, record)),
        ("record_id", Tree::Number(record.number)),
    ];
    match record.rtype {
        RecordType::NS => {
            let at_apex = record.owner == *zone.name.as_name();
            members.push(("service_class", Tree::from(if at_apex { "Primary" } else { "" })));
        }
        RecordType::SOA => members.push(("serial_style", Tree::from(zone.serial_style.as_str()))),
        _ => {}
    }
    Tree::map(members)
}

/// Its rdata: the serial of a zone that was never published is told as 0 (rule Z2).
pub(in crate::dynect) fn rdata_tree(zone: &Zone, record: &SeenRecord) -> Tree {
    let hides = record.rtype == RecordType::SOA && zone.serial_hidden;
    let text = record.spelling.as_deref();
    let members = rdata::fields(record.rtype, &record.rdata, text).into_iter().map(|(field, value)| {
        let value = if hides && field == "serial" { Tree::Number(0) } else { tree(value) };
        (field, value)
    });
    Tree::map(members)
}

/// A field as it is answered.
fn tree(field: Field) -> Tree {
    match field {
        Field::Text(text) => Tree::from(text),
        Field::Number(number) => Tree::Number(number),
    }
}

/// Where a record is.
pub(in crate::dynect) fn uri(zone: &Zone, record: &SeenRecord) -> Tree {
    let SeenRecord { owner, rtype, number, .. } = record;
    let (zone, owner) = (escaped(&zone.name.to_string()), escaped(&owner.to_string()));
    Tree::from(format!("/REST/{rtype}Record/{zone}/{owner}/{number}"))
}
