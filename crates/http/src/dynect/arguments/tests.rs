//! Laws of taking arguments.

use super::*;

fn arguments(json: &str) -> Arguments {
    let Some(Tree::Map(members)) = Tree::from_stored(json) else { panic!("{json}") };
    Arguments::of(members)
}

/// What was told: what is wrong, or else what is unnecessary.
fn told(arguments: Arguments) -> Vec<String> {
    match arguments.finish() {
        Ok(unnecessary) => unnecessary.iter().map(|name| format!("unnecessary {name}")).collect(),
        Err(wrong) => wrong.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn w4_integers_are_numbers_or_decimal_texts() {
    for (json, number) in [
        ("1800", Some(1800)),
        ("\"1800\"", Some(1800)),
        ("\"0060\"", Some(60)),
        ("\"-5\"", Some(-5)),
        ("-9", None),
        ("\"+5\"", None),
        ("\" 5\"", None),
        ("\"ten\"", None),
        ("\"\"", None),
        ("\"5.0\"", None),
        ("true", None),
        ("[5]", None),
        ("{}", None),
        ("1801", None),
        ("\"99999999999999999999\"", None),
    ] {
        let mut given = arguments(&format!("{{\"ttl\": {json}}}"));
        assert_eq!(given.integer("ttl", -5..=1800), number, "{json}");
        let wrong = "ttl: must be an integer from -5 to 1800".to_owned();
        assert_eq!(told(given), if number.is_some() { vec![] } else { vec![wrong] }, "{json}");
    }
    assert_eq!(arguments(r#"{"n": 4294967295}"#).integer("n", 0..=u32::MAX), Some(u32::MAX));
    assert_eq!(arguments(r#"{"n": -1}"#).integer("n", 0..=u64::MAX), None);
}

#[test]
fn w4_booleans_have_words_in_any_case() {
    for word in ["true", "1", "\"true\"", "\"1\"", "\"Y\"", "\"Yes\"", "\"T\"", "\"TRUE\""] {
        assert_eq!(arguments(&format!("{{\"detail\": {word}}}")).flag("detail"), Some(true), "{word}");
    }
    for word in ["false", "0", "\"FALSE\"", "\"0\"", "\"n\"", "\"No\"", "\"f\"", "\"\""] {
        assert_eq!(arguments(&format!("{{\"detail\": {word}}}")).flag("detail"), Some(false), "{word}");
    }
    for word in ["2", "-1", "\"on\"", "\" y\"", "[true]", "{}"] {
        let mut given = arguments(&format!("{{\"detail\": {word}}}"));
        assert_eq!(given.flag("detail"), None);
        assert_eq!(told(given), ["detail: must be true or false, 1 or 0, Y or N"], "{word}");
    }
}

#[test]
fn w4_one_value_where_an_array_is_wanted_is_an_array_of_one() {
    for (json, texts) in [
        (r#""a""#, Some(vec!["a"])),
        (r#"["a", null, 5]"#, Some(vec!["a", "5"])),
        ("[]", Some(vec![])),
        (r#"["a", [], {}]"#, None),
    ] {
        let mut given = arguments(&format!("{{\"permission\": {json}}}"));
        assert_eq!(
            given.texts("permission"),
            texts.map(|texts| texts.into_iter().map(str::to_owned).collect()),
            "{json}"
        );
    }
    let mut given = arguments(r#"{"permission": ["a", [], {}]}"#);
    assert_eq!(given.texts("permission"), None);
    assert_eq!(
        told(given),
        ["permission.1: must be a text, not a list", "permission.2: must be a text, not an object"]
    );
}

#[test]
fn w4_null_is_not_given_inside_maps_too() {
    let mut given = arguments(r#"{"rname": null, "rdata": {"mname": null, "refresh": 5}, "x": null}"#);
    assert!(!given.present("rname"));
    assert_eq!(given.text("rname"), None);
    let rdata = given.map("rdata", |rdata| (rdata.text("mname"), rdata.integer("refresh", 0..=9)));
    assert_eq!(rdata, Some((None, Some(5))));
    assert_eq!(given.finish(), Ok(vec![]));
}

#[test]
fn w5_what_nobody_takes_is_unnecessary() {
    let mut given = arguments(r#"{"b": 1, "rdata": {"address": "192.0.2.1", "c": {"d": 1}}, "a": ""}"#);
    assert_eq!(given.map("rdata", |rdata| rdata.required_text("address")), Some(Some("192.0.2.1".to_owned())));
    assert_eq!(told(given), ["unnecessary rdata.c", "unnecessary b", "unnecessary a"]);
}

#[test]
fn w7_all_wrong_arguments_are_told_in_one_pass() {
    let mut given = arguments(
        r#"{"rdata": {"priority": "ten", "weight": 70000, "target": ""}, "ttl": [1], "fqdn": {}, "zone": "x", "extra": 1}"#,
    );
    let srv = given.required_map("rdata", |rdata| {
        for name in ["priority", "weight", "port"] {
            rdata.required_integer(name, 0..=u16::MAX);
        }
        rdata.required_text("target")
    });
    assert_eq!(srv, Some(None));
    given.integer("ttl", 0..=i32::MAX);
    given.text("fqdn");
    given.read("zone", |text| text.parse::<u8>().map_err(|_| "Name already exists".to_owned()));
    given.invalid("serial_style", "not one of increment, epoch, day, minute");
    given.required_texts("permission");
    assert_eq!(
        told(given),
        [
            "rdata.priority: must be an integer from 0 to 65535",
            "rdata.weight: must be an integer from 0 to 65535",
            "rdata.port: required field missing",
            "rdata.target: required field missing",
            "ttl: must be an integer from 0 to 2147483647",
            "fqdn: must be a text, not an object",
            "zone: Name already exists",
            "serial_style: not one of increment, epoch, day, minute",
            "permission: required field missing",
        ]
    );
}

#[test]
fn e4_absent_null_and_empty_are_missing_where_a_field_is_required() {
    for json in ["{}", r#"{"f": null}"#, r#"{"f": ""}"#, r#"{"f": []}"#, r#"{"f": [null]}"#, r#"{"f": {}}"#] {
        let missing = [Wrong::Missing("f".to_owned())];
        let takings: [&dyn Fn(&mut Arguments) -> bool; 5] = [
            &|given| given.required_text("f").is_some(),
            &|given| given.required_integer("f", 0..=5_i64).is_some(),
            &|given| given.required_texts("f").is_some(),
            &|given| given.required_map("f", |_| ()).is_some(),
            &|given| given.required_read("f", Ok).is_some(),
        ];
        for taking in takings {
            let mut given = arguments(json);
            assert!(!taking(&mut given), "{json}");
            assert_eq!(given.finish().unwrap_err(), missing, "{json}");
        }
    }
}

#[test]
fn r6_lists_of_maps_have_paths() {
    let address = |record: &mut Arguments| record.required_map("rdata", |rdata| rdata.required_text("address"));
    let mut given = arguments(r#"{"ARecords": [{"rdata": {"address": "a"}}, {"rdata": {"ttl": 5}}, {"extra": 1}]}"#);
    assert_eq!(given.maps("ARecords", address).map(|all| all.len()), Some(3));
    assert_eq!(
        told(given),
        ["ARecords.1.rdata.address: required field missing", "ARecords.2.rdata: required field missing"]
    );
    for (json, count) in [(r#"{"rdata": {"address": "a"}}"#, 1), ("[]", 0), (r#""""#, 0), ("[null]", 0)] {
        let mut given = arguments(&format!("{{\"ARecords\": {json}}}"));
        assert_eq!(given.maps("ARecords", address).map(|all| all.len()), Some(count), "{json}");
        assert_eq!(given.finish(), Ok(vec![]));
    }
    let mut given = arguments(r#"{"ARecords": [5, "x"]}"#);
    assert_eq!(given.maps("ARecords", address), None);
    assert_eq!(
        told(given),
        ["ARecords.0: must be an object, not a number", "ARecords.1: must be an object, not a text"]
    );
    assert_eq!(arguments("{}").maps("ARecords", address), None);
}
