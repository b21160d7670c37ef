//! Section 8: what clients match, word for word. A law a row or two of its table.

use super::given::{self, Dyn};
use super::staged::{Session, Told, ZONE, admin, hostmaster, id};
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// All lines of what was told, with their levels, sources and codes.
fn lines(told: &Told) -> Vec<[String; 4]> {
    let part = |line: &Value, member: &str| line[member].as_str().unwrap_or_default().to_owned();
    told.answer().json()["msgs"]
        .as_array()
        .expect("lines")
        .iter()
        .map(|line| ["LVL", "SOURCE", "ERR_CD", "INFO"].map(|member| part(line, member)))
        .collect()
}

/// Panics unless these are all lines: level, source, code and text.
fn told(told: Told, expected: &[[&str; 4]]) -> Told {
    assert_eq!(lines(&told), expected, "{told}");
    told
}

/// A line of what was done.
const fn info(text: &str) -> [&str; 4] {
    ["INFO", "BLL", "", text]
}

/// A session with a published zone that has one address.
fn with_a_record(server: &Server) -> (Session, i64) {
    let session = admin(server);
    session.zone(ZONE);
    let number = session.a("www.x.org", "192.0.2.1");
    session.publish();
    (session, number)
}

both! {
    fn a_field_is_missing_or_needless(server: &Server) {
        let (session, _) = with_a_record(server);
        let missing = |field| ["ERROR", "API-A", "MISSING_DATA", field];
        told(session.post("Zone/y.org", json!({})), &[missing("rname: required field missing"), missing("ttl: required field missing")]);
        told(session.post("MXRecord/x.org/x.org", json!({"rdata": {"exchange": "mx.y.org"}})), &[missing("rdata.preference: required field missing")]);
        let warned = told(session.send("GET", "Zone/x.org", &json!({"colour": "red"})), &[
            ["WARN", "API-A", "INVALID_DATA", "colour: unnecessary field passed in"],
            info("get: Your zone, x.org"),
        ]);
        warned.done();
    }

    fn a_method_or_a_resource_is_not_there(server: &Server) {
        let (session, _) = with_a_record(server);
        let error = |text| ["ERROR", "API-A", "INVALID_REQUEST", text];
        told(session.post("NodeList/x.org", json!({})), &[error("Resource does not support POST requests")]).refused("INVALID_REQUEST");
        told(session.delete("AllRecord/x.org"), &[error("Resource does not support DELETE requests")]).refused("INVALID_REQUEST");
        told(session.get("Node/x.org/www.x.org"), &[error("Resource does not support GET requests")]).refused("INVALID_REQUEST");
        told(session.get("Foo/x.org"), &[error("request: No such resource, Foo")]).refused("INVALID_REQUEST");
    }

    fn a_service_is_left_out_or_a_zone_frozen(server: &Server) {
        let (session, number) = with_a_record(server);
        let error = |text| ["ERROR", "BLL", "ILLEGAL_OPERATION", text];
        told(session.get("DSF"), &[error("DSF: This service is not offered here")]).refused("ILLEGAL_OPERATION");
        told(session.put("Zone/x.org", json!({"freeze": true})), &[info("freeze: Your zone is now frozen")]).done();
        let frozen = [error("zone: Zone is frozen, thaw it first")];
        told(session.post("ARecord/x.org/a.x.org", json!({"rdata": {"address": "192.0.2.1"}})), &[frozen[0]]).refused("ILLEGAL_OPERATION");
        told(session.put(&format!("ARecord/x.org/www.x.org/{number}"), json!({"ttl": 5})), &frozen).refused("ILLEGAL_OPERATION");
        told(session.put("ARecord/x.org/www.x.org", json!({"ARecords": []})), &frozen).refused("ILLEGAL_OPERATION");
        told(session.delete(&format!("ARecord/x.org/www.x.org/{number}")), &frozen).refused("ILLEGAL_OPERATION");
        told(session.delete("ARecord/x.org/www.x.org"), &frozen).refused("ILLEGAL_OPERATION");
        told(session.delete("Node/x.org/www.x.org"), &frozen).refused("ILLEGAL_OPERATION");
        told(session.try_publish(), &frozen).refused("ILLEGAL_OPERATION");
        told(session.delete("Zone/x.org"), &frozen).refused("ILLEGAL_OPERATION");
        told(session.put("Zone/x.org", json!({"thaw": true})), &[info("thaw: Your zone is now thawed, you may edit normally")]).done();
        session.delete("Node/x.org/www.x.org").done();
        session.try_publish().done();
        told(session.delete("Zone/x.org"), &[info("remove: Zone removed")]).done();
    }

    fn a_zone_is_missing(server: &Server) {
        let session = admin(server);
        let missing = ["ERROR", "API-B", "NOT_FOUND", "zone: No such zone"];
        for path in ["Zone/x.org", "Apex/www.x.org", "AllRecord/x.org", "ANYRecord/x.org/x.org", "NodeList/x.org", "ARecord/x.org/x.org", "ARecord/x.org/x.org/5", "ZoneChanges/x.org"] {
            told(session.get(path), &[missing]).refused("NOT_FOUND");
        }
        told(session.post("ARecord/x.org/x.org", json!({"rdata": {"address": "192.0.2.1"}})), &[missing]).refused("NOT_FOUND");
        told(session.put("Zone/x.org", json!({"publish": true})), &[missing]).refused("NOT_FOUND");
        told(session.delete("Node/x.org/www.x.org"), &[missing]).refused("NOT_FOUND");
        told(session.post("ZoneNoteReport", json!({"zone": "x.org"})), &[missing]).refused("NOT_FOUND");
        told(session.delete("Zone/x.org"), &[missing, info("remove: No such zone in your account")]).refused("NOT_FOUND");
    }

    fn a_zone_exists(server: &Server) {
        let (session, _) = with_a_record(server);
        let exists = ["ERROR", "BLL", "TARGET_EXISTS", "name: Name already exists"];
        let again = json!({"rname": "a.b.org", "ttl": 60});
        told(session.post("Zone/x.org", again.clone()), &[exists, info("create: You already have this zone.")]).refused("TARGET_EXISTS");
        let acme = hostmaster(server, "jane", "acme");
        told(acme.post("Zone/x.org", again), &[exists]).refused("TARGET_EXISTS");
    }

    fn a_node_is_not_in_the_zone(server: &Server) {
        let (session, _) = with_a_record(server);
        let error = |text| ["ERROR", "API-B", "NOT_FOUND", text];
        for node in ["none.x.org", "y.org", "www.y.org"] {
            for resource in ["AllRecord", "ANYRecord", "NodeList"] {
                told(session.get(&format!("{resource}/x.org/{node}")), &[error("node: Node is not in the zone"), info("get_tree: Node name not found within the zone")]).refused("NOT_FOUND");
            }
            told(session.get(&format!("ARecord/x.org/{node}")), &[error("node: Not in zone"), info("detail: Host is not in this zone")]).refused("NOT_FOUND");
        }
        told(session.get("ARecord/x.org/none.x.org/5"), &[error("node: Not in zone"), info("get: Host not found in this zone")]).refused("NOT_FOUND");
    }

    fn a_record_is_not_there(server: &Server) {
        let (session, number) = with_a_record(server);
        let missing = ["ERROR", "API-B", "NOT_FOUND", "id: No such record"];
        session.a("other.x.org", "192.0.2.9");
        for path in ["ARecord/x.org/www.x.org/1".to_owned(), format!("AAAARecord/x.org/www.x.org/{number}"), format!("ARecord/x.org/other.x.org/{number}"), "ARecord/x.org/www.x.org/none".to_owned(), "ARecord/x.org/www.x.org/-1".to_owned()] {
            told(session.get(&path), &[missing]).refused("NOT_FOUND");
            told(session.delete(&path), &[missing]).refused("NOT_FOUND");
            let rdata = if path.starts_with("AAAA") { json!({"address": "::1"}) } else { json!({"address": "192.0.2.7"}) };
            told(session.put(&path, json!({ "rdata": rdata })), &[missing]).refused("NOT_FOUND");
        }
    }

    fn a_record_exists_or_is_no_address(server: &Server) {
        let (session, _) = with_a_record(server);
        told(session.post("ARecord/x.org/www.x.org", json!({"rdata": {"address": "192.0.2.1"}})), &[
            ["ERROR", "DYN", "TARGET_EXISTS", "make: Cannot duplicate existing record data"],
            info("add: Record not added"),
        ]).refused("TARGET_EXISTS");
        for (rtype, address) in [("A", "2.2.2.2222"), ("A", "::1"), ("AAAA", "192.0.2.1"), ("AAAA", "x")] {
            told(session.post(&format!("{rtype}Record/x.org/www.x.org"), json!({"rdata": {"address": address}})), &[
                ["ERROR", "DYN", "INVALID_DATA", "address: Not a valid IP address"],
                info(&format!("add: Could not create {rtype} record")),
            ]).refused("INVALID_DATA");
        }
    }

    fn a_session_is_opened_kept_and_closed(server: &Server) {
        let nobody = Session(Dyn::nobody(&server.nobody()));
        let opened = nobody.post("Session", given::credentials("registry", "admin", domesday_tests::server::PASSWORD));
        let opened = told(opened, &[info("login: Login successful")]).done();
        let session = Session::with_token(server, opened["token"].as_str().expect("a token"));
        told(session.get("Session"), &[info("isalive: User session is still active")]).done();
        told(session.put("Session", json!({})), &[info("keepalive: User session has been extended")]).done();
        told(session.delete("Session"), &[info("logout: Logout successful")]).done();
        let credentials = info("login: There was a problem with your credentials");
        told(session.get("Session"), &[["ERROR", "API-B", "INVALID_DATA", "login: Bad or expired credentials"], credentials]).refused("INVALID_DATA");
        told(nobody.post("Session", given::credentials("registry", "admin", "wrong")), &[
            ["ERROR", "API-B", "INVALID_DATA", "login: Credentials you entered did not match those in our database. Please try again"],
            credentials,
        ]).refused("INVALID_DATA");
        told(nobody.get("Session"), &[["ERROR", "API-A", "MISSING_DATA", "token: required field missing"]]).refused("MISSING_DATA");
    }

    fn a_zone_is_made_read_listed_and_published(server: &Server) {
        let session = admin(server);
        let made = session.post("Zone/x.org", json!({"rname": "a.b.org", "ttl": 60}));
        let said = made.lines("");
        assert!(said[0].starts_with("setup: If you plan "), "{made}");
        assert_eq!(said[1..], ["create: New zone x.org created.  Publish it to put it on our server."]);
        assert!(made.answer().text().contains("created.  Publish it"), "clients search the text");
        made.done();
        told(session.get("Zone/x.org"), &[info("get: Your zone, x.org")]).done();
        told(session.get("Zone"), &[info("get: Your 1 zone")]).done();
        session.post("Zone/y.org", json!({"rname": "a.b.org", "ttl": 60})).done();
        told(session.get("Zone"), &[info("get: Your 2 zones")]).done();
        told(session.try_publish(), &[info("publish: x.org published")]).done();
        told(session.get("ZoneChanges/x.org"), &[info("publish: You have not made any changes to this zone")]).done();
        session.a("www.x.org", "192.0.2.1");
        session.a("www.x.org", "192.0.2.2");
        told(session.delete("ZoneChanges/x.org"), &[info("discard: 2 zone changes discarded")]).done();
        let none = hostmaster(server, "jane", "acme");
        told(none.get("Zone"), &[info("get: Your 0 zones")]).done();
    }

    fn records_are_found(server: &Server) {
        let (session, number) = with_a_record(server);
        told(session.get(&format!("ARecord/x.org/www.x.org/{number}")), &[info("get: Found the record")]).done();
        told(session.get("ARecord/x.org/www.x.org"), &[info("detail: Found 1 record")]).done();
        told(session.get("AAAARecord/x.org/www.x.org"), &[info("detail: Found 0 records")]).done();
        session.a("www.x.org", "192.0.2.2");
        told(session.get("ARecord/x.org/www.x.org?detail=y"), &[info("detail: Found 2 records")]).done();
        told(session.get("NodeList/x.org"), &[info("get_node_list: Here is your node list")]).done();
        for path in ["AllRecord/x.org", "AllRecord/x.org/www.x.org?detail=y", "ANYRecord/x.org/www.x.org"] {
            told(session.get(path), &[info("get_tree: Here is your zone tree")]).done();
        }
    }

    fn records_are_written(server: &Server) {
        let (session, number) = with_a_record(server);
        let rdata = |address: &str| json!({"rdata": {"address": address}});
        told(session.post("ARecord/x.org/www.x.org", rdata("192.0.2.2")), &[info("add: Record added")]).done();
        told(session.put(&format!("ARecord/x.org/www.x.org/{number}"), rdata("192.0.2.3")), &[info("update: Record updated")]).done();
        told(session.put("ARecord/x.org/www.x.org", rdata("192.0.2.4")), &[info("update: Record updated")]).done();
        told(session.post("ARecord/x.org/new.x.org", rdata("192.0.2.2")), &[info("add: Record added"), info("add_node: New node added to zone")]).done();
    }

    fn records_are_deleted(server: &Server) {
        let (session, number) = with_a_record(server);
        let second = session.a("www.x.org", "192.0.2.2");
        let path = |number: i64| format!("ARecord/x.org/www.x.org/{number}");
        told(session.delete(&path(second)), &[info("delete: Record will be deleted on zone publish")]).done();
        told(session.delete(&path(number)), &[
            info("delete: Record will be deleted on zone publish"),
            info("remove_node: www.x.org removed from tree."),
        ]).done();
        for address in ["192.0.2.1", "192.0.2.2", "192.0.2.3"] {
            session.a("a.x.org", address);
        }
        id(&session.add("TXT", "a.x.org", json!({"txtdata": "stays"})));
        told(session.delete("ARecord/x.org/a.x.org"), &[info("delete: 3 records deleted")]).done();
        told(session.delete("TXTRecord/x.org/a.x.org"), &[info("delete: 1 records deleted"), info("remove_node: a.x.org removed from tree.")]).done();
        told(session.delete("TXTRecord/x.org/x.org"), &[["WARN", "API-B", "NOT_FOUND", "delete: 0 records deleted"]]).done();
        session.a("b.x.org", "192.0.2.1");
        session.a("c.b.x.org", "192.0.2.1");
        told(session.delete("Node/x.org/b.x.org"), &[info("remove_node: b.x.org removed from tree. All records also removed.")]).done();
    }
}
