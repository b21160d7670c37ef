//! What becomes of tokens when their secret is changed.

use domesday_tests::both;
use domesday_tests::server::{PASSWORD, Server};
use serde_json::json;

use super::killed::by_hand;

const SECRET: &str = "DOMESDAY__SESSIONS__SECRET";

/// Starts a server again with another secret.
fn with_secret(server: &Server, secret: &str) {
    server.set(SECRET, secret);
    assert_eq!(server.stop(), 0);
    server.start_again();
}

/// A new session's token.
fn token(server: &Server) -> String {
    let session =
        server.nobody().post("/sessions", &json!({"login": "admin", "password": PASSWORD})).expect(201).json();
    session["token"].as_str().unwrap().to_owned()
}

both! {
    fn a_changed_secret_of_the_configuration_ends_its_sessions_and_no_key(server: &Server) {
        let of_the_database = token(server);
        let key = server.command(&["key", "create", "--user", "admin", "--account", "registry"], b"");
        with_secret(server, &"a".repeat(32));
        let before = token(server);
        let asked = |token: &str| server.nobody().with_token(token).get("/zones").send().status;
        assert_eq!((asked(&before), asked(&of_the_database)), (200, 200));
        assert_eq!(server.command(&["session-key", "rotate"], b"").status, 1, "it is not the database's to change");
        with_secret(server, &"b".repeat(32));
        assert_eq!((asked(&before), asked(&of_the_database)), (401, 200));
        assert_eq!((asked(key.stdout.trim()), asked(&token(server))), (200, 200));
        with_secret(server, &"a".repeat(32));
        assert_eq!(asked(&before), 200, "the secret is back, and so are its sessions");
    }

    fn a_rotated_secret_of_the_database_ends_nothing_until_its_sessions_are_deleted(server: &Server) {
        let before = token(server);
        assert_eq!(server.command(&["session-key", "rotate"], b"").status, 0);
        let asked = |token: &str| server.nobody().with_token(token).get("/zones").send().status;
        let after = token(server);
        assert_eq!((asked(&before), asked(&after)), (200, 200));
        assert_eq!(server.stop(), 0);
        // SQLite's program does not look after what refers to a row unless it is told to.
        let first = if server.database().is_postgres() { "" } else { "PRAGMA foreign_keys = ON; " };
        by_hand(server.database(), &format!("{first}DELETE FROM sessions"));
        server.start_again();
        assert_eq!((asked(&before), asked(&after)), (401, 401));
        assert_eq!(asked(&token(server)), 200);
    }
}
