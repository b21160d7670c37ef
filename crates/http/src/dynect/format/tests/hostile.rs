//! Bodies made to hurt: refused, in time linear in their length and on a bounded stack (the threads of tests have 2 MiB).

use proptest::prelude::*;

use super::*;

const MEBIBYTE: usize = 1 << 20;

fn refusal(format: Format, text: &str) -> String {
    body(format, text).expect_err("refused").to_string()
}

#[test]
fn w6_nesting_is_bounded() {
    for (depth, taken) in [(16, true), (17, false), (400_000, false)] {
        let json = format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth));
        let yaml = format!("{}1{}", "{a: ".repeat(depth), "}".repeat(depth));
        let xml = format!("{}1{}", "<a>".repeat(depth + 1), "</a>".repeat(depth + 1));
        let blocks = (0..depth.min(1000)).map(|level| format!("{}a:\n", " ".repeat(level))).collect::<String>();
        for (format, text) in [(Format::Json, json), (Format::Yaml, yaml), (Format::Xml, xml), (Format::Yaml, blocks)] {
            match body(format, &text) {
                Ok(_) => assert!(taken, "{format:?} {depth}"),
                Err(fault) => assert!(!taken && fault.text.contains("at line"), "{format:?} {depth}: {fault}"),
            }
        }
    }
}

#[test]
fn w6_lists_count_as_nesting_in_xml_too() {
    let siblings = |depth: usize| format!("<r>{}<a/><a/>{}</r>", "<a/><a>".repeat(depth), "</a>".repeat(depth));
    assert!(body(Format::Xml, &siblings(7)).is_ok());
    assert!(refusal(Format::Xml, &siblings(8)).contains("in one another"));
}

#[test]
fn w6_a_mebibyte_of_brackets_is_refused() {
    for text in ["[", "{\"a\":[", "[[]", "{"] {
        assert!(body(Format::Json, &text.repeat(MEBIBYTE / text.len())).is_err(), "{text}");
    }
    for text in [
        "[", "{", "- ", "? ", "[{", "a: [", "!", "&a ", "*a ", "\"", "'", "|\n", "--- \n", "%", "#", "a: b: ", ": ",
        "\n- ",
    ] {
        assert!(body(Format::Yaml, &text.repeat(MEBIBYTE / text.len())).is_err() || text == "#", "{text}");
    }
    for text in ["<", "<a>", "<a b=''>", "<!--", "<![CDATA[", "&", "&#", "<?", "<!DOCTYPE [", "</"] {
        assert!(body(Format::Xml, &text.repeat(MEBIBYTE / text.len())).is_err(), "{text}");
    }
    assert!(query(&"%".repeat(MEBIBYTE)).is_err());
}

#[test]
fn w6_a_body_of_long_scalars_is_read() {
    let long = "x".repeat(MEBIBYTE);
    let lines = "ab cd\n  ".repeat(MEBIBYTE / 8);
    for (format, text) in [
        (Format::Json, format!("{{\"a\": \"{long}\"}}")),
        (Format::Xml, format!("<r><a>{long}</a></r>")),
        (Format::Xml, format!("<r><a>{}</a></r>", "&amp;".repeat(MEBIBYTE / 5))),
        (Format::Xml, format!("<r><a {}>x</a></r>", "b='' ".repeat(MEBIBYTE / 5))),
        (Format::Yaml, format!("a: {long}")),
        (Format::Yaml, format!("a: \"{long}\"")),
        (Format::Yaml, format!("a: |\n  {lines}")),
        (Format::Yaml, format!("a: >\n  {lines}")),
        (Format::Yaml, format!("a: {lines}")),
        (Format::Yaml, format!("a: \"{lines}\"")),
        (Format::Html, format!("a={long}")),
    ] {
        assert!(body(format, &text).is_ok(), "{format:?} {:.20}: {:?}", text, body(format, &text).err());
    }
}

