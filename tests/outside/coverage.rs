//! Every route of the OpenAPI document: nobody gets in without credentials, or with a role that is not the route's.
//!
//! The lists of exceptions may only shrink or grow by a decision: what they name must exist.

use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::Value;

/// Open to everybody. `/metrics` answers loopback, which is where these tests call from.
const OPEN: [(&str, &str); 24] = [
    ("GET", "/"),
    ("GET", "/v2"),
    ("GET", "/docs"),
    ("GET", "/docs/{file}"),
    ("GET", "/health"),
    ("GET", "/metrics"),
    ("GET", "/openapi.json"),
    ("POST", "/sessions"),
    ("POST", "/api/token-auth"),
    ("PUT", "/auth"),
    ("POST", "/auth"),
    ("POST", "/REST/Session"),
    ("GET", "/meta/attestations/{attestation}"),
    ("GET", "/meta/signing-keys"),
    ("GET", "/meta/signing-keys/{key}"),
    ("GET", "/rdap/domain/{name}"),
    ("GET", "/rdap/nameserver/{name}"),
    ("GET", "/rdap/entity/{handle}"),
    ("GET", "/rdap/help"),
    ("GET", "/rdap/domains"),
    ("GET", "/rdap/nameservers"),
    ("GET", "/rdap/entities"),
    ("GET", "/rdap/ip/{address}"),
    ("GET", "/rdap/autnum/{number}"),
];

/// For whoever is logged in, in any role; of entities the kind says who may do what, and what one may not see is not there.
const ANY_ROLE: [(&str, &str); 33] = [
    ("GET", "/tlds/explain"),
    ("GET", "/v2/tlds/explain"),
    ("GET", "/v2/quotas"),
    ("GET", "/history"),
    ("GET", "/sessions/current"),
    ("DELETE", "/sessions/current"),
    ("POST", "/api/token-logout"),
    ("GET", "/api/token-is-valid"),
    ("GET", "/auth"),
    ("DELETE", "/auth"),
    ("GET", "/api/{kind}"),
    ("POST", "/api/{kind}"),
    ("GET", "/api/{kind}/search"),
    ("POST", "/api/{kind}/search"),
    ("GET", "/api/{kind}/{id}"),
    ("PATCH", "/api/{kind}/{id}"),
    ("PUT", "/api/{kind}/{id}"),
    ("DELETE", "/api/{kind}/{id}"),
    ("GET", "/api/{kind}/{id}/attestations"),
    ("GET", "/api/{kind}/{id}/history"),
    ("GET", "/api/{kind}/{id}/{claim}"),
    ("POST", "/api/{kind}/{id}/{claim}/attest"),
    ("GET", "/meta/kinds"),
    ("GET", "/meta/worklist"),
    ("POST", "/meta/attestations/{attestation}/revoke"),
    ("POST", "/meta/signing-keys/{key}/activate"),
    ("POST", "/meta/signing-keys/{key}/revoke"),
    ("GET", "/REST/Session"),
    ("PUT", "/REST/Session"),
    ("DELETE", "/REST/Session"),
    ("GET", "/REST/Job/{job}"),
    ("POST", "/REST/UserPermissionReport"),
    ("POST", "/REST/CheckPermissionReport"),
];

/// Read by POST: a reader may.
const READ_BY_POST: [(&str, &str); 1] = [("POST", "/REST/ZoneNoteReport")];

const METHODS: [&str; 6] = ["get", "head", "post", "put", "patch", "delete"];

struct Operation {
    method: String,
    pattern: String,
    statuses: Vec<String>,
}

impl Operation {
    fn is_in(&self, list: &[(&str, &str)]) -> bool {
        list.contains(&(self.method.as_str(), self.pattern.as_str()))
    }

    /// Of the face that says with 404 that a token is missing (`dynect.md` S6).
    fn is_dynect(&self) -> bool {
        self.pattern.starts_with("/REST/")
    }

    /// Calls it with something in the place of each parameter. What is there does not matter: who calls comes first.
    fn call(&self, client: &Client) -> Answer {
        let mut path = String::new();
        for (number, part) in self.pattern.split(['{', '}']).enumerate() {
            let value = match part {
                _ if number % 2 == 0 => part,
                "type" => "A",
                "kind" => "forward",
                "login" | "user" => "nobody",
                _ => "example.org",
            };
            path.push_str(value);
        }
        let call = client.request(&self.method, &path);
        match (self.method.as_str(), path.as_str()) {
            ("POST", "/zones/import") => call.body("text/dns", "; nothing"),
            ("POST" | "PUT" | "PATCH", _) => call.json(&serde_json::json!({})),
            _ => call,
        }
        .send()
    }
}

