//! A server that is told to stop: what is under way is answered to its end, idle connections are closed, new ones are refused, and the
//! exit is in order.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use domesday_tests::both;
use domesday_tests::database::Database;
use domesday_tests::server::{PASSWORD, Server};
use serde_json::json;

use crate::given;

/// Longer than a busy machine needs.
const PATIENCE: Duration = Duration::from_secs(60);

/// How large the zone is that is read while its server stops, in records.
const RECORDS: usize = 30_000;

fn address(server: &Server) -> String {
    server.url().trim_start_matches("http://").to_owned()
}

/// A connection on which these octets were sent.
fn sent(server: &Server, octets: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address(server)).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a time limit");
    stream.write_all(octets.as_bytes()).expect("sent");
    stream
}

/// What comes until the end of a head, and no octet more.
fn head(mut stream: &TcpStream) -> String {
    let (mut head, mut octet) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut octet).expect("a head");
        head.extend(octet);
    }
    String::from_utf8(head).expect("ASCII").to_lowercase()
}

/// What comes until the server closes the connection.
fn rest(mut stream: &TcpStream) -> String {
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).expect("the server closes the connection");
    String::from_utf8(rest).expect("text").to_lowercase()
}

fn token(server: &Server) -> String {
    let session = json!({"login": "admin", "password": PASSWORD});
    server.nobody().post("/sessions", &session).expect(201).json()["token"].as_str().expect("a token").to_owned()
}

/// Waits until nobody listens any more.
fn until_refused(address: &str) {
    let begun = Instant::now();
    while TcpStream::connect(address).is_ok() {
        assert!(begun.elapsed() < PATIENCE, "it still takes connections");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Stops a server with this signal while a request has not come whole yet, an answer has not been read, and a connection is idle.
fn stopped_by(server: &Server, signal: &str) {
    let token = token(server);
    given::created(&server.admin(), "example.org");
    let idle = sent(server, "GET /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    assert!(head(&idle).starts_with("http/1.1 404"), "an idle connection has had an answer");
    let body = given::zone("late.org").to_string();
    let (first, last) = body.split_at(10);
    let request = format!(
        "POST /zones HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        body.len()
    );
    let mut late = sent(server, &request);
    assert!(head(&late).starts_with("http/1.1 100"), "it is under way");
    late.write_all(first.as_bytes()).expect("sent");
    let place = address(server);
    server.signal(signal);
    until_refused(&place);
    // The body of the first answer, and then the end: not only when the server ends, for that waits for the request under way.
    rest(&idle);
    late.write_all(last.as_bytes()).expect("the connection is there");
    let answer = rest(&late);
    assert!(answer.starts_with("http/1.1 201") && answer.contains("\r\nconnection: close\r\n"), "{answer}");
    assert_eq!(server.ended(), 0);
    server.start_again_there();
    assert_eq!(given::read(&server.admin(), "late.org")["name"], "late.org");
}

both! {
    fn at_sigterm_what_is_under_way_is_answered_and_what_is_idle_is_closed(server: &Server) {
        stopped_by(server, "TERM");
    }

    fn at_sigint_what_is_under_way_is_answered_and_what_is_idle_is_closed(server: &Server) {
        stopped_by(server, "INT");
    }

    fn a_streamed_answer_is_sent_to_its_end_while_its_server_stops(server: &Server) {
        let lines: String = (0..RECORDS).map(|number| format!("n{number} 60 IN TXT \"{number:060}\"\n")).collect();
        let file = format!("$ORIGIN large.org.\n@ 60 IN SOA ns1.a.net. h.a.net. 1 10800 3600 1814400 3600\n@ 60 IN NS ns1.a.net.\n{lines}");
        given::import(&server.admin(), "", &file).expect(201);
        let token = token(server);
        let reading = sent(server, &format!("GET /zones/large.org/zonefile HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n"));
        assert!(head(&reading).starts_with("http/1.1 200"));
        let place = address(server);
        server.signal("TERM");
        until_refused(&place);
        assert!(!server.log().contains("/zonefile"), "the answer ended before its server was told to stop: make it longer");
        let answer = rest(&reading);
        assert!(answer.ends_with("\r\n0\r\n\r\n"), "cut: {}", &answer[answer.len().saturating_sub(100)..]);
        // Pieces end wherever they do: only what stands for itself is counted.
        assert!(answer.matches(" txt ").count() >= RECORDS * 99 / 100, "{} records", answer.matches(" txt ").count());
        assert_eq!(server.ended(), 0);
    }
}

/// A server that sends clients to their jobs soon, and makes jobs longer for who asks for it.
struct Slow(Server);

impl Slow {
    fn start(database: Database) -> Self {
        let settings = [("DOMESDAY__DYNECT__REHEARSAL", "true"), ("DOMESDAY__DYNECT__JOB_WAIT_MS", "500")];
        Self(Server::start_with(database, &settings))
    }
}

both! {
    fn a_job_whose_client_was_sent_away_is_told_lost_after_its_server_stopped_and_changed_nothing(slow: &Slow) {
        let server = &slow.0;
        given::created(&server.admin(), "example.org");
        let names = json!({"customer_name": "registry", "user_name": "admin", "password": PASSWORD});
        let session = server.nobody().post("/REST/Session/", &names).expect(200).json();
        let token = session["data"]["token"].as_str().expect("a token");
        let record = json!({"rdata": {"address": "192.0.2.1"}});
        let sent_away = server.nobody().with_header("Auth-Token", token).post("/REST/ARecord/example.org/a.example.org/", &record);
        let sent_away = sent_away.header("X-Job-Delay", "60").expect(307);
        let job = sent_away.header("location").expect("the way to the job").to_owned();
        assert_eq!(server.stop(), 0);
        server.start_again();
        let client = server.nobody().with_header("Auth-Token", token);
        let told = client.get(&job).expect(200).json();
        let said = "job: The server stopped while this job ran; nothing was changed";
        assert!(told["status"] == "failure" && told["msgs"][0]["INFO"] == said, "{told}");
        assert_eq!(client.get("/REST/ZoneChanges/example.org/").expect(200).json()["data"], json!([]));
    }
}
