//! What clients really send (section 10): the vendor's own library at work, and loose requests as scripts make them.

use super::gate::Slow;
use super::given::{self, JSON, Told};
use super::staged::{ZONE, admin, id, published};
use domesday_tests::both;
use domesday_tests::server::{PASSWORD, Server, root};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// Where `tests/run` installs the vendor's library (`dyn` of the Python package index).
const LIBRARY: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/dynect-sdk");

/// The distribution's Python, or whichever is first.
fn python() -> &'static str {
    if Path::new("/usr/bin/python3").exists() { "/usr/bin/python3" } else { "python3" }
}

/// What the library gave, in a zone of its own.
fn library_at_work(server: &Server) -> Value {
    let url = server.url();
    let (host, port) = url.trim_start_matches("http://").trim_end_matches('/').split_once(':').expect("a port");
    let script = root().join("tests/fixtures/dynect/sdk.py");
    let output = Command::new(python())
        .arg(script)
        .args([host, port, "registry", "admin", PASSWORD])
        .env("PYTHONPATH", LIBRARY)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .expect("a Python");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the library is installed by tests/run; {errors}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

both! {
    fn the_vendors_own_library_works_on_a_zone(server: &Slow) {
        let told = library_at_work(&server.0);
        let expected = json!({
            "wrong": "login: Credentials you entered did not match those in our database. Please try again. login: There was a problem with your credentials.",
            "no_zone": "zone: No such zone.",
            "twice": "make: Cannot duplicate existing record data. add: Record not added.",
            "bad": "address: Not a valid IP address. add: Could not create A record.",
            "before": 0, "first": 2, "task": "complete", "second": 3,
            "www": ["192.0.2.2", 120, "www.sdk.org"],
            "ttl": 600, "contact": "boss.sdk.org.",
            "records": {"a_records": 1, "aaaa_records": 1, "cname_records": 1, "ns_records": 2, "soa_records": 1, "srv_records": 1, "txt_records": 1},
            "any": ["a_records", "aaaa_records"],
            "addresses": ["192.0.2.2"],
            "text": ["v=DKIM1\\; k=rsa"],
            "nodes": ["_sip._tcp.sdk.org", "alias.sdk.org", "txt.sdk.org", "www.sdk.org"],
            "notes": ["publish", "publish", "publish"],
            "note": "first publish",
            "zones": ["sdk.org"], "apex": "sdk.org",
            "status": ["frozen", "active"], "frozen": "zone: Zone is frozen, thaw it first.",
            "slow": "192.0.2.7", "slowly": 4,
            "gone": "zone: No such zone.",
        });
        for (member, value) in expected.as_object().expect("members") {
            assert_eq!(told[member], *value, "{member}: {told}");
        }
        assert!(told["permissions"].as_array().expect("permissions").contains(&json!("RecordAdd")), "{told}");
    }

    fn arguments_come_as_bodies_of_get_and_in_queries(server: &Server) {
        let session = admin(server);
        session.zone(ZONE);
        let number = session.a("www.x.org", "192.0.2.1");
        let record = session.get(&format!("ARecord/x.org/www.x.org/{number}")).done();
        for detail in [json!("Y"), json!("y"), json!("1"), json!("true"), json!("Yes"), json!(true), json!(1), json!("t")] {
            let body = json!({ "detail": detail });
            assert_eq!(session.send("GET", "ARecord/x.org/www.x.org", &body).done(), json!([record]), "{body}");
        }
        for query in ["detail=y", "detail=Y", "detail=true", "detail=1"] {
            let bare = session.0.bare("GET", &format!("ARecord/x.org/www.x.org/?{query}")).send();
            assert_eq!(Told::of(bare).done(), json!([record]), "{query}");
        }
        for detail in [json!("N"), json!(false), json!(""), json!(0), Value::Null] {
            let found = session.send("GET", "ARecord/x.org/www.x.org", &json!({ "detail": detail })).done();
            assert_eq!(found, json!([format!("/REST/ARecord/x.org/www.x.org/{number}")]));
        }
        let both = session.send("GET", "ARecord/x.org/www.x.org?detail=N", &json!({"detail": "Y"}));
        assert_eq!(both.done(), json!([record]), "the body's");
    }

    fn a_delete_comes_with_an_empty_object_or_with_nothing_at_all(server: &Server) {
        let session = admin(server);
        session.zone(ZONE);
        for number in 1..=4 {
            session.a("www.x.org", &format!("192.0.2.{number}"));
        }
        let ids: Vec<i64> = session.addresses("www.x.org").into_iter().map(|(id, _)| id).collect();
        let path = |id: i64| format!("ARecord/x.org/www.x.org/{id}");
        session.send("DELETE", &path(ids[0]), &json!({})).done();
        Told::of(session.0.bare("DELETE", &path(ids[1])).send()).done();
        Told::of(session.0.bare("DELETE", &format!("{}/", path(ids[2]))).header("Content-Length", "0").send()).done();
        let charset = session.0.bare("DELETE", &path(ids[3])).body("application/json; charset=utf-8", "{}");
        Told::of(charset.send()).done();
        assert_eq!(session.staged(), [""; 0]);
    }

    fn booleans_and_integers_come_as_texts(server: &Server) {
        let session = admin(server);
        session.post("Zone/x.org", json!({"rname": "a.b.org", "ttl": "1800"})).done();
        let made = session.post("ARecord/x.org/www.x.org", json!({"rdata": {"address": "192.0.2.1"}, "ttl": "0"})).done();
        assert_eq!(made["ttl"], 1800);
        let made = session.post("MXRecord/x.org/x.org", json!({"rdata": {"preference": "5", "exchange": "mx.y.org"}, "ttl": "1800"})).done();
        assert_eq!((&made["ttl"], &made["rdata"]["preference"]), (&json!(1800), &json!(5)));
        for publish in [json!("true"), json!("True"), json!("1"), json!(1), json!("y"), json!("yes"), json!("t"), json!(true)] {
            assert_eq!(session.put("Zone/x.org", json!({ "publish": publish })).done()["zone"], "x.org");
        }
        assert_eq!(published(&server.admin(), "www.x.org", "A"), ["192.0.2.1"]);
    }

    fn names_come_with_final_dots_in_any_case_and_are_answered_plainly(server: &Server) {
        let session = admin(server);
        session.post("Zone/X.ORG./", json!({"rname": "a.b.org.", "ttl": 60})).done();
        let made = session.post("ARecord/X.org./WWW.x.ORG./", json!({"rdata": {"address": "192.0.2.1"}})).done();
        assert_eq!((&made["zone"], &made["fqdn"]), (&json!("x.org"), &json!("www.x.org")));
        assert_eq!(session.get("/arecord//x.org./www.X.org/").done(), json!([format!("/REST/ARecord/x.org/www.x.org/{}", id(&made))]));
        assert_eq!(session.get("NODELIST/x.org.").done(), json!(["x.org", "www.x.org"]));
        assert_eq!(session.put("zone/X.Org.", json!({"publish": true})).done()["zone"], "x.org");
        assert_eq!(session.get("Zone/").done(), json!(["/REST/Zone/x.org/"]));
    }

    fn a_null_beside_another_member_is_not_given(server: &Server) {
        let session = admin(server);
        session.zone(ZONE);
        let before = session.get("SOARecord/x.org/x.org?detail=Y").done()[0].clone();
        let path = format!("SOARecord/x.org/x.org/{}", id(&before));
        let told = session.put(&path, json!({"rdata": {"rname": null}, "ttl": 600, "serial_style": null})).done();
        assert_eq!((&told["rdata"]["rname"], &told["ttl"], &told["serial_style"]), (&before["rdata"]["rname"], &json!(600), &before["serial_style"]));
        let told = session.put(&path, json!({"rdata": {"rname": null, "minimum": "300"}})).done();
        assert_eq!((&told["rdata"]["rname"], &told["rdata"]["minimum"]), (&before["rdata"]["rname"], &json!(300)));
    }

    fn a_zone_is_looked_for_up_the_tree(server: &Server) {
        let session = admin(server);
        session.zone(ZONE);
        for name in ["_acme-challenge.www.x.org", "www.x.org"] {
            session.get(&format!("Zone/{name}/")).refused("NOT_FOUND").says("zone: No such zone");
        }
        assert_eq!(session.get("Zone/x.org/").done()["zone"], "x.org");
        session.get("Zone/org").refused("NOT_FOUND").says("zone: No such zone");
        session.get("Zone/org/").refused("NOT_FOUND");
        for name in ["x.org", "a.b.x.org."] {
            assert_eq!(session.get(&format!("Apex/{name}")).done()["zone"], "x.org");
        }
        session.get("Apex/y.org").refused("NOT_FOUND").says("zone: No such zone");
    }

    fn a_put_and_a_post_are_repeated_to_the_job_they_were_sent_to(server: &Slow) {
        let caller = given::admin(&server.0);
        given::zone(&caller, ZONE, true);
        for (method, path, body) in [
            ("POST", "ARecord/x.org/www.x.org", json!({"rdata": {"address": "192.0.2.1"}})),
            ("PUT", "Zone/x.org", json!({"publish": "true"})),
            ("DELETE", "ARecord/x.org/www.x.org", json!({})),
        ] {
            let sent = caller.slowly(method, path, &body, 2).send();
            assert_eq!(sent.status, 307, "{sent}");
            let job = sent.header("location").expect("a place").to_owned();
            assert_eq!((sent.text(), sent.header("content-type")), (job.clone(), Some("text/html")));
            let again = caller.client.request(method, &job).body(JSON, body.to_string()).send();
            let told = Told::of(again);
            assert_eq!(format!("/REST/Job/{}", told.job()), job);
            told.done();
        }
        let left = caller.get("ZoneChanges/x.org").done();
        assert_eq!(left.as_array().map(Vec::len), Some(1), "nothing was done twice: {left}");
    }

    fn an_acme_client_proves_a_name_and_cleans_up(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        session.zone(ZONE);
        session.publish();
        let node = "_acme-challenge.www.x.org";
        let path = format!("TXTRecord/x.org/{node}/");
        let body = json!({"rdata": {"txtdata": "gfj9Xq_Rg85nM"}, "ttl": "60"});
        session.post(&path, body).done();
        session.put("Zone/x.org/", json!({"publish": true, "notes": "Added TXT record for ACME dns-01 challenge"})).done();
        assert_eq!(published(&client, node, "TXT"), ["\"gfj9Xq_Rg85nM\""]);
        let uris = session.get(&path).done();
        let uri = uris[0].as_str().expect("a URI").to_owned();
        session.delete(uri.trim_start_matches("/REST/")).done();
        session.put("Zone/x.org/", json!({"publish": true, "notes": "Removed TXT record"})).done();
        assert_eq!(published(&client, node, "TXT"), [""; 0]);
        session.delete("Session/").done();
        session.get("Zone/x.org").refused("INVALID_DATA");
    }
}
