//! What laws about verifying start from: documents as an auditor fetched them, and what becomes of them in wrong hands.

use domesday_tests::server::Server;
use serde_json::{Value, json};
use std::path::Path;

use super::given::{World, attested_by, read, text};
use super::proof::{Parts, activate, active_key, forged, import, refused_at, verified};

/// A world with a student whose school is attested, as an auditor has it: documents that were fetched, and the registry's address.
pub(super) struct Fetched {
    /// Who there is.
    pub(super) world: World,
    /// The student's path.
    pub(super) student: String,
    /// The student's document.
    pub(super) document: Value,
    /// The document of the key that signs.
    pub(super) key: Value,
}

impl Fetched {
    /// Sets it up, and fetches.
    pub(super) fn of(server: &Server) -> Self {
        let world = World::of(server);
        let (student, _) = world.attested_student("s1");
        Self { document: read(&world.acme, &student), key: active_key(server), student, world }
    }

    /// The same after a key on P-256 has signed it.
    pub(super) fn on_p_256(self, server: &Server) -> Self {
        activate(&self.world.admin, &import(server, "ec")).expect(200);
        attested_by(self.world.attests("/api/teacher/teacher-of-s1", &self.student));
        Self { document: read(&self.world.acme, &self.student), key: active_key(server), ..self }
    }

    /// The signature.
    pub(super) fn jws(&self) -> String {
        text(&self.document["attestations"][0]["signature"]["value"])
    }

    /// The signature, taken apart.
    pub(super) fn parts(&self) -> Parts {
        Parts::of(&self.document["attestations"][0])
    }

    /// The document with something else in a place of its attestation.
    pub(super) fn with(&self, place: &str, value: Value) -> Value {
        let mut document = self.document.clone();
        *document["attestations"][0].pointer_mut(place).unwrap_or_else(|| panic!("nothing at {place}")) = value;
        document
    }

    /// The document with another signature.
    pub(super) fn signed_so(&self, jws: impl Into<Value>) -> Value {
        self.with("/signature/value", jws.into())
    }

    /// The document with a header changed, signed by the registry's own key.
    pub(super) fn header(&self, from: &str, to: &str) -> Value {
        let parts = self.parts();
        assert!(parts.header.contains(from), "{from} is not in {}", parts.header);
        self.signed_so(forged(&parts.header.replace(from, to), &parts.payload))
    }

    /// The document with a payload changed, signed by the registry's own key.
    pub(super) fn payload(&self, from: &str, to: &str) -> Value {
        let parts = self.parts();
        assert!(parts.payload.contains(from), "{from} is not in {}", parts.payload);
        self.signed_so(forged(&parts.header, &parts.payload.replace(from, to)))
    }

    /// The document with another `kid`, in the envelope too, signed by the registry's own key.
    pub(super) fn kid(&self, kid: &str) -> Value {
        let own = self.key["id"].to_string();
        let mut document = self.header(&own, &json!(kid).to_string());
        document["attestations"][0]["signature"]["keyId"] = json!(kid);
        document
    }

    /// Panics unless the command line refuses a document at this step of section 11.
    pub(super) fn refuses(&self, server: &Server, what: &str, step: u8, document: &Value) {
        refused_at(what, step, &verified(server, &self.world.url, &[&self.key], document));
    }
}

/// Signatures that differ in one byte of each part, as long as the right one.
pub(super) fn changed(jws: &str) -> [String; 3] {
    let middle = |at: usize| {
        let parts: Vec<&str> = jws.split('.').collect();
        let before: usize = parts[..at].iter().map(|part| part.len() + 1).sum();
        let at = before + parts[at].len() / 2;
        let other = if &jws[at..=at] == "A" { "B" } else { "A" };
        format!("{}{other}{}", &jws[..at], &jws[at + 1..])
    };
    [middle(0), middle(1), middle(2)]
}

/// Where the server works, and the programs that verify.
pub(super) fn directory(server: &Server) -> &Path {
    server.database().directory()
}
