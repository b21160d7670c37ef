//! Imports that answer later (I5).

use super::{FORMS, NO_ID, at_once, finished, members, names, refused, rules, sorted, text};
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

both! {
    fn i5_asked_to_respond_later_it_does(server: &Server) {
        let admin = server.admin();
        let answer = admin.post("/tlds/import", &json!({"text": "com\nnet\n"})).header("Prefer", "respond-async").expect(202);
        let report = finished(&admin, &answer);
        assert_eq!(
            (&report["status"], &report["added"]["count"], &report["errors"]),
            (&json!("complete"), &json!(2), &json!([])),
            "{report}"
        );
        assert_eq!(sorted(&admin, ""), ["com", "net"]);
        let other = admin.get(&format!("/v2/tlds/import/{}", text(&report, "job_id"))).expect(200);
        assert_eq!(other.json(), report);
    }

    fn i5_a_finished_import_is_kept_as_it_was_answered(server: &Server) {
        let admin = server.admin();
        let report = admin.post("/tlds/import", &json!({"text": "com\n"})).expect(200).json();
        rules(&admin, &["net"]);
        server.kill();
        server.start_again();
        let admin = server.admin();
        assert_eq!(admin.get(&format!("/tlds/import/{}", text(&report, "job_id"))).expect(200).json(), report);
    }

    fn i5_one_that_is_refused_later_says_so(server: &Server) {
        let admin = server.admin();
        let answer = admin.post("/tlds/import", &json!({"text": "com\n!www.ck\n"})).header("Prefer", "respond-async").send();
        if answer.status == 202 {
            let report = finished(&admin, &answer);
            assert_eq!((&report["status"], &report["errors"][0]["path"]), (&json!("failed"), &json!(["text", 2])), "{report}");
            assert_eq!(members(&report["errors"][0]), ["message", "path"]);
        } else {
            refused(&answer, 400, "invalid_object");
            assert_eq!(answer.json()["errors"]["errors"][0]["path"], json!(["text", 2]));
        }
        assert!(names(&admin, "").is_empty());
    }

    fn i5_imports_at_once_run_one_by_one_and_all_are_told(server: &Server) {
        let admin = server.admin();
        let numbers: Vec<usize> = (0..6).collect();
        let reports = at_once(&numbers, |number| {
            let text: String = (0..200).map(|row| format!("t{}\n", row + number * 100)).collect();
            let body = json!({"source": format!("s{number}"), "text": text});
            let answer = admin.post("/tlds/import", &body).header("Prefer", "respond-async").send();
            finished(&admin, &answer)
        });
        let added: u64 = reports.iter().map(|report| report["added"]["count"].as_u64().unwrap()).sum();
        assert_eq!(added, 700, "each rule was added by one of them");
        for report in &reports {
            let (added, kept) = (report["added"]["count"].as_u64().unwrap(), report["kept"]["count"].as_u64().unwrap());
            assert_eq!((&report["status"], added + kept), (&json!("complete"), 200), "{report}");
        }
        assert_eq!(names(&admin, "").len(), 700);
    }

    fn i4_others_see_the_old_set_or_the_new(server: &Server) {
        let admin = server.admin();
        let list = |first: usize| (first..first + 500).map(|row| format!("t{row}\n")).collect::<String>();
        admin.post("/tlds/import", &json!({"source": "one", "text": list(0)})).expect(200);
        let body = json!({"source": "one", "text": list(1000), "prune": true});
        let answer = admin.post("/tlds/import", &body).header("Prefer", "respond-async").expect(202);
        loop {
            let seen = sorted(&admin, "");
            assert_eq!(seen.len(), 500);
            let old = seen.iter().filter(|name| name[1..].parse::<usize>().unwrap() < 500).count();
            assert!(old == 0 || old == 500, "half of a list was seen: {old}");
            if old == 0 {
                break;
            }
        }
        assert_eq!(finished(&admin, &answer)["removed"]["count"], 500);
    }

    fn jobs_are_asked_for_by_their_ids(server: &Server) {
        let admin = server.admin();
        let other = server.user("support", "acme", &["hostmaster", "reader"]);
        for form in FORMS {
            for id in ["foo", "1"] {
                let message = refused(&admin.get(&format!("{form}/import/{id}")).send(), 400, "invalid_uuid");
                assert_eq!(message, format!("Invalid UUID job_id: {id}"));
            }
            let job = format!("{form}/import/{NO_ID}");
            refused(&admin.get(&job).send(), 404, "import_not_found");
            refused(&other.get(&job).send(), 403, "forbidden");
            refused(&other.get(&format!("{form}/import/foo")).send(), 403, "forbidden");
            refused(&server.nobody().get(&job).send(), 401, "unauthorized");
            refused(&other.post(&format!("{form}/import"), &json!({"text": "com\n"})).send(), 403, "forbidden");
            refused(&server.nobody().post(&format!("{form}/import"), &json!({"text": "com\n"})).send(), 401, "unauthorized");
            for (method, path) in [
                ("GET", format!("{form}/import")),
                ("PUT", format!("{form}/import")),
                ("DELETE", job.clone()),
                ("POST", job.clone()),
            ] {
                refused(&admin.request(method, &path).send(), 405, "method_not_allowed");
            }
        }
        assert!(names(&admin, "").is_empty());
    }

    fn i5_an_import_whose_server_was_killed_is_told_as_what_became_of_it(server: &Server) {
        for (round, source) in ["one", "two", "three"].into_iter().enumerate() {
            let admin = server.admin();
            let lines: String = (0..3000).map(|row| format!("t{row}.{source}\n")).collect();
            let body = json!({"source": source, "text": lines});
            let answer = admin.post("/tlds/import", &body).header("Prefer", "respond-async").expect(202);
            // Somewhere on its way: the later rounds wait a little longer.
            std::thread::sleep(std::time::Duration::from_millis(40 * round as u64));
            server.kill();
            server.start_again();
            let admin = server.admin();
            let job = admin.get(answer.header("location").unwrap()).expect(200).json();
            let stored = names(&admin, &format!("?name=*.{source}")).len();
            match job["status"].as_str().unwrap() {
                "complete" => assert_eq!((stored, &job["added"]["count"]), (3000, &json!(3000))),
                "failed" => assert!(stored == 0 && !job["errors"].as_array().unwrap().is_empty(), "{stored}: {job}"),
                // Where other nodes may be at work, a job is given up when its server has been silent for a while.
                status => assert!(stored == 0 && status == "running" && server.database().is_postgres(), "{stored}: {job}"),
            }
            // Whoever comes next has the lock.
            rules(&admin, &[source]);
        }
    }
}
