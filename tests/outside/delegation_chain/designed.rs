//! A chain with every kind of glue, of known addresses: what is stored is what the rules say, loads everywhere, and is served (rules D3
//! to D7, F5).

use super::book::Book;
use super::state::{Set, State};
use super::{files, scratch, served};
use crate::given;
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const DIGEST: &str = "4711 13 2 2bb183af5f22588179a53b0a98631fad1a292118aab0c7b5c0b5a5e9d1f4e0a1";

fn zone(client: &Client, name: &str, ns: &Value) {
    client.post("/zones", &given::with(given::zone(name), &json!({"ns": ns}))).expect(201);
}

fn at(name: &str, addresses: &[&str]) -> Value {
    json!({"name": name, "addresses": addresses})
}

/// In-domain glue, sibling glue, glue for an apex from far below, of a row, with a TTL of its own, of both kinds.
fn design(client: &Client) -> Book {
    zone(client, "chain.org", &json!([at("ns1.chain.org", &["192.0.2.1"]), "ns.provider.net"]));
    zone(client, "mid.chain.org", &json!([at("ns1.mid.chain.org", &["192.0.2.2", "2001:db8::2"]), "ns1.chain.org"]));
    zone(client, "side.chain.org", &json!([at("ns1.side.chain.org", &["192.0.2.3"]), "ns1.mid.chain.org"]));
    let deeper = json!([at("ns1.sub.mid.chain.org", &["2001:db8::4"]), "ns1.side.chain.org"]);
    zone(client, "sub.mid.chain.org", &deeper);
    let deepest = json!([at("ns1.deep.sub.mid.chain.org", &["192.0.2.5"]), "ns1.mid.chain.org"]);
    zone(client, "deep.sub.mid.chain.org", &deepest);
    // The grandparent's apex, served by names far below its cut.
    let far = json!({"ns": ["ns1.chain.org", "ns1.sub.mid.chain.org", "ns1.deep.sub.mid.chain.org"]});
    client.patch("/zones/chain.org", &far).if_match("*").expect(204);
    let by_hand =
        json!([at("ns1.ext.chain.org", &["192.0.2.6", "2001:db8::6"]), "ns1.mid.chain.org", "ns.provider.net"]);
    let body = json!({"name": "ext.chain.org", "ns": by_hand, "ttl": 7200, "comment": "theirs"});
    client.post("/zones/chain.org/delegations", &body).expect(201);
    let body = json!({"name": "ext.mid.chain.org", "ns": ["ns1.ext.chain.org", "ns1.sub.mid.chain.org"]});
    client.post("/zones/mid.chain.org/delegations", &body).expect(201);
    let addresses = json!({"records": ["192.0.2.2", "192.0.2.22"], "ttl": 300});
    client.put("/zones/mid.chain.org/recordsets/ns1.mid.chain.org/A", &addresses).if_match("*").expect(200);
    for cut in ["mid.chain.org", "ext.chain.org"] {
        client.put(&format!("/zones/chain.org/recordsets/{cut}/DS"), &json!({"records": [DIGEST]})).expect(201);
    }
    let rows = [("ns1.ext.chain.org".to_owned(), vec!["192.0.2.6".to_owned(), "2001:db8::6".to_owned()])];
    Book::of_rows(&BTreeMap::from(rows))
}

fn glue(ttl: Option<u64>, records: &[&str]) -> Set {
    Set { ttl, records: records.iter().map(|record| (*record).to_owned()).collect(), origin: "glue".into() }
}

both! {
    fn d4_every_kind_of_glue_is_stored_loads_and_is_served(server: &Server) {
        let admin = server.admin();
        let mut book = design(&admin);
        let state = State::read(&admin);
        assert_eq!(scratch::faults(&state, &mut book), [""; 0]);
        // Spelled out, so that the oracle is held to something too.
        let expected = [
            ("chain.org", "ns1.mid.chain.org", "A", glue(Some(300), &["192.0.2.2", "192.0.2.22"])),
            ("chain.org", "ns1.mid.chain.org", "AAAA", glue(None, &["2001:db8::2"])),
            ("chain.org", "ns1.side.chain.org", "A", glue(None, &["192.0.2.3"])),
            ("chain.org", "ns1.sub.mid.chain.org", "AAAA", glue(None, &["2001:db8::4"])),
            ("chain.org", "ns1.deep.sub.mid.chain.org", "A", glue(None, &["192.0.2.5"])),
            ("chain.org", "ns1.ext.chain.org", "A", glue(None, &["192.0.2.6"])),
            ("chain.org", "ns1.ext.chain.org", "AAAA", glue(None, &["2001:db8::6"])),
            ("mid.chain.org", "ns1.sub.mid.chain.org", "AAAA", glue(None, &["2001:db8::4"])),
            ("sub.mid.chain.org", "ns1.deep.sub.mid.chain.org", "A", glue(None, &["192.0.2.5"])),
        ];
        let stored = state.zones.iter().flat_map(|(name, zone)| {
            zone.of_origin("glue").map(move |((owner, kind), set)| (name.as_str(), owner.as_str(), kind.as_str(), set.clone()))
        });
        let sorted = |mut sets: Vec<(&str, &str, &str, Set)>| {
            sets.sort_by(|one, other| (one.0, one.1, one.2).cmp(&(other.0, other.1, other.2)));
            format!("{sets:#?}")
        };
        assert_eq!(sorted(stored.collect()), sorted(expected.to_vec()));
        for name in state.zones.keys() {
            assert_eq!(admin.get(&format!("/zones/{name}/check")).expect(200).json()["warnings"], json!([]), "{name}");
            files::load_everywhere(name, &given::exported(&admin, name));
        }
        assert_eq!(served::refer_as_stored(&admin, &state), 6);
    }
}
