//! Where rules meet: aliases, DNAMEs and rows of another time around a name that becomes a zone or a delegation.

use super::{DS, all, delegate, delegate_by_force, found, holds, lacks, named, one, put, server, set};
use crate::given::{self, import};
use domesday_tests::server::Server;
use serde_json::{Value, json};

const SUB: &str = "\
$ORIGIN sub.example.org.
$TTL 3600
@ IN SOA ns1.provider.net. h.example.org. 7 10800 3600 1814400 3600
@ IN NS ns1.provider.net.
";

laws! {
    fn d6_a_zones_own_addresses_take_the_place_of_an_old_row(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        let name = server("ns.sub.example.org", &["192.0.2.1"]);
        admin.post(&all("example.org"), &json!({"name": "sub.example.org", "ns": [name]})).expect(201);
        delegate(&admin, "example.org", "other.example.org", &json!(["ns.sub.example.org"])).expect(201);
        admin.delete(&format!("{}?force=true", one("example.org", "sub.example.org"))).expect(204);
        let own = json!(["ns1.provider.net", server("ns.sub.example.org", &["192.0.2.2"])]);
        let body = given::with(given::zone("sub.example.org"), &json!({"ns": own, "force": true}));
        admin.post("/zones", &body).expect(201);
        holds(&admin, "example.org", "ns.sub.example.org", "A", &["192.0.2.2"], "glue");
        // The zone goes, and its address with it: what the row once had does not come back, and somebody is told.
        let refused = admin.delete("/zones/sub.example.org").expect(409);
        assert_eq!(named(&refused, "ns_in_use"), ["other.example.org"]);
        admin.delete("/zones/sub.example.org?force=true").expect(204);
        lacks(&admin, "example.org", "ns.sub.example.org", "A");
    }

    fn d10_an_alias_in_a_child_zone_is_no_name_server_of_a_delegation_above_it(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        given::created(&admin, "x.sub.example.org");
        put(&admin, "x.sub.example.org", "ns.x.sub.example.org", "CNAME", &["a.example.net"]);
        for force in [false, true] {
            let body = json!({"name": "sub.example.org", "ns": ["ns.x.sub.example.org"], "force": force});
            given::conflict(&admin.post(&all("example.org"), &body).send(), "target_is_cname", false);
        }
    }

    fn d10_a_file_names_no_alias_of_a_child_zone_or_of_what_moves_in(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        given::created(&admin, "x.sub.example.org");
        put(&admin, "x.sub.example.org", "ns.x.sub.example.org", "CNAME", &["a.example.net"]);
        let refused = import(&admin, "?force=true", &format!("{SUB}cut IN NS ns.x\n"));
        given::conflict(&refused, "target_is_cname", false);
        put(&admin, "example.org", "moved.sub.example.org", "CNAME", &["a.example.net"]);
        let refused = import(&admin, "?force=true", &format!("{SUB}cut IN NS moved\n")).expect(409);
        assert_eq!(named(&refused, "target_is_cname"), ["cut.sub.example.org"]);
        assert_eq!(refused.json()["forcible"], false, "{refused}");
        // A name that the file itself has does not move in.
        import(&admin, "?force=true", &format!("{SUB}cut IN NS moved\nmoved IN A 192.0.2.1\n")).expect(201);
        holds(&admin, "sub.example.org", "moved.sub.example.org", "A", &["192.0.2.1"], "user");
    }

    fn r7_addresses_that_come_along_do_not_stand_below_a_dname_that_moves_in(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        put(&admin, "example.org", "sub.example.org", "DNAME", &["elsewhere.example.net"]);
        let ns = json!(["ns1.provider.net", server("ns.sub.example.org", &["192.0.2.1"])]);
        let body = given::with(given::zone("sub.example.org"), &json!({"ns": ns, "force": true}));
        let refused = admin.post("/zones", &body).expect(409);
        assert_eq!(refused.json()["forcible"], false, "{refused}");
        assert_eq!(named(&refused, "dname_conflict"), ["sub.example.org"]);
    }

    fn r7_a_file_puts_no_dname_above_a_child_zone(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "x.sub.example.org");
        let refused = import(&admin, "?force=true", &format!("{SUB}@ IN DNAME elsewhere.example.net.\n"));
        given::conflict(&refused, "dname_conflict", false);
        import(&admin, "", SUB).expect(201);
        let etag = admin.get("/zones/sub.example.org").expect(200).etag();
        let file = format!("{SUB}@ IN DNAME elsewhere.example.net.\n");
        let replacing = admin.request("POST", "/zones/import?replace=true&force=true").body("text/dns", file.as_str());
        given::conflict(&replacing.if_match(&etag).send(), "dname_conflict", false);
    }

    fn d14_a_file_that_cuts_a_name_server_off_without_its_address_needs_force(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.net");
        import(&admin, "", &format!("{SUB}ns.deep IN A 192.0.2.1\n")).expect(201);
        delegate(&admin, "example.net", "a.example.net", &json!(["ns.deep.sub.example.org"])).expect(201);
        let etag = admin.get("/zones/sub.example.org").expect(200).etag();
        let file = format!("{SUB}deep IN NS ns1.provider.net.\n");
        let replace = |query: &str| {
            let path = format!("/zones/import?replace=true{query}");
            admin.request("POST", &path).body("text/dns", file.as_str()).if_match(&etag).send()
        };
        let refused = replace("");
        given::conflict(&refused, "ns_in_use", true);
        assert_eq!(named(&refused, "ns_in_use"), ["a.example.net"]);
        replace("&force=true").expect(200);
    }

    fn d14_a_file_that_takes_the_place_of_a_moving_address_needs_force(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        given::created(&admin, "example.net");
        put(&admin, "example.org", "ns.sub.example.org", "A", &["192.0.2.1"]);
        delegate(&admin, "example.net", "a.example.net", &json!(["ns.sub.example.org"])).expect(201);
        let refused = import(&admin, "", &format!("{SUB}ns IN TXT x\n")).expect(409);
        assert_eq!(named(&refused, "ns_in_use"), ["a.example.net"]);
        // Where the file has nothing at the name, its address moves in, and nobody loses it.
        let refused = import(&admin, "", SUB).expect(409);
        assert!(named(&refused, "ns_in_use").is_empty(), "{refused}");
        import(&admin, "?force=true", SUB).expect(201);
        holds(&admin, "sub.example.org", "ns.sub.example.org", "A", &["192.0.2.1"], "user");
    }

    fn d15_a_ds_never_moves_in_without_its_delegation(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        delegate(&admin, "example.org", "cut.sub.example.org", &json!(["ns.example.net"])).expect(201);
        put(&admin, "example.org", "cut.sub.example.org", "DS", &[DS]);
        import(&admin, "?force=true", &format!("{SUB}www.cut IN A 192.0.2.1\n")).expect(201);
        lacks(&admin, "sub.example.org", "cut.sub.example.org", "NS");
        lacks(&admin, "sub.example.org", "cut.sub.example.org", "DS");
        holds(&admin, "sub.example.org", "www.cut.sub.example.org", "A", &["192.0.2.1"], "user");
    }

    fn d12_the_ds_of_a_child_zone_comes_along_into_an_imported_zone(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        given::created(&admin, "x.sub.example.org");
        put(&admin, "example.org", "x.sub.example.org", "DS", &[DS]);
        import(&admin, "", &format!("{SUB}x IN NS ns1.provider.net.\nx IN NS ns2.provider.net.\n")).expect(201);
        holds(&admin, "sub.example.org", "x.sub.example.org", "DS", &[DS], "user");
        lacks(&admin, "example.org", "x.sub.example.org", "DS");
        let ns: Option<(Vec<String>, String)> = found(&admin, "sub.example.org", "x.sub.example.org", "NS");
        assert_eq!(ns.map(|(_, origin)| origin), Some("delegation".to_owned()));
    }

    fn d17_a_name_of_a_zone_between_is_that_zones_also_where_it_is_a_zone_itself(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        given::created(&admin, "sub.example.org");
        given::created(&admin, "x.sub.example.org");
        let refused = delegate_by_force(&admin, "example.org", "x.sub.example.org", &json!(["ns.example.net"]));
        given::conflict(&refused, "belongs_to_zone", false);
        assert_eq!(named(&refused, "belongs_to_zone"), ["sub.example.org"]);
    }

    fn z4_an_unchanged_delegation_is_written_under_the_tag_it_was_read_with(server_: &Server) {
        let admin = server_.admin();
        given::created(&admin, "example.org");
        delegate(&admin, "example.org", "sub.example.org", &json!(["ns.example.net"])).expect(201);
        let read = admin.get(&one("example.org", "sub.example.org")).expect(200);
        admin.put(&set("example.org", "www.example.org", "A"), &json!({"records": ["192.0.2.1"]})).expect(201);
        let change: Value = json!({"comment": "later"});
        admin.patch(&one("example.org", "sub.example.org"), &change).if_match(&read.etag()).expect(204);
    }
}
