//! `domesday zone import` and `export` (rule F15), beside a running server.

use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

const FILE: &str = "$ORIGIN example.org.\n$TTL 3600\n@ IN SOA ns.example.net. h.m 7 10800 3600 1814400 3600\n@ IN NS ns.example.net.\nwww IN A 192.0.2.1\n";

both! {
    fn f15_a_file_goes_in_and_out_beside_the_running_server(server: &Server) {
        let imported = server.command(&["zone", "import", "-", "--json"], FILE.as_bytes());
        assert_eq!(imported.status, 0, "{}", imported.stderr);
        let report: serde_json::Value = serde_json::from_str(&imported.stdout).unwrap();
        assert_eq!((&report["name"], &report["serial"], &report["created"]), (&json!("example.org"), &json!(7), &json!(true)));
        let zone = server.admin().get("/zones/example.org").expect(200).json();
        assert_eq!(zone["owner"], "registry");
        let history = server.admin().get("/zones/example.org/history").expect(200).json();
        assert_eq!((&history[0]["face"], &history[0]["action"]), (&json!("cli"), &json!("zone.import")));
        let exported = server.command(&["zone", "export", "example.org"], b"");
        assert_eq!(exported.status, 0, "{}", exported.stderr);
        assert_eq!(exported.stdout, server.admin().get("/zones/example.org/zonefile").expect(200).text());
    }

    fn f15_faults_are_told_as_file_line_text(server: &Server) {
        let path = server.database().directory().join("bad.zone");
        std::fs::write(&path, format!("{FILE}x IN A 300.0.0.1\ny IN FOO bar\n")).unwrap();
        let refused = server.command(&["zone", "import", path.to_str().unwrap()], b"");
        assert_eq!(refused.status, 1);
        for line in [6, 7] {
            assert!(refused.stderr.contains(&format!("bad.zone:{line}: ")), "{}", refused.stderr);
        }
        server.admin().get("/zones/example.org").expect(404);
    }

    fn f15_replacing_needs_saying_so_and_a_dry_run_keeps_nothing(server: &Server) {
        assert_eq!(server.command(&["zone", "import", "-", "--dry-run"], FILE.as_bytes()).status, 0);
        server.admin().get("/zones/example.org").expect(404);
        assert_eq!(server.command(&["zone", "import", "-"], FILE.as_bytes()).status, 0);
        let again = server.command(&["zone", "import", "-"], FILE.as_bytes());
        assert_eq!(again.status, 1);
        assert!(again.stderr.contains("exists"), "{}", again.stderr);
        let more = format!("{FILE}mail IN A 192.0.2.2\n");
        let replaced = server.command(&["zone", "import", "-", "--replace"], more.as_bytes());
        assert_eq!(replaced.status, 0, "{}", replaced.stderr);
        let zone = server.admin().get("/zones/example.org").expect(200).json();
        assert_ne!(zone["serial"], 7, "the file's serial is not greater, so it is the next");
    }

    fn f15_strict_refuses_a_zone_with_warnings(server: &Server) {
        let hidden = FILE.replace("ns.example.net. h.m", "hidden.example.net. h.m");
        assert_eq!(server.command(&["zone", "import", "-"], hidden.as_bytes()).status, 1);
        assert_eq!(server.command(&["zone", "import", "-", "--force"], hidden.as_bytes()).status, 0);
        let strict = server.command(&["zone", "export", "example.org", "--strict"], b"");
        assert_eq!((strict.status, strict.stdout.as_str()), (1, ""));
        let lenient = server.command(&["zone", "export", "example.org"], b"");
        assert!(lenient.stderr.contains("primary_not_in_ns") && lenient.stdout.starts_with("; warning: "), "{}", lenient.stdout);
    }

    fn f15_progress_is_shown_when_asked_for(server: &Server) {
        let quiet = server.command(&["zone", "import", "-"], FILE.as_bytes());
        assert!(!quiet.stderr.contains("records read"), "{}", quiet.stderr);
        let told = server.command(&["zone", "import", "-", "--replace", "--progress"], FILE.as_bytes());
        assert!(told.stderr.contains("records read"), "{}", told.stderr);
    }
}
