//! What laws of the DynECT face start from: a caller that keeps its token, and a look at an envelope's parts.

use domesday_tests::client::{Answer, Call, Client};
use domesday_tests::server::{PASSWORD, Server};
use serde_json::{Value, json};
use std::time::Duration;

/// The media type of most laws.
pub(super) const JSON: &str = "application/json";

/// A caller: somebody logged in, or nobody.
#[derive(Clone, Debug)]
pub(super) struct Dyn {
    /// The bare client, which sends the token as `Auth-Token` if there is one.
    pub(super) client: Client,
    /// The token; empty for nobody.
    pub(super) token: String,
}

impl Dyn {
    /// A caller without a token, at this node.
    pub(super) fn nobody(client: &Client) -> Self {
        Self { client: client.clone(), token: String::new() }
    }

    /// A caller with this token, at this node.
    pub(super) fn with_token(client: &Client, token: &str) -> Self {
        Self { client: client.with_header("Auth-Token", token), token: token.to_owned() }
    }

    /// Any request with a JSON body, not sent yet; `path` follows `/REST/`.
    pub(super) fn call(&self, method: &str, path: &str, body: &Value) -> Call {
        self.bare(method, path).body(JSON, body.to_string())
    }

    /// Any request without a body or a `Content-Type`, not sent yet.
    pub(super) fn bare(&self, method: &str, path: &str) -> Call {
        self.client.request(method, &format!("/REST/{path}"))
    }

    /// `GET`, as clients send it: without a body, with the `Content-Type`.
    pub(super) fn get(&self, path: &str) -> Told {
        self.told(self.bare("GET", path).header("Content-Type", JSON))
    }

    /// `POST` with a JSON body.
    pub(super) fn post(&self, path: &str, body: &Value) -> Told {
        self.told(self.call("POST", path, body))
    }

    /// `PUT` with a JSON body.
    pub(super) fn put(&self, path: &str, body: &Value) -> Told {
        self.told(self.call("PUT", path, body))
    }

    /// `DELETE` without a body.
    pub(super) fn delete(&self, path: &str) -> Told {
        self.told(self.bare("DELETE", path).header("Content-Type", JSON))
    }

    /// What a request was told, at once or, where the server has little patience, as a job.
    pub(super) fn told(&self, call: Call) -> Told {
        let mut answer = call.send();
        while let Some(job) = sent_away(&answer) {
            answer = self.bare("GET", &format!("Job/{job}")).header("Content-Type", JSON).send();
        }
        Told::of(answer)
    }

    /// A request that the server makes longer by so many seconds, where rehearsal allows it.
    pub(super) fn slowly(&self, method: &str, path: &str, body: &Value, seconds: u64) -> Call {
        self.call(method, path, body).header("X-Job-Delay", &seconds.to_string())
    }
}

/// The job that a client was sent away to (rule J4).
fn sent_away(answer: &Answer) -> Option<String> {
    let away = answer.status == 307 && answer.header("content-type") == Some("text/html");
    away.then(|| answer.text()).and_then(|place| place.strip_prefix("/REST/Job/").map(str::to_owned))
}

/// An envelope, after a look at its shape.
#[derive(Debug)]
pub(super) struct Told {
    /// The answer it came in.
    pub(super) answer: Answer,
    /// The whole envelope.
    pub(super) envelope: Value,
}

impl Told {
    /// Reads a JSON answer, and panics unless it is an envelope as rules E1 and E2 have it.
    pub(super) fn of(answer: Answer) -> Self {
        assert_eq!(answer.header("content-type"), Some(JSON), "{answer}");
        let envelope = answer.json();
        shape(&envelope, &answer);
        Self { answer, envelope }
    }

    /// `data`.
    pub(super) fn data(&self) -> Value {
        self.envelope["data"].clone()
    }

    /// `job_id`.
    pub(super) fn job(&self) -> i64 {
        self.envelope["job_id"].as_i64().expect("a number")
    }

    /// The lines.
    pub(super) fn msgs(&self) -> Vec<Value> {
        self.envelope["msgs"].as_array().expect("lines").clone()
    }

    /// `INFO` of each line, in order.
    pub(super) fn lines(&self) -> Vec<String> {
        self.msgs().iter().map(|line| line["INFO"].as_str().expect("a text").to_owned()).collect()
    }

    /// `ERR_CD` of the first line; empty if it has none.
    pub(super) fn code(&self) -> String {
        self.msgs()[0]["ERR_CD"].as_str().unwrap_or_default().to_owned()
    }

    /// Panics unless it is a success; gives `data`.
    pub(super) fn done(self) -> Value {
        assert_eq!((self.answer.status, &self.envelope["status"]), (200, &json!("success")), "{}", self.answer);
        self.data()
    }

