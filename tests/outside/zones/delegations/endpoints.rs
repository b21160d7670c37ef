//! `/zones/{name}/delegations` and `…/{child}`: made, read, listed, replaced, changed, deleted (§2).

use super::{all, cuts, delegate, glued, holds, one, pairs, published, put, server, zone};
use crate::given;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

const SUB: &str = "/zones/example.org/delegations/sub.example.org";

fn change(client: &Client, body: &Value) -> domesday_tests::client::Answer {
    client.patch(SUB, body).if_match(&client.get(SUB).expect(200).etag()).send()
}

laws! {
    fn a_delegation_is_made_and_read(server_: &Server) {
        let admin = server_.admin();
        let first = given::created(&admin, "example.org").json();
        let ns = json!(["ns.example.net", server("ns1.sub.example.org", &["2001:db8::1", "192.0.2.1", "192.0.2.1"])]);
        let body = json!({"name": "Sub.Example.ORG.", "ns": ns, "ttl": 600, "comment": "for the subs — all"});
        let made = admin.post(&all("example.org"), &body).expect(201);
        assert_eq!(made.header("location"), Some(SUB));
        let serial = first["serial"].as_u64().unwrap() + 1;
        assert_eq!(made.header("domesday-serial"), Some(serial.to_string().as_str()));
        let read = admin.get(SUB).expect(200);
        assert_eq!(read.etag(), made.etag());
        assert_eq!(made.etag(), format!("\"{}.2\"", first["id"]), "zone and revision of its last change (rule Z4)");
        let mut shown = read.json();
        assert_eq!(made.json(), shown);
        let members = shown.as_object_mut().unwrap();
        assert!(["created", "updated"].iter().all(|member| members.remove(*member).unwrap().as_str().unwrap().ends_with('Z')));
        assert_eq!(shown, json!({
            "name": "sub.example.org", "ns": [glued("ns.example.net", &[]), glued("ns1.sub.example.org", &["192.0.2.1", "2001:db8::1"])],
            "ttl": 600, "comment": "for the subs — all", "origin": "explicit", "etag": made.etag(),
        }));
        assert_eq!(admin.head(SUB).expect(200).etag(), made.etag());
        admin.get(SUB).header("If-None-Match", &made.etag()).expect(304);
        let order = ["name", "ns", "name", "name", "ttl", "comment", "origin", "created", "updated", "etag"];
        let text = read.text();
        let members: Vec<&str> = text.split('"').filter(|word| order.contains(word)).collect();
        assert_eq!(members, order);
        holds(&admin, "example.org", "sub.example.org", "NS", &["ns.example.net.", "ns1.sub.example.org."], "delegation");
        assert!(!given::exported(&admin, "example.org").contains("for the subs"), "a comment is never published");
    }

    fn n1_n5_a_child_is_found_in_any_spelling(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let made = delegate(&admin, "example.org", "BLÅ.example.org", &json!(["ns.example.net"])).expect(201);
        assert_eq!((&made.json()["name"], &made.json()["unicode"]), (&json!("xn--bl-zia.example.org"), &json!("blå.example.org")));
        assert_eq!(made.header("location"), Some("/zones/example.org/delegations/xn--bl-zia.example.org"));
        for spelling in ["xn--bl-zia.example.org", "XN--BL-ZIA.example.org.", "bl%C3%A5.example.org", "bl%C3%A5.EXAMPLE.org./"] {
            assert_eq!(admin.get(&one("Example.org.", spelling)).expect(200).etag(), made.etag(), "{spelling}");
        }
        for none in ["a..b", "none.example.org", "example.org", "@", "%00", "www.example.net"] {
            assert_eq!(admin.get(&one("example.org", none)).expect(404).code(), "not_found");
        }
        admin.get(&one("example.org", &"a".repeat(64))).expect(404);
    }

    fn n5_a_slash_in_a_child_is_escaped(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "2.0.192.in-addr.arpa");
        let made = delegate(&admin, "2.0.192.in-addr.arpa", "0/25.2.0.192.in-addr.arpa", &json!(["ns.example.net"])).expect(201);
        let path = "/zones/2.0.192.in-addr.arpa/delegations/0%2F25.2.0.192.in-addr.arpa";
        assert_eq!(made.header("location"), Some(path));
        assert_eq!(admin.get(path).expect(200).etag(), made.etag());
        assert_eq!(admin.get(&path.replace("%2F", "/")).expect(200).etag(), made.etag());
        admin.patch(path, &json!({"comment": "x"})).if_match(&made.etag()).expect(204);
        admin.delete(path).expect(204);
    }

    fn n6_a_child_may_hold_other_octets_escaped(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let made = delegate(&admin, "example.org", r"a\ b\.c.example.org", &json!(["ns.example.net"])).expect(201);
        assert_eq!(made.json()["name"], r"a\032b\.c.example.org");
        let location = made.header("location").unwrap().to_owned();
        assert_eq!(location, "/zones/example.org/delegations/a%5C032b%5C.c.example.org");
        assert_eq!(admin.get(&location).expect(200).etag(), made.etag());
        assert!(published(&admin, "example.org").contains(&r"a\032b\.c.example.org. IN NS ns.example.net.".to_owned()));
        given::error(&delegate(&admin, "example.org", "a b.example.org", &json!(["ns.example.net"])), "name", "bad_name");
    }

    fn a_list_is_by_name_and_read_in_pages(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        assert_eq!(admin.get(&all("example.org")).expect(200).json(), json!([]));
        for child in ["c", "a.b", "b", "x.a"] {
            if child != "a.b" {
                delegate(&admin, "example.org", &format!("{child}.example.org"), &json!(["ns.example.net"])).expect(201);
            }
        }
        zone(&admin, "d.example.org", &json!([server("ns.d.example.org", &["192.0.2.4"])])).expect(201);
        let expected = [("x.a.example.org", "explicit"), ("b.example.org", "explicit"), ("c.example.org", "explicit"), ("d.example.org", "zone")];
        assert_eq!(cuts(&admin, "example.org"), pairs(&expected));
        let whole = admin.get(&all("example.org")).expect(200).json();
        assert_eq!(whole[3]["ns"], json!([glued("ns.d.example.org", &["192.0.2.4"])]));
        let mut read = Vec::new();
        let mut path = format!("{}?limit=2", all("example.org"));
        let mut pages = 0;
        loop {
            let answer = admin.get(&path).expect(200);
            read.extend(answer.json().as_array().unwrap().clone());
            pages += 1;
            let Some(link) = answer.header("link") else { break };
            assert!(link.ends_with("; rel=\"next\""));
            path = link.split('>').next().unwrap().trim_start_matches('<').to_owned();
        }
        assert_eq!((json!(read), pages), (whole.clone(), 2));
        let gone = admin.get(&format!("{}?marker=bb.example.org&limit=1", all("example.org"))).expect(200).json();
        assert_eq!(gone, json!([whole[2]]), "a marker may be gone");
        for (query, count) in [("origin=explicit", 3), ("origin=zone", 1), ("origin=registrar", 0), ("origin=zone&origin=explicit", 4)] {
            let list = admin.get(&format!("{}?{query}", all("example.org"))).expect(200).json();
            assert_eq!(list.as_array().unwrap().len(), count, "{query}");
        }
        for query in ["origin=user", "origin=", "limit=0", "limit=10001", "limit=x", "marker=a..b", "colour=red", "limit=1&limit=2"] {
            admin.get(&format!("{}?{query}", all("example.org"))).expect(400);
        }
        admin.get(&all("none.org")).expect(404);
    }

    fn put_says_all_and_patch_what_changes(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let body = json!({"name": "sub.example.org", "ns": ["ns.example.net"], "ttl": 600, "comment": "old"});
        let made = admin.post(&all("example.org"), &body).expect(201);
        let patched = change(&admin, &json!({"comment": "new"})).expect(204);
        let read = admin.get(SUB).expect(200);
        assert_eq!(patched.etag(), read.etag());
        assert_ne!(patched.etag(), made.etag());
        assert_eq!((&read.json()["comment"], &read.json()["ttl"]), (&json!("new"), &json!(600)));
        admin.put(SUB, &json!({"ns": ["ns2.example.net"], "name": "SUB.example.org."})).if_match(&read.etag()).expect(204);
        let read = admin.get(SUB).expect(200).json();
        assert_eq!((&read["ns"], &read["ttl"], &read["comment"]), (&json!([glued("ns2.example.net", &[])]), &json!(null), &json!(null)));
        change(&admin, &json!({"ttl": 60})).expect(204);
        change(&admin, &json!({"ttl": null})).expect(204);
        assert_eq!(admin.get(SUB).expect(200).json()["ttl"], json!(null));
        given::error(&admin.put(SUB, &json!({"ttl": 5})).if_match("*").send(), "ns", "missing");
        let merge = admin.request("PATCH", SUB).body("application/merge-patch+json", "{\"ttl\": 61}");
        merge.if_match("*").expect(204);
        let wish = admin.patch(SUB, &json!({"ttl": 62})).if_match("*").header("Prefer", "return=representation").expect(200);
        assert_eq!(wish.json(), admin.get(SUB).expect(200).json());
        assert_eq!(wish.header("preference-applied"), Some("return=representation"));
        admin.put(&one("example.org", "none.example.org"), &json!({"ns": ["ns.example.net"]})).if_match("*").expect(404);
    }

    fn z3_a_change_needs_to_say_what_it_changes(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let etag = delegate(&admin, "example.org", "sub.example.org", &json!(["ns.example.net"])).expect(201).etag();
        for (method, body) in [("PUT", json!({"ns": ["x.example.net"]})), ("PATCH", json!({"ttl": 1}))] {
            let call = || admin.request(method, SUB).json(&body);
            assert_eq!(call().expect(428).code(), "precondition_required");
            for tag in ["\"0.0\"".to_owned(), format!("W/{etag}")] {
                let stale = call().if_match(&tag).expect(412);
                assert_eq!((stale.code(), stale.etag()), ("stale".to_owned(), etag.clone()));
            }
        }
        admin.delete(SUB).if_match("\"0.0\"").expect(412);
        // Writers of different things never refuse one another (rule Z4).
        put(&admin, "example.org", "www.example.org", "A", &["192.0.2.1"]);
        delegate(&admin, "example.org", "other.example.org", &json!(["ns.example.net"])).expect(201);
        assert_eq!(admin.get(SUB).expect(200).etag(), etag);
        admin.patch(SUB, &json!({"ttl": 1})).if_match(&etag).expect(204);
        admin.patch(SUB, &json!({"ttl": 2})).if_match(&etag).expect(412);
    }

    fn z5_what_is_stored_already_is_no_change(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let ns = json!([server("ns1.sub.example.org", &["192.0.2.1"]), "ns.example.net"]);
        let etag = delegate(&admin, "example.org", "sub.example.org", &ns).expect(201).etag();
        let before = (given::read(&admin, "example.org"), admin.get(SUB).expect(200).json());
        let same = [
            json!({}), before.1.clone(), json!({"ns": ["NS.example.net.", "ns1.sub.example.org"]}), json!({"ns": ns}),
            json!({"name": "sub.EXAMPLE.org", "origin": "explicit", "ttl": null, "comment": null}),
        ];
        for body in same {
            assert_eq!(admin.patch(SUB, &body).if_match(&etag).expect(204).etag(), etag, "{body}");
        }
        assert_eq!(admin.put(SUB, &before.1).if_match(&etag).expect(204).etag(), etag, "what was read may be put back");
        assert_eq!((given::read(&admin, "example.org"), admin.get(SUB).expect(200).json()), before);
        assert_eq!(admin.get("/zones/example.org/history").expect(200).json().as_array().unwrap().len(), 2);
    }

    fn z5_what_cannot_change_is_refused_by_name(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        delegate(&admin, "example.org", "sub.example.org", &json!(["ns.example.net"])).expect(201);
        given::error(&change(&admin, &json!({"name": "other.example.org"})), "name", "name_immutable");
        for (member, value) in [
            ("origin", json!("zone")), ("created", json!("2020-01-01T00:00:00Z")), ("updated", json!(null)), ("etag", json!("\"1.1\"")),
            ("unicode", json!("x")),
        ] {
            given::error(&change(&admin, &json!({ member: value })), member, "read_only");
        }
        let glue = json!({"ns": [{"name": "ns.example.net", "glue": ["192.0.2.1"]}]});
        given::error(&change(&admin, &glue), "ns[0].glue", "read_only");
        given::error(&change(&admin, &json!({"ns": null})), "ns", "wrong_type");
    }

    fn z18_dry_runs_keep_nothing(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let before = given::read(&admin, "example.org");
        let body = json!({"name": "sub.example.org", "ns": ["ns.sub.example.org"]});
        let path = format!("{}?dry_run=true", all("example.org"));
        given::conflict(&admin.post(&path, &body).send(), "ns_address_missing", true);
        let dry = admin.post(&format!("{path}&force=true"), &body).expect(200);
        assert_eq!(dry.json()["would"], 201);
        assert_eq!(given::warnings(&dry), ["ns_address_missing"]);
        assert_eq!((given::read(&admin, "example.org"), cuts(&admin, "example.org")), (before, vec![]));
        let etag = delegate(&admin, "example.org", "sub.example.org", &json!(["ns.example.net"])).expect(201).etag();
        let dry = admin.patch(&format!("{SUB}?dry_run=true"), &json!({"ttl": 5})).if_match(&etag).expect(200);
        assert_eq!(dry.json()["would"], 204);
        assert_eq!(admin.delete(&format!("{SUB}?dry_run=true")).expect(200).json()["would"], 204);
        assert_eq!(admin.get(SUB).expect(200).etag(), etag);
    }

    fn a_deleted_delegation_is_gone(server_: &Server) {
        let admin = server_.admin();
        let before = given::created(&admin, "example.org").json();
        let lines = published(&admin, "example.org");
        let etag = delegate(&admin, "example.org", "sub.example.org", &json!([server("ns.sub.example.org", &["192.0.2.1"])])).expect(201).etag();
        let gone = admin.delete(SUB).if_match(&etag).expect(204);
        assert_eq!(gone.header("domesday-serial"), Some((before["serial"].as_u64().unwrap() + 2).to_string().as_str()));
        assert_eq!(gone.header("domesday-warning"), None);
        admin.get(SUB).expect(404);
        admin.delete(SUB).expect(404);
        assert_eq!(published(&admin, "example.org"), lines);
        let again = delegate(&admin, "example.org", "sub.example.org", &json!(["ns.example.net"])).expect(201);
        assert_ne!(again.etag(), etag);
    }
}
