//! What laws about proof start from: signatures taken apart, and put together by other programs than ours; keys; and the commands that
//! handle both.

use domesday_tests::chance;
use domesday_tests::client::{Answer, Client};
use domesday_tests::database::Database;
use domesday_tests::server::{Output, Server, root};
use serde_json::{Value, json};
use std::io::Write as _;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::given::{World, attest, attested_by, kinds, path, read, text};

/// What the registry of a [`Fixed`] is called.
pub(super) const PUBLIC: &str = "https://registry.example/base";

/// A server whose registry is called the same wherever it listens: it can be started again, and beside the command line.
pub(super) struct Fixed(Server);

impl Fixed {
    /// Starts one.
    pub(super) fn start(database: Database) -> Self {
        Self::start_with(database, &[])
    }

    /// Starts one with further settings.
    pub(super) fn start_with(database: Database, settings: &[(&str, &str)]) -> Self {
        let listen = format!("127.0.0.1:{}", chance::port());
        let own = [("DOMESDAY__SERVER__PUBLIC_URL", PUBLIC), ("DOMESDAY__SERVER__LISTEN", listen.as_str())];
        Self(Server::start_with(database, &[&own, settings].concat()))
    }

    /// Its kinds and organisations.
    pub(super) fn world(&self) -> World {
        let admin = kinds(self);
        let [acme, zeta] = ["acme", "zeta"].map(|name| self.user(name, name, &["registrar", "attestor"]));
        World { admin, acme, zeta, url: PUBLIC.to_owned() }
    }
}

impl Deref for Fixed {
    type Target = Server;

    fn deref(&self) -> &Server {
        &self.0
    }
}

impl World {
    /// A student at Hill, whose school a teacher at Hill attests; gives the student's path and the attestation's URL.
    pub(super) fn attested_student(&self, id: &str) -> (String, String) {
        let (teacher, student) = (self.teacher(&format!("teacher-of-{id}")), self.student(id));
        let attestation = attested_by(self.attests(&teacher, &student));
        (student, attestation)
    }

    /// Has a teacher attest a student's school, which is Hill.
    pub(super) fn attests(&self, teacher: &str, student: &str) -> domesday_tests::client::Call {
        attest(&self.zeta, &format!("{student}/school"), &self.at(teacher), &json!("Hill"))
    }

    /// The URL of a path.
    pub(super) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }
}

/// The path below its registry of a URL.
pub(super) fn below(url: &str) -> String {
    url.strip_prefix(PUBLIC).map_or_else(|| path(url), str::to_owned)
}

/// A compact JWS, taken apart.
pub(super) struct Parts {
    /// The header's text.
    pub(super) header: String,
    /// The payload's text.
    pub(super) payload: String,
    /// The signature's bytes.
    pub(super) signature: Vec<u8>,
}

impl Parts {
    /// Those of an envelope's signature.
    pub(super) fn of(envelope: &Value) -> Self {
        let value = text(&envelope["signature"]["value"]);
        let parts: Vec<Vec<u8>> = value.split('.').map(decoded).collect();
        let [header, payload, signature] = parts.try_into().expect("three parts");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        Self { header: text(header), payload: text(payload), signature }
    }

    /// What was signed.
    pub(super) fn signed(&self) -> Value {
        serde_json::from_str(&self.payload).expect("JSON")
    }
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bytes as base64url without padding.
pub(super) fn encoded(bytes: impl AsRef<[u8]>) -> String {
    let letters = |chunk: &[u8]| {
        let bits = (0..3).fold(0, |bits, at| bits << 8 | chunk.get(at).copied().map_or(0, usize::from));
        let letter = move |at| char::from(LETTERS[bits >> (18 - 6 * at) & 63]);
        (0..=chunk.len()).map(letter).collect::<String>()
    };
    bytes.as_ref().chunks(3).map(letters).collect()
}

/// The bytes of base64url without padding.
pub(super) fn decoded(text: &str) -> Vec<u8> {
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_usize, 0);
    for letter in text.bytes() {
        let value = LETTERS.iter().position(|known| *known == letter).unwrap_or_else(|| panic!("no base64url: {text}"));
        (bits, count) = (bits << 6 | value, count + 6);
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 255) as u8);
        }
    }
    bytes
}

/// Seconds since 1970 of an instant as answers write it.
pub(super) fn seconds(instant: &str) -> i64 {
    let number = |from: usize, to: usize| instant[from..to].parse::<i64>().expect("a number");
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    // Years that begin in March, so that the odd day is their last.
    let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 719_468;
    days * 86_400 + number(11, 13) * 3600 + number(14, 16) * 60 + number(17, 19)
}

/// Runs a program in a directory.
pub(super) fn run(directory: &Path, program: &str, arguments: &[&str], input: &[u8]) -> (bool, Vec<u8>, String) {
    let mut child = Command::new(program)
        .args(arguments)
        .current_dir(directory)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{program}: {error}"));
    child.stdin.take().expect("a pipe").write_all(input).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    (output.status.success(), output.stdout, String::from_utf8_lossy(&output.stderr).into_owned())
}

/// What openssl makes of an input.
pub(super) fn openssl(arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let (done, output, told) = run(&root(), "openssl", arguments, input);
    assert!(done, "openssl {arguments:?}: {told}");
    output
}

