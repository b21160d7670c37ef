//! `PATCH /zones/{name}` (Z3–Z5, Z9, Z11).

use crate::given;
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

const PATH: &str = "/zones/example.org";

fn etag(client: &Client) -> String {
    client.get(PATH).expect(200).etag()
}

/// Changes the zone as it is now.
fn change(client: &Client, body: &Value) -> Answer {
    client.patch(PATH, body).if_match(&etag(client)).send()
}

both! {
    fn z5_only_the_named_members_change(server: &Server) {
        let admin = server.admin();
        let before = given::created(&admin, "example.org");
        let answer = admin.patch(PATH, &json!({"retry": 1800})).if_match(&before.etag()).expect(204);
        let read = admin.get(PATH).expect(200);
        assert_eq!(answer.etag(), read.etag());
        assert_ne!(answer.etag(), before.etag());
        let (mut old, mut new) = (before.json(), read.json());
        assert_eq!(new["retry"], 1800);
        assert_eq!(new["revision"], 2);
        assert_eq!(new["serial"].as_u64(), old["serial"].as_u64().map(|serial| serial + 1));
        assert_eq!(answer.header("domesday-serial"), Some(new["serial"].to_string().as_str()));
        for zone in [&mut old, &mut new] {
            let members = zone.as_object_mut().unwrap();
            for member in ["retry", "revision", "serial", "updated", "warnings"] {
                members.remove(member);
            }
        }
        assert_eq!(old, new);
    }

    fn z5_every_writable_member_can_change(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        for (member, value) in [
            ("ns", json!(["ns3.provider.net", "ns2.provider.net"])), ("primary_ns", json!("ns2.provider.net")),
            ("email", json!("dns@example.net")), ("refresh", json!(20_000)), ("retry", json!(7200)), ("expire", json!(2_000_000)),
            ("ttl", json!(600)), ("default_ttl", json!(7200)), ("ns_ttl", json!(86_400)), ("ns_ttl", json!(null)),
            ("serial", json!(4_000_000_000u32)),
        ] {
            change(&admin, &json!({ member: value })).expect(204);
            assert_eq!(admin.get(PATH).expect(200).json()[member], value, "{member}");
        }
    }

    fn z3_a_change_needs_to_say_what_it_changes(server: &Server) {
        let admin = server.admin();
        let etag = given::created(&admin, "example.org").etag();
        let missing = admin.patch(PATH, &json!({"retry": 1800})).expect(428);
        assert_eq!(missing.code(), "precondition_required");
        assert!(missing.json()["detail"].as_str().unwrap().contains("If-Match"), "{missing}");
        for tag in ["\"0.0\"".to_owned(), format!("W/{etag}"), "\"a\", \"b\"".to_owned()] {
            let stale = admin.patch(PATH, &json!({"retry": 1800})).if_match(&tag).expect(412);
            assert_eq!(stale.code(), "stale");
            assert_eq!(stale.etag(), etag, "the current ETag helps");
        }
        assert_eq!(given::read(&admin, "example.org")["retry"], 3600);
    }

    fn z3_a_list_a_star_and_a_bare_tag_match_too(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let forms: [fn(&str) -> String; 3] =
            [|tag| format!("\"0.0\", {tag}"), |_| "*".to_owned(), |tag| tag.trim_matches('"').to_owned()];
        for (number, form) in forms.into_iter().enumerate() {
            let tag = form(&etag(&admin));
            admin.patch(PATH, &json!({"retry": 1000 + number})).if_match(&tag).expect(204);
        }
        admin.patch("/zones/none.org", &json!({"retry": 1000})).if_match("*").expect(404);
    }

    fn z5_a_change_to_what_is_stored_already_is_none(server: &Server) {
        let admin = server.admin();
        let before = given::created(&admin, "example.org");
        let zone = given::read(&admin, "example.org");
        let same = [json!({}), zone.clone(), json!({"name": "EXAMPLE.org."}), json!({"ns": ["NS1.provider.net.", "ns2.provider.net"]})];
        for body in same {
            let answer = admin.patch(PATH, &body).if_match(&before.etag()).expect(204);
            assert_eq!(answer.etag(), before.etag(), "{body}");
        }
        assert_eq!(given::read(&admin, "example.org"), zone);
        assert_eq!(admin.get("/zones/example.org/history").expect(200).json().as_array().unwrap().len(), 1);
    }

    fn z5_what_cannot_change_is_refused_by_name(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        given::error(&change(&admin, &json!({"name": "example.net"})), "name", "name_immutable");
        for (member, value) in [
            ("id", json!(999_999)), ("kind", json!("reverse")), ("network", json!("10.0.0.0/8")), ("revision", json!(7)),
            ("created", json!("2020-01-01T00:00:00Z")), ("updated", json!("2020-01-01T00:00:00Z")), ("registry_zone", json!(true)),
            ("serial_style", json!("epoch")), ("frozen", json!(true)),
        ] {
            given::error(&change(&admin, &json!({ member: value })), member, "read_only");
        }
        given::fields(&change(&admin, &json!({"retry": null, "colour": 1, "ttl": "x"})), &["colour", "retry", "ttl"]);
        given::error(&change(&admin, &json!({"ns": []})), "ns", "out_of_range");
    }

    fn z5_merge_patch_and_a_wish_for_the_whole_are_understood(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let merge = admin.request("PATCH", PATH).body("application/merge-patch+json", "{\"retry\": 900}");
        merge.if_match(&etag(&admin)).expect(204);
        let wish = admin.patch(PATH, &json!({"retry": 901})).if_match(&etag(&admin)).header("Prefer", "return=representation");
        let answer = wish.expect(200);
        assert_eq!(answer.json()["retry"], 901);
        assert_eq!(answer.etag(), etag(&admin));
    }

    fn z9_a_new_primary_moves_to_the_front_or_is_hidden(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        change(&admin, &json!({"primary_ns": "ns2.provider.net"})).expect(204);
        assert_eq!(given::read(&admin, "example.org")["ns"], json!(["ns2.provider.net", "ns1.provider.net"]));
        given::conflict(&change(&admin, &json!({"primary_ns": "hidden.provider.net"})), "primary_not_in_ns", true);
        let body = json!({"primary_ns": "hidden.provider.net", "force": true});
        let answer = change(&admin, &body).expect(204);
        assert!(answer.header("domesday-warning").unwrap().starts_with("primary_not_in_ns"), "{answer}");
    }

    fn z11_timers_are_judged_as_they_would_be_afterwards(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        given::error(&change(&admin, &json!({"refresh": 3600})), "refresh", "soa_relation");
        change(&admin, &json!({"refresh": 3600, "retry": 1800})).expect(204);
        change(&admin, &json!({"retry": 3600, "force": true})).expect(204);
    }

    fn z18_a_dry_run_of_a_change_keeps_nothing(server: &Server) {
        let admin = server.admin();
        let etag = given::created(&admin, "example.org").etag();
        let dry = admin.patch("/zones/example.org?dry_run=true", &json!({"retry": 1800})).if_match(&etag).expect(200);
        assert_eq!(dry.json()["would"], 204);
        assert_eq!(self::etag(&admin), etag);
        admin.patch("/zones/example.org?dry_run=true", &json!({"retry": 1800})).expect(428);
    }

    fn c1_of_many_changes_under_one_etag_one_succeeds(server: &Server) {
        let admin = server.admin();
        let etag = given::created(&admin, "example.org").etag();
        let mut statuses: Vec<u16> = std::thread::scope(|scope| {
            let change = |number: u32| admin.patch(PATH, &json!({"retry": 1000 + number})).if_match(&etag).send().status;
            let workers: Vec<_> = (0..16).map(|number| scope.spawn(move || change(number))).collect();
            workers.into_iter().map(|worker| worker.join().unwrap()).collect()
        });
        statuses.sort_unstable();
        assert_eq!(statuses[0], 204);
        assert_eq!(statuses[1..], [412; 15]);
        assert_eq!(given::read(&admin, "example.org")["revision"], 2);
    }
}
