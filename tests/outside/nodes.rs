//! Several servers on one PostgreSQL database: what one decides, the others obey at the very next request.

use domesday_tests::database::Database;
use domesday_tests::server::{PASSWORD, Server};
use serde_json::json;

use crate::given;

#[test]
fn a_session_closed_on_one_node_is_refused_on_the_other() {
    let server = Server::start(Database::postgres());
    let node = server.another_node();
    let session =
        server.nobody().post("/sessions", &json!({"login": "admin", "password": PASSWORD})).expect(201).json();
    let token = session["token"].as_str().unwrap();
    let (here, there) = (server.nobody().with_token(token), node.nobody().with_token(token));
    assert_eq!(there.get("/sessions/current").expect(200).json()["id"], session["id"]);
    here.delete("/sessions/current").expect(204);
    there.get("/sessions/current").expect(401);
}

#[test]
fn a_disabled_user_is_refused_on_every_node_at_once() {
    let server = Server::start(Database::postgres());
    let node = server.another_node();
    let reader = server.user("reader1", "acme", &["reader"]);
    let session =
        node.nobody().post("/sessions", &json!({"login": "reader1", "password": PASSWORD})).expect(201).json();
    let there = node.nobody().with_token(session["token"].as_str().unwrap());
    there.get("/zones").expect(200);
    assert_eq!(server.command(&["user", "disable", "reader1", "--account", "acme"], b"").status, 0);
    there.get("/zones").expect(401);
    reader.get("/zones").expect(401);
}

#[test]
fn c1_of_two_creations_on_two_nodes_one_wins() {
    let server = Server::start(Database::postgres());
    let node = server.another_node();
    let session = node.nobody().post("/sessions", &json!({"login": "admin", "password": PASSWORD})).expect(201).json();
    let (here, there) = (server.admin(), node.nobody().with_token(session["token"].as_str().unwrap()));
    for number in 0..20 {
        let zone = given::zone(&format!("z{number}.org"));
        let statuses = std::thread::scope(|scope| {
            let one = scope.spawn(|| here.post("/zones", &zone).send().status);
            let other = scope.spawn(|| there.post("/zones", &zone).send().status);
            let mut statuses = [one.join().unwrap(), other.join().unwrap()];
            statuses.sort_unstable();
            statuses
        });
        assert_eq!(statuses, [201, 409]);
    }
}

#[test]
fn what_is_written_at_one_node_is_read_at_the_other() {
    let server = Server::start(Database::postgres());
    let node = server.another_node();
    let key = server.command(&["key", "create", "--user", "admin", "--account", "registry"], b"");
    let there = node.nobody().with_token(key.stdout.trim());
    given::created(&server.admin(), "example.org");
    assert_eq!(there.get("/zones").expect(200).json(), json!(["example.org"]));
}
