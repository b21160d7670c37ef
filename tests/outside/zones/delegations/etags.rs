//! The entity tag of a delegation: another one whenever what is answered differs, the same otherwise (rule Z4).

use super::{delegate, one, put, server, set, zone};
use crate::given;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Remembers what was answered under each tag.
#[derive(Default)]
struct Seen(BTreeMap<String, Value>);

impl Seen {
    /// Reads, and panics if this tag stood for something else before.
    fn read(&mut self, client: &Client, path: &str) -> String {
        let answer = client.get(path).expect(200);
        let (tag, shown) = (answer.etag(), answer.json());
        assert_eq!(shown["etag"], tag);
        let before = self.0.insert(tag.clone(), shown.clone());
        assert!(before.is_none_or(|before| before == shown), "{tag} was another state: {answer}");
        tag
    }
}

laws! {
    fn z4_a_change_of_its_glue_is_a_change_of_the_delegation(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        zone(&admin, "sub.example.org", &json!([server("ns.sub.example.org", &["192.0.2.1"])])).expect(201);
        delegate(&admin, "example.org", "cut.example.org", &json!(["ns.sub.example.org", "ns.provider.net"])).expect(201);
        let path = one("example.org", "cut.example.org");
        let mut seen = Seen::default();
        let first = seen.read(&admin, &path);
        put(&admin, "sub.example.org", "www.sub.example.org", "A", &["192.0.2.9"]);
        assert_eq!(seen.read(&admin, &path), first, "nothing of it differs");
        let a = set("sub.example.org", "ns.sub.example.org", "A");
        admin.put(&a, &json!({"records": ["192.0.2.2"]})).if_match("*").expect(200);
        let second = seen.read(&admin, &path);
        assert_ne!(second, first);
        admin.patch(&path, &json!({"ttl": 60})).if_match(&first).expect(412);
        admin.patch(&path, &json!({"ttl": 60})).if_match(&second).expect(204);
        seen.read(&admin, &path);
    }

    fn z4_glue_that_goes_altogether_makes_another_tag(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        zone(&admin, "sub.example.org", &json!([server("ns.sub.example.org", &["192.0.2.1"])])).expect(201);
        let path = one("example.org", "sub.example.org");
        let a = set("sub.example.org", "ns.sub.example.org", "A");
        let mut seen = Seen::default();
        seen.read(&admin, &path);
        for _ in 0..2 {
            admin.delete(&format!("{a}?force=true")).expect(204);
            seen.read(&admin, &path);
            put(&admin, "example.org", "www.example.org", "A", &["192.0.2.9"]);
            seen.read(&admin, &path);
            admin.put(&a, &json!({"records": ["192.0.2.1"]})).expect(201);
            seen.read(&admin, &path);
            admin.delete(&set("example.org", "www.example.org", "A")).expect(204);
            seen.read(&admin, &path);
        }
    }

    fn z4_glue_of_one_type_that_goes_makes_another_tag(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        zone(&admin, "sub.example.org", &json!([server("ns.sub.example.org", &["192.0.2.1", "2001:db8::1"])])).expect(201);
        let path = one("example.org", "sub.example.org");
        let mut seen = Seen::default();
        seen.read(&admin, &path);
        admin.delete(&set("sub.example.org", "ns.sub.example.org", "AAAA")).expect(204);
        seen.read(&admin, &path);
    }

    fn z4_other_writers_do_not_matter(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        put(&admin, "example.org", "ns.example.org", "A", &["192.0.2.1"]);
        let path = one("example.org", "cut.example.org");
        delegate(&admin, "example.org", "cut.example.org", &json!(["ns.example.org", server("ns.cut.example.org", &["192.0.2.2"])])).expect(201);
        let etag = admin.get(&path).expect(200).etag();
        put(&admin, "example.org", "www.example.org", "A", &["192.0.2.9"]);
        delegate(&admin, "example.org", "other.example.org", &json!(["ns.cut.example.org"])).expect(201);
        zone(&admin, "zone.example.org", &json!(["ns.provider.net"])).expect(201);
        assert_eq!(admin.get(&path).expect(200).etag(), etag);
        admin.delete(&path).if_match(&etag).expect(409);
    }
}
