//! Address lists in all the forms that clients send (rule U5): texts, `{"v4":…}`, `{"version":…,"address":…}`, in lists within lists.

use domesday_domain::fault::Fault;
use domesday_domain::host::AddressDraft;
use serde_json::Value;

use super::reader::{Members, Node, Reader, is_numbered};

/// How deep lists of addresses may be nested.
const DEEPEST: usize = 4;

/// How many addresses are read at all: no host has as many.
const MOST: usize = 256;

/// The two members that are named like a version.
const VERSIONS: [&str; 2] = ["v4", "v6"];

impl Reader {
    /// The addresses of a member; none if it is not given.
    pub(super) fn addresses(&mut self, members: &mut Members<'_>, member: &'static str) -> Option<Vec<AddressDraft>> {
        let node = members.take(member)?;
        let mut read = Vec::new();
        self.read_addresses(&node, 0, &mut read);
        if read.len() > MOST {
            self.wrong(Fault::malformed(node.place, "too-many", format!("at most {MOST} addresses are read")));
            read.clear();
        }
        Some(read)
    }

    fn read_addresses(&mut self, node: &Node<'_>, depth: usize, read: &mut Vec<AddressDraft>) {
        if read.len() > MOST {
            return;
        }
        match node.value {
            Value::Object(fields) if !is_numbered(fields) => self.read_address(node, read),
            Value::Object(_) | Value::Array(_) if depth < DEEPEST => {
                for item in self.list(node) {
                    self.read_addresses(&item, depth + 1, read);
                }
            }
            Value::Object(_) | Value::Array(_) => {
                let detail = format!("lists of addresses are nested at most {DEEPEST} deep");
                self.wrong(Fault::malformed(node.place.clone(), "too-deep", detail));
            }
            _ => {
                let text = self.text(node).filter(|text| !text.is_empty());
                read.extend(text.map(|text| draft(node.place.clone(), None, &text)));
            }
        }
    }

    /// One address with its version, or one of each version by its name.
    fn read_address(&mut self, node: &Node<'_>, read: &mut Vec<AddressDraft>) {
        let mut members = self.object(node);
        let version = self.given(&mut members, "version").map(|version| version.trim().to_ascii_lowercase());
        if let Some(address) = members.take("address") {
            let text = self.text(&address).filter(|text| !text.is_empty());
            read.extend(text.map(|text| draft(address.place, version.clone(), &text)));
        } else if version.is_some() {
            self.wrong(Fault::missing(members.place_of("address"), "a version has an address beside it"));
        }
        for named in VERSIONS {
            if let Some(address) = members.take(named) {
                let text = self.text(&address).filter(|text| !text.is_empty());
                read.extend(text.map(|text| draft(address.place, Some(named.to_owned()), &text)));
            }
        }
        self.close(&members);
    }
}

fn draft(place: String, version: Option<String>, text: &str) -> AddressDraft {
    AddressDraft { place, version, text: text.trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What is read of a list: its drafts, and its faults.
    fn read(addresses: &Value) -> (Vec<String>, Vec<(String, &'static str)>) {
        let body = json!({ "addr": addresses });
        let mut reader = Reader::default();
        let mut members = reader.body(&body);
        let read = reader.addresses(&mut members, "addr").unwrap_or_default();
        let shown = read.into_iter().map(|draft| {
            let version = draft.version.unwrap_or_else(|| "-".to_owned());
            format!("{} {version} {}", draft.place, draft.text)
        });
        let faults = reader.finish().faults.into_iter().map(|fault| (fault.place, fault.code));
        (shown.collect(), faults.collect())
    }

    #[test]
    fn u5_every_form_of_an_address_is_read_and_forms_mix() {
        for (sent, expected) in [
            (
                json!([{"v4": "192.0.2.1"}, {"v6": "2001:db8::1"}]),
                vec!["/addr/0/v4 v4 192.0.2.1", "/addr/1/v6 v6 2001:db8::1"],
            ),
            (json!([{"version": "v4", "address": "192.0.2.1"}]), vec!["/addr/0/address v4 192.0.2.1"]),
            (json!([{"1": {"version": "v4", "address": "192.0.2.2"}}]), vec!["/addr/0/1/address v4 192.0.2.2"]),
            (
                json!(["192.0.2.1", [{"version": "V6", "address": " 2001:DB8::1 "}]]),
                vec!["/addr/0 - 192.0.2.1", "/addr/1/0/address v6 2001:DB8::1"],
            ),
            (json!({"2": "b", "1": "a"}), vec!["/addr/1 - a", "/addr/2 - b"]),
            (json!({"v4": "192.0.2.1", "v6": "::2"}), vec!["/addr/v4 v4 192.0.2.1", "/addr/v6 v6 ::2"]),
            (json!("192.0.2.1"), vec!["/addr - 192.0.2.1"]),
            (json!([[[["192.0.2.1"]]]]), vec!["/addr/0/0/0/0 - 192.0.2.1"]),
            (json!([null, "", {}, [], {"v4": null}]), vec![]),
        ] {
            assert_eq!(read(&sent), (expected.into_iter().map(str::to_owned).collect(), vec![]), "{sent}");
        }
    }

    #[test]
    fn u5_what_is_no_address_is_told_at_its_place() {
        let place = |place: &str, code| vec![(place.to_owned(), code)];
        assert_eq!(read(&json!([[[[["192.0.2.1"]]]]])), (vec![], place("/addr/0/0/0/0", "too-deep")));
        assert_eq!(read(&json!([{"version": "v4"}])), (vec![], place("/addr/0/address", "required")));
        assert_eq!(read(&json!([true])), (vec![], place("/addr/0", "wrong-type")));
        assert_eq!(read(&json!([{"v4": ["192.0.2.1"]}])), (vec![], place("/addr/0/v4", "wrong-type")));
    }

    #[test]
    fn u5_very_many_addresses_are_not_read() {
        let row = json!(vec!["192.0.2.1"; 1000]);
        let rows: Vec<Value> = (0..1000).map(|_| row.clone()).collect();
        assert_eq!(read(&json!(rows)), (vec![], vec![("/addr".to_owned(), "too-many")]));
    }
}
