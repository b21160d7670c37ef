//! What laws of zones and staging start from: a session and what it is told, zones and records made through it, and what others see meanwhile.

use super::given::{self, Dyn};
use crate::given as zones;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::{PASSWORD, Server};
use serde_json::{Value, json};
use std::fmt;

/// The zone of most laws.
pub(super) const ZONE: &str = "x.org";

/// A session that stages.
#[derive(Clone)]
pub(super) struct Session(pub(super) Dyn);

/// What a request was told.
#[derive(Debug)]
pub(super) struct Told(given::Told);

/// A session of the first user.
pub(super) fn admin(server: &Server) -> Session {
    Session(given::admin(server))
}

/// A session of a new hostmaster of an account.
pub(super) fn hostmaster(server: &Server, login: &str, account: &str) -> Session {
    Session(given::user(server, account, login, &["hostmaster"]))
}

/// One more session of such a user.
pub(super) fn again(server: &Server, login: &str, account: &str) -> Session {
    Session(given::log_in(server, account, login, PASSWORD))
}

#[expect(clippy::needless_pass_by_value, reason = "bodies are written where they are sent")]
impl Session {
    /// The session of a token, at the server as it runs now.
    pub(super) fn with_token(server: &Server, token: &str) -> Self {
        Self(Dyn::with_token(&server.nobody(), token))
    }

    /// Its token.
    pub(super) fn token(&self) -> String {
        self.0.token.clone()
    }

    /// Sends a request for a resource; null is no body.
    pub(super) fn send(&self, method: &str, resource: &str, body: &Value) -> Told {
        let sent = self.try_send(method, resource, body);
        sent.unwrap_or_else(|error| panic!("{method} {resource}: no answer: {error}"))
    }

    /// The same, where the server may be gone.
    pub(super) fn try_send(&self, method: &str, resource: &str, body: &Value) -> Result<Told, String> {
        let call = match body {
            Value::Null => self.0.bare(method, resource).header("Content-Type", given::JSON),
            body => self.0.call(method, resource, body),
        };
        Ok(Told(given::Told::of(call.try_send()?)))
    }

    /// Reads.
    pub(super) fn get(&self, resource: &str) -> Told {
        self.send("GET", resource, &Value::Null)
    }

    /// Makes.
    pub(super) fn post(&self, resource: &str, body: Value) -> Told {
        self.send("POST", resource, &body)
    }

    /// Changes.
    pub(super) fn put(&self, resource: &str, body: Value) -> Told {
        self.send("PUT", resource, &body)
    }

    /// Deletes.
    pub(super) fn delete(&self, resource: &str) -> Told {
        self.send("DELETE", resource, &Value::Null)
    }

    /// Makes a zone.
    pub(super) fn zone(&self, name: &str) -> Value {
        self.post(&format!("Zone/{name}"), json!({"rname": "hostmaster@x.org", "ttl": 3600})).done()
    }

    /// Stages a record of [`ZONE`] and gives it.
    pub(super) fn add(&self, rtype: &str, fqdn: &str, rdata: Value) -> Value {
        self.post(&format!("{rtype}Record/{ZONE}/{fqdn}"), json!({ "rdata": rdata })).done()
    }

    /// Stages an address of [`ZONE`] and gives its id.
    pub(super) fn a(&self, fqdn: &str, address: &str) -> i64 {
        id(&self.add("A", fqdn, json!({ "address": address })))
    }

    /// The ids and addresses at a node of [`ZONE`], as the session sees them.
    pub(super) fn addresses(&self, fqdn: &str) -> Vec<(i64, String)> {
        let told = self.send("GET", &format!("ARecord/{ZONE}/{fqdn}"), &json!({"detail": "Y"}));
        if told.status() == 404 {
            return Vec::new();
        }
        let records = told.done();
        list(&records).iter().map(|record| (id(record), text(&record["rdata"]["address"]))).collect()
    }

