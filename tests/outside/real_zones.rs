//! Real zone files: each is imported, exported, loaded by three name servers' checkers, and comes round to the same bytes (F5, F14).

use crate::given;
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::database::Directory;
use domesday_tests::server::{Server, root};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Stdio};

/// Every fixture: the name of its zone, and its text.
fn fixtures() -> Vec<(String, String)> {
    let directory = root().join("tests/fixtures/zones");
    let mut fixtures: Vec<_> = std::fs::read_dir(&directory)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            (
                origin(&text)
                    .unwrap_or_else(|| panic!("{}: no SOA with an absolute owner and no $ORIGIN", path.display())),
                text,
            )
        })
        .collect();
    fixtures.sort();
    assert!(!fixtures.is_empty(), "{} is empty", directory.display());
    fixtures
}

/// The first `$ORIGIN`, or the owner of the first record.
fn origin(text: &str) -> Option<String> {
    let line = text.lines().find(|line| line.starts_with("$ORIGIN") || line.contains("SOA"))?;
    let mut words = line.split_whitespace();
    let first = words.next()?;
    let name = if first == "$ORIGIN" { words.next()? } else { first };
    name.strip_suffix('.').map(str::to_owned)
}

/// Imports a file, by force if it only has what force lifts: real zones have odd timers.
fn import(client: &Client, file: &str) {
    let answer = given::import(client, "", file);
    if !answer.is_success() {
        assert_eq!(answer.json()["forcible"], Value::Bool(true), "{answer}");
        given::import(client, "?force=true", file).expect(201);
    }
}

fn delete(client: &Client, name: &str) {
    client.delete(&format!("/zones/{name}?force=true")).expect(204);
}

/// Runs one checker; panics with what it said unless it accepts the file.
fn accepts(program: &str, arguments: &[&str], name: &str, file: &Path) {
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = Command::new("env");
    // Administration programs are not in everybody's PATH.
    command.arg(format!("PATH={path}:/usr/local/sbin:/usr/sbin:/sbin")).arg(program).args(arguments);
    if program == "kzonecheck" {
        command.args(["--origin", name]).arg(file);
    } else {
        command.arg(name).arg(file);
    }
    let output = command.stdin(Stdio::null()).output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.code() != Some(127), "{program} is missing: tests/run installs it");
    assert!(output.status.success(), "{program} refuses {name}: {said}");
}

/// Panics unless three checkers of name servers load this text of a zone.
pub(crate) fn loads_everywhere(name: &str, text: &str) {
    let directory = Directory::new();
    let file = directory.path().join("zone");
    std::fs::write(&file, text).unwrap();
    accepts("named-checkzone", &["-i", "local", "-k", "fail"], name, &file);
    accepts("kzonecheck", &[], name, &file);
    accepts("nsd-checkzone", &[], name, &file);
}

both! {
    fn f14_every_real_zone_loads_everywhere_and_comes_round_to_the_same_bytes(server: &Server) {
        let admin = server.admin();
        for (name, text) in fixtures() {
            import(&admin, &text);
            let first = given::exported(&admin, &name);
            loads_everywhere(&name, &first);
            let zone = given::read(&admin, &name);
            delete(&admin, &name);
            import(&admin, &first);
            let second = given::exported(&admin, &name);
            let differing = first.lines().zip(second.lines()).find(|(old, new)| old != new);
            assert!(first == second, "{name} changed on its way round, first here: {differing:?}");
            let again = given::read(&admin, &name);
            for member in ["ns", "primary_ns", "email", "serial", "refresh", "retry", "expire", "ttl", "default_ttl", "ns_ttl"] {
                assert_eq!(again[member], zone[member], "{name}: {member}");
            }
            delete(&admin, &name);
        }
    }

    fn f5_a_zone_of_every_kind_of_record_loads_everywhere(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        for (owner, kind, record) in [
            ("a", "A", "192.0.2.1"), ("a", "AAAA", "2001:db8::1"), ("c", "CNAME", "a.example.org"), ("example", "TXT", "odd \" ; ( ) \\ å"),
            ("m", "MX", "10 a.example.org"), ("_s._tcp", "SRV", "1 2 3 a.example.org"), ("i", "CAA", "0 issue \"ca.example.net\""),
            ("%5C043%5C039x", "TXT", "a name that some parsers dislike"), ("u", "TYPE65280", "\\# 4 0a000001"), ("h", "HTTPS", "1 . alpn=h2"),
        ] {
            let path = given::set(&format!("{owner}.example.org"), kind);
            admin.put(&path, &serde_json::json!({"records": [record]})).expect(201);
        }
        loads_everywhere("example.org", &given::exported(&admin, "example.org"));
    }
}
