//! Keys and DS records against the vectors of the RFCs, and every change of a domain's.

mod sha256;

use sha256::sha256;

use super::*;
use crate::fault::FaultKind;
use crate::policy::Preset;

fn policy() -> Policy {
    Preset::Default.policy()
}

fn ds(key_tag: i64, digest: &str) -> DsDraft {
    DsDraft { key_tag: Some(key_tag), algorithm: Some(13), digest_type: Some(2), digest: Some(digest.to_owned()) }
}

fn digest(letter: &str) -> String {
    letter.repeat(64)
}

/// The key of RFC 4034 section 5.4, in several lines as zone files have it.
const KEY: &str = "AQOeiiR0GOMYkDshWoSKz9Xz fwJr1AYtsmx3TGkJaNXVbfi/ 2pHm822aJ5iI9BMzNXxeYCmZ DRD99WYwYqUSdjMmmAphXdvx \
    egXd/M5+X7OrzKBaMbCVdFLU Uh6DhweJBjEVv5f2wwjM9Xzc nOf+EPbtG9DMBmADjFDc2w/r ljwvFw==";

fn key(flags: i64, algorithm: i64, public_key: &str) -> KeyDraft {
    let public_key = Some(public_key.to_owned());
    KeyDraft { flags: Some(flags), protocol: Some(3), algorithm: Some(algorithm), public_key }
}

fn told(faults: &[Fault]) -> Vec<(&str, &str)> {
    faults.iter().map(|fault| (fault.place.as_str(), fault.code)).collect()
}

#[test]
fn d9_a_ds_is_derived_from_a_key_as_rfc_4509_shows() {
    let old = Policy { ds_algorithms: vec![5], ..policy() };
    let key = key(256, 5, KEY).read(&old, "").unwrap();
    assert_eq!((key.key_tag(), key.flags(), key.protocol(), key.algorithm()), (60485, 256, 3, 5));
    assert_eq!(key.public_key(), KEY.replace(' ', ""));
    let owner = Name::parse("DSKEY.example.com").unwrap();
    let derived = key.delegation_signer(&owner, sha256);
    let expected = "DS 60485 5 2 D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A";
    assert_eq!(derived.to_string(), expected);
    assert_eq!(format!("DS {}", derived.rdata()).to_uppercase(), expected);
}

#[test]
fn d9_derived_records_are_those_of_other_tools() {
    // From BIND's dnssec-dsfromkey, the second to fourth keys from RFC 8080 section 6 and RFC 6605 section 6.1; the first has an odd length.
    for (flags, algorithm, public_key, owner, expected) in [
        (256, 13, "/w==", "a.example", "782 13 2 2FAD61E65491F3EE0E04D367FB3FB877332788E540458EB1DEF3C5D5D525F59A"),
        (
            257,
            15,
            "l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=",
            "B.Example.",
            "3613 15 2 8BD1901ADFB96998164A07623E5C6507FB38FEE380E19546EBC48833537B4307",
        ),
        (
            257,
            15,
            "zPnZ/QwEe7S8C5SPz2OfS5RR40ATk2/rYnE9xHIEijs=",
            "c.example",
            "35217 15 2 F795422B00E25703A0410E2F666670A74F31936F19F7008C062E448284517747",
        ),
        (
            257,
            13,
            "GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==",
            "d.example",
            "55648 13 2 07C2EE572DF80EE483B0B85CFD349412CD03AB686200346AAAF9D75F85F200F6",
        ),
    ] {
        let read = key(flags, algorithm, public_key).read(&policy(), "").unwrap();
        let derived = read.delegation_signer(&Name::parse(owner).unwrap(), sha256);
        assert_eq!(derived.to_string(), format!("DS {expected}"), "{owner}");
    }
}

