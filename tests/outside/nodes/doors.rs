//! The four faces that people log in at: how each opens a session, closes it, and tells a caller whom it does not know.

use domesday_tests::client::Client;
use domesday_tests::server::PASSWORD;
use serde_json::{Value, json};

/// A face with a log-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Door {
    /// Zones, and what shares its sessions.
    Sessions,
    /// Registrars.
    Registrar,
    /// Clients written for mreg.
    Mreg,
    /// DynECT.
    Dynect,
}

impl Door {
    /// All of them.
    pub(super) const ALL: [Self; 4] = [Self::Sessions, Self::Registrar, Self::Mreg, Self::Dynect];

    /// Logs a user of an account in, and gives the token; none if they may not.
    pub(super) fn opens(self, nobody: &Client, account: &str, login: &str, password: &str) -> Option<String> {
        let login_of = format!("{account}/{login}");
        let pair = |member: &str| -> Value { json!({member: login_of, "password": password}) };
        let dynect = json!({"customer_name": account, "user_name": login, "password": password});
        let call = match self {
            Self::Sessions => nobody.post("/sessions", &pair("login")),
            Self::Registrar => nobody.put("/auth", &json!({"login": login, "password": password})),
            Self::Mreg => nobody.post("/api/token-auth/", &pair("username")),
            Self::Dynect => nobody.post("/REST/Session/", &dynect),
        };
        let answer = call.send();
        if !answer.is_success() {
            assert_eq!(answer.status, if self == Self::Dynect { 400 } else { 401 }, "{self:?}: {answer}");
            return None;
        }
        let body = answer.json();
        let token = body.get("token").unwrap_or(&body["data"]["token"]);
        Some(token.as_str().unwrap_or_else(|| panic!("no token: {answer}")).to_owned())
    }

    /// Logs the caller out.
    pub(super) fn closes(self, caller: &Client) {
        let call = match self {
            Self::Sessions => caller.delete("/sessions/current"),
            Self::Registrar => caller.delete("/auth"),
            Self::Mreg => caller.request("POST", "/api/token-logout/"),
            Self::Dynect => caller.delete("/REST/Session/"),
        };
        let answer = call.send();
        assert!(answer.is_success(), "{self:?}: {answer}");
    }

    /// Whether a caller is known. Panics if they are told anything else than that they are not.
    pub(super) fn knows(self, caller: &Client) -> bool {
        let path = match self {
            Self::Sessions => "/zones",
            Self::Registrar => "/domains",
            Self::Mreg => "/api/v1/zones/forward/",
            Self::Dynect => "/REST/Zone/",
        };
        let answer = caller.get(path).send();
        if answer.is_success() {
            return true;
        }
        let body = answer.json();
        let is_told = match self {
            Self::Sessions => answer.status == 401 && body["code"] == "unauthenticated",
            Self::Registrar => answer.status == 401 && body["code"] == 2200,
            Self::Mreg => answer.status == 401 && body["errors"][0]["code"] == "unauthenticated",
            Self::Dynect => answer.status == 400 && body["msgs"][0]["INFO"] == "login: Bad or expired credentials",
        };
        assert!(is_told, "{self:?}: {answer}");
        false
    }
}

/// The admin's token, got at a face of this node.
pub(super) fn admin_at(door: Door, nobody: &Client) -> String {
    door.opens(nobody, "registry", "admin", PASSWORD).expect("the admin logs in")
}

/// Panics unless every face of this node knows the caller, or none.
pub(super) fn known(caller: &Client, expected: bool, what: &str) {
    for door in Door::ALL {
        assert_eq!(door.knows(caller), expected, "{what}: {door:?}");
    }
}
