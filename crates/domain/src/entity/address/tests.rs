//! Laws of addresses.

use proptest::prelude::*;

use super::*;

fn registry(text: &str) -> RegistryUrl {
    RegistryUrl::parse(text).unwrap()
}

fn kind(text: &str) -> KindName {
    KindName::parse(text).unwrap()
}

fn id(text: &str) -> EntityId {
    EntityId::from_stored(text.to_owned())
}

#[test]
fn section_1_the_registry_is_an_http_url_without_a_slash_at_its_end() {
    for (text, kept) in [
        ("https://registry.example", "https://registry.example"),
        ("https://registry.example/", "https://registry.example"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("https://Registry.Example/some/where//", "https://Registry.Example/some/where"),
        ("http://[::1]:80", "http://[::1]:80"),
    ] {
        assert_eq!(registry(text).to_string(), kept);
    }
    for bad in [
        "",
        "registry.example",
        "//registry.example",
        "ftp://registry.example",
        "https://u:p@registry.example",
        "https://registry.example/?a",
        "https://registry.example/#",
        "https://registry.example/a//b",
        "https://registry.example/../b",
        "https://registry.example/a b",
        "https://",
        "https:///a",
    ] {
        assert_eq!(RegistryUrl::parse(bad), Err(BadRegistryUrl), "{bad}");
    }
}

#[test]
fn h1_ids_in_answers_are_the_registry_url_and_a_path() {
    let registry = registry("https://h.example/r");
    let (student, ann, name) = (kind("student"), id("ann"), ClaimName::parse("name").unwrap());
    assert_eq!(registry.kind(&student), "https://h.example/r/api/student");
    assert_eq!(registry.entity(&student, &ann), "https://h.example/r/api/student/ann");
    assert_eq!(registry.claim(&student, &ann, &name), "https://h.example/r/api/student/ann/name");
    assert_eq!(registry.any_claim(&student, &name), "https://h.example/r/api/student/{entity-id}/name");
    assert_eq!(registry.attestation("3q2-7w"), "https://h.example/r/meta/attestations/3q2-7w");
    assert_eq!(registry.signing_key("Li9D"), "https://h.example/r/meta/signing-keys/Li9D");
    let zone = registry.entity(&kind("zones"), &id("0/25.2.0.192.in-addr.arpa"));
    assert_eq!(zone, "https://h.example/r/api/zones/0%2F25.2.0.192.in-addr.arpa");
}

#[test]
fn h1_a_kind_is_a_name_a_path_or_a_url_of_this_registry() {
    let registry = registry("https://registry.example");
    for text in [
        "teacher",
        "teacher/",
        "/api/teacher",
        "/api/teacher/",
        "api/teacher",
        "https://registry.example/api/teacher",
        "https://registry.example/api/teacher//",
        "HTTPS://Registry.Example:443/api/teacher",
        "https://registry.example/api/%74eacher",
    ] {
        assert_eq!(registry.read_kind(text), Ok(kind("teacher")), "{text}");
    }
    assert_eq!(registry.read_kind("api"), Ok(kind("api")));
    for (text, code) in [
        ("https://other.example/api/teacher", "foreign_url"),
        ("http://registry.example/api/teacher", "foreign_url"),
        ("https://registry.example:8443/api/teacher", "foreign_url"),
        ("https://registry.example.evil/api/teacher", "foreign_url"),
        ("https://registry.example@evil/api/teacher", "foreign_url"),
        ("https://me@registry.example/api/teacher", "foreign_url"),
        ("https://registry.example/teacher", "bad_id"),
        ("//evil/api/teacher", "bad_id"),
        ("https://registry.example/api/teacher?x", "bad_id"),
        ("https://registry.example/api/teacher#x", "bad_id"),
        ("https://registry.example/api/", "bad_id"),
        ("https://registry.example/api/teacher/x", "bad_id"),
        ("https://registry.example/api/../teacher", "bad_id"),
        ("https://registry.example/api/%2e", "bad_id"),
        ("https://registry.example\\@evil/api/teacher", "bad_id"),
        ("/teacher", "bad_id"),
        ("/api//teacher", "bad_id"),
        ("/api/tea%FFcher", "bad_id"),
        ("tea cher", "bad_id"),
        ("", "bad_id"),
        ("/", "bad_id"),
    ] {
        assert_eq!(registry.read_kind(text).map_err(|fault| fault.code()), Err(code), "{text}");
    }
}

#[test]
fn h1_a_registry_below_a_path_takes_paths_with_it_and_without() {
    let registry = registry("https://h.example/r");
    for text in ["/api/teacher", "/r/api/teacher", "https://h.example/r/api/teacher", "teacher"] {
        assert_eq!(registry.read_kind(text), Ok(kind("teacher")), "{text}");
    }
    for text in ["https://h.example/api/teacher", "https://h.example/rest/api/teacher", "/rest/api/teacher"] {
        assert_eq!(registry.read_kind(text).unwrap_err().code(), "bad_id", "{text}");
    }
}

#[test]
fn h1_an_entity_is_a_path_or_a_url_of_this_registry() {
    let registry = registry("https://registry.example");
    for (text, id) in [
        ("teacher/x", "x"),
        ("/api/teacher/x/", "x"),
        ("api/teacher/x", "x"),
        ("https://registry.example/api/teacher/RBFrXEOG890jZBUf1VpuyA", "RBFrXEOG890jZBUf1VpuyA"),
        ("/api/teacher/0%2F25.2.0.192.in-addr.arpa", "0/25.2.0.192.in-addr.arpa"),
        ("/api/teacher/%C3%A9", "é"),
    ] {
        assert_eq!(registry.read_entity(text), Ok((kind("teacher"), self::id(id))), "{text}");
    }
    for (text, code) in [
        ("teacher", "bad_id"),
        ("/api/teacher", "bad_id"),
        ("/api/teacher/x/name", "bad_id"),
        ("/api/teacher/..", "bad_id"),
        ("/api/teacher/%2E%2E", "bad_id"),
        ("/api/teacher/x%00", "bad_id"),
        ("/api/1/x", "bad_id"),
        ("x://y", "foreign_url"),
        ("https://evil.example/api/teacher/x", "foreign_url"),
        ("https://registry.example", "bad_id"),
    ] {
        assert_eq!(registry.read_entity(text).map_err(|fault| fault.code()), Err(code), "{text}");
    }
}

#[test]
fn section_1_the_registry_itself_is_written_as_its_url() {
    let registry = registry("https://registry.example/r");
    for text in ["https://registry.example/r", "https://registry.example/r/", "HTTPS://Registry.example:443/r"] {
        assert!(registry.is_registry(text), "{text}");
    }
    for text in ["https://registry.example", "https://registry.example/r/api", "https://registry.example/R", "/r", ""] {
        assert!(!registry.is_registry(text), "{text}");
    }
}

#[test]
fn e2_of_a_claims_id_only_the_segments_count() {
    for (text, entity) in [
        ("school", None),
        ("school/", None),
        ("/school", None),
        ("https://anywhere.example/school", None),
        ("{registry-url}/api/student/{entity-id}/school", None),
        ("https://old.example:1/prefix/api/student/{entity-id}/school/", None),
        ("http://x/api/student/%7Bentity-id%7D/school", None),
        ("http://x/api/student/%7bentity%2Did%7d/school", None),
        ("/api/student/*/school", None),
        ("/api/student/%2A/school", None),
        ("student/-/school", None),
        ("https://x//school", None),
        ("/api/student/ann/school", Some("ann")),
        ("ann/school", Some("ann")),
        ("urn://x/y/z/a%20b/sch%6Fol", Some("a b")),
    ] {
        let expected = (entity.map(id), ClaimName::parse("school").unwrap());
        assert_eq!(read_claim(text), Ok(expected), "{text}");
    }
    for (text, code) in [
        ("", "bad_id"),
        ("/", "bad_id"),
        ("https://school", "bad_id"),
        ("https://x/", "bad_id"),
        ("x/%FF", "bad_id"),
        ("x/../school", "bad_id"),
        ("x/%FF/school", "bad_id"),
        ("x/attest", "bad_name"),
        ("x/school?y", "bad_name"),
        ("sch ool", "bad_name"),
    ] {
        assert_eq!(read_claim(text).map_err(|fault| fault.code()), Err(code), "{text}");
    }
}

proptest! {
    #[test]
    fn h1_what_is_written_is_read_again(name in "[A-Za-z][A-Za-z0-9_-]{0,10}", entity in "\\PC{1,20}", claim in "x[a-z]{0,9}") {
        prop_assume!(!PLACEHOLDERS.contains(&entity.as_str()) && is_segment(&entity));
        let registry = registry("https://registry.example/r");
        let (name, entity, claim) = (kind(&name), id(&entity), ClaimName::parse(&claim).unwrap());
        prop_assert_eq!(registry.read_kind(&registry.kind(&name)), Ok(name.clone()));
        prop_assert_eq!(registry.read_entity(&registry.entity(&name, &entity)), Ok((name.clone(), entity.clone())));
        prop_assert_eq!(read_claim(&registry.claim(&name, &entity, &claim)), Ok((Some(entity), claim.clone())));
        prop_assert_eq!(read_claim(&registry.any_claim(&name, &claim)), Ok((None, claim)));
    }

    #[test]
    fn h1_any_text_is_answered(text in "(https://registry.example)?[/a%2{}:.@?\\[\\]é]{0,20}") {
        let registry = registry("https://registry.example");
        let told = (registry.read_kind(&text), registry.read_entity(&text), read_claim(&text), registry.is_registry(&text));
        prop_assert!(told.0.is_err() || told.1.is_err());
    }
}
