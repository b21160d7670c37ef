//! Each rule between sets, from either side, and judged on the state after the whole request.

use chrono::{DateTime, Utc};
use domesday_dns::mailbox::Email;
use domesday_dns::{Name, Rdata, RecordType};

use super::*;
use crate::account::{AccountId, AccountName};
use crate::name::{HostName, ZoneName};
use crate::record::Record;
use crate::record::edit::{Edit, SetEdit};
use crate::serial::{Serial, SerialStyle};
use crate::timers::Timers;
use crate::zone::{Owner, ZoneContent, ZoneId};

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

fn zone() -> Zone {
    let host = HostName::parse("ns.example.net").unwrap();
    Zone {
        id: ZoneId(1),
        name: ZoneName::parse("example.org").unwrap(),
        owner: Owner { id: AccountId(1), name: AccountName::parse("acme").unwrap() },
        content: ZoneContent {
            ns: vec![host.clone()],
            primary_ns: host,
            email: Email::parse("h@example.org").unwrap(),
            timers: Timers { refresh: 10800, retry: 3600, expire: 1814400, ttl: 3600 },
            default_ttl: 3600,
            ns_ttl: None,
        },
        serial: Serial::new(1).unwrap(),
        serial_style: SerialStyle::Day,
        serial_hidden: false,
        ns_numbers: vec![1],
        frozen: false,
        registry_zone: false,
        revision: 1,
        next_record: 100,
        created: DateTime::<Utc>::UNIX_EPOCH,
        updated: DateTime::<Utc>::UNIX_EPOCH,
        serial_updated: DateTime::<Utc>::UNIX_EPOCH,
    }
}

fn set(owner: &str, rtype: RecordType, text: &str, origin: Origin) -> RecordSet {
    let records = vec![Record { number: 1, rdata: Rdata::parse(rtype, text).unwrap() }];
    let at = DateTime::<Utc>::UNIX_EPOCH;
    RecordSet {
        owner: name(owner),
        rtype,
        ttl: None,
        origin,
        records,
        spellings: Default::default(),
        cut: None,
        revision: 1,
        created: at,
        updated: at,
    }
}

fn around(sets: &[RecordSet]) -> Surroundings {
    let keyed = sets.iter().map(|set| ((set.owner.clone(), set.rtype), set.clone()));
    Surroundings { sets: keyed.collect(), ..Surroundings::default() }
}

fn put(owner: &str, rtype: RecordType, text: &str) -> SetEdit {
    let replace = Some(vec![Rdata::parse(rtype, text).unwrap()]);
    SetEdit { owner: name(owner), rtype, edit: Edit { replace, ..Edit::default() }, prefix: String::new() }
}

fn delete(owner: &str, rtype: RecordType) -> SetEdit {
    SetEdit {
        owner: name(owner),
        rtype,
        edit: Edit { replace: Some(vec![]), ..Edit::default() },
        prefix: String::new(),
    }
}

