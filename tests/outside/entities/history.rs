//! What was done to an entity, and what has become of its attestations (`docs/spec/attestations.md` Q9).

use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{
    World, attest, attested_by, claims, done, is_instant, make, members, path, read, refused, text, told, vouch,
};

/// The events of a page.
fn events(page: &Value) -> Vec<Value> {
    page["events"].as_array().unwrap_or_else(|| panic!("no events: {page}")).clone()
}

both! {
    fn q9_every_change_is_told_newest_first(server: &Server) {
        let world = World::of(server);
        let (student, teacher) = (world.student("ann"), world.teacher("tea"));
        let attestation = attested_by(attest(&world.zeta, &format!("{student}/school"), &teacher, &json!("Hill")));
        let changed = world.acme.patch(&student, &claims(&[("school", json!("Dale")), ("marks", json!([1]))])).header("X-Request-ID", "my-request-7").expect(200);
        let registry = vouch(&world.admin, &world.url, &student, "name");
        done(world.admin.post(&format!("{}/revoke", path(&registry)), &json!({"reason": "error"})), 200);
        done(world.acme.patch(&student, &claims(&[("marks", json!(null))])), 200);
        done(world.admin.patch(&student, &json!({"owner": "zeta"})), 200);
        done(world.admin.patch(&student, &json!({"owner": "acme"})), 200);
        let told_ = events(&read(&world.acme, &format!("{student}/history")));
        let actions: Vec<String> = told_.iter().map(|event| text(&event["action"])).collect();
        assert_eq!(actions[..5], ["entity.owner", "entity.owner", "entity.update", "claim.revoke", "claim.attest"]);
        let mut middle = actions[5..7].to_vec();
        middle.sort();
        assert_eq!((middle, &actions[7..]), (vec!["claim.supersede".to_owned(), "entity.update".to_owned()], &["claim.attest".to_owned(), "entity.create".to_owned()][..]));
        for event in &told_ {
            for member in ["id", "at", "entity", "account", "user", "face", "request_id", "action", "changes", "revision"] {
                assert!(event.get(member).is_some(), "{member}: {event}");
            }
            assert_eq!(event["entity"], format!("{}{student}", world.url));
            assert!(is_instant(&event["at"]), "{event}");
            assert_eq!(event.get("attestation").is_some(), text(&event["action"]).starts_with("claim."), "{event}");
        }
        let one = |action: &str| told_.iter().rev().find(|event| event["action"] == action).unwrap().clone();
        let create = one("entity.create");
        assert_eq!((&create["account"], &create["user"], &create["revision"]), (&json!("acme"), &json!("acme"), &json!(1)));
        assert_eq!(create["changes"], json!([{"claim": "name", "from": null, "to": "Ann"}, {"claim": "school", "from": null, "to": "Hill"}]));
        let attest = one("claim.attest");
        assert_eq!((&attest["account"], &attest["attestation"]), (&json!("zeta"), &json!(attestation)));
        assert_eq!(one("claim.supersede")["attestation"], json!(attestation));
        assert_eq!(told_[3]["attestation"], json!(registry));
        let update = one("entity.update");
        assert_eq!((&update["request_id"], &update["revision"]), (&json!("my-request-7"), &changed.json()["metadata"]["revision"]));
        let changes = update["changes"].as_array().unwrap();
        for expected in [json!({"claim": "school", "from": "Hill", "to": "Dale"}), json!({"claim": "marks", "from": null, "to": [1]})] {
            assert!(changes.contains(&expected), "{update}");
        }
        let revisions: Vec<u64> = told_.iter().map(|event| event["revision"].as_u64().unwrap()).collect();
        assert!(revisions.is_sorted_by(|newer, older| newer >= older), "{revisions:?}");
        refused(world.zeta.get(&format!("{student}/history")), 404, "not_found");
        assert_eq!(events(&read(&world.admin, &format!("{student}/history"))), told_);
    }

    fn q9_a_history_is_read_by_pages_and_between_instants(server: &Server) {
        let world = World::of(server);
        let at = make(&world.acme, "student", "ann", &[("name", json!("0"))]);
        for index in 1..7 {
            done(world.acme.patch(&at, &claims(&[("name", json!(index.to_string()))])), 200);
        }
        let all = events(&read(&world.acme, &format!("{at}/history")));
        assert_eq!(all.len(), 7);
        let (mut seen, mut url) = (Vec::new(), format!("{at}/history?limit=3"));
        for expected in [3, 3, 1] {
            let answer = world.acme.get(&url).expect(200);
            let page = told(&answer);
            assert_eq!(events(&page).len(), expected);
            seen.extend(events(&page));
            assert_eq!(answer.header("link").is_some(), page.get("next").is_some(), "{answer}");
            url = format!("{at}/history?limit=3&marker={}", page["next"].as_str().unwrap_or_default());
        }
        assert_eq!((seen, url.ends_with("marker=")), (all.clone(), true), "the last has no next");
        let start = text(&all[6]["at"]);
        for (query, count) in [
            ("since=2020-01-01T00:00:00Z".to_owned(), 7), ("until=2020-01-01T00:00:00Z".to_owned(), 0), ("since=2100-01-01T00:00:00%2B1200".to_owned(), 0),
            ("since=2020-01-01T00:00:00%2B12:00&until=2100-01-01T00:00:00Z".to_owned(), 7), (format!("since={start}"), 7),
        ] {
            assert_eq!(events(&read(&world.acme, &format!("{at}/history?{query}"))).len(), count, "{query}");
        }
        for (query, field) in [("since=yesterday", "since"), ("until=2026-01-02", "until"), ("who=x", "who"), ("limit=0", "limit"), ("marker=x", "marker")] {
            let answer = world.acme.get(&format!("{at}/history?{query}")).expect(400);
            told(&answer);
            assert!(answer.errors().iter().any(|(place, _)| place == field), "{answer}");
        }
    }

    fn q9_attestations_are_listed_by_what_became_of_them(server: &Server) {
        let world = World::of(server);
        let (student, teacher) = (world.student("ann"), world.teacher("tea"));
        let claim = format!("{student}/school");
        let renewed = attested_by(attest(&world.zeta, &claim, &teacher, &json!("Hill")));
        let valid = attested_by(attest(&world.zeta, &claim, &teacher, &json!("Hill")));
        let revoked = vouch(&world.admin, &world.url, &student, "school");
        done(world.admin.post(&format!("{}/revoke", path(&revoked)), &json!({"reason": "fraud"})), 200);
        let name = vouch(&world.admin, &world.url, &student, "name");
        let listed = |query: &str| -> Vec<String> {
            let page = read(&world.acme, &format!("{student}/attestations?{query}"));
            page["attestations"].as_array().unwrap().iter().map(|one| text(&one["id"])).collect()
        };
        for (query, expected) in [
            ("", vec![&name, &revoked, &valid, &renewed]), ("status=all", vec![&name, &revoked, &valid, &renewed]), ("status=valid", vec![&name, &valid]),
            ("status=superseded", vec![&renewed]), ("status=revoked", vec![&revoked]), ("status=expired", vec![]), ("claim=school", vec![&revoked, &valid, &renewed]),
            ("claim=school&status=valid", vec![&valid]), ("claim=phone", vec![]), ("limit=2", vec![&name, &revoked]),
        ] {
            assert_eq!(listed(query).iter().collect::<Vec<_>>(), expected, "{query}");
        }
        let page = read(&world.acme, &format!("{student}/attestations"));
        for (index, status, reason) in [(0, "valid", None), (1, "revoked", Some("fraud")), (2, "valid", None), (3, "superseded", Some("renewed"))] {
            let one = &page["attestations"][index];
            assert_eq!((one["status"].as_str(), one["reason"].as_str()), (Some(status), reason), "{one}");
            assert!(is_instant(&one["since"]) && one["attestation"]["id"] == one["id"], "{one}");
            assert_eq!(members(&one["attestation"]["signature"]), ["keyId", "type", "value"]);
        }
        assert_eq!(page["attestations"][3]["supersededBy"], json!(valid));
        let first = read(&world.acme, &format!("{student}/attestations?limit=3"));
        let rest = read(&world.acme, &format!("{student}/attestations?limit=3&marker={}", text(&first["next"])));
        assert_eq!((rest["attestations"].as_array().unwrap().len(), rest.get("next")), (1, None));
        for query in ["status=good", "status=", "claim=1x", "who=x", "limit=x", "marker=x"] {
            told(&world.acme.get(&format!("{student}/attestations?{query}")).expect(400));
        }
    }
}
