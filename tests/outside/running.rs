//! Starting, stopping and configuring the server, as an operator does.

use std::process::{Command, Stdio};

use domesday_tests::both;
use domesday_tests::database::{Database, Directory};
use domesday_tests::server::{PASSWORD, Server, binary};
use serde_json::json;

use crate::given;

/// Runs the binary in an empty directory, with only this environment of its own.
fn run(directory: &Directory, arguments: &[&str], environment: &[(&str, &str)]) -> (i32, String) {
    let output = Command::new(binary())
        .args(arguments)
        .current_dir(directory.path())
        .envs(environment.iter().copied())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn an_unknown_key_is_refused_and_named() {
    let directory = Directory::new();
    let (status, said) = run(&directory, &["migrate"], &[("DOMESDAY__SERVER__LISTN", "127.0.0.1:1")]);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("listn"), "{said}");
    std::fs::write(directory.path().join("wrong.toml"), "[databse]\nurl = \"sqlite:x.db\"\n").unwrap();
    let (status, said) = run(&directory, &["--config", "wrong.toml", "migrate"], &[]);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("databse"), "{said}");
}

#[test]
fn a_named_configuration_must_be_there() {
    let (status, said) = run(&Directory::new(), &["--config", "missing.toml", "migrate"], &[]);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("missing.toml"), "{said}");
}

#[test]
fn the_environment_wins_over_the_file() {
    let directory = Directory::new();
    std::fs::write(directory.path().join("one.toml"), "[database]\nurl = \"sqlite:file.db\"\n").unwrap();
    let environment = [("DOMESDAY__DATABASE__URL", "sqlite:environment.db")];
    let (status, said) = run(&directory, &["--config", "one.toml", "migrate"], &environment);
    assert_eq!(status, 0, "{said}");
    assert!(directory.path().join("environment.db").exists() && !directory.path().join("file.db").exists());
}

#[test]
fn the_shipped_configuration_is_the_defaults_and_runs() {
    let directory = Directory::new();
    let shipped = domesday_tests::server::root().join("config/domesday.toml");
    let (status, said) = run(&directory, &["--config", shipped.to_str().unwrap(), "migrate"], &[]);
    assert_eq!(status, 0, "{said}");
    assert!(directory.path().join("data/domesday.db").exists(), "made where the defaults say");
}

#[test]
fn wrong_usage_exits_with_2() {
    assert_eq!(run(&Directory::new(), &["zone", "improt"], &[]).0, 2);
}

#[test]
fn a_first_start_prints_a_generated_password_once() {
    let directory = Directory::new();
    let (status, said) = run(&directory, &["account", "list"], &[]);
    assert_eq!(status, 0, "{said}");
    let password =
        said.lines().find_map(|line| line.trim().strip_prefix("password").map(str::trim)).expect("it is printed");
    assert!(password.len() >= 20, "{said}");
    let (_, again) = run(&directory, &["account", "list"], &[]);
    assert!(!again.contains("password"), "{again}");
}

