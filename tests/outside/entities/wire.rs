//! What every request and answer has in common (`docs/spec/attestations.md` H1 to H5).

use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::json;

use super::given::{self, FORM, World, attest, claims, done, kind, read, refused, student, text, told, wrong};

/// A registry behind a proxy, under a path.
struct Proxied(Server);

impl Proxied {
    fn start(database: Database) -> Self {
        let settings = [
            ("DOMESDAY__SERVER__PUBLIC_URL", "https://Registry.example/reg/"),
            ("DOMESDAY__SERVER__NAME", "the registry"),
        ];
        Self(Server::start_with(database, &settings))
    }
}

/// Which methods a path takes, by its refusal of another.
fn allowed(client: &Client, path: &str) -> Vec<String> {
    let answer = client.request("TRACE", path).expect(405);
    told(&answer);
    let mut methods: Vec<String> = answer.header("allow").unwrap().split(", ").map(str::to_owned).collect();
    methods.sort();
    methods
}

/// The paths of every resource, of a student and its school.
const PATHS: [(&str, &str); 12] = [
    ("/api/student", "GET, HEAD, POST, PUT"),
    ("/api/student/search", "GET, HEAD, POST"),
    ("/api/student/ann", "DELETE, GET, HEAD, PATCH, PUT"),
    ("/api/student/ann/school", "GET, HEAD"),
    ("/api/student/ann/school/attest", "POST"),
    ("/api/student/ann/attestations", "GET, HEAD"),
    ("/api/student/ann/history", "GET, HEAD"),
    ("/meta/kinds", "GET, HEAD"),
    ("/meta/worklist", "GET, HEAD"),
    ("/meta/signing-keys", "GET, HEAD"),
    ("{attestation}", "GET, HEAD"),
    ("{attestation}/revoke", "POST"),
];

