//! The envelope (section 2), and the numbers of jobs in it (J1).

use std::collections::HashSet;

use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{self, Dyn, JSON, Told, admin};

both! {
    fn e1_a_log_in_without_anything_misses_three_fields(server: &Server) {
        let nobody = Dyn::nobody(&server.nobody());
        let empty = |call: domesday_tests::client::Call| Told::of(call.send());
        let bodies = [nobody.call("POST", "Session/", &json!({})), nobody.bare("POST", "Session/").header("Content-Type", JSON)];
        let asked = bodies.into_iter().map(empty).chain([
            nobody.post("Session", &json!({"customer_name": "", "user_name": null, "password": ""})),
            Told::of(nobody.bare("POST", "Session").send()),
        ]);
        for told in asked {
            let told = told.refused_as(404, "MISSING_DATA");
            let fields = ["customer_name", "user_name", "password"];
            assert_eq!(told.lines(), fields.map(|field| format!("{field}: required field missing")));
            assert!(told.msgs().iter().all(|line| line["ERR_CD"] == "MISSING_DATA" && line["SOURCE"] == "API-A"), "{}", told.answer);
            assert_eq!(told.data(), Value::Null);
            assert!(told.job() >= 1_000_000, "{}", told.answer);
        }
    }

    fn e1_data_is_an_object_on_failure_and_null_with_missing_data(server: &Server) {
        let caller = admin(server);
        assert_eq!(caller.get("Zone/nowhere.org").refused(404, "NOT_FOUND", "zone: No such zone").data(), json!({}));
        assert_eq!(caller.get("Foo").refused_as(400, "INVALID_REQUEST").data(), json!({}));
        assert_eq!(caller.post("ZoneNoteReport", &json!({})).refused_as(404, "MISSING_DATA").data(), Value::Null);
        assert_eq!(caller.get("Session").done(), json!({}));
    }

    fn e4_what_the_original_had_given_up_and_what_is_not_offered(server: &Server) {
        let (caller, nobody) = (admin(server), Dyn::nobody(&server.nobody()));
        for resource in ["LoadBalance", "LoadBalancePoolEntry", "IPTrack", "CDNManager", "loadbalance"] {
            caller.get(&format!("{resource}/x.org")).refused_as(400, "DEPRECATED_REQUEST");
        }
        for resource in ["DSF", "GSLB", "RTTM", "HTTPRedirect", "DDNS", "UpdateUser", "DNSSEC", "Secondary", "TSIGKey", "QPSReport"] {
            let line = format!("{resource}: This service is not offered here");
            for method in ["GET", "POST", "PUT", "DELETE"] {
                Told::of(caller.call(method, &format!("{resource}/a/b"), &json!({})).send()).refused(400, "ILLEGAL_OPERATION", &line);
            }
            nobody.get(resource).refused(404, "MISSING_DATA", "token: required field missing");
        }
        caller.get("Foo").refused(400, "INVALID_REQUEST", "request: No such resource, Foo");
    }

    fn e4_a_role_that_lacks_it_is_denied(server: &Server) {
        let reader = given::user(server, "acme", "reader1", &["reader"]);
        let registrar = given::user(server, "acme", "registrar1", &["registrar"]);
        reader.get("Zone").done();
        reader.post("Zone/x.org", &json!({"rname": "a@x.org", "ttl": 60})).refused_as(403, "PERMISSION_DENIED");
        reader.delete("Zone/x.org").refused_as(403, "PERMISSION_DENIED");
        registrar.get("Zone").refused_as(403, "PERMISSION_DENIED");
        registrar.get("Session").done();
        registrar.post("UserPermissionReport", &json!({})).done();
    }

    fn j1_every_request_has_a_number_of_its_own(server: &Server) {
        let (caller, nobody) = (admin(server), Dyn::nobody(&server.nobody()));
        let mut seen = HashSet::new();
        for _ in 0..10 {
            for told in [
                caller.get("Session"),
                caller.get("Foo"),
                nobody.get("Zone"),
                caller.get("Zone/nowhere.org"),
                Told::of(caller.bare("GET", "Session").header("API-Version", "9.9.9").send()),
                Told::of(caller.bare("POST", "Session").body(JSON, "{").send()),
                Told::of(caller.bare("POST", "Session").body("text/csv", "a,b").send()),
            ] {
                let job = told.job();
                assert!((1_000_000..1 << 53).contains(&job), "{}", told.answer);
                assert!(seen.insert(job), "{job} twice");
            }
        }
        let own: Vec<i64> = std::thread::scope(|scope| {
            let each = |_| scope.spawn(|| (0..20).map(|_| nobody.get("Foo").job()).collect::<Vec<_>>());
            let running: Vec<_> = (0..8).map(each).collect();
            running.into_iter().flat_map(|one| one.join().unwrap()).collect()
        });
        assert!(own.into_iter().all(|job| seen.insert(job)));
    }

    fn j1_numbers_are_not_used_again_after_a_stop_or_a_kill(server: &Server) {
        let nobody = |server: &Server| Dyn::nobody(&server.nobody());
        let first = nobody(server).get("Foo").job();
        server.kill();
        server.start_again();
        let second = nobody(server).get("Foo").job();
        assert_eq!(server.stop(), 0);
        server.start_again();
        let third = nobody(server).get("Foo").job();
        assert!(first < second && second < third, "{first} {second} {third}");
    }
}