both! {
    fn sigterm_lets_requests_finish_and_exits_with_0(server: &Server) {
        let admin = server.admin();
        let answered = std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                let mut made = Vec::new();
                for number in 0.. {
                    let name = format!("z{number}.org");
                    match admin.post("/zones", &given::zone(&name)).try_send() {
                        Ok(answer) if answer.status == 201 => made.push(name),
                        Ok(answer) => panic!("a request was answered {answer}"),
                        Err(_) => break,
                    }
                }
                made
            });
            while server.admin().get("/zones").expect(200).json().as_array().unwrap().len() < 3 {}
            assert_eq!(server.stop(), 0);
            writer.join().unwrap()
        });
        server.start_again();
        let there = server.admin().get("/zones").expect(200).json();
        for name in &answered {
            assert!(there.as_array().unwrap().contains(&json!(name)), "{name} was answered and is gone");
        }
    }

    fn health_says_no_more_than_ready_and_since_when(server: &Server) {
        let health = server.nobody().get("/health").expect(200).json();
        let members: Vec<&String> = health.as_object().unwrap().keys().collect();
        assert_eq!(members, ["since", "status"]);
        assert_eq!(health["status"], "ready");
    }

    fn the_page_of_documentation_may_load_nothing_from_elsewhere(server: &Server) {
        let page = server.nobody().get("/docs").expect(200);
        let policy = page.header("content-security-policy").expect("a policy");
        assert!(policy.starts_with("default-src 'self';") && policy.contains("frame-ancestors 'none'"), "{policy}");
        let text = page.text();
        for attribute in ["src=\"", "href=\""] {
            for place in text.split(attribute).skip(1) {
                assert!(!place.starts_with("http") && !place.starts_with("//"), "{attribute}{}", &place[..place.len().min(60)]);
            }
        }
    }

    fn no_secret_is_ever_logged(server: &Server) {
        let session = server.nobody().post("/sessions", &json!({"login": "admin", "password": PASSWORD})).expect(201).json();
        let token = session["token"].as_str().unwrap();
        let _ = server.nobody().post("/sessions", &json!({"login": "admin", "password": "wrong-and-secret"})).expect(401);
        server.nobody().with_token(token).get("/zones?suffix=secret-name.org").expect(200);
        let log = server.log();
        for secret in [token, PASSWORD, "wrong-and-secret", "secret-name"] {
            assert!(!log.contains(secret), "{secret} is in the log");
        }
        assert!(log.contains("/sessions"), "requests are logged: {log}");
    }

    fn metrics_count_requests_by_route_and_status(server: &Server) {
        given::created(&server.admin(), "example.org");
        server.admin().get("/zones/example.org").expect(200);
        server.nobody().get("/zones/example.org").expect(401);
        let metrics = server.nobody().get("/metrics").expect(200).text();
        assert!(metrics.lines().any(|line| line.contains("/zones/{name}") && line.contains("200")), "{metrics}");
        assert!(metrics.lines().any(|line| line.contains("/zones/{name}") && line.contains("401")), "{metrics}");
        assert!(!metrics.contains("example.org"), "routes are patterns, not paths");
    }
}

#[test]
fn tls_from_pem_files() {
    let directory = Directory::new();
    let (key, certificate) = (directory.path().join("key.pem"), directory.path().join("cert.pem"));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"])
        .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"])
        .arg("-keyout")
        .arg(&key)
        .arg("-out")
        .arg(&certificate)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let port = domesday_tests::chance::port();
    let address = format!("127.0.0.1:{port}");
    let database = Database::sqlite();
    let mut server = Command::new(binary())
        .current_dir(directory.path())
        .env("DOMESDAY__DATABASE__URL", database.url())
        .env("DOMESDAY__SERVER__LISTEN", &address)
        .env("DOMESDAY__SERVER__TLS__CERTIFICATE", &certificate)
        .env("DOMESDAY__SERVER__TLS__KEY", &key)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let asked = Command::new("curl")
        .args([
            "--silent",
            "--show-error",
            "--fail",
            "--retry",
            "50",
            "--retry-delay",
            "1",
            "--retry-connrefused",
            "--cacert",
        ])
        .arg(&certificate)
        .arg(format!("https://{address}/health"))
        .output()
        .unwrap();
    let _ = server.kill();
    let _ = server.wait();
    assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
    assert!(String::from_utf8_lossy(&asked.stdout).contains("ready"));
}

#[test]
fn attestations_are_signed_anew_only_for_an_address_that_was_set() {
    let directory = Directory::new();
    let (status, said) = run(&directory, &["attestation", "resign"], &[]);
    assert!(status == 1 && said.contains("server.public_url"), "{status}: {said}");
    let set = [("DOMESDAY__SERVER__PUBLIC_URL", "https://registry.example")];
    let (status, said) = run(&directory, &["attestation", "resign"], &set);
    assert_eq!(status, 0, "{said}");
}

#[test]
fn half_a_tls_configuration_is_refused() {
    let (status, said) = run(&Directory::new(), &["serve"], &[("DOMESDAY__SERVER__TLS__KEY", "key.pem")]);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("certificate"), "{said}");
}
