//! Log-in through any face opens one and the same kind of session: its token opens every face in every header, and whichever face closes it
//! closes it for all.

use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::{PASSWORD, Server};
use serde_json::json;

/// A face that logs in and out.
#[derive(Clone, Copy, Debug)]
enum Door {
    Sessions,
    Registrar,
    Dynect,
    Mreg,
}

const DOORS: [Door; 4] = [Door::Sessions, Door::Registrar, Door::Dynect, Door::Mreg];

/// Something to read on each face, for somebody with every role.
const PATHS: [&str; 13] = [
    "/zones",
    "/api/v1/zones/forward/",
    "/api/token-is-valid/",
    "/tlds",
    "/v2/tlds",
    "/blocklist",
    "/domains",
    "/auth",
    "/meta/kinds",
    "/REST/Zone/",
    "/REST/Session/",
    "/accounts",
    "/sessions/current",
];

/// Every header that some face's clients send a token in.
fn headers(token: &str) -> [(&'static str, String); 5] {
    [
        ("Authorization", format!("Bearer {token}")),
        ("Authorization", format!("Token {token}")),
        ("Auth-Token", token.to_owned()),
        ("Api-ClientToken", token.to_owned()),
        ("X-Auth-Token", token.to_owned()),
    ]
}

impl Door {
    /// Logs the first user in; gives the token.
    fn enter(self, server: &Server) -> String {
        let nobody = server.nobody();
        let answer = match self {
            Self::Sessions => nobody.post("/sessions", &json!({"login": "admin", "password": PASSWORD})),
            Self::Registrar => nobody.put("/auth", &json!({"login": "admin", "password": PASSWORD})),
            Self::Dynect => {
                let who = json!({"customer_name": "registry", "user_name": "admin", "password": PASSWORD});
                nobody.post("/REST/Session/", &who)
            }
            Self::Mreg => nobody.post("/api/token-auth/", &json!({"username": "admin", "password": PASSWORD})),
        };
        let answer = answer.send();
        assert!(answer.is_success(), "{self:?}: {answer}");
        let body = answer.json();
        let token = if body["data"].is_object() { &body["data"]["token"] } else { &body["token"] };
        token.as_str().unwrap_or_else(|| panic!("{self:?}: {answer}")).to_owned()
    }

    /// Logs out.
    fn leave(self, caller: &Client) -> Answer {
        match self {
            Self::Sessions => caller.delete("/sessions/current").send(),
            Self::Registrar => caller.delete("/auth").send(),
            Self::Dynect => caller.delete("/REST/Session/").header("Content-Type", "application/json").send(),
            Self::Mreg => caller.request("POST", "/api/token-logout/").send(),
        }
    }
}

fn read(caller: &Client, path: &str) -> Answer {
    caller.get(path).header("Content-Type", "application/json").send()
}

both! {
    fn a_session_opened_through_any_face_opens_every_face_in_every_header(server: &Server) {
        for door in DOORS {
            let token = door.enter(server);
            for (header, value) in headers(&token) {
                let caller = server.nobody().with_header(header, &value);
                for path in PATHS {
                    let answer = read(&caller, path);
                    assert_eq!(answer.status, 200, "{door:?}, {header}: {answer}");
                }
                let who = caller.get("/sessions/current").expect(200).json();
                assert_eq!((&who["user"], &who["account"]), (&json!("admin"), &json!("registry")), "{door:?}, {header}");
            }
        }
    }

    fn a_session_closed_through_any_face_is_refused_at_once_on_every_face_in_every_header(server: &Server) {
        for opened in DOORS {
            for closed in DOORS {
                let token = opened.enter(server);
                let callers = headers(&token).map(|(header, value)| server.nobody().with_header(header, &value));
                let bystander = server.admin();
                let gone = closed.leave(&callers[0]);
                assert!(gone.is_success(), "opened through {opened:?}, closed through {closed:?}: {gone}");
                for caller in &callers {
                    for path in PATHS {
                        let refused = read(caller, path);
                        let due = if path.starts_with("/REST/") { 400 } else { 401 };
                        assert_eq!(refused.status, due, "opened through {opened:?}, closed through {closed:?}: {refused}");
                    }
                }
                bystander.get("/zones").expect(200);
                assert_ne!(opened.enter(server), token, "{opened:?}: the next is another");
            }
        }
    }

    fn an_api_key_stands_in_for_a_session_on_every_face_in_every_header(server: &Server) {
        let made = server.command(&["key", "create", "--user", "admin", "--account", "registry"], b"");
        assert_eq!(made.status, 0, "{made:?}");
        let key = made.stdout.trim().to_owned();
        let callers = headers(&key).map(|(header, value)| server.nobody().with_header(header, &value));
        let faces = PATHS.iter().filter(|path| !path.contains("token-is-valid"));
        for (caller, path) in callers.iter().flat_map(|caller| faces.clone().map(move |path| (caller, path))) {
            let answer = read(caller, path);
            assert_eq!(answer.status, 200, "{answer}");
        }
        for door in DOORS {
            assert!(!door.leave(&callers[0]).is_success(), "{door:?}: a key does not log out");
        }
        callers[0].get("/zones").expect(200);
    }
}