both! {
    fn h1_ids_are_the_registrys_url_whatever_host_was_asked(server: &Server) {
        let world = World::of(server);
        let path = world.student("ann");
        for host in ["evil.example", "127.0.0.1:1"] {
            let answer = world.acme.get(&path).header("Host", host).header("X-Forwarded-Host", host).header("Forwarded", "host=evil.example").expect(200);
            let entity = told(&answer);
            assert_eq!(answer.header("server"), Some(world.url.as_str()), "{answer}");
            assert_eq!(entity["id"], format!("{}{path}", world.url));
            assert!(!answer.text().contains("evil.example"), "{answer}");
        }
        let teacher = world.teacher("tea");
        let claim = format!("{path}/school");
        for spelt in [teacher.clone(), "teacher/tea".to_owned(), format!("{}{teacher}", world.url), format!("{}{teacher}/", world.url), format!("api{}", &teacher[4..])] {
            done(attest(&world.zeta, &claim, &spelt, &json!("Hill")), 200);
        }
        for foreign in [format!("https://evil.example{teacher}"), world.url.replace("127.0.0.1", "127.0.0.1.evil.example") + &teacher, format!("http://127.0.0.1:1{teacher}"),
            world.url.replace("http://", "http://user@") + &teacher, "https://evil.example".to_owned()] {
            wrong(attest(&world.zeta, &claim, &foreign, &json!("Hill")), &[("attestor", "foreign_url")]);
            let policy = json!([{"subject": "a", "value": "string", "attestationPolicy": {"attestorKind": foreign}}]);
            wrong(world.admin.put("/api/other", &kind(&policy, &json!({}))), &[("claims[0].attestationPolicy.attestorKind", "foreign_url")]);
        }
        for spelt in ["teacher", "/api/teacher", "/api/teacher/", &format!("{}/api/teacher", world.url)] {
            let policy = json!([{"subject": "a", "value": "string", "attestationPolicy": {"attestorKind": spelt}}]);
            let answer = world.admin.put("/api/other", &kind(&policy, &json!({}))).send();
            assert!(answer.is_success(), "{answer}");
            assert_eq!(told(&answer)["claims"][0]["attestationPolicy"]["attestorKind"], format!("{}/api/teacher", world.url));
        }
    }

    fn h2_slashes_at_the_end_say_nothing_and_head_is_get_without_a_body(server: &Server) {
        let world = World::of(server);
        world.student("ann");
        let attestation = given::vouch(&world.admin, &world.url, "/api/student/ann", "school");
        for (path, methods) in PATHS {
            let path = path.replace("{attestation}", &given::path(&attestation));
            let methods: Vec<&str> = methods.split(", ").collect();
            assert_eq!(allowed(&world.admin, &path), methods, "{path}");
            assert_eq!(allowed(&world.admin, &format!("{path}/")), methods, "{path}/");
            if !methods.contains(&"GET") {
                continue;
            }
            let query = if path.ends_with("worklist") { "?kind=clients" } else { "" };
            let plain = world.admin.get(&format!("{path}{query}")).expect(200);
            assert_eq!(told(&world.admin.get(&format!("{path}/{query}")).expect(200)), told(&plain), "{path}/");
            let head = world.admin.head(&format!("{path}{query}")).expect(200);
            told(&head);
            assert!(head.body.is_empty(), "{head}");
            for name in ["content-type", "etag", "cache-control", "content-length"] {
                assert_eq!(head.header(name), plain.header(name), "{name} of HEAD {path}");
            }
        }
        let made = world.acme.post("/api/student/", &claims(&[("name", json!("Bob"))])).expect(201);
        done(world.acme.patch(&format!("{}/", given::path(made.header("location").unwrap())), &claims(&[])), 200);
    }

    fn h3_answers_are_json_for_whoever_takes_it(server: &Server) {
        let world = World::of(server);
        let path = world.student("ann");
        for accept in ["*/*", "application/*", "application/json", "application/vnd.registry.v1+json", "text/html, application/json;q=0.1",
            "application/json; charset=utf-16", "APPLICATION/JSON", "application/vnd.registry.v1+json;q=1, */*;q=0"] {
            done(world.acme.get(&path).header("Accept", accept), 200);
        }
        for accept in ["text/html", "application/xml", "application/json;q=0", "*/*;q=0", "application/vnd.registry.v2+json", "text/*"] {
            refused(world.acme.get(&path).header("Accept", accept), 406, "not_acceptable");
            refused(world.acme.get("/api/student/none").header("Accept", accept), 404, "not_found");
            refused(world.acme.post("/api/student", &claims(&[("name", json!("Bob"))])).header("Accept", accept), 406, "not_acceptable");
            refused(world.acme.delete(&path).header("Accept", accept), 406, "not_acceptable");
        }
        assert_eq!(read(&world.acme, "/api/student/search")["entities"].as_array().unwrap().len(), 1, "a refusal changes nothing");
    }

    fn h4_bodies_are_json_in_utf_8(server: &Server) {
        let world = World::of(server);
        let path = world.student("ann");
        let body = claims(&[("name", json!("Änn"))]).to_string();
        for kind in ["application/json", "application/vnd.registry.v1+json", "Application/JSON", "application/json; charset=utf-8", "application/json;charset=\"UTF-8\"; x=y"] {
            done(world.acme.request("PATCH", &path).body(kind, body.clone()), 200);
        }
        for kind in ["text/plain", "application/x-www-form-urlencoded", "application/merge-patch+json", "application/json; charset=latin1", "application/xml", "text/json"] {
            refused(world.acme.request("PATCH", &path).body(kind, body.clone()), 415, "unsupported_media_type");
            done(world.acme.get(&path).header("Content-Type", kind), 200);
        }
        for encoding in ["gzip", "br"] {
            let call = world.acme.request("PATCH", &path).header("Content-Encoding", encoding).body("application/json", "{}");
            refused(call, 415, "unsupported_media_type");
        }
        told(&world.acme.delete(&path).header("Content-Type", "text/plain").expect(204));
        let token = world.acme.get("/sessions/current").expect(200).json();
        assert_eq!(token["account"], "acme", "{token}");
    }

    fn h5_every_answer_says_its_form_and_whose_it_is(server: &Server) {
        let world = World::of(server);
        let path = world.student("ann");
        let (acme, nobody) = (&world.acme, server.nobody());
        let large = format!("{{\"claims\":\"{}\"}}", "x".repeat(300 << 10));
        for (call, status) in [
            (acme.get(&path), 200), (acme.head(&path), 200), (nobody.get(&path), 401), (acme.get("/api/none"), 404), (acme.get("/api/none/a/b/c/d/e"), 404),
            (acme.get("/meta/none"), 404), (acme.get("/meta"), 404), (acme.get("/api"), 404), (nobody.get("/meta/signing-keys"), 200),
            (acme.get("/meta/attestations/none"), 404), (acme.get("/meta/signing-keys/none"), 404), (acme.request("PUT", &format!("{path}/name")), 405),
            (acme.request("BREW", &path), 405), (acme.get(&path).header("Accept", "text/html"), 406), (world.zeta.get("/api/student/none"), 404),
            (acme.put("/api/student", &student()), 403), (acme.request("PATCH", &path).body("text/plain", "x"), 415),
            (acme.request("PATCH", &path).body("application/json", large), 413), (acme.patch(&path, &json!({"x": 1})), 400),
            (acme.patch(&path, &claims(&[])).if_match("\"9\""), 412), (acme.get("/api/student/%ff"), 404), (acme.get("/api/student/a%00b"), 404),
        ] {
            let answer = call.send();
            told(&answer);
            assert_eq!((answer.status, answer.header("server")), (status, Some(world.url.as_str())), "{answer}");
        }
        let etag = acme.get(&path).expect(200).etag();
        let unchanged = acme.get(&path).header("If-None-Match", &etag).expect(304);
        assert_eq!((unchanged.header("x-registry-media-type"), unchanged.header("etag"), unchanged.body.len()), (Some(FORM), Some(etag.as_str()), 0));
        let gone = acme.delete(&path).expect(204);
        told(&gone);
        assert_eq!((gone.header("content-type"), gone.body.len()), (None, 0), "{gone}");
        assert!(nobody.get("/api/v1/hosts/").send().header("x-registry-media-type").is_none(), "that is another face");
    }

    fn h1_behind_a_proxy_ids_are_the_public_url(server: &Proxied) {
        let world = World::of(&server.0);
        let path = world.student("ann");
        let answer = world.acme.get(&path).expect(200);
        let entity = told(&answer);
        let base = "https://Registry.example/reg";
        assert_eq!(answer.header("server"), Some("the registry"));
        assert_eq!((text(&entity["id"]), text(&entity["context"]["baseUrl"])), (format!("{base}/api/student/ann"), base.to_owned()));
        let made = world.acme.post("/api/student", &claims(&[("name", json!("Bob"))])).expect(201);
        assert!(made.header("location").is_some_and(|url| url.starts_with(&format!("{base}/api/student/"))), "{made}");
        let keys = read(&server.0.nobody(), "/meta/signing-keys");
        assert!(text(&keys["keys"][0]["kid"]).starts_with(&format!("{base}/meta/signing-keys/")), "{keys}");
        for (attestor, status) in [(base, 200), ("https://registry.EXAMPLE:443/reg/", 200), ("https://registry.example/", 400), ("https://registry.example/other", 400), ("http://Registry.example/reg", 400)] {
            told(&attest(&world.admin, &format!("{path}/school"), attestor, &json!("Hill")).expect(status));
        }
        let attestor = read(&world.acme, &path)["attestations"][0]["attestor"].clone();
        assert_eq!(attestor, base, "it is written as the settings have it");
    }
}
