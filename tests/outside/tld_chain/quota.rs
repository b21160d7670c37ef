//! How many zones an account may have (rules Z11, B4), whoever makes them, and whichever way.

use super::rules;
use super::ways::{self, Way};
use crate::given;
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::json;

/// Panics unless the answer is that there are too many zones.
pub(super) fn over(answer: &Answer) {
    assert_eq!(answer.status, 403, "{answer}");
    assert_eq!(answer.code(), "over_quota", "{answer}");
}

/// Panics unless one zone more is refused to this account, whichever way.
pub(super) fn is_full(client: &Client, name: &str) {
    over(&Way::Zones.ask(client, name, false));
    over(&client.post("/zones?dry_run=true", &given::zone(name)).send());
    over(&client.post("/zones?force=true", &given::zone(name)).send());
    over(&Way::ZoneFile.ask(client, name, false));
    let answer = Way::Mreg.ask(client, name, false);
    assert_eq!(answer.status, 403, "{answer}");
    assert_eq!(answer.json()["errors"][0]["code"], "over_quota", "{answer}");
    client.get(&format!("/zones/{name}")).expect(404);
}

both! {
    fn z11_whichever_way_a_zone_is_made_it_takes_a_place(server: &Server) {
        let admin = server.admin();
        let hostmaster = server.user("hostmaster1", "acme", &["hostmaster"]);
        rules::set_quota(&admin, "acme", 4);
        given::created(&hostmaster, "a.org");
        assert_eq!(Way::ZoneFile.make(server, &hostmaster, "b.org", false), Ok(()));
        assert_eq!(Way::Mreg.make(server, &hostmaster, "c.org", false), Ok(()));
        let imported = server.command(&["zone", "import", "-", "--owner", "acme"], ways::file("d.org").as_bytes());
        assert_eq!(imported.status, 0, "{}", imported.stderr);
        is_full(&hostmaster, "e.org");
        let refused = server.command(&["zone", "import", "-", "--owner", "acme"], ways::file("e.org").as_bytes());
        assert_eq!(refused.status, 1, "{}", refused.stdout);
        assert!(refused.stderr.contains("quota"), "{}", refused.stderr);
        // The account that shall have the zone counts, not who asks.
        over(&admin.post("/zones", &given::with(given::zone("e.org"), &json!({"owner": "acme"}))).send());
        given::created(&admin, "e.org");
    }

    fn z11_deleting_a_zone_frees_its_place(server: &Server) {
        let admin = server.admin();
        let hostmaster = server.user("hostmaster1", "acme", &["hostmaster"]);
        rules::set_quota(&admin, "acme", 1);
        for name in ["a.org", "b.org", "a.org"] {
            given::created(&hostmaster, name);
            is_full(&hostmaster, "c.org");
            hostmaster.delete(&format!("/zones/{name}?dry_run=true")).expect(200);
            is_full(&hostmaster, "c.org");
            hostmaster.delete(&format!("/zones/{name}")).expect(204);
        }
        given::created(&hostmaster, "c.org");
    }

    fn b4_a_quota_below_what_is_there_takes_nothing_away(server: &Server) {
        let admin = server.admin();
        let hostmaster = server.user("hostmaster1", "acme", &["hostmaster"]);
        for name in ["a.org", "b.org", "c.org"] {
            given::created(&hostmaster, name);
        }
        rules::set_quota(&admin, "acme", 1);
        assert_eq!(hostmaster.get("/zones").expect(200).json(), json!(["a.org", "b.org", "c.org"]));
        hostmaster.patch("/zones/a.org", &json!({"retry": 1800})).if_match("*").expect(204);
        for name in ["a.org", "b.org", "c.org"] {
            is_full(&hostmaster, "d.org");
            hostmaster.delete(&format!("/zones/{name}")).expect(204);
        }
        given::created(&hostmaster, "d.org");
        is_full(&hostmaster, "e.org");
        rules::set_quota(&admin, "acme", -1);
        given::created(&hostmaster, "e.org");
        rules::set_quota(&admin, "acme", 0);
        is_full(&hostmaster, "f.org");
        admin.delete("/v2/quotas/acme").expect(204);
        given::created(&hostmaster, "f.org");
    }

    fn z12_a_transfer_into_a_full_account_is_not_refused_and_takes_a_place(server: &Server) {
        let admin = server.admin();
        let hostmaster = server.user("hostmaster1", "acme", &["hostmaster"]);
        rules::set_quota(&admin, "acme", 1);
        given::created(&hostmaster, "a.org");
        given::created(&admin, "b.org");
        admin.patch("/zones/b.org", &json!({"owner": "acme"})).if_match("*").expect(204);
        assert_eq!(hostmaster.get("/zones").expect(200).json(), json!(["a.org", "b.org"]));
        hostmaster.delete("/zones/a.org").expect(204);
        is_full(&hostmaster, "c.org");
        admin.patch("/zones/b.org", &json!({"owner": "registry"})).if_match("*").expect(204);
        given::created(&hostmaster, "c.org");
        is_full(&hostmaster, "d.org");
    }

    fn z11_what_else_is_wrong_is_told_before_the_quota(server: &Server) {
        let admin = server.admin();
        let hostmaster = server.user("hostmaster1", "acme", &["hostmaster"]);
        rules::add(&admin, "org");
        rules::set_quota(&admin, "acme", 1);
        given::created(&hostmaster, "a.org");
        given::created(&admin, "theirs.org");
        for way in Way::OVER_HTTP {
            assert_eq!(way.make(server, &hostmaster, "b.net", false), Err("no_tld".to_owned()), "{way:?}");
        }
        given::error(&hostmaster.post("/zones", &given::zone("b..org")).send(), "name", "bad_name");
        let wrong = given::with(given::zone("b.org"), &json!({"email": "nobody"}));
        given::fields(&hostmaster.post("/zones", &wrong).send(), &["email"]);
        given::conflict(&hostmaster.post("/zones", &given::zone("a.org")).send(), "zone_exists", false);
        assert_eq!(hostmaster.post("/zones", &given::zone("b.theirs.org")).expect(403).code(), "parent_owned");
        let wanting = given::with(given::zone("n.a.org"), &json!({"ns": ["ns1.n.a.org"]}));
        given::conflict(&hostmaster.post("/zones", &wanting).send(), "ns_address_missing", true);
        is_full(&hostmaster, "b.org");
    }

    fn z11_only_a_new_zone_is_counted(server: &Server) {
        let admin = server.admin();
        let hostmaster = server.user("hostmaster1", "acme", &["hostmaster"]);
        rules::set_quota(&admin, "acme", 1);
        given::created(&hostmaster, "a.org");
        let file = given::exported(&hostmaster, "a.org");
        let call = hostmaster.request("POST", "/zones/import?replace=true").body("text/dns", file.as_str());
        call.if_match("*").expect(200);
        let cut = json!({"name": "b.a.org", "ns": ["ns1.provider.net"]});
        hostmaster.post("/zones/a.org/delegations", &cut).expect(201);
        is_full(&hostmaster, "c.org");
    }
}

