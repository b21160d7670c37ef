//! The SOA (Z7): read and staged like any record, though it is made of members of the zone.

use super::staged::{Session, ZONE, admin, id, list, text};
use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// The SOA of [`ZONE`] as the session sees it.
pub(super) fn soa(session: &Session) -> Value {
    let records = session.send("GET", &format!("SOARecord/{ZONE}/{ZONE}"), &json!({"detail": true})).done();
    assert_eq!(list(&records).len(), 1, "{records}");
    records[0].clone()
}

/// Where it is.
pub(super) fn soa_path(session: &Session) -> String {
    format!("SOARecord/{ZONE}/{ZONE}/{}", id(&soa(session)))
}

both! {
    fn z7_the_soa_is_read_and_staged_like_any_record(server: &Server) {
        let (session, other, client) = (admin(server), admin(server), server.admin());
        session.zone(ZONE);
        let before = soa(&session);
        let zone = given::read(&client, ZONE);
        let rdata = json!({"mname": format!("{}.", text(&zone["ns"][0])), "rname": "hostmaster.x.org.", "serial": 0, "refresh": 3600, "retry": 600, "expire": 604_800, "minimum": 1800});
        assert_eq!((&before["rdata"], &before["ttl"], &before["serial_style"]), (&rdata, &json!(3600), &json!("increment")));
        let path = soa_path(&session);
        assert_eq!(session.get(&path).done(), before);
        let wish = json!({"ttl": "900", "rdata": {"rname": "new.boss@x.org", "refresh": "7200", "retry": 1200, "expire": 700_000, "minimum": 300, "mname": "ns9.x.org", "serial": 99}});
        let told = session.put(&path, wish).warns("mname: unnecessary field passed in").warns("serial: unnecessary field passed in");
        let mut staged = before["rdata"].clone();
        for (member, value) in [("rname", json!("new\\.boss.x.org.")), ("refresh", json!(7200)), ("retry", json!(1200)), ("expire", json!(700_000)), ("minimum", json!(300))] {
            staged[member] = value;
        }
        let record = told.says("update: Record updated").done();
        assert_eq!((&record["rdata"], &record["ttl"], id(&record)), (&staged, &json!(900), id(&before)));
        assert_eq!(soa(&session), record, "the session sees what it staged");
        assert_eq!(soa(&other), before, "nobody else does");
        assert_eq!(given::read(&client, ZONE), zone);
        let change = &session.changes()[0];
        assert_eq!((&change["op"], &change["rdata_type"], &change["rdata"]["rdata_soa"]), (&json!("update"), &json!("SOA"), &staged));
        session.publish();
        let after = given::read(&client, ZONE);
        for (member, value) in [("email", json!("new.boss@x.org")), ("refresh", json!(7200)), ("retry", json!(1200)), ("expire", json!(700_000)), ("ttl", json!(300)), ("default_ttl", json!(900)), ("ns", zone["ns"].clone())] {
            assert_eq!(after[member], value, "{member}");
        }
        assert_eq!(after["serial"], 2);
        assert_eq!(id(&soa(&session)), id(&before), "C3: the id stays");
    }

    fn z7_the_soa_is_neither_added_nor_deleted(server: &Server) {
        let session = admin(server);
        session.zone(ZONE);
        let path = soa_path(&session);
        let rdata = soa(&session)["rdata"].clone();
        session.post("SOARecord/x.org/x.org", json!({ "rdata": rdata })).refused("ILLEGAL_OPERATION");
        session.delete("SOARecord/x.org/x.org").refused("ILLEGAL_OPERATION");
        session.delete(&path).refused("ILLEGAL_OPERATION");
        session.put(&format!("{path}9"), json!({"ttl": 60})).refused("NOT_FOUND").says("id: No such record");
        session.get(&format!("{path}9")).refused("NOT_FOUND").says("id: No such record");
        for rdata in [json!({"refresh": -1}), json!({"retry": "often"}), json!({"expire": 4_294_967_296_u64}), json!({"rname": "@"})] {
            session.put(&path, json!({ "rdata": rdata })).refused("INVALID_DATA");
        }
        assert_eq!(session.staged(), [""; 0]);
    }

    fn z7_e6_an_odd_relation_of_timers_is_let_through_with_a_warning(server: &Server) {
        let (session, client) = (admin(server), server.admin());
        session.zone(ZONE);
        session.put(&soa_path(&session), json!({"rdata": {"retry": 90_000}})).warns("soa_relation").done();
        session.try_publish().warns("soa_relation").done();
        assert_eq!(given::read(&client, ZONE)["retry"], 90_000);
    }
}