    /// Publishes [`ZONE`], and gives the zone.
    pub(super) fn publish(&self) -> Value {
        self.try_publish().done()
    }

    /// Tries to publish [`ZONE`].
    pub(super) fn try_publish(&self) -> Told {
        self.put(&format!("Zone/{ZONE}"), json!({"publish": true}))
    }

    /// What is staged in [`ZONE`].
    pub(super) fn changes(&self) -> Vec<Value> {
        list(&self.get(&format!("ZoneChanges/{ZONE}")).done()).clone()
    }

    /// What is staged in [`ZONE`], each change as `op type fqdn`.
    pub(super) fn staged(&self) -> Vec<String> {
        let one = |change: &Value| {
            format!("{} {} {}", text(&change["op"]), text(&change["rdata_type"]), text(&change["fqdn"]))
        };
        self.changes().iter().map(one).collect()
    }
}

impl Told {
    /// What was done; panics if it was not.
    pub(super) fn done(self) -> Value {
        self.0.done()
    }

    /// Panics unless it was refused with this code, and `{}` for data, or null for what is missing.
    pub(super) fn refused(self, code: &str) -> Self {
        let status = match code {
            "MISSING_DATA" | "NOT_FOUND" => 404,
            "PERMISSION_DENIED" => 403,
            _ => 400,
        };
        let data = if code == "MISSING_DATA" { Value::Null } else { json!({}) };
        let told = self.0.refused_as(status, code);
        assert_eq!(told.data(), data, "{}", told.answer);
        Self(told)
    }

    /// Panics unless some line is just this one.
    pub(super) fn says(self, line: &str) -> Self {
        assert!(self.lines("").iter().any(|said| said == line), "wanted {line:?}: {self}");
        self
    }

    /// Panics unless some warning has this in it.
    pub(super) fn warns(self, part: &str) -> Self {
        assert!(self.lines("WARN").iter().any(|said| said.contains(part)), "wanted {part:?}: {self}");
        self
    }

    /// The texts of the lines of a level, or of all.
    pub(super) fn lines(&self, level: &str) -> Vec<String> {
        let lines = self.0.msgs();
        let of_level = lines.iter().filter(|line| level.is_empty() || line["LVL"] == level);
        of_level.map(|line| text(&line["INFO"])).collect()
    }

    /// The codes of the lines that are errors.
    pub(super) fn codes(&self) -> Vec<String> {
        let lines = self.0.msgs();
        lines.iter().filter(|line| line["LVL"] == "ERROR").map(|line| text(&line["ERR_CD"])).collect()
    }

    /// The answer it came in.
    pub(super) fn answer(&self) -> &Answer {
        &self.0.answer
    }

    /// The HTTP status.
    pub(super) fn status(&self) -> u16 {
        self.0.answer.status
    }
}

impl fmt::Display for Told {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.answer.fmt(formatter)
    }
}

/// A text.
pub(super) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// A list.
pub(super) fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap_or_else(|| panic!("no list: {value}"))
}

/// The id of a record.
pub(super) fn id(record: &Value) -> i64 {
    record["record_id"].as_i64().unwrap_or_else(|| panic!("no record: {record}"))
}

/// The serial of [`ZONE`], as the registry has it.
pub(super) fn serial(client: &Client) -> u64 {
    zones::serial(client, ZONE)
}

/// The records of a set of [`ZONE`], as everybody else has them; none if there is no set.
pub(super) fn published(client: &Client, fqdn: &str, rtype: &str) -> Vec<String> {
    let answer = client.get(&format!("/zones/{ZONE}/recordsets/{fqdn}/{rtype}")).send();
    if answer.status == 404 {
        return Vec::new();
    }
    list(&answer.expect(200).json()["records"]).iter().map(text).collect()
}

/// The history of [`ZONE`], newest first.
pub(super) fn history(client: &Client) -> Vec<Value> {
    list(&client.get(&format!("/zones/{ZONE}/history?limit=1000")).expect(200).json()).clone()
}
