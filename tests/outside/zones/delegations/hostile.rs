//! Bad delegations, strangers and races (§11): each is refused by name, and nothing is kept.

use super::{all, cuts, delegate, one, pairs};
use crate::given;
use domesday_tests::server::Server;
use serde_json::{Value, json};

const SUB: &str = "/zones/example.org/delegations/sub.example.org";

laws! {
    fn z6_every_wrong_member_is_named(server_: &Server) {
        let admin = server_.admin();
        let before = given::created(&admin, "example.org").etag();
        let post = |body: &Value| admin.post(&all("example.org"), body).send();
        given::fields(&post(&json!({})), &["name", "ns"]);
        let all_wrong = json!({"name": 5, "ns": "ns.example.net", "ttl": "60", "comment": 7, "colour": "red", "force": "yes"});
        given::fields(&post(&all_wrong), &["colour", "comment", "force", "name", "ns", "ttl"]);
        given::fields(&post(&json!({"name": 5, "ns": "ns.example.net", "ttl": "60", "comment": 7, "colour": "red"})), &["colour", "comment", "name", "ns", "ttl"]);
        given::fields(&post(&json!({"name": null, "ns": null})), &["name", "ns"]);
        let base = json!({"name": "sub.example.org", "ns": ["ns.provider.net"]});
        let many: Vec<String> = (0..33).map(|number| format!("ns{number}.provider.net")).collect();
        let addresses: Vec<String> = (1..18).map(|number| format!("192.0.2.{number}")).collect();
        for (changes, field, code) in [
            (json!({"name": "sub..example.org"}), "name", "bad_name"), (json!({"name": ["sub.example.org"]}), "name", "wrong_type"),
            (json!({"name": format!("{}.example.org", "a".repeat(64))}), "name", "bad_name"), (json!({"ttl": -1}), "ttl", "out_of_range"),
            (json!({"ttl": 2_147_483_648u64}), "ttl", "out_of_range"), (json!({"ttl": 1.5}), "ttl", "wrong_type"), (json!({"ttl": true}), "ttl", "wrong_type"),
            (json!({"comment": "x".repeat(201)}), "comment", "out_of_range"), (json!({"comment": "x".repeat(100_000)}), "comment", "out_of_range"),
            (json!({"comment": "a\nb IN A 192.0.2.1"}), "comment", "bad_value"), (json!({"comment": "\u{0}"}), "comment", "bad_value"),
            (json!({"comment": "\u{7f}"}), "comment", "bad_value"), (json!({"comment": "\u{9b}"}), "comment", "bad_value"), (json!({"ns": []}), "ns", "out_of_range"),
            (json!({"ns": many}), "ns", "out_of_range"), (json!({"ns": [5]}), "ns[0]", "wrong_type"), (json!({"ns": [null]}), "ns[0]", "wrong_type"),
            (json!({"ns": ["ns.provider.net", "NS.provider.NET."]}), "ns[1]", "duplicate"), (json!({"ns": ["ns"]}), "ns[0]", "bad_host_name"),
            (json!({"ns": ["192.0.2.1"]}), "ns[0]", "bad_host_name"), (json!({"ns": ["*.provider.net"]}), "ns[0]", "bad_host_name"),
            (json!({"ns": ["a_b.provider.net"]}), "ns[0]", "bad_host_name"), (json!({"ns": [r"a\032b.provider.net"]}), "ns[0]", "bad_host_name"),
            (json!({"ns": [{"name": "ns.sub.example.org", "addresses": addresses}]}), "ns[0].addresses", "out_of_range"),
            (json!({"ns": [{"name": "ns.sub.example.org", "addresses": []}]}), "ns[0].addresses", "bad_address"),
            (json!({"ns": [{"name": "ns.sub.example.org", "addresses": null}]}), "ns[0].addresses", "wrong_type"),
            (json!({"ns": [{"name": "ns.sub.example.org", "glue": ["192.0.2.1"]}]}), "ns[0].glue", "unknown_member"),
            (json!({"ns": [{"addresses": ["192.0.2.1"]}]}), "ns[0].name", "missing"), (json!({"origin": "explicit"}), "origin", "unknown_member"),
        ] {
            given::error(&post(&given::with_null(base.clone(), &changes)), field, code);
        }
        for bad in [
            "0.0.0.0", "127.0.0.1", "127.1.2.3", "169.254.1.1", "224.0.0.1", "239.1.2.3", "::", "::1", "fe80::1", "ff02::1", "::ffff:127.0.0.1",
            "192.0.2", "192.0.2.01", "x", "",
        ] {
            let ns = json!([{"name": "ns.sub.example.org", "addresses": ["192.0.2.1", bad]}]);
            given::error(&delegate(&admin, "example.org", "sub.example.org", &ns), "ns[0].addresses[1]", "bad_address");
        }
        assert_eq!(admin.get("/zones/example.org").expect(200).etag(), before);
    }

    fn z8_limits_themselves_are_allowed(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let many: Vec<String> = (0..31).map(|number| format!("ns{number}.provider.net")).collect();
        let mut ns: Vec<Value> = many.into_iter().map(Value::from).collect();
        let addresses: Vec<String> = (1..17).map(|number| format!("192.0.2.{number}")).collect();
        ns.push(json!({"name": "ns.sub.example.org", "addresses": addresses}));
        let body = json!({"name": "sub.example.org", "ns": ns, "ttl": 2_147_483_647, "comment": "ü".repeat(200)});
        let made = admin.post(&all("example.org"), &body).expect(201).json();
        assert_eq!(made["ns"].as_array().unwrap().len(), 32);
        assert_eq!(made["comment"].as_str().unwrap().chars().count(), 200);
        let zeros = json!({"name": "zero.example.org", "ns": ["ns.provider.net"], "ttl": 0, "comment": ""});
        assert_eq!(admin.post(&all("example.org"), &zeros).expect(201).json()["ttl"], 0);
    }

    fn z1_what_is_no_request_at_all(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let etag = delegate(&admin, "example.org", "sub.example.org", &json!(["ns.provider.net"])).expect(201).etag();
        for (method, path) in [("POST", all("example.org")), ("PUT", SUB.to_owned()), ("PATCH", SUB.to_owned())] {
            let call = || admin.request(method, &path).if_match(&etag);
            for text in ["{", "", "nonsense", "[]", "\"x\"", "{\"ns\": [], \"ns\": []}"] {
                assert_eq!(call().body("application/json", text).expect(400).code(), "malformed", "{method} {text}");
            }
            for kind in ["text/plain", "application/x-www-form-urlencoded", "application/xml"] {
                call().body(kind, "{}").expect(415);
            }
            call().json(&json!({})).header("Accept", "text/html").expect(406);
            call().body("application/json", vec![b' '; 2 << 20]).expect(413);
        }
        admin.request("PUT", SUB).body("application/merge-patch+json", "{}").if_match(&etag).expect(415);
        for (method, path, allow) in [("PUT", all("example.org"), "GET, HEAD, POST"), ("POST", SUB.to_owned(), "GET, HEAD, PUT, PATCH, DELETE")] {
            assert_eq!(admin.request(method, &path).json(&json!({})).expect(405).header("allow"), Some(allow));
        }
        for query in ["?colour=red", "?force=maybe", "?dry_run=2", "?limit=5"] {
            admin.delete(&format!("{SUB}{query}")).expect(400);
            admin.patch(&format!("{SUB}{query}"), &json!({"ttl": 1})).if_match(&etag).expect(400);
            admin.post(&format!("{}{query}", all("example.org")), &json!({"name": "x.example.org", "ns": ["ns.provider.net"]})).expect(400);
        }
        admin.patch(&format!("{SUB}?force=true"), &json!({"force": false})).if_match(&etag).expect(400);
        admin.get(&format!("{SUB}?colour=red")).expect(400);
        assert_eq!(admin.get(SUB).expect(200).etag(), etag);
    }

    fn z1_what_comes_first_answers(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        delegate(&admin, "example.org", "sub.example.org", &json!(["ns.provider.net"])).expect(201);
        admin.patch(SUB, &json!({"ttl": "x"})).expect(428);
        admin.patch(SUB, &json!({"ttl": "x"})).if_match("\"0.0\"").expect(412);
        admin.request("PATCH", SUB).body("application/json", "{").expect(400);
        admin.request("PATCH", &one("example.org", "none.example.org")).body("application/json", "{").expect(404);
        admin.request("PATCH", &one("none.org", "sub.none.org")).body("text/plain", "").expect(404);
        admin.request("POST", &all("none.org")).body("text/plain", "").expect(404);
    }

    fn z2_others_see_and_change_nothing(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let etag = delegate(&admin, "example.org", "sub.example.org", &json!(["ns.provider.net"])).expect(201).etag();
        let reader = server_.user("reader1", "registry", &["reader"]);
        let stranger = server_.user("jane", "acme", &["hostmaster"]);
        assert_eq!(reader.get(SUB).expect(200).etag(), etag);
        reader.get(&all("example.org")).expect(200);
        let body = json!({"name": "x.example.org", "ns": ["ns.provider.net"]});
        for (client, status) in [(&reader, 403), (&stranger, 404), (&server_.nobody(), 401)] {
            client.post(&all("example.org"), &body).expect(status);
            client.put(SUB, &json!({"ns": ["ns2.provider.net"]})).if_match(&etag).expect(status);
            client.patch(SUB, &json!({"ttl": 5})).if_match(&etag).expect(status);
            client.delete(SUB).expect(status);
        }
        for path in [all("example.org"), SUB.to_owned()] {
            stranger.get(&path).expect(404);
            server_.nobody().get(&path).expect(401);
        }
        assert_eq!(cuts(&admin, "example.org"), pairs(&[("sub.example.org", "explicit")]));
    }

    fn a_delegation_is_not_reached_through_another_zone(server_: &Server) {
        let admin = server_.admin();
        for name in ["example.org", "example.net", "b.example.org"] {
            given::created(&admin, name);
        }
        delegate(&admin, "b.example.org", "sub.b.example.org", &json!(["ns.provider.net"])).expect(201);
        for zone in ["example.org", "example.net"] {
            let path = one(zone, "sub.b.example.org");
            admin.get(&path).expect(404);
            admin.delete(&path).expect(404);
            admin.patch(&path, &json!({"ttl": 5})).if_match("*").expect(404);
        }
    }

    fn c1_of_equal_posts_at_once_one_succeeds(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let mut statuses: Vec<u16> = std::thread::scope(|scope| {
            let post = || delegate(&admin, "example.org", "sub.example.org", &json!([{"name": "ns.sub.example.org", "addresses": ["192.0.2.1"]}])).status;
            let workers: Vec<_> = (0..8).map(|_| scope.spawn(post)).collect();
            workers.into_iter().map(|worker| worker.join().unwrap()).collect()
        });
        statuses.sort_unstable();
        assert_eq!(statuses[0], 201);
        assert_eq!(statuses[1..], [409; 7]);
        assert_eq!(given::read(&admin, "example.org")["revision"], 2);
    }

    fn c1_of_changes_under_one_etag_one_succeeds(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let etag = delegate(&admin, "example.org", "sub.example.org", &json!(["ns.provider.net"])).expect(201).etag();
        let mut statuses: Vec<u16> = std::thread::scope(|scope| {
            let change = |ttl: u32| admin.patch(SUB, &json!({"ttl": ttl})).if_match(&etag).send().status;
            let workers: Vec<_> = (0..8).map(|ttl| scope.spawn(move || change(ttl))).collect();
            workers.into_iter().map(|worker| worker.join().unwrap()).collect()
        });
        statuses.sort_unstable();
        assert_eq!((statuses[0], &statuses[1..]), (204, &[412; 7][..]));
    }

    fn c1_a_zone_and_a_delegation_of_one_name_at_once(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        std::thread::scope(|scope| {
            scope.spawn(|| drop(delegate(&admin, "example.org", "sub.example.org", &json!(["ns9.provider.net"]))));
            scope.spawn(|| drop(admin.post("/zones", &given::zone("sub.example.org")).send()));
        });
        let there = cuts(&admin, "example.org");
        assert!([pairs(&[("sub.example.org", "zone")]), pairs(&[("sub.example.org", "explicit")])].contains(&there), "{there:?}");
        let served = admin.get("/zones/sub.example.org").send().status;
        assert_eq!(served == 200, there[0].1 == "zone", "one of the two");
    }
}