#[test]
fn d9_every_fault_of_a_ds_is_told_and_refused_by_policy() {
    let wrong = DsDraft { key_tag: Some(65536), algorithm: Some(5), digest_type: Some(1), digest: Some("xyz".into()) };
    let faults =
        SecureDelegationDraft { ds: vec![ds(0, &digest("a")), wrong], keys: vec![] }.read(&policy(), "/secDNS");
    let faults = faults.unwrap_err();
    assert_eq!(
        told(&faults),
        [
            ("/secDNS/dsData/1/keyTag", "out-of-range"),
            ("/secDNS/dsData/1/alg", "algorithm"),
            ("/secDNS/dsData/1/digestType", "digest-type"),
            ("/secDNS/dsData/1/digest", "not-hex"),
        ]
    );
    assert!(faults.iter().all(|fault| fault.kind == FaultKind::Refused));
    let none = DsDraft::default().read(&policy(), "").unwrap_err();
    assert_eq!(none.len(), 4);
    assert!(none.iter().all(|fault| fault.kind == FaultKind::Missing));
    for number in [-1, 256, i64::MAX, i64::MIN] {
        let wrong = DsDraft { algorithm: Some(number), digest_type: Some(number), ..ds(1, &digest("a")) };
        assert_eq!(
            told(&wrong.read(&policy(), "").unwrap_err()),
            [("/alg", "out-of-range"), ("/digestType", "out-of-range")]
        );
    }
}

#[test]
fn d9_a_digest_is_hexadecimal_and_as_long_as_its_type_wants() {
    let read = |digest_type, digest: &str| {
        let every = Policy { ds_digests: (0..=255).collect(), ..policy() };
        let draft = DsDraft { digest_type: Some(digest_type), ..ds(1, digest) };
        draft.read(&every, "").map(|ds| ds.digest_text()).map_err(|faults| faults[0].code)
    };
    for (digest_type, digits) in [(1, 40), (2, 64), (3, 64), (4, 96), (5, 64), (6, 64)] {
        assert_eq!(read(digest_type, &"aB".repeat(digits / 2)), Ok("AB".repeat(digits / 2)), "type {digest_type}");
        for wrong in [digits - 2, digits + 2, 2] {
            assert_eq!(
                read(digest_type, &"a".repeat(wrong)),
                Err("digest-length"),
                "type {digest_type}, {wrong} digits"
            );
        }
    }
    for bad in [
        "",
        " ",
        "abc",
        &digest("g"),
        &digest(" "),
        &format!("0x{}", "a".repeat(62)),
        &"ａ".repeat(64),
        "a\0",
        &"a".repeat(1_000_000),
    ] {
        assert_eq!(read(2, bad), Err("not-hex"), "{:?}", crate::fault::excerpt(bad));
    }
}

#[test]
fn d9_every_fault_of_a_key_is_told() {
    let wrong = KeyDraft { flags: Some(0), protocol: Some(2), algorithm: Some(1), public_key: Some("?".into()) };
    let faults = wrong.read(&policy(), "/k").unwrap_err();
    assert_eq!(
        told(&faults),
        [
            ("/k/flags", "not-a-zone-key"),
            ("/k/protocol", "protocol"),
            ("/k/alg", "algorithm"),
            ("/k/pubKey", "not-base64")
        ]
    );
    assert_eq!(KeyDraft::default().read(&policy(), "").unwrap_err().len(), 4);
    for (flags, good) in [(256, true), (257, true), (0, false), (1, false), (384, false), (385, false), (65536, false)]
    {
        assert_eq!(key(flags, 13, "AAAA").read(&policy(), "").is_ok(), good, "flags {flags}");
    }
    for bad in [
        "A",
        "AAA",
        "AAAA;",
        "AAAA)",
        "AA\nAA",
        "\"AAAA\"",
        "\\# 1 00",
        "====",
        "A===",
        "Ä",
        "AAAA\0",
        &"A".repeat(2052),
    ] {
        assert_eq!(told(&key(257, 13, bad).read(&policy(), "").unwrap_err()), [("/pubKey", "not-base64")], "{bad:?}");
    }
    assert_eq!(told(&key(257, 13, " ").read(&policy(), "").unwrap_err()), [("/pubKey", "required")]);
}

