//! What a note says of an entry, case by case.

use chrono::DateTime;
use domesday_domain::history::{Change, Changes, CutContent, SetContent, Value as Member};
use domesday_domain::record::Origin;
use domesday_domain::zone::ZoneId;

use super::*;
use crate::history::changes;

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

fn entry(action: &str, told: &Changes, note: Option<&str>) -> Entry {
    Entry {
        id: 1,
        at: DateTime::UNIX_EPOCH,
        zone: name("x.org"),
        zone_id: ZoneId(7),
        account: "acme".into(),
        user: "jane".into(),
        face: "dynect".into(),
        request_id: "r".into(),
        action: action.into(),
        cause: None,
        changes: changes(told).unwrap(),
        forced: "[]".into(),
        serial_before: Some(1),
        serial_after: (action != "zone.delete").then_some(2),
        revision: 2,
        note: note.map(str::to_owned),
    }
}

fn content(ttl: Option<u32>, records: &[&str]) -> Option<SetContent> {
    Some(SetContent { ttl, records: records.iter().map(|record| (*record).to_owned()).collect() })
}

fn set(owner: &str, rtype: &str, from: Option<SetContent>, to: Option<SetContent>) -> Change {
    Change::RecordSet { name: name(owner), rtype: rtype.parse().unwrap(), from, to }
}

fn member(member: &'static str, from: Member, to: Member) -> Change {
    Change::Zone { member, from, to }
}

fn ns(hosts: &[&str]) -> Member {
    Member::List(hosts.iter().map(|host| (*host).to_owned()).collect())
}

fn text(action: &str, each: Vec<Change>, note: Option<&str>) -> String {
    of(&entry(action, &Changes::Each(each), note)).unwrap()
}

#[test]
fn n1_a_note_tells_the_changes_node_by_node_then_what_the_user_wrote() {
    let cut = |records: &[&str]| CutContent {
        set: content(None, records).unwrap(),
        comment: Some("theirs".into()),
        origin: Origin::ExplicitDelegation,
    };
    let each = vec![
        set("www.x.org", "A", content(None, &["192.0.2.1", "192.0.2.2"]), content(None, &["192.0.2.2", "192.0.2.3"])),
        set("a.x.org", "TXT", None, content(Some(60), &["\"one two\""])),
        set("www.x.org", "AAAA", content(Some(60), &["2001:db8::1"]), None),
        Change::Delegation { name: name("b.x.org"), from: None, to: Some(cut(&["ns.y.org."])) },
        set("x.org", "MX", None, content(None, &["10 mail.x.org."])),
    ];
    let expected = "x.org\n add MX 10 mail.x.org.\na.x.org\n add TXT \"one two\"\nb.x.org\n add NS ns.y.org.\nwww.x.org\n \
                    del A 192.0.2.1\n add A 192.0.2.3\n del AAAA 2001:db8::1\nmove www\nand more";
    assert_eq!(text("zone.publish", each, Some("move www\nand more")), expected);
}

#[test]
fn n1_members_of_the_zone_stand_at_its_own_node() {
    let each = vec![
        member("ns", ns(&["ns1.x.org", "ns2.x.org"]), ns(&["ns1.x.org", "ns.y.org"])),
        member("retry", Member::Number(600), Member::Number(900)),
        member("email", Member::Text("a@x.org".into()), Member::Text("b@x.org".into())),
        member("ns_ttl", Member::Number(600), Member::Null),
        member("frozen", Member::Flag(false), Member::Flag(true)),
        set("x.org", "A", content(Some(60), &["192.0.2.1"]), content(None, &["192.0.2.1"])),
        set("x.org", "AAAA", content(None, &["2001:db8::1"]), content(Some(5), &["2001:db8::2"])),
    ];
    let expected = "x.org\n del NS ns2.x.org.\n add NS ns.y.org.\n set retry 900\n set email b@x.org\n set ns_ttl default\n \
                    set frozen true\n set A ttl default\n del AAAA 2001:db8::1\n add AAAA 2001:db8::2\n set AAAA ttl 5";
    assert_eq!(text("zone.update", each, None), expected);
}

#[test]
fn n1_of_a_zone_that_goes_its_records_are_told() {
    let each = vec![
        member("ns", ns(&["ns1.x.org"]), Member::Null),
        member("retry", Member::Number(600), Member::Null),
        set("www.x.org", "A", content(None, &["192.0.2.1"]), None),
    ];
    assert_eq!(text("zone.delete", each, None), "x.org\n del NS ns1.x.org.\nwww.x.org\n del A 192.0.2.1");
}

#[test]
fn n1_of_a_new_zone_what_it_has_not_is_not_told() {
    let each = vec![
        member("ns", Member::Null, ns(&["ns1.x.org"])),
        member("ns_ttl", Member::Null, Member::Null),
        member("serial_style", Member::Null, Member::Text("increment".into())),
    ];
    assert_eq!(text("zone.create", each, None), "x.org\n add NS ns1.x.org.\n set serial_style increment");
}

#[test]
fn n1_100_lines_are_told_and_how_many_more_there_are() {
    let told = |count: usize| {
        let each = (0..count)
            .map(|n| set(&format!("h{:03}.x.org", n / 2), "A", None, content(None, &[&format!("192.0.2.{n}")])));
        text("zone.publish", each.collect(), Some("all"))
    };
    let whole = told(100);
    assert_eq!((whole.lines().count(), whole.lines().last()), (151, Some("all")));
    assert!(!whole.contains("more"));
    let cut = told(103);
    assert_eq!(cut.lines().count(), 152);
    assert!(cut.ends_with("h049.x.org\n add A 192.0.2.98\n add A 192.0.2.99\n … and 3 more\nall"), "{cut}");
}

#[test]
fn n1_counted_changes_are_told_by_type() {
    let by_type = [("A", 1500), ("TXT", 1)].map(|(rtype, count)| (rtype.parse().unwrap(), count)).to_vec();
    let counted = Changes::Counted { by_type, before: None, after: Some("ab".into()) };
    let told = of(&entry("zone.import", &counted, None)).unwrap();
    assert_eq!(told, "x.org\n 1500 A record sets changed\n 1 TXT record set changed");
}

#[test]
fn n1_an_entry_without_changes_has_what_the_user_wrote() {
    assert_eq!(text("zone.publish", Vec::new(), Some("nothing")), "nothing");
    assert_eq!(text("zone.publish", Vec::new(), None), "");
    let damaged = Entry { changes: "[{\"what\":\"recordset\"}]".into(), ..entry("", &Changes::Each(Vec::new()), None) };
    assert!(of(&damaged).is_err());
}
