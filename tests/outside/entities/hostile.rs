//! Callers that are odd or hostile: each gets an answer in this form, or none, and opens nothing (`docs/spec/attestations.md` section 1).

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

use super::given::{self, Dice, World, claims, kinds, read, refused, told};

/// Sends these octets and reads until the server closes.
fn raw(server: &Server, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(server.url().trim_start_matches("http://")).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream.write_all(request).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

both! {
    fn section_1_odd_paths_are_answered_and_open_nothing(server: &Server) {
        let world = World::of(server);
        world.student("ann");
        for path in [
            "/api/student/%2e%2e", "/api/student/..%2fann", "/api/student/ann%2fname", "/api/student/%00", "/api/student/%ff%fe", "/api//ann", "/api/student//name",
            "/api/student/ann/%6eame/x", "/api/%73tudent/none", "/api/student/ann%20", "/api/student/'%20OR%201=1--", "/api/student/ann/name%0d%0aX-Evil:%20y",
            "/api/students", "/api/STUDENT/ann", "/api/student/ANN", "/api/student/ann/Name", "/api/student/ann/name/attest/x", "/meta/attestations/..%2f..%2fann",
            "/meta/signing-keys/%2e%2e", "/api/student/ann;x=1", "/api/{kind}/ann", "/meta/attestations/AAAAAAAAAAAAAAAAAAAAAA",
        ] {
            let answer = world.acme.get(path).send();
            assert!([404].contains(&answer.status) && answer.header("x-evil").is_none(), "{answer}");
            assert!(!answer.text().contains("Ann"), "{answer}");
            told(&answer);
        }
        let long = format!("/api/student/{}", "a".repeat(20_000));
        told(&world.acme.get(&long).expect(404));
        refused(world.acme.patch("/api/student/none", &claims(&[])), 404, "not_found");
        refused(world.acme.put("/api/student/none", &claims(&[("name", json!("x"))])), 404, "not_found");
        refused(world.acme.delete("/api/student/none"), 404, "not_found");
        refused(world.acme.post("/api/none", &claims(&[])), 404, "unknown_kind");
        refused(world.acme.get("/api/student/ann/marks"), 404, "not_found");
        refused(world.acme.get("/api/student/ann/none"), 404, "not_found");
    }

    fn h7_whatever_is_sent_gets_an_answer_in_this_form(server: &Server) {
        let world = World::of(server);
        let (student, teacher) = (world.student("ann"), world.teacher("tea"));
        let attestation = given::path(&given::vouch(&world.admin, &world.url, &student, "school"));
        let key = given::path(&given::text(&read(&world.acme, &student)["attestations"][0]["signature"]["keyId"]));
        let places = ["/api/student", "/api/student/search", &student, "/api/student/ann/school", "/api/student/ann/school/attest", "/api/student/ann/phone/attest",
            "/api/student/ann/attestations", "/api/student/ann/history", "/meta/kinds", "/meta/worklist", &attestation, &format!("{attestation}/revoke"), "/meta/signing-keys", &key,
            "/api/clients", "/api/clients/acme", "/api/contacts/search", "/api/zones/x", "/api/domains/%C3%A5", "/api/teacher", &teacher, "/api/none/x/y/attest"];
        let queries = ["", "", "?limit=2", "?marker=AAAA", "?claim.school=Hill&attested.name=true", "?kind=teacher", "?kind=clients&of=contacts&expiring=3", "?status=valid&claim=school",
            "?since=2020-01-01T00:00:00Z&until=9999-12-31T23:59:59Z", "?attestor=/api/teacher/tea", "?%ff=%00&&=", "?claim.extra=%5B1%2C1e5%5D"];
        let methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"];
        let parts = [json!(null), json!(7), json!("Hill"), json!("name"), json!("x/{entity-id}/school"), json!([]), json!({}), json!({"id": "school", "value": "Hill"}), json!([{"id": "extra", "value": [1.5, null]}]),
            json!({"claims": [{"id": "school", "attested": true}], "attestations": [{"attestor": world.url}]}), json!(teacher), json!(true), json!("https://evil.example/"), json!("other"), json!(1e300),
            json!([{"subject": "a", "value": {"b?": ["date"]}, "attestationPolicy": {"attestorKind": "student", "condition": "{ENTITY}.a in {ATTESTOR}.extra"}}]), json!("\u{0}\u{202e}\u{1f600}")];
        let names = ["claims", "query", "limit", "marker", "attestor", "value", "verification", "reason", "note", "owner", "id", "kind", "public", "roles", "ids", "metadata", "junk"];
        let tags = ["*", "\"1\"", "\"1-x\", W/\"2\"", "", "\u{e9}", "\"", "2"];
        let clients = [world.acme.clone(), world.zeta.clone(), world.admin.clone(), server.nobody(), server.nobody().with_token("x.y.z")];
        let mut dice = Dice(23);
        for _ in 0..400 {
            let path = format!("{}{}{}", dice.one_of(&places), dice.one_of(&["", "", "/"]), dice.one_of(&queries));
            let mut call = dice.one_of(&clients).request(dice.one_of(&methods), &path);
            if dice.once_in(4) {
                call = call.header(dice.one_of(&["If-Match", "If-None-Match"]), dice.one_of(&tags));
            }
            if !dice.once_in(3) {
                let members: Vec<String> = (0..dice.below(4)).map(|_| format!("\"{}\":{}", dice.one_of(&names), dice.one_of(&parts))).collect();
                call = call.body("application/json", format!("{{{}}}", members.join(",")));
            }
            let answer = call.send();
            told(&answer);
            assert!(answer.status < 500, "{answer}");
        }
        told(&world.admin.get("/meta/kinds").expect(200));
    }

    fn section_1_half_requests_and_broken_ones_end(server: &Server) {
        kinds(server);
        let host = "Host: x\r\nConnection: close\r\n";
        for request in [
            format!("POST /api/student HTTP/1.1\r\n{host}Content-Length: -1\r\n\r\n"), format!("GET /api/student HTTP/9.9\r\n{host}\r\n"),
            format!("POST /api/student HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\nzz\r\n"), format!("GET /api/\u{0}x HTTP/1.1\r\n{host}\r\n"),
        ] {
            let answer = raw(server, request.as_bytes());
            assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4") || answer.starts_with("HTTP/1.0 4"), "{answer}");
        }
        told(&server.nobody().get("/meta/signing-keys").expect(200));
    }
}
