//! What goes over the wire (section 1): paths, methods, arguments, versions, connections.

use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{self, JSON, Told, admin};

both! {
    fn w1_resources_in_any_case_a_final_slash_or_none_and_empty_segments(server: &Server) {
        let caller = admin(server);
        given::zone(&caller, "x.org", true);
        for path in ["Session", "Session/", "SESSION/", "session", "/Session//", "//sEsSiOn"] {
            caller.get(path).done();
        }
        for path in ["Zone/x.org", "zone/x.org/", "ZONE//x.org//", "Zone/X.Org", "Zone/x.org.", "Zone/x%2Eorg", "Zone/%78.org/"] {
            assert_eq!(caller.get(path).done()["zone"], "x.org", "{path}");
        }
        given::zone(&caller, "xn--bcher-kva.org", false);
        for path in ["Zone/xn--bcher-kva.org", "Zone/b%C3%BCcher.org", "zone/B%C3%BCCHER.org./", "Zone/XN--BCHER-KVA.org"] {
            assert_eq!(caller.get(path).done()["zone"], "xn--bcher-kva.org", "{path}");
        }
        let small = caller.client.get("/rest/Session/").header("Content-Type", JSON).send();
        assert_eq!(small.status, 404, "REST is in capitals: {small}");
    }

    fn w2_what_a_resource_lacks_is_told_with_what_it_has(server: &Server) {
        let caller = admin(server);
        given::zone(&caller, "x.org", true);
        for (method, path, allow) in [
            ("PATCH", "Zone/x.org", &["GET", "PUT", "POST", "DELETE"][..]),
            ("OPTIONS", "Zone/x.org", &["GET", "PUT", "POST", "DELETE"]),
            ("M-SEARCH", "Zone/x.org/", &["GET", "PUT", "POST", "DELETE"]),
            ("DELETE", "Zone/", &["GET"]),
            ("POST", "ZoneChanges/x.org", &["GET", "DELETE"]),
            ("GET", "ZoneNoteReport", &["POST"]),
            ("PATCH", "Session", &["GET", "PUT", "POST", "DELETE"]),
        ] {
            let told = Told::of(caller.bare(method, path).header("Content-Type", JSON).send());
            let line = format!("Resource does not support {method} requests");
            let told = told.refused(400, "INVALID_REQUEST", &line);
            let named = told.answer.header("allow").unwrap_or_else(|| panic!("no Allow: {}", told.answer));
            let named: Vec<&str> = named.split(',').map(str::trim).collect();
            assert!(allow.iter().all(|wanted| named.contains(wanted)), "{named:?}");
            let extra = named.iter().filter(|one| !allow.contains(one) && **one != "HEAD").count();
            assert_eq!(extra, 0, "{named:?}");
        }
    }

    fn w2_head_is_get_without_its_body(server: &Server) {
        let caller = admin(server);
        let got = caller.get("Session").answer;
        let head = caller.bare("HEAD", "Session").header("Content-Type", JSON).expect(200);
        assert_eq!(head.body.len(), 0);
        assert_eq!(head.header("content-type"), got.header("content-type"));
        assert_eq!(caller.bare("HEAD", "Zone/nowhere.org").header("Content-Type", JSON).send().status, 404);
    }

    fn w3_arguments_come_from_the_query_and_the_body_of_every_method(server: &Server) {
        let caller = admin(server);
        given::zone(&caller, "x.org", true);
        let uris = caller.get("Zone/").done();
        assert_eq!(uris, json!(["/REST/Zone/x.org/"]));
        let detailed = Told::of(caller.call("GET", "Zone/", &json!({"detail": "Y"})).send()).done();
        assert_eq!(detailed[0]["zone"], "x.org");
        assert_eq!(caller.get("Zone/?detail=y").done(), detailed);
        let both = |query: &str, body: &str| {
            Told::of(caller.call("GET", &format!("Zone/?detail={query}"), &json!({"detail": body})).send()).done()
        };
        assert_eq!((both("N", "Y"), both("Y", "N")), (detailed.clone(), uris.clone()), "the body's count");
        let null = Told::of(caller.call("GET", "Zone/?detail=Y", &json!({"detail": null})).send()).done();
        assert_eq!(null, detailed, "null is not given");
        let deleted = Told::of(caller.call("DELETE", "ZoneChanges/x.org", &json!({"more": "1"})).send());
        assert!(deleted.lines().contains(&"more: unnecessary field passed in".to_owned()), "{}", deleted.answer);
    }

    fn w3_a_name_repeated_in_a_query_is_an_array_and_a_plus_is_a_blank(server: &Server) {
        let caller = admin(server);
        let names = |told: &Value| -> Vec<String> {
            told["allowed"].as_array().expect("a list").iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
        };
        let path = "CheckPermissionReport/?permission=ZoneGet&permission=Login";
        let asked = Told::of(caller.bare("POST", path).header("Content-Type", JSON).send()).done();
        assert_eq!(names(&asked), ["Login", "ZoneGet"]);
        let one = Told::of(caller.bare("POST", "CheckPermissionReport/?permission=ZoneGet").send()).done();
        assert_eq!(names(&one), ["ZoneGet"], "one value is an array of one, and no body is no arguments");
        given::zone(&caller, "x.org", true);
        let publish = caller.bare("PUT", "Zone/x.org?publish=1&notes=one+two%20three%2Bfour").header("Content-Type", JSON);
        Told::of(publish.send()).done();
        let notes = caller.post("ZoneNoteReport", &json!({"zone": "x.org"})).done();
        let note = notes[0]["note"].as_str().unwrap();
        assert!(note.ends_with("one two three+four"), "{note:?}");
    }

    fn w3_a_query_holds_no_nested_values(server: &Server) {
        let caller = admin(server);
        given::zone(&caller, "x.org", true);
        for query in ["rdata.address=192.0.2.1", "rdata[address]=192.0.2.1", "rdata%5B%5D=1", "%2E=1"] {
            let told = Told::of(caller.bare("POST", &format!("ARecord/x.org/www.x.org?{query}")).send());
            told.refused_as(400, "INVALID_DATA");
        }
        assert_eq!(caller.get("ZoneChanges/x.org").done(), json!([]));
    }

    fn w4_truth_values_in_all_their_words(server: &Server) {
        let caller = admin(server);
        given::zone(&caller, "x.org", true);
        let put = |value: &Value| caller.put("Zone/x.org", &json!({ "publish": value }));
        for value in [json!(true), json!("true"), json!("TRUE"), json!(1), json!("1"), json!("y"), json!("Y"), json!("yes"), json!("T")] {
            put(&value).done();
        }
        for value in [json!(false), json!("false"), json!(0), json!("0"), json!("n"), json!("NO"), json!("f"), json!(""), json!(null)] {
            put(&value).refused(404, "MISSING_DATA", "publish: required field missing");
        }
        for value in [json!("maybe"), json!(2), json!("on"), json!({}), json!([true, false]), json!("truth")] {
            let told = put(&value).refused_as(400, "INVALID_DATA");
            assert!(told.lines()[0].starts_with("publish: "), "{}", told.answer);
        }
    }

    fn w4_integers_as_decimal_texts_and_answers_of_their_own_type(server: &Server) {
        let caller = admin(server);
        given::zone(&caller, "x.org", true);
        let add = |name: &str, ttl: &Value| {
            let body = json!({"rdata": {"preference": "10", "exchange": "mail.provider.net"}, "ttl": ttl});
            caller.post(&format!("MXRecord/x.org/{name}.x.org"), &body)
        };
        for (name, ttl, shown) in [("a", json!("1800"), 1800), ("b", json!(1800), 1800), ("c", json!(null), 3600)] {
            let record = add(name, &ttl).done();
            assert_eq!((&record["ttl"], &record["rdata"]["preference"]), (&json!(shown), &json!(10)));
        }
        for (name, ttl) in [("d", json!("ten")), ("e", json!(-1)), ("f", json!(5.5)), ("g", json!("+5")), ("h", json!(4_294_967_296_u64))] {
            let told = add(name, &ttl).refused_as(400, "INVALID_DATA");
            assert!(told.lines()[0].starts_with("ttl: "), "{}", told.answer);
        }
    }

    fn w4_null_is_not_given_inside_rdata_too(server: &Server) {
        let caller = admin(server);
        given::zone(&caller, "x.org", true);
        let body = json!({"rdata": {"address": "192.0.2.1", "preference": null}, "ttl": null, "other": null});
        let told = caller.post("ARecord/x.org/www.x.org", &body);
        assert!(told.msgs().iter().all(|line| line["LVL"] == "INFO"), "{}", told.answer);
        told.done();
        let told = caller.post("ARecord/x.org/www.x.org", &json!({"rdata": {"address": null}}));
        // All that is null in it, so that nothing is in it.
        let told = told.refused_as(404, "MISSING_DATA");
        assert!(told.lines()[0].starts_with("rdata"), "{}", told.answer);
    }

    fn w5_extra_arguments_are_ignored_with_a_warning_each_on_success(server: &Server) {
        let caller = admin(server);
        let told = Told::of(caller.call("GET", "Session?third=3", &json!({"first": 1, "second": {"inner": [1]}})).send());
        let warnings: Vec<Value> = told.msgs().into_iter().filter(|line| line["LVL"] == "WARN").collect();
        let mut lines: Vec<&str> = warnings.iter().filter_map(|line| line["INFO"].as_str()).collect();
        lines.sort_unstable();
        let expected = ["first", "second", "third"].map(|name| format!("{name}: unnecessary field passed in"));
        assert_eq!(lines, expected);
        assert!(warnings.iter().all(|line| line["ERR_CD"] == "INVALID_DATA" && line["SOURCE"] == "API-A"), "{}", told.answer);
        told.done();
    }

    fn w7_what_fails_first_answers(server: &Server) {
        let caller = admin(server);
        let nobody = given::Dyn::nobody(&server.nobody());
        let reader = given::user(server, "acme", "reader1", &["reader"]);
        let old = |call: domesday_tests::client::Call| Told::of(call.header("API-Version", "9.9.9").send());
        let bad = |caller: &given::Dyn, method: &str, path: &str| caller.bare(method, path).body(JSON, "{");
        let version = "version: Unknown API version, 9.9.9";
        old(bad(&nobody, "POST", "Foo")).refused(400, "INVALID_VERSION", version);
        let dead = given::Dyn::with_token(&server.nobody(), "dead");
        old(dead.bare("GET", "Session")).refused(400, "INVALID_VERSION", version);
        old(caller.bare("GET", "Job/1")).refused(400, "INVALID_VERSION", version);
        Told::of(bad(&nobody, "PATCH", "Foo").send()).refused_as(400, "INVALID_DATA");
        nobody.get("Foo").refused(400, "INVALID_REQUEST", "request: No such resource, Foo");
        nobody.delete("Zone").refused_as(400, "INVALID_REQUEST");
        let told = nobody.post("Zone/x.org", &json!({})).refused(404, "MISSING_DATA", "token: required field missing");
        assert_eq!(told.msgs().len(), 1, "the arguments come later: {}", told.answer);
        dead.post("Zone/x.org", &json!({})).refused(400, "INVALID_DATA", "login: Bad or expired credentials");
        reader.post("Zone/x.org", &json!({})).refused_as(403, "PERMISSION_DENIED");
        caller.post("ARecord/nowhere.org/www.nowhere.org", &json!({})).refused_as(404, "MISSING_DATA");
        given::zone(&caller, "x.org", true);
        caller.put("Zone/x.org", &json!({"freeze": "Y"})).done();
        let body = json!({"rdata": {"address": "192.0.2.1"}});
        caller.post("ARecord/x.org/www.y.net", &json!({"rdata": {"address": "x"}})).refused_as(400, "INVALID_DATA");
        caller.post("ARecord/nowhere.org/www.nowhere.org", &body).refused(404, "NOT_FOUND", "zone: No such zone");
        caller.post("ARecord/x.org/www.x.org", &body).refused(400, "ILLEGAL_OPERATION", "zone: Zone is frozen, thaw it first");
    }

    fn w7_all_wrong_arguments_are_told_a_line_each_and_nothing_changes(server: &Server) {
        let caller = admin(server);
        let told = caller.post("Zone/x.org", &json!({"serial_style": "weekly"})).refused_as(404, "MISSING_DATA");
        let lines = told.lines();
        for field in ["rname: required field missing", "ttl: required field missing"] {
            assert!(lines.iter().any(|line| line == field), "{}", told.answer);
        }
        assert!(lines.iter().any(|line| line.starts_with("serial_style: ")), "{}", told.answer);
        assert_eq!(caller.get("Zone").done(), json!([]));
    }

    fn w8_versions_of_twenty_years_are_alike_and_others_unknown(server: &Server) {
        let nobody = given::Dyn::nobody(&server.nobody());
        let body = given::credentials("registry", "admin", domesday_tests::server::PASSWORD);
        let log_in = |version: &str| Told::of(nobody.call("POST", "Session", &body).header("API-Version", version).send());
        for version in ["", "current", "2.0.0", "2.9.1", "3.0.0", "3.5.5", "3.7.16"] {
            assert_eq!(log_in(version).done()["version"], "3.7.16", "{version}");
        }
        for version in ["9.9.9", "1.9.9", "3.7.17", "4.0.0", "3.7", "x"] {
            let line = format!("version: Unknown API version, {version}");
            log_in(version).refused(400, "INVALID_VERSION", &line);
        }
        let caller = admin(server);
        Told::of(caller.bare("GET", "Session").header("API-Version", "2.0.0").send()).done();
        Told::of(caller.bare("GET", "Session").header("API-Version", "1.0.0").send()).refused_as(400, "INVALID_VERSION");
        caller.get("Session").done();
    }

    fn w9_clients_that_do_not_recover_are_told_to_close(server: &Server) {
        let caller = admin(server);
        for (agent, closes) in [("dyn-py v1.8.1", true), ("dyn-py", true), ("python-requests/2.31 dyn-py", false), ("curl/8", false)] {
            for path in ["Session", "Foo", "Job/7"] {
                let answer = caller.bare("GET", path).header("User-Agent", agent).send();
                let closed = answer.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
                assert_eq!(closed, closes, "{agent}: {answer}");
            }
        }
    }

    fn w9_no_path_gives_an_empty_body(server: &Server) {
        let caller = admin(server);
        for path in [
            "", "/", "Foo/", "Foo/bar/baz", "Zone/a/b/c/d/e", "ARecord/x.org", "ARecord", "%00", "%ff", "%zz", "Session/x", "Zone/%2F",
            "Job", "Job/1/2", "Zone/..", "*", "Zone;x", "AllRecord", "ANYRecord/x.org", "Task/1/2", "R%C3%A9cord",
        ] {
            let told = Told::of(caller.bare("GET", path).header("Content-Type", JSON).send());
            assert!([400, 404].contains(&told.answer.status), "{}", told.answer);
            assert!(["INVALID_REQUEST", "NOT_FOUND"].contains(&told.code().as_str()), "{}", told.answer);
        }
        let bare = Told::of(caller.client.get("/REST").send()).refused_as(400, "INVALID_REQUEST");
        assert!(bare.lines()[0].starts_with("request: "), "{}", bare.answer);
        for path in ["Foo", "ARecord/x.org", ""] {
            caller.get(path).refused_as(400, "INVALID_REQUEST");
        }
    }
}
