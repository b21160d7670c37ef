//! Many of these clients at once: nothing half-made is seen, and no update is lost.

use super::{FORWARD, created, log_in, read, servers, told, user, zone};
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::json;

/// Makes these calls at once.
fn at_once<T: Sync>(items: &[T], call: impl Fn(&T) -> Answer + Sync) -> Vec<Answer> {
    std::thread::scope(|scope| {
        let started: Vec<_> = items.iter().map(|item| scope.spawn(|| call(item))).collect();
        started.into_iter().map(|thread| thread.join().expect("an answer")).collect()
    })
}

both! {
    fn seen_in_mreg_racing_creates_answer_400_or_500_or_leave_a_zone_without_name_servers(server: &Server) {
        let admin = log_in(server, "admin");
        let other = user(server, "hostmaster1", "acme", &["hostmaster"]);
        let callers: Vec<&Client> = (0..16).map(|number| if number % 2 == 0 { &admin } else { &other }).collect();
        for round in 0..5 {
            let name = format!("z{round}.org");
            let answers = at_once(&callers, |client| client.post(FORWARD, &zone(&name)).send());
            let made = answers.iter().filter(|answer| answer.status == 201).count();
            assert_eq!(made, 1, "{name}");
            for answer in answers.iter().filter(|answer| answer.status != 201) {
                assert_eq!(answer.status, 409, "{answer}");
                assert_eq!(told(answer)[0].0, "zone_exists");
            }
            assert_eq!(servers(&read(&admin, &name)), ["ns1.provider.net", "ns2.provider.net"]);
        }
        assert_eq!(admin.get("/api/v1/nameservers/").expect(200).json()["count"], 2, "one row a name");
    }

    fn seen_in_mreg_concurrent_changes_lose_a_field(server: &Server) {
        let admin = log_in(server, "admin");
        let before = created(&admin, "example.org").json();
        let zone = "/api/v1/zones/forward/example.org";
        let changes = [
            (zone, json!({"refresh": 20001})),
            (zone, json!({"retry": 4001})),
            (zone, json!({"expire": 2_000_001})),
            (zone, json!({"soa_ttl": 601})),
            (zone, json!({"default_ttl": 701})),
            (zone, json!({"email": "other@example.org"})),
            ("/api/v1/zones/forward/example.org/nameservers", json!({"primary_ns": ["ns7.provider.net"]})),
            ("/api/v1/zones/forward/example.org/delegations/", json!({"name": "a.example.org", "nameservers": ["b.net"]})),
        ];
        for answer in at_once(&changes, |(path, body)| {
            let method = if path.ends_with('/') { "POST" } else { "PATCH" };
            admin.request(method, path).json(body).send()
        }) {
            assert!(answer.is_success(), "{answer}");
        }
        let after = read(&admin, "example.org");
        for (_, change) in changes.iter().take(6) {
            for (member, value) in change.as_object().unwrap() {
                assert_eq!(&after[member], value);
            }
        }
        assert_eq!((servers(&after), &after["primary_ns"]), (vec!["ns7.provider.net".to_owned()], &json!("ns7.provider.net")));
        let steps = after["serialno"].as_u64().unwrap() - before["serialno"].as_u64().unwrap();
        assert_eq!(steps, 8, "one step a change");
    }

    fn one_delegation_is_made_once_and_one_name_server_too(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        let calls = [
            ("/api/v1/zones/forward/example.org/delegations/", json!({"name": "a.example.org", "nameservers": ["b.net"]})),
            ("/api/v1/nameservers/", json!({"name": "ns1.elsewhere.net"})),
        ];
        for (path, body) in calls {
            let answers = at_once(&[(); 12], |()| admin.post(path, &body).send());
            assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1, "{path}");
            assert_eq!(answers.iter().filter(|answer| answer.status == 409).count(), 11, "{path}");
        }
    }

    fn a_name_server_is_not_deleted_from_under_a_zone(server: &Server) {
        let admin = log_in(server, "admin");
        for round in 0..8 {
            let host = format!("ns{round}.elsewhere.net");
            admin.post("/api/v1/nameservers/", &json!({"name": host})).expect(201);
            let mut wanted = zone(&format!("z{round}.org"));
            wanted["primary_ns"] = json!([host]);
            let answers = at_once(&[true, false], |create| match create {
                true => admin.post(FORWARD, &wanted).send(),
                false => admin.delete(&format!("/api/v1/nameservers/{host}")).send(),
            });
            assert_eq!(answers[0].status, 201, "{}", answers[0]);
            assert!([204, 403].contains(&answers[1].status), "{}", answers[1]);
            assert_eq!(servers(&read(&admin, &format!("z{round}.org"))), std::slice::from_ref(&host), "its row is there");
        }
    }

    fn log_ins_at_once_are_given_one_token(server: &Server) {
        let answers = at_once(&[(); 6], |()| {
            let pair = json!({"username": "admin", "password": domesday_tests::server::PASSWORD});
            server.nobody().post("/api/token-auth/", &pair).send()
        });
        for answer in &answers {
            assert_eq!((answer.status, answer.json()), (200, answers[0].json()), "{answer}");
        }
    }
}
