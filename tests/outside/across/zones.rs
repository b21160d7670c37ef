//! Zones, made and deleted through each face and met through every other.

use super::{WAYS, Way, last_face, newest};
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

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
