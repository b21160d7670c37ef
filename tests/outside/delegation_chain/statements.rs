//! Statements counted where they pass: a proxy between the server and PostgreSQL that reads the messages of the protocol. So it counts
//! what is really sent, whatever the server or the database may say about it.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A proxy. It lasts as long as the test.
#[derive(Debug)]
pub(super) struct Counted {
    url: String,
    statements: Arc<AtomicUsize>,
}

impl Counted {
    /// In front of the database at `postgres://[user@]host[:port]/name…`, which must be spoken to without TLS.
    pub(super) fn in_front_of(url: &str) -> Self {
        let (scheme, rest) = url.split_once("://").unwrap();
        let (authority, name) = rest.split_once('/').unwrap();
        let (user, host) = authority.rsplit_once('@').map_or(("", authority), |(user, host)| (user, host));
        let server = if host.contains(':') { host.to_owned() } else { format!("{host}:5432") };
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let here = listener.local_addr().unwrap();
        let at = if user.is_empty() { "" } else { "@" };
        let statements = Arc::new(AtomicUsize::new(0));
        let counter = statements.clone();
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let database = TcpStream::connect(&server).expect("PostgreSQL, behind the proxy");
                connect(client, database, counter.clone());
            }
        });
        Self { url: format!("{scheme}://{user}{at}{here}/{name}"), statements }
    }

    /// What the server is to take for the database.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// How many statements were executed so far.
    pub(super) fn statements(&self) -> usize {
        self.statements.load(Ordering::SeqCst)
    }
}

fn connect(client: TcpStream, database: TcpStream, statements: Arc<AtomicUsize>) {
    client.set_nodelay(true).unwrap();
    database.set_nodelay(true).unwrap();
    let (mut answers, mut back) = (database.try_clone().unwrap(), client.try_clone().unwrap());
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut answers, &mut back);
        let _ = back.shutdown(Shutdown::Both);
    });
    std::thread::spawn(move || {
        let _ = forward(client, &database, &statements);
        let _ = database.shutdown(Shutdown::Both);
    });
}

/// Each message is a letter, a length that counts itself, and the rest; only the first has no letter.
fn forward(mut client: TcpStream, mut database: &TcpStream, statements: &AtomicUsize) -> std::io::Result<()> {
    let mut has_letter = false;
    loop {
        let mut message = vec![0; if has_letter { 5 } else { 4 }];
        client.read_exact(&mut message)?;
        let length = u32::from_be_bytes(*message.last_chunk().unwrap()) as usize;
        let head = message.len();
        message.resize(head + length - 4, 0);
        client.read_exact(&mut message[head..])?;
        if has_letter && is_statement(message[0], &message[head..]) {
            statements.fetch_add(1, Ordering::SeqCst);
        }
        database.write_all(&message)?;
        has_letter = true;
    }
}

/// `E` executes a prepared statement, `Q` is a statement as text. The ends of transactions are left out: that of a question may come when it
/// is answered already.
fn is_statement(letter: u8, rest: &[u8]) -> bool {
    let ends = [&b"COMMIT"[..], b"ROLLBACK"];
    letter == b'E' || letter == b'Q' && !ends.iter().any(|end| rest.starts_with(end))
}
