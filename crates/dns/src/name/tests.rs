//! Tests of names: the rules N1, N2 and N6, canonical order, and that nothing panics.

mod properties;

use super::*;
fn name(text: &str) -> Name {
    Name::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn any_spelling_of_a_name_is_the_same_name_n1() {
    for (text, canonical) in [
        ("Example.ORG", "example.org"),
        ("example.org.", "example.org"),
        (".", "."),
        ("_25._TCP.mail.a", "_25._tcp.mail.a"),
        ("*.dev.a", "*.dev.a"),
        ("128/25.2.0.192.in-addr.arpa", "128/25.2.0.192.in-addr.arpa"),
        ("\\097.b", "a.b"),
        ("a\\.b.c", "a\\.b.c"),
        ("a\\032b.c", "a\\032b.c"),
        ("a\\ b.c", "a\\032b.c"),
        ("a+b.c", "a\\043b.c"),
        ("\\@.c", "\\064.c"),
        ("blåbærgrød.example", "xn--blbrgrd-fxak7p.example"),
        ("BLÅBÆRGRØD.example.", "xn--blbrgrd-fxak7p.example"),
        ("xn--BLBRGRD-fxak7p.example", "xn--blbrgrd-fxak7p.example"),
        ("bücher。example．org｡", "xn--bcher-kva.example.org"),
        ("ｆｕｌｌ.example", "full.example"),
        ("l·l.cat", "xn--ll-0ea.cat"),
        ("カ・カ.jp", "xn--lcka3v.jp"),
        ("B\\195\\188ro.a", "b\\195\\188ro.a"),
        ("a--b.ab--c.d", "a--b.ab--c.d"),
    ] {
        assert_eq!(name(text).to_string(), canonical, "{text}");
    }
}

#[test]
fn idna2008_is_used_not_its_predecessor_n2() {
    assert_eq!(name("faß.de").to_string(), "xn--fa-hia.de");
    assert_eq!(name("xn--fa-hia.de").to_unicode().as_deref(), Some("faß.de"));
    assert_eq!(name("XN--FA-HIA.de").to_unicode().as_deref(), Some("faß.de"));
    assert_eq!(name("βόλος.com").to_string(), "xn--nxasmm1c.com");
    assert_eq!(name("fass.de").to_unicode(), None);
}

#[test]
fn invalid_internationalised_labels_are_refused_n2() {
    for text in [
        "💩.la",
        "xn--ls8h.la",
        "☃.net",
        "xn--n3h.net",
        "xn--a.b",
        "xn--.b",
        "xn--abc.b",
        "xn--fa-hia-.de",
        "xn--99999999999.b",
        "xn--strae-oqa-.de",
        "-ö.de",
        "ö-.de",
        "öö--ö.de",
        "a·b.cat",
        "xn--ab-0ea.cat",
        "ー・.a\u{30FB}b",
        "a\u{30FB}b.jp",
        "\u{375}a.gr",
        "\u{5F3}a.il",
        "\u{660}\u{6F0}.ir",
        "a\u{200D}b.c",
        "\u{640}a.sa",
        "\u{301}a.fr",
        "\u{AD}.fr",
        "_ö.de",
        "ö*.de",
        "ö\u{2024}a.de",
        "\\120n--zzzzzz.de",
    ] {
        assert!(Name::parse(text).is_err(), "{text}");
    }
    assert_eq!(Name::from_wire(b"\x08xn--ls8h\0"), Err(NameError::BadIdn("xn--ls8h".into())));
    assert!(Name::root().child(b"XN--ls8h").is_err());
}

#[test]
fn text_that_is_no_name_is_refused_with_its_reason_n1_n6() {
    let label = "a".repeat(63);
    let long = [&*label, &*label, &*label, &"b".repeat(61)].join(".");
    assert_eq!(name(&long).as_wire().len(), 255);
    assert_eq!(long.len(), 253);
    for (text, error) in [
        ("", NameError::Empty),
        ("..", NameError::EmptyLabel),
        (".a", NameError::EmptyLabel),
        ("a..b", NameError::EmptyLabel),
        ("a.b..", NameError::EmptyLabel),
        (&format!("{label}a.b"), NameError::LabelTooLong),
        (&format!("b{long}"), NameError::LabelTooLong),
        (&format!("{long}b"), NameError::TooLong),
        (&format!("a.{long}"), NameError::TooLong),
        ("a\\", NameError::BadEscape),
        ("a\\25.b", NameError::BadEscape),
        ("a\\256.b", NameError::BadEscape),
        ("a b.c", NameError::BadCharacter(' ')),
        ("a\tb.c", NameError::BadCharacter('\t')),
        ("a\nb.c", NameError::BadCharacter('\n')),
        ("a\0b.c", NameError::BadCharacter('\0')),
        ("a\u{7F}b.c", NameError::BadCharacter('\u{7F}')),
        ("a;b", NameError::BadCharacter(';')),
        ("\"a\"", NameError::BadCharacter('"')),
        ("@", NameError::BadCharacter('@')),
        ("host@example.org", NameError::BadCharacter('@')),
    ] {
        assert_eq!(Name::parse(text), Err(error), "{text}");
    }
    assert!(Name::parse(&"ö".repeat(100_000)).is_err());
    assert!(Name::parse(&format!("xn--{}", "a".repeat(100_000))).is_err());
    assert!(Name::parse(&"a.".repeat(100_000)).is_err());
}

#[test]
fn relative_names_end_at_the_origin_f9() {
    let origin = name("example.org");
    for (text, absolute) in [
        ("@", "example.org"),
        ("www", "www.example.org"),
        ("www.", "www"),
        (".", "."),
        ("a.b", "a.b.example.org"),
        ("\\@", "\\064.example.org"),
    ] {
        assert_eq!(Name::parse_in(text, &origin).unwrap().to_string(), absolute);
    }
    assert_eq!(Name::parse_in("a", &Name::root()).unwrap(), name("a"));
    assert_eq!(Name::read(b"www", Base::Origin(None)), Err(NameError::NoOrigin));
    assert_eq!(Name::read(b"www.", Base::Origin(None)), Ok(name("www")));
}

#[test]
fn below_is_on_label_boundaries_n1() {
    let zone = name("example.org");
    assert!(name("a.example.org").is_below(&zone) && zone.is_at_or_below(&zone) && !zone.is_below(&zone));
    assert!(!name("myexample.org").is_at_or_below(&zone) && !name("org").is_at_or_below(&zone));
    assert!(zone.is_below(&Name::root()) && Name::root().is_at_or_below(&Name::root()));
    // A label that holds the suffix's octets is no boundary.
    let trap = Name::root().child(b"x\x07example\x03org").unwrap();
    assert!(!trap.is_at_or_below(&zone));
    assert_eq!(name("a.b.c").ancestors().map(|name| name.to_string()).collect::<Vec<_>>(), ["a.b.c", "b.c", "c", "."]);
    assert_eq!(name("a.b.c").labels().rev().collect::<Vec<_>>(), [b"c", b"b", b"a"]);
    assert_eq!((name("a.b.c").label_count(), Name::root().label_count()), (3, 0));
}

#[test]
fn host_names_and_wildcards_r9_r10() {
    for host in ["a", "a.b", "9-9.org", "xn--fa-hia.de"] {
        assert!(name(host).is_host_name(), "{host}");
    }
    for other in [".", "-a.b", "a-.b", "_a.b", "*.b", "a\\032b.c", "0/25.a"] {
        assert!(!name(other).is_host_name(), "{other}");
    }
    assert!(
        name("*.a").is_wildcard() && name("*").is_wildcard() && !name("a.*").is_wildcard() && !name("*a").is_wildcard()
    );
}

#[test]
fn canonical_order_is_that_of_rfc_4034_section_6_1() {
    let sorted = [
        "example",
        "a.example",
        "yljkjljk.a.example",
        "Z.a.example",
        "zABC.a.EXAMPLE",
        "z.example",
        "\\001.z.example",
        "*.z.example",
        "\\200.z.example",
    ];
    let names: Vec<Name> = sorted.iter().map(|text| name(text)).collect();
    assert!(names.is_sorted());
    assert!(names.iter().map(Name::sort_key).is_sorted());
}

#[test]
fn malformed_sort_keys_are_refused() {
    for key in [&b"\0"[..], b"a", b"a\0\0", b"\x01\0", b"\x01\x03\0", b"\0a\0"] {
        assert!(Name::from_sort_key(key).is_err(), "{key:?}");
    }
    assert!(Name::from_sort_key(&[&[b'a'; 64][..], &[0]].concat()).is_err());
    assert!(Name::from_sort_key(&b"a\0".repeat(128)).is_err());
}
