//! What OpenStack's clients do (section 10).

use super::{FORMS, column, error, members, path2, refused, request_id, rule, rules, text};
use crate::given;
use domesday_tests::both;
use domesday_tests::client::{Call, Client};
use domesday_tests::database::Database;
use domesday_tests::server::{PASSWORD, Server};
use serde_json::{Value, json};

/// A server that is told how clients reach it.
struct Published(Server);

impl Published {
    fn start(database: Database) -> Self {
        Self(Server::start_with(database, &[("DOMESDAY__SERVER__PUBLIC_URL", "https://dns.example")]))
    }
}

/// The first user, with the token where these clients put it.
fn client(server: &Server) -> Client {
    let session =
        server.nobody().post("/sessions", &json!({"login": "admin", "password": PASSWORD})).expect(201).json();
    server.nobody().with_header("X-Auth-Token", text(&session, "token"))
}

/// A request as these clients send it, with or without a body.
fn as_sent(call: Call) -> Call {
    call.header("X-Auth-All-Projects", "True")
        .header("X-Auth-Sudo-Project-ID", "c0ffee")
        .header("X-Designate-Edit-Managed-Records", "true")
        .header("X-Designate-Hard-Delete", "true")
        .header("Accept", "application/json")
        .header("User-Agent", "python-designateclient")
}

