//! `POST /tlds/import`: the difference, all of it or nothing (I2–I4).

use super::{explained, imported, names, path, path2, refused, rule, rules, sorted, text};
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// The lines that an import names, after a look at the answer's form.
fn lines(answer: &Answer) -> Vec<u64> {
    refused(answer, 400, "invalid_object");
    let body = answer.json();
    let items = body["errors"]["errors"].as_array().unwrap_or_else(|| panic!("no errors: {answer}"));
    let line = |item: &Value| {
        assert_eq!(item["path"][0], "text", "{answer}");
        item["path"][1].as_u64().unwrap_or_else(|| panic!("no line: {answer}"))
    };
    items.iter().map(line).collect()
}

fn import(client: &Client, text: &str) -> Answer {
    client.post("/tlds/import", &json!({"text": text, "format": "psl"})).send()
}

fn counts(report: &Value) -> [u64; 4] {
    ["added", "kept", "removed", "stale"]
        .map(|member| report[member]["count"].as_u64().unwrap_or_else(|| panic!("{report}")))
}

fn sources(client: &Client, rule: &str) -> Vec<String> {
    let mut sources: Vec<String> =
        serde_json::from_value(explained(client, &format!("a.{rule}"), "")["rule"]["sources"].clone()).expect("a list");
    sources.sort();
    sources
}

