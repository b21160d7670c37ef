//! Which names can be registered: canonical form, TLDs, hyphens and scripts, checks, reserved and premium names (N1–N5).

use super::given::{checked, create, domain, encoded, refused, refused_at, registry, renew, served, tld};
use crate::given;
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// Panics unless creating the name is refused with this code, and only because of the name.
fn no(client: &Client, name: &str, code: u64) {
    refused_at(&client.put("/domains", &json!({ "name": name })).send(), code, &["/name"]);
}

/// Panics unless a check says this of a name.
fn says(client: &Client, name: &str, avail: u8, reason: Option<&str>) {
    let told = checked(client, &format!("/domains/{}", encoded(name)));
    assert_eq!(told, (json!(avail), reason.map(str::to_owned)), "{name}");
}

/// Makes an entry of a policy's names.
fn entry(admin: &Client, policy: &str, pattern: &str, body: &Value) {
    admin.put(&format!("{policy}/names/{}", encoded(pattern)), body).expect(201);
}

both! {
    fn n1_a_name_has_one_canonical_form(server: &Server) {
        let acme = registry(server, &json!({"idn_scripts": ["Latn"]})).acme;
        for (name, canonical, unicode) in [
            ("  BLUE.St.  ", "blue.st", json!(null)),
            ("Bücher.ST", "xn--bcher-kva.st", json!("bücher.st")),
            ("XN--STRAE-OQA.st", "xn--strae-oqa.st", json!("straße.st")),
            ("a１b。st", "a1b.st", json!(null)),
            ("0.st", "0.st", json!(null)),
        ] {
            let made = create(&acme, &json!({ "name": name }));
            assert_eq!((&made.json()["creData"]["name"], made.header("location")), (&json!(canonical), Some(format!("/domains/{canonical}").as_str())));
            let shown = domain(&acme, &encoded(name.trim()));
            assert_eq!((&shown["name"], &shown["uname"]), (&json!(canonical), &unicode), "{name}");
        }
        let longest = format!("{}.st", "a".repeat(63));
        create(&acme, &json!({ "name": longest }));
    }

    fn n1_what_is_no_name_is_malformed(server: &Server) {
        let acme = registry(server, &json!({"idn_scripts": ["Latn"]})).acme;
        let (long_label, long_name) = (format!("{}.st", "a".repeat(64)), format!("{}st", "abcdefg.".repeat(32)));
        for name in [
            "-a.st", "a-.st", "a_b.st", "*.st", "a..st", ".a.st", "a b.st", "a@b.st", "xn--a.st", "xn--bcher.st", "xn--BÜCHER.st", "a\u{0}b.st", "a\\.b.st",
            "xn--blue-.st", "a/b.st", "-ü.st", "\u{200d}.st", &long_label, &long_name,
        ] {
            no(&acme, name, 2005);
            let path = format!("/domains/{}", encoded(name));
            let told = acme.get(&format!("{path}/check")).send();
            assert_eq!(refused(&told, 2005)["avail"], 0, "{name}");
            refused_at(&acme.get(&path).send(), 2005, &["path:name"]);
        }
        refused_at(&acme.put("/domains", &json!({})).send(), 2003, &["/name"]);
        refused_at(&acme.put("/domains", &json!({"name": ""})).send(), 2003, &["/name"]);
    }

    fn n2_a_name_is_one_label_below_a_tld_with_a_policy(server: &Server) {
        let registry = registry(server, &json!({}));
        let (admin, acme) = (&registry.admin, &registry.acme);
        tld(admin, "*.bd", &json!({}));
        tld(admin, "shut.st", &json!({"registrations": "closed"}));
        for bare in ["co.st", "org"] {
            admin.post("/tlds", &json!({ "name": bare })).expect(201);
        }
        for (name, code) in [
            ("shop.net", 2004), ("net", 2004), ("a.b.net", 2004), ("shop.org", 2004), ("a.shop.org", 2004), ("shop.co.st", 2004), ("co.st", 2004),
            ("a.blue.st", 2005), ("a.b.c.blue.st", 2005), ("a.shop.com.bd", 2005),
            ("st", 2306), ("shut.st", 2306), ("com.bd", 2306), ("blue.shut.st", 2306),
        ] {
            no(acme, name, code);
            says(acme, name, 0, Some("Not registrable"));
        }
        for name in ["blue.st", "shop.com.bd", "shop.net.bd"] {
            says(acme, name, 1, None);
            create(acme, &json!({ "name": name }));
        }
        let rule = registry.policy.trim_end_matches("/policy");
        admin.delete(rule).expect(204);
        no(acme, "red.st", 2004);
        assert_eq!(domain(acme, "blue.st")["status"], json!(["inactive"]), "live domains go on");
        renew(acme, "blue.st").expect(200);
    }

    fn n3_hyphens_and_scripts_are_the_policys(server: &Server) {
        let registry = registry(server, &json!({"min_label": 2}));
        let (admin, acme) = (&registry.admin, &registry.acme);
        tld(admin, "shy", &json!({"hyphens": "forbid", "idn_scripts": ["Latn"]}));
        tld(admin, "all", &json!({"idn_scripts": ["Latn", "Cyrl", "Hani+Hira+Kana"]}));
        for name in ["ab--c.st", "12--34.st", "ab---c.st", "bücher.st", "a.st", "a--b.shy", "abcd--e.shy", "bücher.shy", "xn--bcher-kva.shy",
            "bюcher.all", "日本хи.all", "日本bü.all", "ελ.all"]
        {
            no(acme, name, 2306);
            says(acme, name, 0, Some("Not registrable"));
        }
        for name in ["a--b.st", "abc--d.st", "a-b.st", "a-b.shy", "bücher.all", "б-1.all", "日本かカ.all", "かカ.all"] {
            says(acme, name, 1, None);
            create(acme, &json!({ "name": name }));
        }
    }

    fn n4_a_check_tells_what_a_create_would_meet(server: &Server) {
        let registry = served(server, &json!({}));
        let (admin, acme, zeta) = (&registry.admin, &registry.acme, &registry.zeta);
        admin.post("/blocklist", &json!({"pattern": "^bad"})).expect(201);
        create(acme, &json!({"name": "live.st", "authInfo": {"pw": "a code of twenty letters"}}));
        tld(admin, "st.old", &json!({"add_grace": "P0D"}));
        create(acme, &json!({"name": "gone.st.old"}));
        acme.delete("/domains/gone.st.old").expect(202);
        let set = |owner: &str| format!("/zones/st/recordsets/{owner}/TXT");
        admin.put(&set("text.st"), &json!({"records": ["\"x\""]})).expect(201);
        admin.put(&set("deep.a.b.st"), &json!({"records": ["\"x\""]})).expect(201);
        admin.post("/zones/st/delegations", &json!({"name": "cut.st", "ns": ["ns1.provider.net"]})).expect(201);
        admin.post("/zones/st/delegations", &json!({"name": "x.below.st", "ns": ["ns1.provider.net"]})).expect(201);
        admin.post("/zones", &given::zone("www.zone.st")).expect(201);
        for name in ["live.st", "gone.st.old", "text.st", "b.st", "cut.st", "below.st", "zone.st"] {
            says(zeta, name, 0, Some("In use"));
            no(zeta, name, 2302);
        }
        for name in ["nic.st", "WHOIS.st", "bad-boys.st"] {
            says(zeta, name, 0, Some("Reserved"));
            no(zeta, name, 2306);
        }
        admin.put("/zones/st/recordsets/www.st/TXT", &json!({"records": ["\"x\""]})).expect(201);
        says(zeta, "www.st", 0, Some("In use"));
        says(zeta, "free.st", 1, None);
        let told = zeta.get("/domains/Free.ST/check").expect(200).json();
        assert_eq!((&told["name"], &told["premium"], told.get("fee")), (&json!("free.st"), &json!(false), None));
    }

    fn n5_reserved_names_are_for_the_account_of_their_entry(server: &Server) {
        let registry = registry(server, &json!({}));
        let (admin, acme, zeta) = (&registry.admin, &registry.acme, &registry.zeta);
        entry(admin, &registry.policy, "kept", &json!({"kind": "reserved", "account": "acme"}));
        entry(admin, &registry.policy, "??", &json!({"kind": "reserved"}));
        entry(admin, &registry.policy, "ok", &json!({"kind": "reserved", "account": "zeta"}));
        says(zeta, "kept.st", 0, Some("Reserved"));
        says(acme, "kept.st", 1, None);
        no(zeta, "kept.st", 2306);
        create(acme, &json!({"name": "kept.st"}));
        for (client, name, free) in [(acme, "no.st", false), (acme, "ok.st", false), (zeta, "ok.st", true), (zeta, "abc.st", true)] {
            says(client, name, u8::from(free), (!free).then_some("Reserved"));
            if free { drop(create(client, &json!({ "name": name }))) } else { no(client, name, 2306) }
        }
    }

    fn n5_a_premium_names_fee_is_acknowledged(server: &Server) {
        let registry = registry(server, &json!({}));
        let (admin, acme) = (&registry.admin, &registry.acme);
        let fee = json!({"amount": "250.00", "currency": "EUR"});
        let relaxed = tld(admin, "easy", &json!({"fee_ack": false}));
        for policy in [&registry.policy, &relaxed] {
            entry(admin, policy, "gold", &json!({"kind": "premium", "fee": fee}));
        }
        let told = acme.get("/domains/gold.st/check").expect(200).json();
        assert_eq!((&told["avail"], &told["premium"], &told["fee"]), (&json!(1), &json!(true), &fee));
        let ask = |name: &str, fee: Value| acme.put("/domains", &json!({"name": name, "fee": fee})).send();
        refused_at(&ask("gold.st", json!(null)), 2003, &["/fee"]);
        refused(&ask("gold.st", json!({"amount": "250.01", "currency": "EUR"})), 2004);
        refused(&ask("gold.st", json!({"amount": "250.00", "currency": "USD"})), 2004);
        refused_at(&ask("gold.st", json!({"amount": "250.00"})), 2003, &["/fee/currency"]);
        refused(&ask("gold.st", json!({"amount": "lots", "currency": "EUR"})), 2005);
        ask("gold.st", json!({"amount": 250, "currency": "eur"})).expect(201);
        ask("gold.easy", json!(null)).expect(201);
        assert_eq!(domain(acme, "gold.st")["premium"], true);
        create(acme, &json!({"name": "plain.st"}));
        assert_eq!(domain(acme, "plain.st")["premium"], false);
    }
}
