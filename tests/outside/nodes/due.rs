//! What falls due while the database is away is done once it is back.

use super::away::until_health_is;
use crate::given;
use domesday_tests::client::Client;
use domesday_tests::database::Database;
use domesday_tests::postgres::{Private, Stop};
use domesday_tests::server::Server;
use serde_json::json;
use std::time::{Duration, Instant};

/// Names in the zone `reg`: only the worker takes a domain out of it.
fn published(admin: &Client, name: &str) -> bool {
    given::exported(admin, "reg").contains(name)
}

#[test]
fn what_falls_due_while_the_database_is_away_is_done_once_it_is_back() {
    let mut cluster = Private::start();
    let server = Server::start(Database::on(&cluster));
    let _key = server.command(&["key", "create", "--user", "admin", "--account", "registry"], b"");
    let admin = server.admin();
    let rule = admin.post("/tlds", &json!({"name": "reg"})).expect(201).json()["tlds"]["id"].clone();
    let policy = json!({
        "preset": "default", "sandbox_year": "PT20S", "at_expiry": "expire", "expire_hold_after": "P0D",
        "expire_delete_after": "PT1S", "add_grace": "P0D", "redemption": "P1D", "ns_parent": "any",
    });
    admin.put(&format!("/tlds/{}/policy", rule.as_str().expect("an id")), &policy).expect(201);
    admin.post("/zones", &given::with(given::zone("reg"), &json!({"registry_zone": true}))).expect(201);
    let acme = server.user("acme1", "acme", &["registrar"]);
    for (name, how) in [("blue.reg", Stop::Immediate), ("red.reg", Stop::Fast)] {
        let registered = Instant::now();
        acme.put("/domains", &json!({"name": name, "ns": ["ns1.provider.net"]})).expect(201);
        assert!(published(&admin, name));
        cluster.stop(how);
        assert!(registered.elapsed() < Duration::from_secs(20), "too slow to tell");
        // Time alone brings the expiry; nothing tells of it while the database is away.
        std::thread::sleep(Duration::from_secs(22).saturating_sub(registered.elapsed()));
        cluster.start_again();
        until_health_is(&server.nobody(), 200);
        let back = Instant::now();
        while published(&admin, name) {
            assert!(back.elapsed() < Duration::from_secs(60), "{name} is not taken out of its zone");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}
