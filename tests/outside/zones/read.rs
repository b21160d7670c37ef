//! `GET /zones/{name}`.

use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;

both! {
    fn a_zone_that_is_not_there_is_missing(server: &Server) {
        let admin = server.admin();
        for path in ["/zones/example.org", "/zones/example.org/zonefile", "/zones/example.org/recordsets", "/zones/example.org/history"] {
            admin.get(path).expect(404);
        }
        admin.delete("/zones/example.org").expect(404);
    }

    fn z3_an_etag_that_still_holds_spares_the_body(server: &Server) {
        let admin = server.admin();
        let etag = given::created(&admin, "example.org").etag();
        let ask = |tag: &str| admin.get("/zones/example.org").header("If-None-Match", tag).send();
        for tag in [etag.clone(), format!("\"0.0\", {etag}"), format!("W/{etag}"), "*".to_owned()] {
            let answer = ask(&tag);
            assert_eq!(answer.status, 304, "{tag}: {answer}");
            assert_eq!(answer.etag(), etag);
            assert!(answer.body.is_empty());
        }
        ask("\"0.0\"").expect(200);
        given::put(&admin, "www.example.org", "A", &["192.0.2.1"]);
        let changed = ask(&etag).expect(200);
        assert_ne!(changed.etag(), etag);
    }

    fn every_get_answers_head(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        given::put(&admin, "www.example.org", "A", &["192.0.2.1"]);
        let paths = [
            "/zones", "/zones/example.org", "/zones/example.org/recordsets", "/zones/example.org/recordsets/www.example.org/A",
            "/zones/example.org/zonefile", "/zones/example.org/history",
        ];
        for path in paths {
            let (get, head) = (admin.get(path).expect(200), admin.head(path).expect(200));
            assert!(head.body.is_empty(), "{head}");
            assert_eq!(head.header("content-type"), get.header("content-type"), "{path}");
            assert_eq!(head.header("etag"), get.header("etag"), "{path}");
        }
        admin.head("/zones/none.org").expect(404);
    }

    fn a_final_slash_is_accepted(server: &Server) {
        let admin = server.admin();
        admin.post("/zones/", &given::zone("example.org")).expect(201);
        given::put(&admin, "www.example.org", "A", &["192.0.2.1"]);
        for path in ["/zones/", "/zones/example.org/", "/zones/example.org/recordsets/", "/zones/example.org/recordsets/www.example.org/A/"] {
            admin.get(path).expect(200);
        }
    }

    fn s6_reading_never_changes_a_zone(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "example.org");
        let before = admin.get("/zones/example.org").expect(200).text();
        let file = given::exported(&admin, "example.org");
        for path in ["/zones", "/zones/example.org/recordsets", "/zones/example.org/history"] {
            admin.get(path).expect(200);
        }
        assert_eq!(given::exported(&admin, "example.org"), file);
        assert_eq!(admin.get("/zones/example.org").expect(200).text(), before);
    }
}
