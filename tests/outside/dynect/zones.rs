//! Zones made, read and deleted (Z1, Z4, Z6), seen from here and from `/zones`.

use super::staged::{Session, ZONE, admin, hostmaster, list, text};
use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

both! {
    fn z1_a_zone_is_there_at_once_for_every_face(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        let told = session.post("Zone/X.Org.", json!({"rname": "dns.admin@x.org", "ttl": "7200"}));
        let lines = told.lines("INFO");
        assert!(lines[0].starts_with("setup: If you plan "), "{told}");
        assert_eq!(lines[1], "create: New zone x.org created.  Publish it to put it on our server.");
        let shown = json!({"zone_type": "Primary", "serial_style": "increment", "serial": 0, "zone": "x.org"});
        assert_eq!(told.done(), shown);
        let zone = given::read(&client, ZONE);
        for (member, value) in [
            ("default_ttl", json!(7200)), ("refresh", json!(3600)), ("retry", json!(600)), ("expire", json!(604_800)), ("ttl", json!(1800)),
            ("email", json!("dns.admin@x.org")), ("serial_style", json!("increment")), ("frozen", json!(false)), ("serial", json!(1)),
        ] {
            assert_eq!(zone[member], value, "{member}: {zone}");
        }
        let servers = list(&zone["ns"]);
        assert!(servers.len() == 2 && servers.iter().all(|host| text(host).ends_with(".domesday.invalid")), "{zone}");
        let other = admin(server);
        assert_eq!(other.get("Zone/x.org").done(), shown);
        assert_eq!(other.get("Apex/a.b.x.org").done(), shown);
        assert_eq!(other.get("Zone").done(), json!(["/REST/Zone/x.org/"]));
        assert_eq!(other.send("GET", "Zone", &json!({"detail": "y"})).done(), json!([shown]));
    }

    fn z1_the_mailbox_has_either_form(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        for (number, rname) in ["host.master@x.org", "host\\.master.x.org", "host\\.master.x.org."].into_iter().enumerate() {
            session.post(&format!("Zone/z{number}.org"), json!({"rname": rname, "ttl": 0})).done();
            assert_eq!(given::read(&client, &format!("z{number}.org"))["email"], "host.master@x.org", "{rname}");
        }
    }

    fn z1_a_name_is_taken_on_every_face(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        session.zone(ZONE);
        given::conflict(&client.post("/zones", &given::zone(ZONE)).send(), "zone_exists", false);
        given::created(&client, "y.org");
        let again = |session: &Session, name: &str| session.post(&format!("Zone/{name}"), json!({"rname": "a.b.org", "ttl": 60})).refused("TARGET_EXISTS");
        for name in [ZONE, "y.org"] {
            again(&session, name).says("name: Name already exists").says("create: You already have this zone.");
        }
        let told = again(&hostmaster(server, "other", "acme"), ZONE).says("name: Name already exists");
        assert_eq!(told.lines("").len(), 1, "whose it is is nobody's business: {told}");
    }

    fn z1_every_wrong_argument_is_named_and_nothing_is_made(server: &Server) {
        let session = admin(server);
        let told = session.post("Zone/x.org", json!({})).refused("MISSING_DATA");
        assert_eq!(told.lines("ERROR"), ["rname: required field missing", "ttl: required field missing"]);
        for (body, field) in [
            (json!({"rname": "a.b.org", "ttl": 2_147_483_648_u64}), "ttl"),
            (json!({"rname": "a.b.org", "ttl": "soon"}), "ttl"),
            (json!({"rname": "nobody", "ttl": 60, "serial_style": "weekly"}), "serial_style"),
            (json!({"rname": "a b@c", "ttl": 60}), "rname"),
        ] {
            let told = session.post("Zone/x.org", body).refused("INVALID_DATA");
            assert!(told.lines("ERROR").iter().any(|line| line.starts_with(&format!("{field}: "))), "{field}: {told}");
        }
        session.post("Zone/x.org", json!({"rname": "a.b.org", "ttl": 60, "registry_zone": "maybe"})).refused("INVALID_DATA");
        hostmaster(server, "other", "acme").post("Zone/x.org", json!({"rname": "a.b.org", "ttl": 60, "registry_zone": "Y"})).refused("PERMISSION_DENIED");
        session.get("Zone/x.org").refused("NOT_FOUND").says("zone: No such zone");
    }

    fn z1_zones_of_others_are_not_there(server: &Server) {
        let (mine, theirs) = (hostmaster(server, "one", "acme"), hostmaster(server, "two", "zeta"));
        mine.zone(ZONE);
        assert_eq!(theirs.get("Zone").done(), json!([]));
        let zone = format!("Zone/{ZONE}");
        for told in [
            theirs.get(&zone), theirs.get(&format!("Apex/www.{ZONE}")), theirs.put(&zone, json!({"publish": true})), theirs.put(&zone, json!({"freeze": true})),
            theirs.delete(&zone), theirs.get(&format!("ZoneChanges/{ZONE}")), theirs.get(&format!("AllRecord/{ZONE}")),
            theirs.post(&format!("ARecord/{ZONE}/www.{ZONE}"), json!({"rdata": {"address": "192.0.2.1"}})),
        ] {
            told.refused("NOT_FOUND").says("zone: No such zone");
        }
        assert_eq!(admin(server).get(&zone).done()["zone"], ZONE, "an admin has all");
        assert_eq!(mine.get(&zone).done()["zone"], ZONE);
    }

    fn z4_exactly_one_of_publish_freeze_and_thaw(server: &Server) {
        let session = admin(server);
        session.zone(ZONE);
        let put = |body: Value| session.put("Zone/x.org", body);
        for body in [json!({}), json!({"publish": false}), json!({"publish": "n", "thaw": "0"}), json!({"notes": "x"}), json!({"publish": null})] {
            put(body).refused("MISSING_DATA").says("publish: required field missing");
        }
        for body in [json!({"publish": true, "freeze": true}), json!({"freeze": "y", "thaw": "1"}), json!({"publish": 1, "freeze": 1, "thaw": 1}), json!({"publish": "perhaps"})] {
            put(body).refused("INVALID_DATA");
        }
        assert_eq!(session.get("Zone/x.org").done()["serial"], 0, "nothing was published");
        put(json!({"publish": "Yes", "freeze": "false", "thaw": ""})).says("publish: x.org published").done();
        put(json!({"publish": "t", "colour": "red"})).warns("colour: unnecessary field passed in").done();
    }

    fn z6_a_zone_goes_at_once_with_everything_staged_for_it(server: &Server) {
        let (session, other, client) = (admin(server), admin(server), server.admin());
        for delete in ["here", "at /zones"] {
            session.zone(ZONE);
            session.a("www.x.org", "192.0.2.1");
            session.publish();
            other.a("other.x.org", "192.0.2.2");
            session.a("mine.x.org", "192.0.2.3");
            match delete {
                "here" => assert_eq!(session.delete("Zone/x.org").says("remove: Zone removed").done(), json!({})),
                _ => drop(client.delete("/zones/x.org?force=true").expect(204)),
            }
            client.get("/zones/x.org").expect(404);
            other.get("Zone/x.org").refused("NOT_FOUND");
            other.get("ZoneChanges/x.org").refused("NOT_FOUND");
            session.delete("Zone/x.org").refused("NOT_FOUND").says("zone: No such zone").says("remove: No such zone in your account");
            session.zone(ZONE);
            assert_eq!((session.staged(), other.staged()), (vec![], vec![]), "deleted {delete}");
            assert_eq!(other.get("NodeList/x.org").done(), json!(["x.org"]));
            session.delete("Zone/x.org").done();
        }
    }

    fn z6_a_zone_with_registered_names_stays(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        let rule = client.post("/tlds", &json!({"name": "st"})).expect(201).json();
        client.put(&format!("/tlds/{}/policy", text(&rule["tlds"]["id"])), &json!({"preset": "default"})).expect(201);
        session.post("Zone/st", json!({"rname": "a.b.org", "ttl": 60, "registry_zone": "Y"})).done();
        let acme = server.user("acme", "acme", &["registrar"]);
        acme.put("/domains", &json!({"name": "blue.st", "ns": ["ns1.provider.net"]})).expect(201);
        session.delete("Zone/st").refused("ILLEGAL_OPERATION");
        assert_eq!(session.get("Zone/st").done()["zone"], "st");
        assert!(given::exported(&client, "st").contains("blue.st. IN NS ns1.provider.net."));
        for told in [
            session.post("ARecord/st/www.blue.st", json!({"rdata": {"address": "192.0.2.1"}})),
            session.post("NSRecord/st/blue.st", json!({"rdata": {"nsdname": "ns9.provider.net"}})),
            session.delete("NSRecord/st/blue.st"),
            session.delete("Node/st/blue.st"),
        ] {
            let told = told.refused("ILLEGAL_OPERATION");
            assert!(told.lines("ERROR").iter().any(|line| line.contains("/domains/blue.st")), "R11: {told}");
        }
        assert_eq!(session.get("ZoneChanges/st").done(), json!([]));
    }
}