#[test]
fn d9_there_are_at_most_max_ds_and_equal_ones_are_one() {
    let draft = |count: i64| SecureDelegationDraft {
        ds: (0..count).map(|tag| ds(tag, &digest("a"))).collect(),
        keys: vec![key(257, 13, "AAAA"), key(257, 13, "AA AA")],
    };
    assert_eq!(draft(7).read(&policy(), "").unwrap().keys.len(), 1);
    assert_eq!(told(&draft(8).read(&policy(), "/secDNS").unwrap_err()), [("/secDNS", "too-many")]);
    assert_eq!(draft(100_000).read(&policy(), "").unwrap_err().len(), 1);
    let none = Policy { max_ds: 0, ..policy() };
    assert!(draft(0).read(&none, "").is_err() && SecureDelegationDraft::default().read(&none, "").is_ok());
}

#[test]
fn d5_d9_records_are_added_and_removed_by_value() {
    let present = SecureDelegationDraft { ds: vec![ds(1, &digest("a")), ds(2, &digest("b"))], keys: vec![] };
    let present = present.read(&policy(), "").unwrap();
    let draft = |records: &[DsDraft]| SecureDelegationDraft { ds: records.to_vec(), keys: vec![] };
    let change = SecureDelegationChange {
        add: draft(&[ds(3, &digest("c"))]),
        remove: draft(&[ds(1, &digest("A"))]),
        remove_all: false,
    };
    let after = change.apply_to(&present, &policy()).unwrap();
    assert_eq!(after.ds.iter().map(|ds| ds.key_tag).collect::<Vec<_>>(), [2, 3], "whatever the digest's case");
    let wrong = SecureDelegationChange {
        add: draft(&[ds(2, &digest("b")), ds(9, &digest("c"))]),
        remove: draft(&[ds(1, &digest("c")), ds(9, &digest("C"))]),
        remove_all: false,
    };
    assert_eq!(
        told(&wrong.apply_to(&present, &policy()).unwrap_err()),
        [
            ("/add/secDNS/dsData/0", "already-there"),
            ("/add/secDNS/dsData/1", "added-and-removed"),
            ("/rem/secDNS/dsData/0", "not-there"),
        ]
    );
    let stricter = Policy { ds_algorithms: vec![15], ds_digests: vec![4], ..policy() };
    let removal = SecureDelegationChange { remove: draft(&[ds(1, &digest("a"))]), ..Default::default() };
    assert_eq!(removal.apply_to(&present, &stricter).unwrap().ds.len(), 1, "what is no longer allowed can be removed");
}

#[test]
fn d9_to_remove_all_and_add_is_one_step() {
    let records = |from: i64, to: i64| SecureDelegationDraft {
        ds: (from..to).map(|tag| ds(tag, &digest("a"))).collect(),
        keys: vec![key(257, 13, "AAAA")],
    };
    let present = records(0, 7).read(&policy(), "").unwrap();
    let change = SecureDelegationChange { add: records(5, 12), remove_all: true, ..Default::default() };
    let after = change.apply_to(&present, &policy()).unwrap();
    assert_eq!(after, records(5, 12).read(&policy(), "").unwrap(), "what was there may be added, and does not count");
    let gone = SecureDelegationChange { remove_all: true, ..Default::default() };
    assert_eq!(gone.apply_to(&present, &policy()).unwrap(), SecureDelegation::default());
    assert!(!gone.is_empty() && SecureDelegationChange::default().is_empty());
    let both = SecureDelegationChange { remove: records(0, 1), ..gone };
    assert_eq!(told(&both.apply_to(&present, &policy()).unwrap_err()), [("/rem/secDNS/all", "all-and-some")]);
}

#[test]
fn d9_what_is_published_is_what_was_given_and_what_is_derived_none_twice() {
    let owner = Name::parse("blue.st").unwrap();
    let keys = vec![key(257, 13, "AAAA"), key(256, 13, "AAAA")];
    let derived =
        SecureDelegationDraft { ds: vec![], keys: keys.clone() }.read(&policy(), "").unwrap().published(&owner, sha256);
    assert_eq!(derived.len(), 2);
    let given = &derived[0];
    let same = DsDraft {
        key_tag: Some(given.key_tag.into()),
        algorithm: Some(13),
        digest_type: Some(2),
        digest: Some(given.digest_text()),
    };
    let both = SecureDelegationDraft { ds: vec![same], keys }.read(&policy(), "").unwrap();
    assert_eq!(both.published(&owner, sha256), derived);
}