/// A server where accounts without a quota of their own may have two zones.
struct Stinted(Server);

impl Stinted {
    fn start(database: Database) -> Self {
        Self(Server::start_with(database, &[("DOMESDAY__QUOTAS__ZONES", "2")]))
    }
}

both! {
    fn z11_the_configured_quota_is_of_accounts_that_have_none_of_their_own(stinted: &Stinted) {
        let server = &stinted.0;
        let admin = server.admin();
        let hostmaster = server.user("hostmaster1", "acme", &["hostmaster"]);
        for name in ["a.org", "b.org"] {
            given::created(&hostmaster, name);
        }
        is_full(&hostmaster, "c.org");
        rules::set_quota(&admin, "acme", -1);
        given::created(&hostmaster, "c.org");
        rules::set_quota(&admin, "acme", 4);
        given::created(&hostmaster, "d.org");
        is_full(&hostmaster, "e.org");
        admin.delete("/v2/quotas/acme").expect(204);
        is_full(&hostmaster, "e.org");
        for name in ["a.org", "b.org", "c.org"] {
            hostmaster.delete(&format!("/zones/{name}")).expect(204);
        }
        given::created(&hostmaster, "e.org");
        is_full(&hostmaster, "f.org");
        for name in ["registry1.org", "registry2.org"] {
            given::created(&admin, name);
        }
        is_full(&admin, "registry3.org");
    }
}
