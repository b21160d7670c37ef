//! A host (section 6).

use std::net::IpAddr;

use domesday_app::host_objects::HostInfo;
use domesday_domain::word::Word;
use serde_json::{Value, json};

use super::super::answer::{second, second_if};

/// `info` of a host.
pub(in super::super) fn host(info: &HostInfo) -> Value {
    let address = |address: &IpAddr| match address {
        IpAddr::V4(address) => json!({"v4": address.to_string()}),
        IpAddr::V6(address) => json!({"v6": address.to_string()}),
    };
    let name = |account: &Option<domesday_domain::account::AccountName>| account.as_ref().map(ToString::to_string);
    json!({
        "name": info.host.name.to_string(),
        "roid": info.roid.0,
        "status": info.statuses,
        "addr": info.addresses.iter().map(address).collect::<Vec<_>>(),
        "kind": info.kind.as_str(),
        "parent": info.parent.as_ref().map(ToString::to_string),
        "clID": name(&info.sponsor),
        "crID": name(&info.created_by),
        "crDate": second(info.host.created),
        "upID": name(&info.updated_by),
        "upDate": second_if(info.host.changed),
    })
}
