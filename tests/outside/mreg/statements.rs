//! How many statements a page takes: counted on the wire between the server and PostgreSQL.

use super::{FORWARD, created, log_in, zone};
use domesday_tests::client::Client;
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::json;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What PostgreSQL's protocol calls the running of a statement: prepared, or as text.
const RUNS: [u8; 2] = *b"EQ";

/// Passes on what two sides say to one another, and counts the statements that one has the other run.
struct Wire {
    port: u16,
    statements: Arc<AtomicU64>,
}

impl Wire {
    /// In front of this address.
    fn before(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let statements = Arc::new(AtomicU64::new(0));
        let counted = statements.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let server = TcpStream::connect(&server).expect("PostgreSQL");
                client.set_nodelay(true).expect("a socket");
                let (mut from, mut to) = (server.try_clone().expect("a socket"), client.try_clone().expect("a socket"));
                std::thread::spawn(move || std::io::copy(&mut from, &mut to));
                let counted = counted.clone();
                std::thread::spawn(move || count(client, server, &counted));
            }
        });
        Self { port, statements }
    }

    /// How many statements a request takes: of many in a row, since the end of one's snapshot may come after its answer.
    fn of(&self, client: &Client, path: &str) -> u64 {
        const MANY: u64 = 60;
        client.get(path).expect(200);
        let before = self.statements.load(Ordering::SeqCst);
        for _ in 0..MANY {
            client.get(path).expect(200);
        }
        (self.statements.load(Ordering::SeqCst) - before + MANY / 2) / MANY
    }
}

/// Passes messages on, one by one: the first has no type.
fn count(mut client: TcpStream, mut server: TcpStream, statements: &AtomicU64) -> std::io::Result<()> {
    server.set_nodelay(true)?;
    let mut is_first = true;
    loop {
        let head = if is_first { 4 } else { 5 };
        let mut message = vec![0; head];
        client.read_exact(&mut message)?;
        let length = message.last_chunk::<4>().expect("a length");
        let length = usize::try_from(u32::from_be_bytes(*length)).expect("a length");
        message.resize(head - 4 + length, 0);
        client.read_exact(&mut message[head..])?;
        if !is_first && RUNS.contains(&message[0]) {
            statements.fetch_add(1, Ordering::SeqCst);
        }
        server.write_all(&message)?;
        is_first = false;
    }
}

#[test]
fn seen_in_mreg_statements_grow_with_the_length_of_a_list() {
    let database = Database::postgres();
    let address = database.url().split(['@', '/']).find(|part| part.contains(':') && !part.ends_with(':'));
    let address = address.expect("an address").to_owned();
    let wire = Wire::before(address.clone());
    let url = database.url().replace(&address, &format!("127.0.0.1:{}", wire.port));
    let server = Server::start_with(database, &[("DOMESDAY__DATABASE__URL", &url)]);
    let admin = log_in(&server, "admin");
    created(&admin, "example.org");
    for number in 0..30 {
        let mut wanted = zone(&format!("z{number}.org"));
        wanted["primary_ns"] = json!([format!("ns{number}.provider.net"), format!("ns{}.other.net", number + 1)]);
        admin.post(FORWARD, &wanted).expect(201);
        let delegation = json!({"name": format!("d{number}.example.org"), "nameservers": wanted["primary_ns"]});
        admin.post("/api/v1/zones/forward/example.org/delegations/", &delegation).expect(201);
    }
    for list in [FORWARD, "/api/v1/zones/forward/example.org/delegations/", "/api/v1/nameservers/"] {
        let counts = [1, 5, 30].map(|size| wire.of(&admin, &format!("{list}?page_size={size}")));
        assert!(counts[0] > 0 && counts.iter().all(|count| *count == counts[0]), "{list}: {counts:?}");
        assert!(counts[0] <= 8, "{list}: {counts:?}");
    }
    for path in ["/api/v1/zones/forward/example.org", "/api/v1/zones/forward/hostname/a.b.d7.example.org"] {
        assert!((1..=10).contains(&wire.of(&admin, path)), "{path}");
    }
}