    /// Panics unless it is a failure with this HTTP status, code and first line.
    pub(super) fn refused(self, status: u16, code: &str, first: &str) -> Self {
        let got = (self.answer.status, self.code(), self.lines()[0].clone());
        assert_eq!(got, (status, code.to_owned(), first.to_owned()), "{}", self.answer);
        assert_eq!(self.envelope["status"], "failure", "{}", self.answer);
        self
    }

    /// Panics unless it is a failure with this HTTP status and code, whatever it says.
    pub(super) fn refused_as(self, status: u16, code: &str) -> Self {
        assert_eq!((self.answer.status, self.code().as_str()), (status, code), "{}", self.answer);
        assert_eq!(self.envelope["status"], "failure", "{}", self.answer);
        self
    }
}

/// Panics unless this is an envelope: four members, a job's number, one line or more of five members, errors before warnings before the rest.
pub(super) fn shape(envelope: &Value, answer: &Answer) {
    let members: Vec<&String> = envelope.as_object().unwrap_or_else(|| panic!("no object: {answer}")).keys().collect();
    assert_eq!(members.len(), 4, "{answer}");
    for member in ["status", "data", "job_id", "msgs"] {
        assert!(envelope.get(member).is_some(), "no {member}: {answer}");
    }
    let status = envelope["status"].as_str().unwrap_or_else(|| panic!("no status: {answer}"));
    assert!(["success", "failure", "incomplete"].contains(&status), "{answer}");
    assert_eq!(status == "success" || answer.status == 307, answer.status < 400 && status != "failure", "{answer}");
    assert!(envelope["job_id"].is_i64() || envelope["job_id"].is_u64(), "{answer}");
    let lines = envelope["msgs"].as_array().unwrap_or_else(|| panic!("no msgs: {answer}"));
    assert!(!lines.is_empty(), "{answer}");
    let mut last = 0;
    for line in lines {
        assert_eq!(line.as_object().map(serde_json::Map::len), Some(5), "{answer}");
        assert_eq!(line["LVL"], line["LEVEL"], "{answer}");
        let rank = match line["LVL"].as_str() {
            Some("FATAL" | "ERROR") => 0,
            Some("WARN") => 1,
            Some("INFO") => 2,
            _ => panic!("no level: {answer}"),
        };
        assert!(last <= rank, "the order of lines: {answer}");
        last = rank;
        assert_eq!(line["ERR_CD"].is_null(), rank == 2, "{answer}");
        assert!(["API-A", "API-B", "BLL", "DYN"].contains(&line["SOURCE"].as_str().unwrap_or_default()), "{answer}");
        assert!(line["INFO"].is_string(), "{answer}");
    }
}

/// What a log-in says.
pub(super) fn credentials(account: &str, user: &str, password: &str) -> Value {
    json!({"customer_name": account, "user_name": user, "password": password})
}

/// Logs in at a node.
pub(super) fn log_in_at(client: &Client, account: &str, user: &str, password: &str) -> Dyn {
    let data = Dyn::nobody(client).post("Session/", &credentials(account, user, password)).done();
    Dyn::with_token(client, data["token"].as_str().expect("a token"))
}

/// Logs in.
pub(super) fn log_in(server: &Server, account: &str, user: &str, password: &str) -> Dyn {
    log_in_at(&server.nobody(), account, user, password)
}

/// A session of the first user, who may do all.
pub(super) fn admin(server: &Server) -> Dyn {
    log_in(server, "registry", "admin", PASSWORD)
}

/// Makes a user with these roles in an account, which is made too if it is new, and logs in.
pub(super) fn user(server: &Server, account: &str, user: &str, roles: &[&str]) -> Dyn {
    let _ = server.user(user, account, roles);
    log_in(server, account, user, PASSWORD)
}

/// An API key of the first user, as a caller and as its secret.
pub(super) fn key(server: &Server) -> Dyn {
    let made = server.command(&["key", "create", "--user", "admin", "--account", "registry"], b"");
    assert_eq!(made.status, 0, "{}{}", made.stdout, made.stderr);
    Dyn::with_token(&server.nobody(), made.stdout.trim())
}

/// Makes a zone, published if that is wanted.
pub(super) fn zone(caller: &Dyn, name: &str, publish: bool) {
    let body = json!({"rname": "hostmaster@example.org", "ttl": 3600});
    caller.post(&format!("Zone/{name}/"), &body).done();
    if publish {
        caller.put(&format!("Zone/{name}/"), &json!({"publish": true})).done();
    }
}

/// Waits until this holds; panics if it does not for ten seconds. Time alone makes it so, and nothing tells of it.
pub(super) fn eventually(what: &str, holds: impl Fn() -> bool) {
    for _ in 0..200 {
        if holds() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("never: {what}");
}
