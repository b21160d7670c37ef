//! Zone files with cuts: what becomes a delegation, what glue, what is refused (rules F11, F12, D11).

use super::{
    DS, checked, cuts, delegate, glued, holds, lacks, named, newest, one, pairs, published, put, server, set, stepped,
    warned, zone,
};
use crate::given::{self, import};
use domesday_tests::server::Server;
use serde_json::json;

pub(super) const HEAD: &str = "\
$ORIGIN example.org.
$TTL 3600
@ IN SOA ns1.provider.net. h.example.org. 3000000077 10800 3600 1814400 3600
@ IN NS ns1.provider.net.
";

laws! {
    fn f12_ns_below_the_apex_become_delegations(server_: &Server) {
        let admin = server_.admin();
        let file = format!("{HEAD}\
            sub 60 IN NS ns1.sub\nsub 60 IN NS ns.example.net.\nsub IN DS {DS}\nns1.sub 77 IN A 192.0.2.1\nns1.sub IN AAAA 2001:db8::1\n\
            other IN NS ns1.sub\na.b.c IN NS ns.own\nns.own IN A 192.0.2.3\n");
        let answer = import(&admin, "", &file).expect(201);
        assert_eq!(answer.header("domesday-warning"), None, "{answer}");
        assert_eq!(cuts(&admin, "example.org"), pairs(&[("a.b.c.example.org", "explicit"), ("other.example.org", "explicit"), ("sub.example.org", "explicit")]));
        let sub = admin.get(&one("example.org", "sub.example.org")).expect(200).json();
        let glue = ["192.0.2.1", "2001:db8::1"];
        assert_eq!((&sub["ttl"], &sub["ns"]), (&json!(60), &json!([glued("ns.example.net", &[]), glued("ns1.sub.example.org", &glue)])));
        assert_eq!(admin.get(&set("example.org", "ns1.sub.example.org", "A")).expect(200).json()["ttl"], json!(null), "a row has no TTL");
        holds(&admin, "example.org", "ns.own.example.org", "A", &["192.0.2.3"], "user");
        holds(&admin, "example.org", "sub.example.org", "DS", &[DS], "user");
        assert_eq!(admin.get("/zones/example.org/history").expect(200).json().as_array().unwrap().len(), 1);
        // The address is on the row: it is known to whoever names it.
        let again = delegate(&admin, "example.org", "third.example.org", &json!(["ns1.sub.example.org"])).expect(201);
        assert_eq!(again.json()["ns"], json!([glued("ns1.sub.example.org", &glue)]));
    }

    fn f12_other_data_below_a_cut_is_refused_with_its_line_or_dropped(server_: &Server) {
        let admin = server_.admin();
        let file = format!("{HEAD}sub IN NS ns.provider.net.\nwww.sub IN A 192.0.2.1\nsub IN TXT x\na.sub IN NS ns.provider.net.\nns.sub IN A 192.0.2.1\n");
        let refused = import(&admin, "", &file).expect(400);
        let errors = refused.json()["errors"].as_array().unwrap().clone();
        let lines: Vec<_> = errors.iter().map(|error| (error["line"].as_u64().unwrap(), error["code"].clone())).collect();
        let mut expected: Vec<_> = [6, 7, 8, 9].into_iter().map(|line| (line, json!("records_below_cut"))).collect();
        expected.sort_by_key(|(line, _)| *line);
        let mut lines = lines;
        lines.sort_by_key(|(line, _)| *line);
        assert_eq!(lines, expected, "{refused}");
        assert_eq!(refused.json()["forcible"], true);
        let made = import(&admin, "?force=true", &file).expect(201);
        warned(&made, &["records_below_cut"]);
        assert_eq!(given::warnings(&made).len(), 4);
        let left: Vec<String> = published(&admin, "example.org").into_iter().skip(4).collect();
        assert_eq!(left, ["sub.example.org. IN NS ns.provider.net."]);
    }

    fn f12_glue_that_is_missing_needs_force(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "org.test");
        let file = format!("{HEAD}sub IN NS ns.sub\n");
        let made = import(&admin, "", &file).expect(201);
        warned(&made, &["ns_address_missing"]);
        assert_eq!(checked(&admin, "example.org"), [("ns_address_missing".to_owned(), "ns.sub.example.org".to_owned())]);
        let etag = admin.get("/zones/example.org").expect(200).etag();
        let again = admin.request("POST", "/zones/import?replace=true").body("text/dns", format!("{file}x IN NS ns.x\n")).if_match(&etag).send();
        given::conflict(&again, "ns_address_missing", true);
    }

    fn f12_glue_that_differs_from_what_is_known_needs_force(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        delegate(&admin, "example.org", "sub.example.org", &json!([server("ns.sub.example.org", &["192.0.2.1"])])).expect(201);
        admin.delete("/zones/example.org?force=true").expect(204);
        let file = format!("{HEAD}sub IN NS ns.sub\nns.sub IN A 192.0.2.2\n");
        given::conflict(&import(&admin, "", &file), "address_differs", true);
        warned(&import(&admin, "?force=true", &file).expect(201), &["address_differs"]);
        holds(&admin, "example.org", "ns.sub.example.org", "A", &["192.0.2.2"], "glue");
    }

    fn f12_a_child_zone_served_here_is_not_the_files_to_say(server_: &Server) {
        let admin = server_.admin();
        zone(&admin, "sub.example.org", &json!([server("ns.sub.example.org", &["192.0.2.1"]), "ns.provider.net"])).expect(201);
        let equal = format!("{HEAD}sub IN NS NS.provider.net.\nsub IN NS ns.sub\nns.sub IN A 192.0.2.1\nsub IN DS {DS}\n");
        let differs = format!("{HEAD}sub IN NS ns2.provider.net.\n");
        for query in ["", "?force=true"] {
            let refused = import(&admin, query, &differs);
            given::conflict(&refused, "delegation_differs", false);
            assert_eq!(named(&refused, "delegation_differs"), ["sub.example.org"]);
        }
        let inside = format!("{HEAD}www.sub IN A 192.0.2.1\n");
        given::conflict(&import(&admin, "", &inside), "belongs_to_zone", false);
        let moved = stepped(&admin, &["sub.example.org"], || drop(import(&admin, "", &equal).expect(201)));
        assert_eq!(moved, Vec::<String>::new());
        assert_eq!(cuts(&admin, "example.org"), pairs(&[("sub.example.org", "zone")]));
        holds(&admin, "example.org", "ns.sub.example.org", "A", &["192.0.2.1"], "glue");
        holds(&admin, "example.org", "sub.example.org", "DS", &[DS], "user");
        admin.delete("/zones/example.org?force=true").expect(204);
        import(&admin, "", HEAD).expect(201);
        assert_eq!(cuts(&admin, "example.org"), pairs(&[("sub.example.org", "zone")]), "also if the file says nothing of it");
        holds(&admin, "example.org", "ns.sub.example.org", "A", &["192.0.2.1"], "glue");
    }

    fn f12_glue_goes_into_the_child_zone_that_owns_it(server_: &Server) {
        let admin = server_.admin();
        let body = given::with(given::zone("sub.example.org"), &json!({"ns": ["ns.sub.example.org"]}));
        warned(&admin.post("/zones", &body).expect(201), &["ns_address_missing"]);
        let file = format!("{HEAD}sub IN NS ns.sub\nns.sub IN A 192.0.2.1\n");
        let moved = stepped(&admin, &["sub.example.org"], || drop(import(&admin, "", &file).expect(201)));
        assert_eq!(moved, ["sub.example.org"]);
        holds(&admin, "sub.example.org", "ns.sub.example.org", "A", &["192.0.2.1"], "user");
        holds(&admin, "example.org", "ns.sub.example.org", "A", &["192.0.2.1"], "glue");
        let other = file.replace("192.0.2.1", "192.0.2.2");
        admin.delete("/zones/example.org?force=true").expect(204);
        given::conflict(&import(&admin, "", &other), "address_differs", true);
    }

    fn d11_an_imported_child_zone_takes_over_what_its_parent_held(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "org.example");
        let file = HEAD.replace("example.org", "sub.org.example");
        put(&admin, "org.example", "www.sub.org.example", "A", &["192.0.2.1"]);
        put(&admin, "org.example", "both.sub.org.example", "A", &["192.0.2.2"]);
        delegate(&admin, "org.example", "cut.sub.org.example", &json!([server("ns.cut.sub.org.example", &["192.0.2.4"])])).expect(201);
        let file = format!("{file}both IN A 192.0.2.3\nns IN A 192.0.2.5\n");
        given::conflict(&import(&admin, "", &file), "records_below_cut", true);
        let moved = stepped(&admin, &["org.example"], || warned(&import(&admin, "?force=true", &file).expect(201), &["records_below_cut"]));
        assert_eq!(moved, ["org.example"]);
        holds(&admin, "sub.org.example", "www.sub.org.example", "A", &["192.0.2.1"], "user");
        holds(&admin, "sub.org.example", "both.sub.org.example", "A", &["192.0.2.3"], "user");
        holds(&admin, "sub.org.example", "ns.cut.sub.org.example", "A", &["192.0.2.4"], "glue");
        lacks(&admin, "org.example", "www.sub.org.example", "A");
        assert_eq!(cuts(&admin, "org.example"), pairs(&[("sub.org.example", "zone")]));
        assert_eq!(cuts(&admin, "sub.org.example"), pairs(&[("cut.sub.org.example", "explicit")]));
    }

    fn d3_an_imported_child_zone_is_delegated_with_its_glue(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let file = "$ORIGIN sub.example.org.\n$TTL 60\n@ IN SOA ns h 5 10800 3600 1814400 3600\n@ 30 IN NS ns\nns 20 IN A 192.0.2.1\n";
        let moved = stepped(&admin, &["example.org"], || drop(import(&admin, "", file).expect(201)));
        assert_eq!(moved, ["example.org"]);
        assert_eq!(cuts(&admin, "example.org"), pairs(&[("sub.example.org", "zone")]));
        holds(&admin, "example.org", "ns.sub.example.org", "A", &["192.0.2.1"], "glue");
        assert_eq!(admin.get(&set("example.org", "ns.sub.example.org", "A")).expect(200).json()["ttl"], 20);
        assert_eq!(newest(&admin, "example.org")["cause"], "zone.import sub.example.org");
    }

    fn d12_an_imported_zone_between_takes_over(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        zone(&admin, "a.b.example.org", &json!([server("ns.a.b.example.org", &["192.0.2.1"])])).expect(201);
        put(&admin, "example.org", "a.b.example.org", "DS", &[DS]);
        import(&admin, "", &HEAD.replace("example.org", "b.example.org")).expect(201);
        assert_eq!(cuts(&admin, "example.org"), pairs(&[("b.example.org", "zone")]));
        assert_eq!(cuts(&admin, "b.example.org"), pairs(&[("a.b.example.org", "zone")]));
        holds(&admin, "b.example.org", "a.b.example.org", "DS", &[DS], "user");
        holds(&admin, "b.example.org", "ns.a.b.example.org", "A", &["192.0.2.1"], "glue");
    }
}