#[test]
fn w6_ten_thousand_arguments_are_taken_and_one_more_is_not() {
    for (count, taken) in [(10_000, true), (10_001, false), (200_000, false)] {
        let joined = |one: &dyn Fn(usize) -> String, comma: &str| (0..count).map(one).collect::<Vec<_>>().join(comma);
        for (format, text) in [
            (Format::Json, format!("{{{}}}", joined(&|number| format!("\"k{number}\":{number}"), ","))),
            (Format::Json, format!("{{\"a\":[{}]}}", joined(&|_| "{\"b\":[0]}".to_owned(), ","))),
            (Format::Json, format!("{{\"a\":[{}]}}", joined(&|_| "[]".to_owned(), ","))),
            (Format::Xml, format!("<r>{}</r>", joined(&|number| format!("<k{number}/>"), ""))),
            (Format::Xml, format!("<r>{}</r>", joined(&|_| "<k>1</k>".to_owned(), "\n"))),
            (Format::Yaml, joined(&|number| format!("k{number}: {number}"), "\n")),
            (Format::Yaml, format!("a: [{}]", joined(&|_| "{}".to_owned(), ", "))),
            (Format::Yaml, format!("{{{}}}", joined(&|number| format!("\"k{number}\": {{\"a\": {number}}}"), ","))),
            (Format::Html, joined(&|number| format!("k{number}={number}"), "&")),
            (Format::Html, joined(&|_| "a=".to_owned(), "&")),
        ] {
            let read = body(format, &text);
            assert_eq!(read.is_ok(), taken, "{format:?} {count}");
            assert!(taken || read.unwrap_err().text.contains("more than 10000 arguments"));
        }
    }
}

#[test]
fn w12_w13_nothing_is_expanded() {
    let entities: String =
        (1..10).map(|level| format!("<!ENTITY l{level} \"{}\">", format!("&l{};", level - 1).repeat(10))).collect();
    let xml = format!("<!DOCTYPE r [<!ENTITY l0 \"lol\">{entities}]><r><a>&l9;</a></r>");
    assert!(refusal(Format::Xml, &xml).contains("DOCTYPE"));
    let anchors: String =
        (1..10).map(|level| format!("l{level}: &l{level} [{}]\n", format!("*l{},", level - 1).repeat(10))).collect();
    assert!(refusal(Format::Yaml, &format!("l0: &l0 lol\n{anchors}")).contains("an anchor at line 1"));
}

#[test]
fn w6_huge_numbers_do_no_harm() {
    let digits = "9".repeat(MEBIBYTE);
    for text in [format!("{{\"n\": {digits}}}"), format!("{{\"n\": 1e{digits}}}"), "{\"n\": 1e999}".to_owned()] {
        assert!(refusal(Format::Json, &text).contains("at line 1"));
    }
}

#[test]
fn w11_what_is_not_utf8_is_refused_with_its_place() {
    for format in ALL {
        let fault = read(format, b"{\n\"\xc3\xa9\": \"\xff\"}", Limits::default()).unwrap_err();
        assert_eq!(fault.to_string(), "body: not UTF-8 at line 2 column 7", "{format:?}");
    }
    let utf16: Vec<u8> = "\u{feff}<r/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(read(Format::Xml, &utf16, Limits::default()).is_err());
}

#[test]
fn e3_what_is_told_of_a_fault_is_short() {
    let long = "x".repeat(MEBIBYTE);
    for (format, text) in [
        (Format::Json, format!("{{\"{long}\": 1, \"{long}\": 2}}")),
        (Format::Xml, format!("<r><{long}></r>")),
        (Format::Xml, format!("<r><a>&{long};</a></r>")),
        (Format::Yaml, format!("? {long}\n: 1\n? {long}\n: 2\n")),
        (Format::Html, format!("{long}.=1")),
    ] {
        assert!(refusal(format, &text).len() < 1000, "{format:?}");
    }
}

proptest! {
    #[test]
    fn w6_no_octets_hurt_a_reader(octets in proptest::collection::vec(any::<u8>(), 0..200)) {
        for format in ALL {
            let _ = read(format, &octets, Limits::default());
        }
        let _ = query(&String::from_utf8_lossy(&octets));
    }

    #[test]
    fn w6_no_markup_hurts_a_reader(text in "[<>/!?&;#a=x '\"\\[\\]{}:,\\-~|%@*\n\t.0CDATA]{0,60}") {
        for format in ALL {
            let _ = body(format, &text);
        }
    }
}