/// The codes of the conflicts that edits meet, and whether force lifts each.
fn conflicts(around: &Surroundings, edits: &[SetEdit]) -> Vec<(&'static str, bool)> {
    let mut zone = zone();
    let mut after = After::new();
    for edit in edits {
        let (set, _) = edit.apply(&mut zone, around.sets.get(&edit.key()), DateTime::<Utc>::UNIX_EPOCH);
        after.insert(edit.key(), set);
    }
    let mut findings = Findings::new();
    Neighbourhood::new(&zone, around, &after).judge(&mut findings);
    match findings.settle(false) {
        Ok(_) => Vec::new(),
        Err(crate::finding::Rejection::Conflicting { conflicts, .. }) => {
            conflicts.iter().map(|c| (c.code, c.forcible)).collect()
        }
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn r6_a_cname_stands_alone_from_either_side() {
    let a = set("www.example.org", RecordType::A, "192.0.2.1", Origin::User);
    let cname = set("www.example.org", RecordType::CNAME, "example.net", Origin::User);
    let both = [("cname_conflict", false)];
    assert_eq!(conflicts(&around(&[a]), &[put("www.example.org", RecordType::CNAME, "example.net")]), both);
    assert_eq!(conflicts(&around(&[cname]), &[put("www.example.org", RecordType::TXT, "x")]), both);
    let apex = around(&[zone().soa(), zone().apex_ns()]);
    assert_eq!(conflicts(&apex, &[put("example.org", RecordType::CNAME, "example.net")]), [both[0], both[0]]);
}

#[test]
fn r6_the_conflict_names_what_stands_in_the_way() {
    let named = |stored: RecordSet, edit: SetEdit| {
        let (around, mut zone, mut findings) = (around(&[stored]), zone(), Findings::new());
        let (set, _) = edit.apply(&mut zone, around.sets.get(&edit.key()), DateTime::<Utc>::UNIX_EPOCH);
        let after = After::from([(edit.key(), set)]);
        Neighbourhood::new(&zone, &around, &after).judge(&mut findings);
        match findings.settle(false) {
            Err(crate::finding::Rejection::Conflicting { conflicts, .. }) => {
                conflicts.into_iter().filter_map(|conflict| conflict.rtype).collect()
            }
            _ => Vec::new(),
        }
    };
    let a = set("www.example.org", RecordType::A, "192.0.2.1", Origin::User);
    assert_eq!(named(a, put("www.example.org", RecordType::CNAME, "example.net")), [RecordType::A]);
    let alias = set("www.example.org", RecordType::CNAME, "example.net", Origin::User);
    assert_eq!(named(alias, put("www.example.org", RecordType::A, "192.0.2.1")), [RecordType::CNAME]);
}

#[test]
fn r17_a_bulk_may_swap_a_cname_for_an_address() {
    let cname = set("old.example.org", RecordType::CNAME, "example.net", Origin::User);
    let swap = [delete("old.example.org", RecordType::CNAME), put("old.example.org", RecordType::A, "192.0.2.1")];
    assert_eq!(conflicts(&around(&[cname]), &swap), []);
}

#[test]
fn r7_nothing_below_a_dname_from_either_side() {
    let dname = set("d.example.org", RecordType::DNAME, "example.net", Origin::User);
    assert_eq!(
        conflicts(&around(&[dname]), &[put("x.d.example.org", RecordType::A, "192.0.2.1")]),
        [("dname_conflict", false)]
    );
    let below = Surroundings { below_dname: vec![(name("x.d.example.org"), RecordType::A)], ..Surroundings::default() };
    let new_dname = put("d.example.org", RecordType::DNAME, "example.net");
    assert_eq!(conflicts(&below, std::slice::from_ref(&new_dname)), [("dname_conflict", false)]);
    let cleared = Surroundings {
        sets: around(&[set("x.d.example.org", RecordType::A, "192.0.2.1", Origin::User)]).sets,
        ..below
    };
    assert_eq!(conflicts(&cleared, &[delete("x.d.example.org", RecordType::A), new_dname.clone()]), []);
    let cname = set("d.example.org", RecordType::CNAME, "example.net", Origin::User);
    assert_eq!(conflicts(&around(&[cname]), std::slice::from_ref(&new_dname)), [("dname_conflict", false)]);
    assert_eq!(
        conflicts(&Surroundings::default(), &[new_dname, put("x.d.example.org", RecordType::TXT, "x")]),
        [("dname_conflict", false)]
    );
}

#[test]
fn r1_r8_deeper_zones_and_cuts_own_their_names() {
    let deeper = Surroundings { deeper_zones: vec![name("sub.example.org")], ..Surroundings::default() };
    assert_eq!(
        conflicts(&deeper, &[put("a.sub.example.org", RecordType::A, "192.0.2.1")]),
        [("belongs_to_zone", false)]
    );
    assert_eq!(conflicts(&deeper, &[put("asub.example.org", RecordType::A, "192.0.2.1")]), []);
    let cut = around(&[set("cut.example.org", RecordType::NS, "ns.example.net", Origin::ExplicitDelegation)]);
    assert_eq!(conflicts(&cut, &[put("cut.example.org", RecordType::A, "192.0.2.1")]), [("below_delegation", false)]);
    assert_eq!(conflicts(&cut, &[put("a.cut.example.org", RecordType::A, "192.0.2.1")]), [("below_delegation", false)]);
    assert_eq!(
        conflicts(&cut, &[put("new.example.org", RecordType::NS, "ns.example.net")]),
        [("use_delegations", false)]
    );
    let covered = around(&[
        set("cut.example.org", RecordType::NS, "ns.example.net", Origin::ExplicitDelegation),
        set("a.cut.example.org", RecordType::A, "192.0.2.1", Origin::User),
    ]);
    assert_eq!(
        conflicts(&covered, &[delete("a.cut.example.org", RecordType::A)]),
        [],
        "what goes makes room for a cut"
    );
}

#[test]
fn d16_nothing_is_written_at_or_below_a_registered_name() {
    let digest = "1 8 1 0123456789abcdef0123456789abcdef01234567";
    let refused = [("registered_name", false)];
    let held = Surroundings { registered: [name("blue.example.org")].into(), ..Surroundings::default() };
    for edit in [
        put("blue.example.org", RecordType::TXT, "x"),
        put("a.b.blue.example.org", RecordType::A, "192.0.2.1"),
        put("blue.example.org", RecordType::DS, digest),
        put("blue.example.org", RecordType::NS, "ns.example.net"),
    ] {
        assert_eq!(conflicts(&held, std::slice::from_ref(&edit)), refused, "{edit:?}");
    }
    assert_eq!(conflicts(&held, &[put("myblue.example.org", RecordType::A, "192.0.2.1")]), []);
    let published = Surroundings {
        registered: held.registered.clone(),
        ..around(&[
            set("blue.example.org", RecordType::NS, "ns.example.net", Origin::Registrar),
            set("ns.blue.example.org", RecordType::A, "192.0.2.1", Origin::Glue),
        ])
    };
    assert_eq!(conflicts(&published, &[delete("blue.example.org", RecordType::NS)]), refused);
    assert_eq!(conflicts(&published, &[delete("ns.blue.example.org", RecordType::A)]), refused);
    let served = Surroundings { deeper_zones: vec![name("blue.example.org")], ..held };
    assert_eq!(conflicts(&served, &[put("a.blue.example.org", RecordType::TXT, "x")]), [("belongs_to_zone", false)]);
    assert_eq!(
        conflicts(&served, &[put("blue.example.org", RecordType::DS, digest)]),
        refused,
        "the cut is registered"
    );
}

#[test]
fn d15_ds_only_at_a_cut() {
    let digest = "1 8 1 0123456789abcdef0123456789abcdef01234567";
    let cut = around(&[set("cut.example.org", RecordType::NS, "ns.example.net", Origin::ExplicitDelegation)]);
    assert_eq!(conflicts(&cut, &[put("cut.example.org", RecordType::DS, digest)]), []);
    assert_eq!(conflicts(&cut, &[put("x.example.org", RecordType::DS, digest)]), [("not_a_cut", false)]);
    assert_eq!(
        conflicts(&Surroundings::default(), &[put("example.org", RecordType::DS, digest)]),
        [("not_a_cut", false)]
    );
}

#[test]
fn r16_what_others_write_is_read_only() {
    let cut = around(&[set("cut.example.org", RecordType::NS, "ns.example.net", Origin::ExplicitDelegation)]);
    assert_eq!(conflicts(&cut, &[put("cut.example.org", RecordType::NS, "ns2.example.net")]), [("managed", false)]);
    let apex = around(&[zone().soa(), zone().apex_ns()]);
    assert_eq!(conflicts(&apex, &[delete("example.org", RecordType::NS)]), [("managed", false)]);
    let glue = around(&[set("ns.cut.example.org", RecordType::A, "192.0.2.1", Origin::Glue)]);
    assert_eq!(conflicts(&glue, &[delete("ns.cut.example.org", RecordType::A)]), [("managed", false)]);
}

#[test]
fn r11_mail_and_services_should_not_point_at_an_alias() {
    let aliased = Surroundings { aliases: [name("alias.example.net")].into(), ..Surroundings::default() };
    assert_eq!(
        conflicts(&aliased, &[put("example.org", RecordType::MX, "10 alias.example.net")]),
        [("target_is_cname", true)]
    );
    let becoming = [
        put("a.example.org", RecordType::CNAME, "example.net"),
        put("example.org", RecordType::MX, "10 a.example.org"),
    ];
    assert_eq!(conflicts(&Surroundings::default(), &becoming), [("target_is_cname", true)]);
    let leaving = Surroundings {
        aliases: [name("a.example.org")].into(),
        ..around(&[set("a.example.org", RecordType::CNAME, "x.org", Origin::User)])
    };
    let swap = [delete("a.example.org", RecordType::CNAME), put("example.org", RecordType::MX, "10 a.example.org")];
    assert_eq!(conflicts(&leaving, &swap), []);
}

#[test]
fn r11_d10_a_name_that_others_point_at_should_not_become_an_alias() {
    let pointer = |rtype| Pointer { zone: name("example.com"), owner: name("example.com"), rtype };
    let pointed =
        |rtype| Surroundings { pointers: vec![(name("a.example.org"), pointer(rtype))], ..Surroundings::default() };
    let alias = put("a.example.org", RecordType::CNAME, "example.net");
    assert_eq!(conflicts(&pointed(RecordType::MX), std::slice::from_ref(&alias)), [("target_is_cname", true)]);
    assert_eq!(conflicts(&pointed(RecordType::NS), std::slice::from_ref(&alias)), [("target_is_cname", false)]);
    let own = Pointer { zone: name("example.org"), owner: name("example.org"), rtype: RecordType::MX };
    let own = Surroundings { pointers: vec![(name("a.example.org"), own)], ..Surroundings::default() };
    assert_eq!(
        conflicts(&own, &[alias, put("example.org", RecordType::MX, "10 b.example.org")]),
        [],
        "the pointer moves away in the same request"
    );
}