/// The file of a private key of the tests: `rsa`, which their servers sign with, or `ec`.
pub(super) fn private_key(name: &str) -> PathBuf {
    root().join(format!("tests/fixtures/signing/{name}.pem"))
}

/// A compact JWS of this header and payload, signed by the very key that the registry signs with.
pub(super) fn forged(header: &str, payload: &str) -> String {
    let signed = format!("{}.{}", encoded(header), encoded(payload));
    let key = private_key("rsa");
    let signature = openssl(&["dgst", "-sha256", "-sign", key.to_str().expect("a path")], signed.as_bytes());
    format!("{signed}.{}", encoded(signature))
}

/// The RFC 7638 thumbprint of an RSA key in PEM, as openssl computes it.
pub(super) fn thumbprint(pem: &str) -> String {
    let told = String::from_utf8(openssl(&["rsa", "-pubin", "-noout", "-modulus"], pem.as_bytes())).expect("text");
    let digits = told.trim().split_once('=').expect("a modulus").1;
    let octet = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).expect("hexadecimal digits");
    let modulus: Vec<u8> = (0..digits.len()).step_by(2).map(octet).collect();
    let canonical = format!(r#"{{"e":"AQAB","kty":"RSA","n":"{}"}}"#, encoded(modulus));
    encoded(openssl(&["dgst", "-sha256", "-binary"], canonical.as_bytes()))
}

/// The document of the key that signs.
pub(super) fn active_key(server: &Server) -> Value {
    let ids = listed(server).into_iter().filter(|(_, status)| status == "active");
    let ids: Vec<String> = ids.map(|(id, _)| id).collect();
    assert_eq!(ids.len(), 1, "one key is active");
    key(server, &ids[0])
}

/// The document of a key.
pub(super) fn key(server: &Server, id: &str) -> Value {
    read(&server.nobody(), &format!("/meta/signing-keys/{id}"))
}

/// Ids and statuses of all keys, as the command line lists them.
pub(super) fn listed(server: &Server) -> Vec<(String, String)> {
    let told = succeeds(server, &["signing-key", "list", "--json"]);
    let rows: Value = serde_json::from_str(&told).expect("JSON");
    rows.as_array().expect("keys").iter().map(|row| (text(&row["id"]), text(&row["status"]))).collect()
}

/// Runs a command that must succeed, and gives what it printed.
pub(super) fn succeeds(server: &Server, arguments: &[&str]) -> String {
    let Output { status, stdout, stderr } = server.command(arguments, b"");
    assert_eq!(status, 0, "domesday {arguments:?}: {stdout}{stderr}");
    stdout
}

/// Has the server import a key of the tests; gives its id once the server publishes it.
pub(super) fn import(server: &Server, name: &str) -> String {
    let file = private_key(name);
    let told = succeeds(server, &["signing-key", "import", file.to_str().expect("a path"), "--json"]);
    let id = text(&serde_json::from_str::<Value>(&told).expect("JSON")["id"]);
    eventually("the imported key is published", || {
        server.nobody().get(&format!("/meta/signing-keys/{id}")).send().status == 200
    });
    id
}

/// Has a key sign from now on, by HTTP.
pub(super) fn activate(admin: &Client, id: &str) -> Answer {
    admin.post(&format!("/meta/signing-keys/{id}/activate"), &json!({})).send()
}

/// Revokes a key, by HTTP.
pub(super) fn revoke_key(admin: &Client, id: &str) -> Answer {
    admin.post(&format!("/meta/signing-keys/{id}/revoke"), &json!({"reason": "the disk was stolen"})).send()
}

/// Has the command line verify a document with these key documents.
pub(super) fn verified(server: &Server, registry: &str, keys: &[&Value], document: &Value) -> Output {
    let file = |name: &str, content: &Value| {
        let file = server.database().directory().join(name);
        std::fs::write(&file, content.to_string()).expect("a file");
        file.to_str().expect("a path").to_owned()
    };
    let keys: Vec<String> = keys.iter().enumerate().map(|(at, key)| file(&format!("key{at}.json"), key)).collect();
    let document = file("document.json", document);
    let mut arguments = vec!["attestation", "verify", "--registry", registry, "--keys"];
    arguments.extend(keys.iter().map(String::as_str));
    arguments.extend(["--json", &document]);
    server.command(&arguments, b"")
}

/// Panics unless the command line takes the document for good.
pub(super) fn good(server: &Server, registry: &str, keys: &[&Value], document: &Value) -> Value {
    let Output { status, stdout, stderr } = verified(server, registry, keys, document);
    assert_eq!(status, 0, "{document}: {stdout}{stderr}");
    serde_json::from_str(&stdout).expect("JSON")
}

/// Panics unless the command line refuses the document at this step of section 11.
pub(super) fn refused_at(what: &str, step: u8, output: &Output) {
    let Output { status, stdout, stderr } = output;
    assert_eq!((*status, stdout.as_str()), (1, ""), "{what}: {stderr}");
    assert!(stderr.contains(&format!("step {step}: ")), "{what}, which step {step} refuses: {stderr}");
}

/// Waits until this holds; panics if it does not for ten seconds. Time alone makes it so, and nothing tells of it.
pub(super) fn eventually(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..200 {
        if holds() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("never: {what}");
}
