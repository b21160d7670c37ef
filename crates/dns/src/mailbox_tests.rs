//! Tests of mailboxes (Z12).

use super::*;
use proptest::prelude::*;

#[test]
fn an_address_and_its_rname_are_the_same_mailbox_z12() {
    for (given, address, rname) in [
        ("host.master@example.org", "host.master@example.org", "host\\.master.example.org."),
        ("o'brien+dns@x.org", "o'brien+dns@x.org", "o\\039brien\\043dns.x.org."),
        ("Host.Master@EXAMPLE.Org.", "Host.Master@example.org", "Host\\.Master.example.org."),
        ("Host\\.Master.EXAMPLE.Org.", "Host.Master@example.org", "Host\\.Master.example.org."),
        ("o\\039brien\\043dns.x.org", "o'brien+dns@x.org", "o\\039brien\\043dns.x.org."),
        ("o'brien+dns.x.org", "o'brien+dns@x.org", "o\\039brien\\043dns.x.org."),
        ("a@Faß.de", "a@xn--fa-hia.de", "a.xn--fa-hia.de."),
        ("root@localhost", "root@localhost", "root.localhost."),
        ("..@a.b", "..@a.b", "\\.\\..a.b."),
        ("xn--zzz@a.b", "xn--zzz@a.b", "xn--zzz.a.b."),
        ("xn--zzz.a.b", "xn--zzz@a.b", "xn--zzz.a.b."),
    ] {
        let email = Email::parse(given).unwrap_or_else(|error| panic!("{given}: {error}"));
        assert_eq!((email.as_str(), &*email.rname_text()), (address, rname), "{given}");
        assert_eq!(Email::parse(email.as_str()).unwrap(), email);
        assert_eq!(Email::parse(&email.rname_text()).unwrap(), email);
        assert_eq!(Email::from_rname_wire(&email.rname_wire()).unwrap(), email);
    }
}

#[test]
fn what_cannot_be_written_both_ways_is_refused_z12() {
    let local = "a".repeat(64);
    let domain = ["b".repeat(63), "c".repeat(63), "d".repeat(63)].join(".");
    for text in [
        "",
        "@",
        "@a.b",
        "a@",
        "a@.",
        ".",
        "a",
        "a.",
        "\"a b\"@c.d",
        "a b@c.d",
        "a\\032b.c.d",
        "a\\@b.c.d",
        "ö@c.d",
        "ö.c.d",
        "a@b@c.d",
        "a@b..c",
        "a@-b.c",
        "a@_b.c",
        "a@[192.0.2.1]",
        "a\\256.b.c",
        "a\n@b.c",
        &format!("{local}@b.c"),
        &format!("{}@{domain}", "a".repeat(63)),
        &format!("{}.{domain}", "a".repeat(63)),
    ] {
        assert!(Email::parse(text).is_err(), "{text}");
    }
    assert!(Email::parse(&format!("{}@{domain}", "a".repeat(61))).is_ok());
}

#[test]
fn the_short_forms_are_in_lower_case() {
    let rname = email_to_rname("Host.Master@Example.org").unwrap();
    assert_eq!(rname.to_string(), "host\\.master.example.org");
    assert_eq!(rname_to_email(&rname).as_deref(), Some("host.master@example.org"));
    assert_eq!(rname_to_email(&Name::root()), None);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in ".{0,60}", near in "[a-zA-Z.+'\\\\0-9@ö]{0,40}") {
        for text in [text, near] {
            if let Ok(email) = Email::parse(&text) {
                prop_assert_eq!(&Email::parse(email.as_str()).unwrap(), &email);
                prop_assert_eq!(&Email::parse(&email.rname_text()).unwrap(), &email);
            }
        }
    }

    #[test]
    fn no_octets_make_it_panic(octets: Vec<u8>) {
        let _ = Email::from_rname_wire(&octets);
    }
}
