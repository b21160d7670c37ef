//! Zones, made and deleted through each face and met through every other.

use super::{WAYS, Way, actions, last_face, newest, published};
use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

both! {
    fn a_zone_made_through_any_face_is_read_and_refused_as_a_duplicate_through_every_other(server: &Server) {
        let admin = server.admin();
        for made in WAYS {
            let name = format!("{made:?}.example.org").to_lowercase();
            made.make(&admin, &name);
            assert_eq!(last_face(&admin, &name), made.face(), "{made:?}");
            for other in WAYS {
                assert!(other.has(&admin, &name), "made through {made:?}, read through {other:?}");
                let again = other.try_make(&admin, &name);
                assert!((400..500).contains(&again.status), "made through {made:?}, again through {other:?}: {again}");
                assert_eq!(last_face(&admin, &name), made.face(), "a refusal is no history");
            }
            let entity = admin.get(&format!("/api/zones/{name}")).expect(200).json();
            assert!(entity["id"].as_str().is_some_and(|id| id.ends_with(&name)), "{entity}");
            let listed = admin.get("/zones").expect(200).json();
            assert!(listed.as_array().unwrap().contains(&json!(name)), "{made:?}: {listed}");
        }
    }

    fn a_zone_deleted_through_any_face_is_gone_from_every_other_and_can_be_made_again(server: &Server) {
        let admin = server.admin();
        for made in WAYS {
            for deleted in WAYS {
                let name = format!("{made:?}-{deleted:?}.org").to_lowercase();
                made.make(&admin, &name);
                deleted.delete(&admin, &name);
                assert_eq!(newest(&admin, &name)["action"], "zone.delete", "{deleted:?}");
                assert_eq!(last_face(&admin, &name), deleted.face(), "{deleted:?}");
                for other in WAYS {
                    assert!(!other.has(&admin, &name), "deleted through {deleted:?}, read through {other:?}");
                }
                assert_eq!(admin.get(&format!("/api/zones/{name}")).send().status, 404);
                deleted.make(&admin, &name);
            }
        }
    }

    fn a_zone_made_by_the_command_line_is_one_on_every_face_and_one_made_there_is_refused_by_it(server: &Server) {
        let admin = server.admin();
        let file = |name: &str| format!("$ORIGIN {name}.\n@ 3600 IN SOA ns1.provider.net. hostmaster.example.org. 1 10800 3600 1814400 3600\n@ 3600 IN NS ns1.provider.net.\n");
        let import = |name: &str| server.command(&["zone", "import", "-", "--owner", "registry"], file(name).as_bytes());
        assert_eq!(import("line.example.org").status, 0);
        assert_eq!(last_face(&admin, "line.example.org"), "cli");
        for other in WAYS {
            assert!(other.has(&admin, "line.example.org"), "{other:?}");
            let again = other.try_make(&admin, "line.example.org");
            assert!((400..500).contains(&again.status), "{other:?}: {again}");
        }
        for made in WAYS {
            let name = format!("{made:?}.example.org").to_lowercase();
            made.make(&admin, &name);
            let again = import(&name);
            assert!(again.status == 1 && again.stderr.contains(&name), "{made:?}: {again:?}");
            let exported = server.command(&["zone", "export", &name], b"");
            assert_eq!(exported.stdout, given::exported(&admin, &name), "{made:?}");
        }
    }

    fn timers_changed_through_any_face_are_those_of_every_other(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let forward = "/api/v1/zones/forward/example.org";
        let soa = || admin.get("/REST/SOARecord/example.org/example.org/?detail=Y").expect(200).json()["data"][0].clone();
        let is = |refresh: u32| {
            let number = json!(refresh);
            assert_eq!(given::read(&admin, "example.org")["refresh"], number);
            assert_eq!(admin.get(forward).expect(200).json()["refresh"], number);
            assert_eq!(soa()["rdata"]["refresh"], number);
            assert!(given::exported(&admin, "example.org").contains(&format!(" {refresh} 3600 1814400 ")), "{refresh}");
        };
        is(10800);
        admin.patch("/zones/example.org", &json!({"refresh": 11000})).if_match("*").expect(204);
        is(11000);
        admin.patch(forward, &json!({"refresh": 12000})).expect(204);
        is(12000);
        let record = format!("/REST/SOARecord/example.org/example.org/{}/", soa()["record_id"]);
        admin.put(&record, &json!({"rdata": {"refresh": 13000}})).expect(200);
        assert_eq!(given::read(&admin, "example.org")["refresh"], 12000, "staged is not published");
        published(&admin, "example.org").expect(200);
        is(13000);
        let file = given::exported(&admin, "example.org").replace(" 13000 ", " 14000 ");
        admin.request("POST", "/zones/import?replace=true").body("text/dns", file).if_match("*").expect(200);
        is(14000);
        let faces: Vec<Value> = admin.get("/zones/example.org/history").expect(200).json().as_array().unwrap().iter().map(|entry| entry["face"].clone()).collect();
        assert_eq!(faces, ["zones", "dynect", "mreg", "zones", "zones"]);
    }

    fn a_zones_history_is_one_whatever_it_is_asked_as(server: &Server) {
        let admin = server.admin();
        for made in WAYS {
            let name = format!("{made:?}.example.org").to_lowercase();
            made.make(&admin, &name);
            admin.put(&format!("/zones/{name}/recordsets/www.{name}/A"), &json!({"records": ["192.0.2.1"]})).expect(201);
            let own = admin.get(&format!("/zones/{name}/history")).expect(200).json();
            for subject in [format!("zone/{name}"), format!("entity/zones/{}", name.to_uppercase())] {
                assert_eq!(admin.get(&format!("/history?subject={subject}")).expect(200).json(), own, "{made:?}");
            }
            let events = admin.get(&format!("/api/zones/{name}/history")).expect(200).json()["events"].clone();
            let ids = |list: &Value| -> Vec<Value> { list.as_array().unwrap().iter().map(|entry| entry["id"].clone()).collect() };
            assert_eq!((ids(&events), actions(&events)), (ids(&own), actions(&own)), "{made:?}");
            assert_eq!(events[0]["changes"], json!([{"name": format!("www.{name}"), "type": "A", "from": null, "to": {"ttl": null, "records": ["192.0.2.1"]}}]));
            let first = events.as_array().unwrap().last().unwrap();
            assert!(first["changes"].to_string().contains("\"claim\":\"refresh\""), "{made:?}: {first}");
            let page = admin.get(&format!("/api/zones/{name}/history?limit=1")).expect(200).json();
            let next = page["next"].as_str().expect("a next page");
            let rest = admin.get(&format!("/api/zones/{name}/history?limit=1&marker={next}")).expect(200).json();
            assert_eq!(rest["events"][0]["id"], own[1]["id"], "{made:?}");
        }
        let stranger = server.user("other1", "zeta", &["hostmaster"]);
        for path in ["/api/zones/zones.example.org/history", "/history?subject=entity/zones/zones.example.org"] {
            assert_eq!(stranger.get(path).send().status, 404, "{path}");
        }
    }

    fn one_token_opens_every_face_in_each_of_their_headers_and_is_closed_for_all(server: &Server) {
        let session = server.nobody().post("/sessions", &json!({"login": "admin", "password": domesday_tests::server::PASSWORD}));
        let token = session.expect(201).json()["token"].as_str().unwrap().to_owned();
        let bearers = [
            ("Authorization", format!("Bearer {token}")),
            ("Authorization", format!("Token {token}")),
            ("Auth-Token", token.clone()),
            ("Api-ClientToken", token.clone()),
            ("X-Auth-Token", token.clone()),
        ];
        let paths = ["/zones", "/api/v1/zones/forward/", "/tlds", "/v2/tlds", "/domains", "/meta/kinds", "/REST/Zone/", "/sessions/current"];
        let callers = bearers.map(|(header, value)| server.nobody().with_header(header, &value));
        for caller in &callers {
            for path in paths {
                assert_eq!(caller.get(path).send().status, 200, "{path}");
            }
        }
        callers[3].delete("/sessions/current").expect(204);
        for caller in &callers {
            for path in paths {
                let refused = caller.get(path).send();
                let due = if path.starts_with("/REST/") { 400 } else { 401 };
                assert!(refused.status == due || refused.status == 401 || refused.status == 404, "{path}: {refused}");
                assert!(!refused.is_success(), "{path}: {refused}");
            }
        }
    }

    fn who_may_not_read_a_zone_through_one_face_may_not_through_another(server: &Server) {
        let admin = server.admin();
        let (mine, other) = (server.user("mine1", "acme", &["hostmaster"]), server.user("other1", "zeta", &["hostmaster"]));
        for made in [Way::Zones, Way::Mreg, Way::Dynect, Way::File] {
            let name = format!("{made:?}.acme.org").to_lowercase();
            made.make(&mine, &name);
            for way in WAYS {
                assert!(way.has(&mine, &name) && way.has(&admin, &name), "{way:?}");
                assert!(!way.has(&other, &name), "made through {made:?}, another account reads it through {way:?}");
            }
            assert_eq!(other.get(&format!("/api/zones/{name}")).send().status, 404);
            assert_eq!(other.get(&format!("/zones/{name}/history")).send().status, 404);
        }
    }
}