both! {
    fn q1_their_headers_are_ignored_and_a_type_without_a_body_too(server: &Server) {
        let client = client(server);
        let made = as_sent(client.post("/v2/tlds", &json!({"name": "com", "description": null}))).expect(201).json();
        let item = path2(&made);
        let bodiless =
            |method: &str, path: &str| as_sent(client.request(method, path)).header("Content-Type", "application/json");
        assert_eq!(bodiless("GET", &item).expect(200).json(), made);
        assert_eq!(column(&bodiless("GET", "/v2/tlds").expect(200).json()["tlds"], "name"), ["com"]);
        bodiless("GET", "/v2/blacklists").expect(200);
        bodiless("GET", "/v2/quotas").expect(200);
        assert!(bodiless("DELETE", &item).expect(204).body.is_empty());
    }

    fn q1_without_credentials_they_are_nobody(server: &Server) {
        let notused = server.nobody().with_header("X-Auth-Token", "notused");
        for path in ["/tlds", "/v2/tlds", "/v2/blacklists", "/v2/quotas", "/v2/tlds/explain?name=a.com"] {
            let answer = notused.get(path).send();
            refused(&answer, 401, "unauthorized");
            assert!(answer.header("www-authenticate").is_some(), "{answer}");
        }
        refused(&notused.post("/v2/tlds", &json!({"name": "com"})).send(), 401, "unauthorized");
    }

    fn q1_an_api_key_stands_in_for_a_session(server: &Server) {
        let _ = server.user("robot", "operations", &["admin"]);
        let output = server.command(&["key", "create", "--user", "robot", "--account", "operations"], b"");
        let key = output.stdout.split_whitespace().max_by_key(|word| word.len()).expect("a key").to_owned();
        let robot = server.nobody().with_header("X-Auth-Token", &key);
        robot.post("/v2/tlds", &json!({"name": "com"})).expect(201);
    }

    fn q2_a_rule_is_set_and_deleted_by_name(server: &Server) {
        let client = client(server);
        rules(&client, &["com", "a.com", "b.com", "*.com"]);
        let find = |name: &str| -> String {
            let rows = client.get(&format!("/v2/tlds?name={name}")).expect(200).json()["tlds"].clone();
            assert_eq!(rows.as_array().map(Vec::len), Some(1), "they fail on more than one: {rows}");
            text(&rows[0], "id").to_owned()
        };
        for name in ["com", "a.com", "*.com"] {
            let item = format!("/v2/tlds/{}", find(name));
            let told = client.patch(&item, &json!({"description": "x"})).expect(200).json();
            assert_eq!((text(&told, "name"), text(&told, "description")), (name, "x"));
            client.delete(&item).expect(204);
        }
        assert_eq!(client.get("/v2/tlds?name=com").expect(200).json()["tlds"], json!([]));
    }

    fn q3_of_the_next_link_the_query_alone_leads_on(server: &Server) {
        let client = client(server);
        rules(&client, &["a", "b", "c", "d", "e"]);
        let (mut query, mut all) = ("limit=2".to_owned(), Vec::new());
        loop {
            let page = client.get(&format!("/v2/tlds?{query}")).expect(200).json();
            all.extend(column(&page["tlds"], "name"));
            let Some(next) = page["links"].get("next") else { break };
            query = next.as_str().unwrap().split_once('?').unwrap().1.to_owned();
        }
        assert_eq!(all, ["a", "b", "c", "d", "e"]);
    }

    fn q3_an_error_is_always_an_object_of_texts_and_a_code(server: &Server) {
        let client = client(server);
        for path in ["/v2/tlds/foo", "/v2/nothing", "/v2/tlds?limit=x", "/v2/quotas/nobodys"] {
            let answer = client.get(path).send();
            error(&answer);
            let body = answer.json();
            assert!(body["code"].is_u64() && body["type"].is_string() && body["request_id"].is_string(), "{answer}");
        }
    }

    fn q4_a_description_is_cleared_by_null(server: &Server) {
        let client = client(server);
        let made = client.post("/v2/tlds", &json!({"name": "com", "description": "x"})).expect(201).json();
        let told = client.patch(&path2(&made), &json!({"description": null})).expect(200).json();
        assert_eq!(told["description"], Value::Null);
        assert!(told["updated_at"].is_string());
    }

    fn q5_no_answer_is_one_that_they_take_for_success(server: &Server) {
        let client = client(server);
        let made = rule(&client, "com");
        let mut statuses = vec![
            client.post("/v2/tlds", &json!({"name": "com"})).send().status,
            client.post("/v2/tlds", &json!({"name": 5})).send().status,
            client.get("/v2/tlds/foo").send().status,
            client.patch(&path2(&made), &json!({"x": 1})).send().status,
            client.delete("/v2/tlds/00000000-0000-0000-0000-000000000000").send().status,
            client.get("/v2/tlds?limit=0").send().status,
        ];
        statuses.sort_unstable();
        assert_eq!(statuses, [400, 400, 400, 400, 404, 409]);
    }

    fn q6_the_version_is_told_to_anybody(server: &Server) {
        let document = |base: &str| {
            let itself = json!({"rel": "self", "href": format!("{base}/v2")});
            json!({"versions": [{"id": "v2.0", "status": "CURRENT", "links": [itself]}]})
        };
        for path in ["/", "/v2", "/v2/"] {
            let answer = server.nobody().get(path).header("Accept", "application/json").expect(200);
            assert_eq!(answer.json(), document(&server.url()), "{path}");
            assert!(answer.header("content-type").is_some_and(|kind| kind.starts_with("application/json")), "{answer}");
            request_id(&answer);
        }
        let behind =
            server.nobody().get("/v2").header("Accept", "application/json").header("Host", "dns.example.net:8080").expect(200);
        assert_eq!(behind.json(), document("http://dns.example.net:8080"));
        let browser =
            server.nobody().get("/").header("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8").send();
        let leads = browser.header("location").is_some_and(|place| place.starts_with("/docs"));
        assert!(leads && (300..400).contains(&browser.status), "{browser}");
    }

    fn links_follow_the_host_that_was_asked(server: &Server) {
        let client = client(server);
        let answer = client.post("/v2/tlds", &json!({"name": "com"})).header("Host", "dns.example.net").expect(201);
        let itself = format!("http://dns.example.net{}", path2(&answer.json()));
        assert_eq!((text(&answer.json()["links"], "self"), answer.header("location")), (itself.as_str(), Some(itself.as_str())));
    }

    fn links_stand_below_the_public_url_if_one_is_configured(server: &Published) {
        let server = &server.0;
        let client = client(server);
        rules(&client, &["a", "b"]);
        let page = client.get("/v2/tlds?limit=1").header("Host", "evil.example").expect(200).json();
        assert!(text(&page["links"], "next").starts_with("https://dns.example/v2/tlds?"), "{page}");
        assert_eq!(text(&page["links"], "self"), "https://dns.example/v2/tlds?limit=1");
        let row = &page["tlds"][0];
        assert_eq!(text(&row["links"], "self"), format!("https://dns.example{}", path2(row)));
        let made = client.post("/v2/tlds", &json!({"name": "c"})).expect(201);
        assert_eq!(made.header("location"), made.json()["links"]["self"].as_str());
        assert_eq!(
            server.nobody().get("/v2").header("Accept", "application/json").expect(200).json()["versions"][0]["links"][0]["href"],
            "https://dns.example/v2"
        );
        assert_eq!(members(&page["links"]), ["next", "self"]);
    }

    fn all_faces_know_their_tokens_and_obey_their_rules(server: &Server) {
        let client = client(server);
        for form in FORMS {
            client.get(form).expect(200);
        }
        client.post("/v2/tlds", &json!({"name": "com"})).expect(201);
        given::error(&client.post("/zones", &given::zone("shop.net")).send(), "name", "no_tld");
        given::created(&client, "shop.com");
    }
}