fn operations(server: &Server) -> Vec<Operation> {
    let document = server.nobody().get("/openapi.json").expect(200).json();
    let mut operations = Vec::new();
    for (pattern, item) in document["paths"].as_object().expect("paths") {
        for method in METHODS {
            let Some(operation) = item.get(method).and_then(Value::as_object) else {
                continue;
            };
            let statuses = operation["responses"].as_object().expect("responses").keys().cloned().collect();
            operations.push(Operation { method: method.to_uppercase(), pattern: pattern.clone(), statuses });
        }
    }
    assert!(operations.len() > 10, "an OpenAPI document of {} operations", operations.len());
    operations
}

fn none(faults: &[String]) {
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

both! {
    fn without_credentials_every_route_answers_401(server: &Server) {
        let nobody = server.nobody();
        let mut faults = Vec::new();
        for operation in operations(server).iter().filter(|operation| !operation.is_in(&OPEN)) {
            let answer = operation.call(&nobody);
            if operation.is_dynect() {
                if answer.status != 404 || !answer.text().contains("token: required field missing") {
                    faults.push(format!("404 for the token was due, or the route belongs in OPEN: {answer}"));
                }
                continue;
            }
            if answer.status != 401 || answer.header("www-authenticate").is_none() {
                faults.push(format!("401 with WWW-Authenticate was due, or the route belongs in OPEN: {answer}"));
            }
        }
        none(&faults);
    }

    fn with_the_wrong_role_every_route_answers_403(server: &Server) {
        // An attestor has nothing to do with zones and administration; a reader must change nothing.
        let (attestor, reader) = (server.user("attestor1", "acme", &["attestor"]), server.user("reader1", "acme", &["reader"]));
        let mut faults = Vec::new();
        for operation in operations(server).iter().filter(|operation| !operation.is_in(&OPEN) && !operation.is_in(&ANY_ROLE)) {
            let reads = ["GET", "HEAD"].contains(&operation.method.as_str()) || operation.is_in(&READ_BY_POST);
            let callers: &[&Client] = if reads { &[&attestor] } else { &[&attestor, &reader] };
            for caller in callers {
                let answer = operation.call(caller);
                if answer.status != 403 {
                    faults.push(format!("403 was due, or the route belongs in ANY_ROLE: {answer}"));
                }
            }
        }
        none(&faults);
    }
}

#[test]
fn every_operation_documents_how_it_refuses() {
    let server = Server::start(domesday_tests::database::Database::sqlite());
    let mut faults = Vec::new();
    for operation in operations(&server) {
        let mut due = Vec::new();
        if !operation.is_in(&OPEN) {
            due.push(if operation.is_dynect() { "404" } else { "401" });
            if !operation.is_in(&ANY_ROLE) {
                due.push("403");
            }
        }
        for status in due {
            if !operation.statuses.iter().any(|documented| documented == status) {
                faults.push(format!("{} {} does not document {status}", operation.method, operation.pattern));
            }
        }
        // What is not offered at all has no success.
        if !operation.statuses.iter().any(|documented| documented.starts_with('2') || documented == "501") {
            faults.push(format!("{} {} documents no success", operation.method, operation.pattern));
        }
    }
    none(&faults);
}

#[test]
fn what_the_lists_of_exceptions_name_exists() {
    let server = Server::start(domesday_tests::database::Database::sqlite());
    let operations = operations(&server);
    for listed in OPEN.iter().chain(&ANY_ROLE).chain(&READ_BY_POST) {
        let found = operations.iter().any(|operation| operation.is_in(&[*listed]));
        assert!(
            found,
            "{listed:?} is not in the OpenAPI document: document it, or take it off the list in tests/outside/coverage.rs"
        );
    }
}

#[test]
fn every_route_that_the_specification_names_is_documented() {
    let server = Server::start(domesday_tests::database::Database::sqlite());
    let operations = operations(&server);
    let named = [
        "GET /zones",
        "POST /zones",
        "GET /zones/{}",
        "PATCH /zones/{}",
        "DELETE /zones/{}",
        "GET /zones/{}/recordsets",
        "PATCH /zones/{}/recordsets",
        "GET /zones/{}/recordsets/{}/{}",
        "PUT /zones/{}/recordsets/{}/{}",
        "PATCH /zones/{}/recordsets/{}/{}",
        "DELETE /zones/{}/recordsets/{}/{}",
        "GET /zones/{}/zonefile",
        "POST /zones/import",
        "GET /zones/{}/history",
        "GET /accounts",
        "POST /accounts",
        "GET /accounts/{}",
        "PATCH /accounts/{}",
        "GET /accounts/{}/history",
        "GET /accounts/{}/users",
        "POST /accounts/{}/users",
        "GET /accounts/{}/users/{}",
        "PATCH /accounts/{}/users/{}",
        "GET /accounts/{}/keys",
        "POST /accounts/{}/keys",
        "GET /accounts/{}/keys/{}",
        "PATCH /accounts/{}/keys/{}",
        "GET /history",
        "POST /api/token-auth",
        "POST /api/token-logout",
        "GET /api/token-is-valid",
        "GET /api/v1/zones/{}",
        "POST /api/v1/zones/{}",
        "GET /api/v1/zones/{}/{}",
        "PATCH /api/v1/zones/{}/{}",
        "DELETE /api/v1/zones/{}/{}",
        "GET /api/v1/zones/{}/{}/nameservers",
        "PATCH /api/v1/zones/{}/{}/nameservers",
        "GET /api/v1/zones/{}/{}/delegations",
        "POST /api/v1/zones/{}/{}/delegations",
        "GET /api/v1/zones/{}/{}/delegations/{}",
        "PATCH /api/v1/zones/{}/{}/delegations/{}",
        "DELETE /api/v1/zones/{}/{}/delegations/{}",
        "GET /api/v1/zones/forward/hostname/{}",
        "GET /api/v1/zonefiles/{}",
        "GET /api/v1/nameservers",
        "POST /api/v1/nameservers",
        "GET /api/v1/nameservers/{}",
        "DELETE /api/v1/nameservers/{}",
        "GET /api/v1/hosts",
        "GET /",
        "GET /v2",
        "GET /v2/quotas",
        "GET /v2/quotas/{}",
        "PATCH /v2/quotas/{}",
        "DELETE /v2/quotas/{}",
        "GET /tlds/{}/policy",
        "PUT /tlds/{}/policy",
        "PATCH /tlds/{}/policy",
        "DELETE /tlds/{}/policy",
        "GET /tlds/{}/policy/names",
        "GET /tlds/{}/policy/names/{}",
        "PUT /tlds/{}/policy/names/{}",
        "DELETE /tlds/{}/policy/names/{}",
        "GET /policies/{}",
        "PUT /policies/{}",
        "PATCH /policies/{}",
        "DELETE /policies/{}",
        "GET /policies/{}/names",
        "GET /policies/{}/names/{}",
        "PUT /policies/{}/names/{}",
        "DELETE /policies/{}/names/{}",
    ];
    let twice = [
        "GET /tlds",
        "POST /tlds",
        "GET /tlds/{}",
        "DELETE /tlds/{}",
        "GET /tlds/explain",
        "POST /tlds/import",
        "GET /tlds/import/{}",
        "GET /blocklist",
        "POST /blocklist",
        "GET /blocklist/{}",
        "PATCH /blocklist/{}",
        "DELETE /blocklist/{}",
    ];
    let openstack = twice.map(|named| named.replace(" /blocklist", " /blacklists").replace(" /", " /v2/"));
    let tlds = twice.map(str::to_owned).into_iter().chain(openstack).chain(["PATCH /v2/tlds/{}".to_owned()]);
    let named: Vec<String> = named.map(str::to_owned).into_iter().chain(tlds).collect();
    let bare = |operation: &Operation| {
        let parts = operation.pattern.split(['{', '}']).enumerate();
        let path: String = parts.map(|(number, part)| if number % 2 == 0 { part } else { "{}" }).collect();
        format!("{} {path}", operation.method)
    };
    let documented: Vec<String> = operations.iter().map(bare).collect();
    let missing: Vec<_> = named.iter().filter(|named| !documented.iter().any(|known| known == *named)).collect();
    assert!(missing.is_empty(), "missing in /openapi.json: {missing:?}");
}
