//! Registry zones (rules Z8, Z10): who may set the flag, and what it does afterwards.

use super::rules;
use super::ways::{self, Way};
use crate::given;
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::database::Database;
use domesday_tests::server::Server;
use serde_json::json;

/// A server where hostmasters of `acme` may make registry zones.
struct Operated(Server);

impl Operated {
    fn start(database: Database) -> Self {
        Self(Server::start_with(database, &[("DOMESDAY__TLDS__REGISTRY_OPERATORS", "acme")]))
    }
}

fn may_set_the_flag(client: &Client, name: &str) -> bool {
    let answer = Way::Zones.ask(client, name, true);
    assert!(answer.status == 201 || answer.status == 403, "{answer}");
    let dry = given::import(client, "?registry_zone=true&dry_run=true", &ways::file("b.tld"));
    assert_eq!(dry.status == 200, answer.status == 201, "{dry}");
    answer.status == 201
}

both! {
    fn z8_the_flag_is_for_admins_and_hostmasters_of_registry_operators(operated: &Operated) {
        let server = &operated.0;
        let admin = server.admin();
        let operator = server.user("operator1", "acme", &["hostmaster"]);
        let reader = server.user("reader1", "acme", &["reader"]);
        let other = server.user("other1", "other", &["hostmaster"]);
        rules::add_all(&admin, &["com", "co.uk", "b.tld", "org"]);
        assert!(may_set_the_flag(&operator, "com"));
        assert_eq!(given::read(&operator, "com")["registry_zone"], true);
        assert!(!may_set_the_flag(&other, "co.uk"));
        assert!(!may_set_the_flag(&reader, "co.uk"));
        assert!(may_set_the_flag(&admin, "co.uk"));
        given::error(&Way::Zones.ask(&operator, "x.org", true), "name", "not_a_tld");
        let plain = given::with(given::zone("x.org"), &json!({"registry_zone": false}));
        other.post("/zones", &plain).expect(201);
        assert_eq!(given::read(&admin, "x.org")["registry_zone"], false);
    }

    fn z8_without_registry_operators_only_admins_set_the_flag(server: &Server) {
        let admin = server.admin();
        let hostmaster = server.user("hostmaster1", "acme", &["hostmaster"]);
        for rules_first in [false, true] {
            if rules_first {
                rules::add_all(&admin, &["com", "b.tld"]);
            }
            assert!(!may_set_the_flag(&hostmaster, "com"), "rules: {rules_first}");
        }
        assert!(may_set_the_flag(&admin, "com"));
    }

    fn z10_a_registry_zone_shields_its_names_like_any_zone(server: &Server) {
        let admin = server.admin();
        let hostmaster = server.user("hostmaster1", "acme", &["hostmaster"]);
        rules::add(&admin, "com");
        assert_eq!(Way::Zones.make(server, &admin, "com", true), Ok(()));
        let refused = Way::Zones.ask(&hostmaster, "shop.com", false).expect(403);
        assert_eq!(refused.code(), "parent_owned");
        given::error(&Way::Zones.ask(&hostmaster, "shop.net", false), "name", "no_tld");
        assert_eq!(Way::Zones.make(server, &admin, "shop.com", false), Ok(()));
    }

    fn the_flag_is_set_at_creation_only(server: &Server) {
        let admin = server.admin();
        given::created(&admin, "x.com");
        let change = admin.patch("/zones/x.com", &json!({"registry_zone": true})).if_match("*").send();
        given::error(&change, "registry_zone", "read_only");
        admin.patch("/zones/x.com", &json!({"registry_zone": false})).if_match("*").expect(204);
    }
}
