//! Bodies about hosts (section 6).

use domesday_app::host_objects::{HostChange, NewHost};

use super::super::reader::{Members, Reader};
use super::parts::{name, statuses};

/// A host to be made.
pub(in super::super) fn new_host(reader: &mut Reader, body: &mut Members<'_>) -> NewHost {
    NewHost {
        name: name(reader, body, "name"),
        sponsor: name(reader, body, "clID"),
        addresses: reader.addresses(body, "addr").unwrap_or_default(),
        statuses: statuses(reader, body),
    }
}

/// A change of a host.
pub(in super::super) fn host_change(reader: &mut Reader, body: &mut Members<'_>) -> HostChange {
    let mut change = HostChange::default();
    if let Some(mut add) = reader.part(body, "add") {
        change.add_addresses = reader.addresses(&mut add, "addr").unwrap_or_default();
        change.add_statuses = statuses(reader, &mut add);
        reader.close(&add);
    }
    if let Some(mut rem) = reader.part(body, "rem") {
        change.rem_addresses = reader.addresses(&mut rem, "addr").unwrap_or_default();
        change.rem_statuses = statuses(reader, &mut rem);
        reader.close(&rem);
    }
    if let Some(mut chg) = reader.part(body, "chg") {
        change.rename = name(reader, &mut chg, "name");
        reader.close(&chg);
    }
    change
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn u5_a_change_of_addresses_is_read_in_every_form() {
        let body = json!({
            "add": {"addr": [{"1": {"version": "v4", "address": "192.0.2.2"}}]},
            "rem": {"addr": [{"v4": "192.0.2.1"}]}, "chg": {"name": " NS2.Blue.st "},
        });
        let mut reader = Reader::default();
        let mut members = reader.body(&body);
        let change = host_change(&mut reader, &mut members);
        reader.close(&members);
        let noticed = reader.finish();
        assert!(noticed.faults.is_empty() && noticed.unknown.is_empty());
        assert_eq!(change.add_addresses[0].place, "/add/addr/0/1/address");
        assert_eq!(
            (change.rem_addresses[0].text.as_str(), change.rename.as_deref()),
            ("192.0.2.1", Some("NS2.Blue.st"))
        );
    }
}
