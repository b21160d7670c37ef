//! The shapes that clients send (`docs/spec/registrar.md` rules U1–U9): what means the same is taken alike, in both versions.

use super::wire::{World, contact, domain, done, fails, info, person, refused, registration, text, tld, told};
use crate::given;
use domesday_tests::both;
use domesday_tests::client::Call;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// A call in each version.
fn in_both(call: impl Fn() -> Call) -> [Call; 2] {
    [call().header("Api-Version", "1.0"), call().header("Api-Version", "2.0")]
}

both! {
    fn u1_a_slash_at_the_end_says_nothing(server: &Server) {
        let World { acme, .. } = World::of(server);
        domain(&acme, "blue.st", &json!({"ns": [{"name": "ns1.blue.st", "addr": ["192.0.2.1"]}]}));
        for path in [
            "/auth", "/domains", "/domains/blue.st", "/domains/blue.st/check", "/domains/blue.st/transfers", "/contacts", "/contacts/ACME-1",
            "/hosts",
            "/hosts/ns1.blue.st", "/hosts/ns1.blue.st/references", "/notifications", "/whois/blue.st", "/clients/acme",
        ] {
            let [plain, slash] = [path.to_owned(), format!("{path}/")].map(|path| done(acme.get(&path), 200));
            for (member, value) in plain.as_object().into_iter().flatten().filter(|(member, _)| !["svtrid", "time",
                "reqtime"].contains(&member.as_str())) {
                assert_eq!(slash[member], *value, "{path} {member}");
            }
        }
        done(acme.get("/domains/?do=search&limit=1"), 200);
        done(acme.put("/contacts/", &person("X-1")), 201);
        done(acme.post("/contacts/X-1/", &json!({"chg": {"fax": "+46.1"}})), 200);
        done(acme.delete("/contacts/X-1/"), 200);
        done(acme.post("/domains/validate/", &registration(&acme, "red.st", &json!({}))), 200);
        for path in ["/contacts//validate", "/contacts//validate/", "/domains//validate", "/domains//validate/"] {
            let body = if path.starts_with("/contacts") { person("X-1") } else { registration(&acme, "red.st", &json!({})) };
            done(acme.post(path, &body), 200);
        }
    }

    fn u2_lists_and_objects_of_php_are_what_they_mean(server: &Server) {
        let World { acme, .. } = World::of(server);
        let body = json!({
            "name": "blue.st", "period": [], "contacts": {"registrant": "ACME-1"}, "status": {"7": "clientHold"}, "authInfo": [], "fee": [],
            "ns": {"10": "ns3.example.net", "2": "ns1.example.net", "3": {"name": "ns2.example.net"}}, "secDNS": {"dsData": {}, "keyData": []},
        });
        for call in in_both(|| acme.post("/domains/validate", &body)) {
            let told = told(&call.expect(200));
            let made = &told["diff"][0]["value"];
            assert_eq!((&made["ns"], &made["status"]), (&json!(["ns1.example.net", "ns2.example.net", "ns3.example.net"]), &json!(["clientHold"])),
                "{told}");
        }
        refused(acme.post("/domains/validate", &given::with(body.clone(), &json!({"contacts": [1]}))), 400, 2005, &[("/contacts/0", "wrong-type")]);
        done(acme.put("/domains", &body), 201);
        for call in in_both(|| acme.post("/domains/blue.st?dry_run=true", &json!({"add": [], "rem": {"ns": {"0": "ns3.example.net"}}, "chg": []}))) {
            assert_eq!(told(&call.expect(200))["diff"].to_string().matches("ns3.example.net").count(), 1);
        }
        for call in in_both(|| acme.post("/domains/blue.st", &json!([]))) {
            assert_eq!(told(&call.expect(400))["code"], 2003, "nothing at all to change");
        }
        let roles = json!({"login": "eta", "password": "open sesame", "roles": {"0": "registrar", "1": "reader"}});
        fails(acme.put("/clients", &roles), 403, 2201);
    }

    fn u2_the_keys_are_the_order_and_the_place(server: &Server) {
        let World { acme, .. } = World::of(server);
        let wrong = registration(&acme, "blue.st", &json!({"ns": {"12": "-.st", "3": "ns1.example.net"}, "status": {"05": "noSuch"}}));
        let body = fails(acme.put("/domains", &wrong), 400, 2005);
        assert_eq!(body["errors"][0]["field"], "/ns/12", "{body}");
        assert_eq!(body["errors"][0]["value"], "-.st", "{body}");
    }

    fn u3_numbers_are_texts_and_digits_are_numbers(server: &Server) {
        let World { acme, .. } = World::of(server);
        let mut body = given::with(person("77001"), &json!({"id": 77_001}));
        body["postalInfo"]["int"]["addr"]["pc"] = json!(11_111);
        body["postalInfo"]["int"]["name"] = json!(42);
        done(acme.put("/contacts", &body), 201);
        let shown = info(&acme, "/contacts/77001");
        assert_eq!((&shown["id"], &shown["postalInfo"]["int"]["addr"]["pc"], &shown["postalInfo"]["int"]["name"]),
            (&json!("77001"), &json!("11111"), &json!("42")));
        let ds = json!({"dsData": [{"keyTag": "12345", "alg": "13", "digestType": 2.0, "digest": "0".repeat(64)}]});
        let new = json!({"name": "blue.st", "period": {"unit": "y", "value": "2"}, "contacts": {"registrant": 77_001}, "ns": ["ns.example.net"],
            "secDNS": ds, "authInfo": {"pw": 1_234_567_890}});
        let made = done(acme.put("/domains", &new), 201);
        assert_eq!(made["creData"]["authInfo"]["pw"], "1234567890");
        let shown = info(&acme, "/domains/blue.st");
        assert_eq!(shown["secDNS"]["dsData"][0], json!({"keyTag": 12_345, "alg": 13, "digestType": 2, "digest": "0".repeat(64)}));
        assert_eq!(shown["graces"][0]["period"], json!({"unit": "y", "value": 2}));
        assert_eq!(shown["contacts"]["registrant"], "77001");
        for value in [json!("two"), json!(1.5), json!("1.5"), json!("0x1"), json!(true), json!([1]), json!("1e3"), json!("99999999999999999999")] {
            let body = registration(&acme, "red.st", &json!({"contacts": {"registrant": "77001"}, "period": {"unit": "y", "value": value}}));
            refused(acme.put("/domains", &body), 400, 2005, &[("/period/value", "wrong-type")]);
        }
    }

    fn u4_null_is_not_given_and_empty_is_none(server: &Server) {
        let World { acme, .. } = World::of(server);
        let mut body = given::with_null(person("X-1"), &json!({"fax": null, "voice": "", "disclose": null, "status": ""}));
        body["postalInfo"]["int"]["org"] = json!("");
        body["postalInfo"]["loc"] = Value::Null;
        body["postalInfo"]["int"]["addr"]["street"] = json!([null, "Main St 1", "", "Floor 2", null]);
        done(acme.put("/contacts", &body), 201);
        let shown = info(&acme, "/contacts/X-1");
        assert_eq!((&shown["voice"], &shown["fax"], &shown["postalInfo"]["int"]["org"]), (&Value::Null, &Value::Null, &Value::Null));
        assert_eq!(shown["postalInfo"]["int"]["addr"]["street"], json!(["Main St 1", "Floor 2"]));
        assert!(shown["postalInfo"].get("loc").is_none(), "{shown}");
        done(acme.post("/contacts/X-1", &json!({"chg": {"voice": "+46.1", "fax": "+46.2"}, "add": null, "rem": null})), 200);
        for call in in_both(|| acme.post("/contacts/X-1", &json!({"chg": {"voice": null, "fax": "", "postalInfo": null}}))) {
            told(&call.expect(200));
        }
        let shown = info(&acme, "/contacts/X-1");
        assert_eq!((&shown["voice"], &shown["fax"]), (&json!("+46.1"), &Value::Null), "null leaves, an empty text clears");
        let new = json!({"name": "blue.st", "period": null, "contacts": {"registrant": "X-1", "admin": null, "tech": "", "billing": "X-1"},
            "ns": [null, "", "ns.example.net"], "status": [null, ""], "authInfo": {"pw": null}, "fee": null, "clID": null, "colour": null});
        let made = done(acme.put("/domains", &new).header("Api-Version", "1.0"), 201);
        assert!(made.get("warnings").is_none(), "null is not given, whatever its name: {made}");
        let shown = info(&acme, "/domains/blue.st");
        assert_eq!((&shown["ns"], &shown["contacts"]["admin"], &shown["contacts"]["billing"]),
            (&json!(["ns.example.net"]), &Value::Null, &json!("X-1")));
        assert_eq!(shown["authInfo"], json!({"pw": null, "set": true}));
        done(acme.post("/domains/blue.st", &json!({"chg": {"authInfo": {"pw": null}}, "add": {"status": ["clientHold"]}})), 200);
        assert_eq!(info(&acme, "/domains/blue.st")["authInfo"]["set"], true, "null leaves the code");
        done(acme.post("/domains/blue.st", &json!({"chg": {"authInfo": {"pw": ""}}})), 200);
        assert_eq!(info(&acme, "/domains/blue.st")["authInfo"]["set"], false, "an empty one unsets it");
    }

    fn u5_addresses_come_in_every_form(server: &Server) {
        let World { acme, .. } = World::of(server);
        domain(&acme, "blue.st", &json!({}));
        let forms = [
            json!(["192.0.2.1", "2001:DB8:0::1"]), json!([{"v4": "192.0.2.1"}, {"v6": "2001:db8::1"}]),
            json!({"v4": "192.0.2.1", "v6": "2001:db8:0:0::1"}),
            json!([{"version": "v4", "address": "192.0.2.1"}, {"version": "V6", "address": "2001:db8::1"}]),
            json!([{"1": {"version": "v4", "address": "192.0.2.1"}, "2": {"version": "v6", "address": "2001:db8::1"}}]),
            json!({"0": [[["192.0.2.1"], {"v6": "2001:db8::1"}]], "1": null, "2": "192.0.2.1"}),
            json!([{"v4": "192.0.2.1", "v6": "2001:db8::1"}, " 192.0.2.1 "]),
            json!([{"address": "192.0.2.1"}, [{"address": "2001:db8::1"}]]),
        ];
        for (number, form) in forms.iter().enumerate() {
            let name = format!("ns{number}.blue.st");
            done(acme.put("/hosts", &json!({"name": name, "addr": form})).header("Api-Version", "2.0"), 201);
            assert_eq!(info(&acme, &format!("/hosts/{name}"))["addr"], json!([{"v4": "192.0.2.1"}, {"v6": "2001:db8::1"}]), "{form}");
        }
        for (form, place) in [
            (json!([{"version": "v4", "address": "2001:db8::1"}]), "/addr/0/address"), (json!([{"v6": "192.0.2.1"}]), "/addr/0/v6"),
            (json!(["300.0.0.1"]), "/addr/0"),
            (json!([{"version": "v5", "address": "192.0.2.1"}]), "/addr/0"), (json!([[[[["192.0.2.1"]]]]]), "/addr/0/0/0/0"),
            (json!([true]), "/addr/0"),
            (json!({"x": "192.0.2.1"}), ""), (json!("192.0.2"), "/addr"),
        ] {
            let call = acme.put("/hosts", &json!({"name": "bad.blue.st", "addr": form})).header("Api-Version", "2.0");
            let body = told(&call.expect(400));
            assert!([json!(2005), json!(2001)].contains(&body["code"]), "{form}: {body}");
            assert!(text(&body["errors"][0], "field").starts_with(place), "{form}: {body}");
        }
        let many: Vec<String> = (0..300).map(|number| format!("192.0.2.{}", number % 250)).collect();
        fails(acme.put("/hosts", &json!({"name": "bad.blue.st", "addr": many})), 400, 2005);
    }

    fn u6_names_come_back_canonical(server: &Server) {
        let World { acme, .. } = World::of(server);
        let new = json!({"name": " Blue.ST. ", "contacts": {"registrant": " acme-1 "}, "ns": ["NS1.Example.NET.", " ns2.example.net "]});
        let made = acme.put("/domains", &new).expect(201);
        assert_eq!((text(&told(&made)["creData"], "name"), made.header("location")), ("blue.st", Some("/domains/blue.st")));
        let shown = info(&acme, "/domains/blue.st");
        assert_eq!((text(&shown, "name"), &shown["ns"], &shown["contacts"]["registrant"]),
            ("blue.st", &json!(["ns1.example.net", "ns2.example.net"]), &json!("ACME-1")));
        for path in ["/domains/BLUE.st", "/domains/blue.st.", "/domains/%42lue%2Est", "/domains/%20blue.st%20"] {
            assert_eq!(info(&acme, path), shown, "{path}");
        }
        assert_eq!(done(acme.get("/domains/RED.ST./check"), 200)["name"], "red.st");
        assert_eq!(done(acme.get("/contacts/acme-1/check"), 200)["avail"], 0);
        assert_eq!(info(&acme, "/contacts/acme-1")["id"], "ACME-1");
        done(acme.put("/hosts", &json!({"name": " NS1.Blue.ST. ", "addr": ["192.0.2.1"]})), 201);
        assert_eq!(info(&acme, "/hosts/Ns1.BLUE.st.")["name"], "ns1.blue.st");
        done(acme.post("/domains/blue.st", &json!({"rem": {"ns": ["NS1.EXAMPLE.net."]}})), 200);
        assert_eq!(info(&acme, "/domains/blue.st")["ns"], json!(["ns2.example.net"]));
    }

    fn u7_name_servers_and_registrants_come_in_two_ways(server: &Server) {
        let World { acme, .. } = World::of(server);
        for id in ["A-1", "B-2"] {
            contact(&acme, id);
        }
        domain(&acme, "blue.st", &json!({"ns": ["ns1.example.net", {"name": "ns2.example.net"}, {"name": "ns3.example.net", "addr": []}]}));
        let change = |body: &Value| done(acme.post("/domains/blue.st", body), 200);
        change(&json!({"rem": {"ns": ["ns1.example.net", {"name": "ns2.example.net"}, {"name": "ns3.example.net", "addr": null}]}}));
        assert_eq!(info(&acme, "/domains/blue.st")["ns"], json!([]));
        let registrant = || info(&acme, "/domains/blue.st")["contacts"]["registrant"].clone();
        change(&json!({"chg": {"registrant": "A-1"}}));
        assert_eq!(registrant(), "A-1");
        change(&json!({"add": {"contact": [{"registrant": "B-2"}]}, "rem": {"contact": [{"registrant": "A-1"}]}}));
        assert_eq!(registrant(), "B-2");
        change(&json!({"add": {"contact": {"registrant": "A-1", "tech": "A-1"}}, "rem": {"contact": {"0": {"registrant": "B-2"}}}}));
        assert_eq!((registrant(), &info(&acme, "/domains/blue.st")["contacts"]["tech"]), (json!("A-1"), &json!("A-1")));
        fails(acme.post("/domains/blue.st", &json!({"rem": {"ns": [{"addr": ["192.0.2.1"]}]}})), 400, 2003);
    }

    fn u8_where_no_body_is_needed_none_is_one(server: &Server) {
        let World { admin, acme, .. } = World::of(server);
        tld(&admin, "sh", &json!({"add_grace": "P0D"}));
        domain(&acme, "blue.sh", &json!({}));
        for body in [None, Some(""), Some("{}"), Some("[]"), Some("null")] {
            done(acme.delete("/domains/blue.sh"), 202);
            let call = acme.request("POST", "/domains/blue.sh/restore");
            done(if let Some(body) = body { call.body("application/json", body) } else { call }, 200);
        }
        for query in [
            "field[name][eq]=blue.sh", "field%5Bname%5D%5Beq%5D=blue.sh", "field[name][eq][]=blue.sh", "field[name][eq][0]=blue.sh",
            "field%5bname%5d[eq]%5B0%5D=blue.sh",
            "field[name][eq][]=blue.sh&field[name][eq][]=red.sh", "field[name][eq][0]=none.sh&field[name][eq][1]=blue.sh",
        ] {
            let told = done(acme.get(&format!("/domains/?do=search&{query}")), 200);
            assert_eq!((&told["searchInf"]["rows_count"], text(&told["searchRes"]["blue.sh"], "name")), (&json!(1), "blue.sh"), "{query}");
        }
    }

    fn u9_the_day_of_expiry_may_be_an_instant(server: &Server) {
        let World { acme, .. } = World::of(server);
        domain(&acme, "blue.st", &json!({}));
        let instant = text(&info(&acme, "/domains/blue.st"), "exDate").to_owned();
        let day = &instant[..10];
        let renew = |given: String| acme.post("/domains/blue.st/renew?dry_run=true",
            &json!({"period": {"unit": "y", "value": 1}, "curExpDate": given}));
        for given in [
            day.to_owned(), instant.clone(), format!("{day}T00:00:00Z"), format!("{day}T23:59:59.999Z"), format!("{day}T12:00:00+11:59"),
            format!("{day}T12:00:00-11:59"),
            format!("{day} 12:00:00+00:00"), format!(" {day} "), format!("{day}T23:30:00+00:00"), format!("{day}T12:00:00+0000"),
        ] {
            done(renew(given), 200);
        }
        for given in [format!("{day}T00:30:00+01:00"), format!("{day}T23:30:00-01:00"), "2001-01-01".to_owned()] {
            fails(renew(given), 422, 2004);
        }
        for given in ["tomorrow", "2026-02-30", "21.11.2026", "2026-11-21T25:00:00Z", "1795255200"] {
            refused(renew(given.to_owned()), 400, 2005, &[("/curExpDate", "date")]);
        }
        for given in [json!(null), json!("")] {
            refused(acme.post("/domains/blue.st/renew", &json!({"period": {"value": 1}, "curExpDate": given})), 400, 2003,
                &[("/curExpDate", "required")]);
        }
    }
}