both! {
    fn the_report_has_every_member(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["net"]);
        let report = imported(&admin, &json!({"source": "mine", "text": "com\nnet\nCOM\n", "format": "psl", "prune": true}));
        let mut told = report.clone();
        for member in ["job_id", "revision", "read"] {
            assert!(!told[member].take().is_null(), "{member}: {report}");
        }
        let expected = json!({
            "job_id": null, "status": "complete", "source": "mine", "format": "psl", "section": "all", "dry_run": false,
            "prune": true, "read": null, "duplicates": 1, "added": {"count": 1, "names": ["com"]}, "kept": {"count": 1},
            "removed": {"count": 0, "names": []}, "stale": {"count": 0, "names": []},
            "affected_zones": {"count": 0, "names": [], "complete": true}, "revision": null, "errors": []
        });
        assert_eq!(told, expected);
        assert_eq!(report["revision"], explained(&admin, "a.com", "")["revision"]);
    }

    fn i3_what_is_in_both_keeps_its_version_and_dates(server: &Server) {
        let admin = server.admin();
        let before = rule(&admin, "com");
        let report = imported(&admin, &json!({"source": "one", "text": "com\nnet\n"}));
        assert_eq!(counts(&report), [1, 1, 0, 0]);
        assert_eq!(admin.get(&path(&before)).expect(200).json()["tlds"], before);
        assert_eq!(
            (sources(&admin, "com"), sources(&admin, "net")),
            (vec!["manual".to_owned(), "one".to_owned()], vec!["one".to_owned()])
        );
    }

    fn i3_repeated_it_changes_nothing(server: &Server) {
        let admin = server.admin();
        let body = json!({"source": "one", "text": "com\nnet\n*.ck\n!www.ck\n", "prune": true});
        imported(&admin, &body);
        let (list, etag) = (admin.get("/tlds").expect(200).json(), admin.get("/tlds").expect(200).etag());
        let again = imported(&admin, &body);
        assert_eq!(counts(&again), [0, 4, 0, 0]);
        let now = admin.get("/tlds").expect(200);
        assert_eq!((now.json(), now.etag()), (list, etag), "not even a new edition");
    }

    fn i3_prune_removes_what_the_list_has_no_more_and_nobody_else_wants(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["ours"]);
        imported(&admin, &json!({"source": "one", "text": "ours\ncom\nnet\norg\n"}));
        imported(&admin, &json!({"source": "two", "text": "net\nse\n"}));
        let kept = imported(&admin, &json!({"source": "one", "text": "com\n"}));
        assert_eq!(counts(&kept)[..3], [0, 1, 0]);
        assert_eq!(kept["stale"], json!({"count": 1, "names": ["org"]}), "what prune would remove");
        assert_eq!(sources(&admin, "net"), ["one", "two"], "without prune nothing is withdrawn");
        let pruned = imported(&admin, &json!({"source": "one", "text": "com\n", "prune": true}));
        assert_eq!(
            (&pruned["removed"], &pruned["stale"]),
            (&json!({"count": 1, "names": ["org"]}), &json!({"count": 0, "names": []}))
        );
        assert_eq!(sorted(&admin, ""), ["com", "net", "ours", "se"]);
        assert_eq!(
            (sources(&admin, "net"), sources(&admin, "ours")),
            (vec!["two".to_owned()], vec!["manual".to_owned()]),
            "just this source is withdrawn"
        );
        assert_eq!(counts(&imported(&admin, &json!({"source": "two", "text": "com\n", "prune": true}))), [0, 1, 2, 0]);
    }

    fn i3_a_rule_that_somebody_changed_by_hand_is_not_removed(server: &Server) {
        let admin = server.admin();
        imported(&admin, &json!({"source": "one", "text": "com\nnet\n"}));
        let net = admin.get("/v2/tlds?name=net").expect(200).json()["tlds"][0].clone();
        admin.patch(&path2(&net), &json!({"description": "ours"})).expect(200);
        let report = imported(&admin, &json!({"source": "one", "text": "com\n", "prune": true}));
        assert_eq!(counts(&report), [0, 1, 0, 0]);
        assert_eq!(sorted(&admin, ""), ["com", "net"]);
    }

    fn i4_a_dry_run_reports_the_same_and_changes_nothing(server: &Server) {
        let admin = server.admin();
        imported(&admin, &json!({"source": "one", "text": "com\nnet\n"}));
        let etag = admin.get("/tlds").expect(200).etag();
        let mut body = json!({"source": "one", "text": "com\norg\n", "prune": true, "dry_run": true});
        let dry = admin.post("/tlds/import", &body).header("Prefer", "respond-async").expect(200).json();
        assert_eq!((&dry["dry_run"], &dry["job_id"], counts(&dry)), (&json!(true), &json!(null), [1, 1, 1, 0]), "{dry}");
        assert_eq!(admin.get("/tlds").expect(200).etag(), etag);
        assert_eq!(sorted(&admin, ""), ["com", "net"]);
        body["dry_run"] = json!(false);
        let done = imported(&admin, &body);
        for member in ["added", "kept", "removed", "stale", "affected_zones", "read", "duplicates", "format", "section", "status"]
        {
            assert_eq!(done[member], dry[member], "{member}");
        }
        assert_eq!(sorted(&admin, ""), ["com", "org"]);
    }

    fn i2_every_bad_line_is_named_and_nothing_changes(server: &Server) {
        let admin = server.admin();
        let answer = import(&admin, "// a list\ncom\na..b\n\n*.*.ck\n!www.ck\nnet\nxn--a\n!uk\n");
        assert_eq!(lines(&answer), [3, 5, 6, 8, 9]);
        assert!(names(&admin, "").is_empty());
        let long = format!("com,fine\nnet,{}\n-a,x\n", "d".repeat(161));
        let answer = admin.post("/tlds/import", &json!({"text": long, "format": "csv"})).send();
        assert_eq!(lines(&answer), [2, 3]);
        assert_eq!(lines(&import(&admin, "com\r\na..b\r\n")), [2], "lines that end with CRLF are lines too");
        assert!(names(&admin, "").is_empty());
    }

    fn i2_the_first_100_bad_lines_are_named_and_the_total_told(server: &Server) {
        let admin = server.admin();
        let text: String = (0..150).map(|number| format!("-bad{number}\n")).collect();
        let answer = import(&admin, &format!("com\n{text}"));
        assert_eq!(lines(&answer), (2..=101).collect::<Vec<_>>());
        assert_eq!(answer.json()["total"], 150, "{answer}");
    }

    fn i2_an_exception_needs_its_wildcard_in_the_resulting_set(server: &Server) {
        let admin = server.admin();
        assert_eq!(lines(&import(&admin, "com\n!www.ck\n")), [2]);
        imported(&admin, &json!({"source": "one", "text": "!www.ck\n*.ck\n"}));
        imported(&admin, &json!({"source": "two", "text": "!other.ck\n"}));
        let answer = admin.post("/tlds/import", &json!({"source": "one", "text": "!www.ck\n", "prune": true})).send();
        assert_eq!(lines(&answer), [1], "the wildcard would go");
        assert_eq!(sorted(&admin, ""), ["!other.ck", "!www.ck", "*.ck"]);
    }

    fn i2_a_list_without_a_rule_is_refused_as_cut_short(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["com"]);
        for body in [
            json!({"text": ""}),
            json!({"text": "\n\n"}),
            json!({"text": "// only words\n"}),
            json!({"text": "# Version 1\n", "format": "iana"}),
            json!({"text": "\u{feff}"}),
            json!({"text": "", "prune": true, "source": "psl"}),
        ] {
            refused(&admin.post("/tlds/import", &body).send(), 400, "invalid_object");
        }
        assert_eq!(names(&admin, ""), ["com"]);
    }

    fn i2_the_order_of_lines_does_not_matter_and_of_duplicates_the_first_holds(server: &Server) {
        let admin = server.admin();
        let report = imported(&admin, &json!({"text": "!www.ck,first\n*.ck\nCOM,one\ncom,two\n", "format": "csv"}));
        assert_eq!((counts(&report)[0], &report["duplicates"]), (3, &json!(1)));
        let com = admin.get("/v2/tlds?name=com").expect(200).json()["tlds"][0].clone();
        assert_eq!(text(&com, "description"), "one");
    }
}
