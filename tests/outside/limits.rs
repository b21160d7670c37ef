//! What one caller may take of a server: sizes of heads and bodies, and time. A caller that is slow, or silent, holds a connection for so long and
//! no longer, and hears why where something can still be said.

use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Longer than any limit that is set here, and than a busy machine needs.
const PATIENCE: Duration = Duration::from_secs(60);

fn server(settings: &[(&str, &str)]) -> Server {
    Server::start_with(Database::sqlite(), settings)
}

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.url().trim_start_matches("http://")).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a time limit");
    stream
}

/// What comes until the server closes the connection.
fn rest(mut stream: &TcpStream) -> String {
    let mut answer = Vec::new();
    let end = stream.read_to_end(&mut answer);
    assert!(end.is_ok() || !answer.is_empty(), "the server neither answers nor closes: {end:?}");
    String::from_utf8_lossy(&answer).into_owned()
}

fn token(server: &Server) -> String {
    let session = json!({"login": "admin", "password": domesday_tests::server::PASSWORD});
    server.nobody().post("/sessions", &session).expect(201).json()["token"].as_str().expect("a token").to_owned()
}

/// Begins a request with a body of 100 bytes, and sends one of them.
fn begun(server: &Server, token: &str, path: &str) -> TcpStream {
    let mut stream = connect(server);
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuth-Token: {token}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
    );
    stream.write_all(head.as_bytes()).expect("sent");
    stream
}

#[test]
fn a_head_that_is_too_large_is_refused_in_the_faces_form_and_the_connection_serves_on() {
    let server = server(&[("DOMESDAY__LIMITS__HEADER_BYTES", "2048")]);
    let admin = server.admin();
    let large = "x".repeat(2048);
    for path in ["/zones", "/domains", "/v2/tlds", "/REST/Zone/", "/nothing"] {
        let refused = admin.with_header("X-Large", &large).get(path).send();
        assert_eq!((refused.status, refused.code()), (431, "head_too_large".to_owned()), "{path}");
        assert!(refused.header("x-request-id").is_some());
    }
    let refused = admin.with_header("X-Large", &large).get("/rdap/help").send();
    assert_eq!((refused.status, &refused.json()["errorCode"]), (431, &json!(431)));
    assert_eq!(admin.get(&format!("/zones?marker={large}")).send().status, 431, "the address counts");
    assert_eq!(admin.get("/zones").send().status, 200);
}

#[test]
fn a_head_that_does_not_come_is_not_waited_for_for_ever() {
    let server = server(&[("DOMESDAY__SERVER__REQUEST_SECONDS", "1")]);
    let mut silent = connect(&server);
    silent.write_all(b"GET /health HTTP/1.1\r\nHost: x\r\n").expect("sent");
    let since = Instant::now();
    let said = rest(&silent);
    assert!(since.elapsed() < PATIENCE && (said.is_empty() || said.starts_with("HTTP/1.1 408")), "{said}");
}

#[test]
fn a_connection_that_idles_is_closed() {
    let server = server(&[("DOMESDAY__HTTP__KEEP_ALIVE_S", "1")]);
    let mut idle = connect(&server);
    idle.write_all(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n").expect("sent");
    let said = rest(&idle);
    assert!(said.starts_with("HTTP/1.1 200"), "{said}");
}

#[test]
fn a_body_that_stops_is_refused_after_a_while_and_changes_nothing() {
    let server = server(&[("DOMESDAY__LIMITS__BODY_WAIT_SECONDS", "1")]);
    let token = token(&server);
    for path in ["/zones", "/REST/Zone/x.org/", "/api/student"] {
        let said = rest(&begun(&server, &token, path));
        assert!(said.starts_with("HTTP/1.1 400") || said.starts_with("HTTP/1.1 404"), "{path}: {said}");
        assert!(said.contains("nothing came for 1s") || path.starts_with("/api/"), "{path}: {said}");
    }
    assert_eq!(server.admin().get("/zones").expect(200).json(), json!([]));
}

#[test]
fn a_body_that_trickles_is_refused_when_its_time_is_over() {
    let server = server(&[("DOMESDAY__LIMITS__BODY_SECONDS", "2")]);
    let mut stream = begun(&server, &token(&server), "/zones");
    let since = Instant::now();
    // A piece each quarter of a second would never be late by itself.
    while since.elapsed() < PATIENCE && stream.write_all(b" ").is_ok() {
        stream.set_read_timeout(Some(Duration::from_millis(250))).expect("a time limit");
        let mut first = [0];
        if matches!(stream.peek(&mut first), Ok(1) | Err(_)) && stream.peek(&mut first).is_ok() {
            break;
        }
    }
    stream.set_read_timeout(Some(PATIENCE)).expect("a time limit");
    let said = rest(&stream);
    assert!(said.starts_with("HTTP/1.1 400") && said.contains("not whole after 2s"), "{said}");
}

#[test]
fn connections_beyond_the_most_wait_and_none_is_lost() {
    let settings = [("DOMESDAY__SERVER__MAX_CONNECTIONS", "2"), ("DOMESDAY__SERVER__WORKERS", "1")];
    let server = server(&settings);
    let ask = b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let mut callers: Vec<TcpStream> = (0..6).map(|_| connect(&server)).collect();
    for caller in callers.iter_mut().rev() {
        caller.write_all(ask).expect("sent");
    }
    for caller in &callers {
        assert!(rest(caller).starts_with("HTTP/1.1 200"), "one that waited is served when there is room");
    }
}

#[test]
fn limits_that_make_no_sense_are_refused_by_name() {
    let given = Database::sqlite();
    for (key, value, named) in [
        ("DOMESDAY__LIMITS__HEADER_BYTES", "10", "limits.header_bytes"),
        ("DOMESDAY__LIMITS__HEADER_BYTES", "1000000", "limits.header_bytes"),
        ("DOMESDAY__LIMITS__BODY_WAIT_SECONDS", "0", "limits.body_wait_seconds"),
        ("DOMESDAY__LIMITS__BODY_SECONDS", "0", "limits.body_seconds"),
    ] {
        let mut process = std::process::Command::new(domesday_tests::server::binary());
        process.env("DOMESDAY__DATABASE__URL", given.url()).env(key, value).current_dir(given.directory());
        let output = process.arg("migrate").output().expect("domesday");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && said.contains(named), "{key}={value}: {said}");
    }
}

#[test]
fn bodies_larger_than_their_limit_are_refused_before_they_are_read() {
    let server = server(&[("DOMESDAY__LIMITS__BODY_BYTES", "1000"), ("DOMESDAY__LIMITS__IMPORT_BYTES", "2000")]);
    let admin = server.admin();
    let refused = admin.post("/zones", &json!({"name": "x".repeat(1000)})).send();
    assert_eq!(refused.status, 413, "{refused}");
    let refused = admin.request("POST", "/zones/import").body("text/dns", "; ".repeat(1001)).send();
    assert_eq!(refused.status, 413, "{refused}");
    let listed: Value = admin.get("/zones").expect(200).json();
    assert_eq!(listed, json!([]));
}
