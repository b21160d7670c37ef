//! Laws of all forms together; those of one form are in its own file.

mod hostile;
mod reading;
mod round_trips;
mod writing;

use super::*;

fn body(format: Format, text: &str) -> Result<Members, BadBody> {
    read(format, text.as_bytes(), Limits::default())
}

/// What a body is read as, as the compact JSON it would be kept as.
fn seen(format: Format, text: &str) -> String {
    match body(format, text) {
        Ok(members) => Tree::Map(members).to_stored(),
        Err(fault) => format!("{fault}"),
    }
}

const ALL: [Format; 4] = [Format::Json, Format::Xml, Format::Yaml, Format::Html];

#[test]
fn w10_the_content_type_decides_for_body_and_answer() {
    for (header, format) in [
        ("application/json", Format::Json),
        ("application/json; charset=utf-8", Format::Json),
        ("Text/XML;charset=UTF-8", Format::Xml),
        ("application/yaml ; x=1", Format::Yaml),
        ("text/html", Format::Html),
        ("application/x-www-form-urlencoded", Format::Html),
    ] {
        let formats = Formats { body: format, answer: format };
        assert_eq!(Format::of_request(Some(header), None, b"a,b"), Some(formats), "{header}");
    }
}

#[test]
fn w10_another_content_type_is_json_if_the_body_may_be() {
    let json = Some(Formats { body: Format::Json, answer: Format::Json });
    for header in [None, Some(""), Some("text/csv"), Some("application/xml"), Some("text/xml, text/html")] {
        for body in ["", "{", "\u{feff} {}"] {
            assert_eq!(Format::of_request(header, None, body.as_bytes()), json, "{header:?} {body}");
        }
        for body in ["a,b", "[1]", "<a/>"] {
            assert_eq!(Format::of_request(header, Some("text/xml"), body.as_bytes()), None, "{header:?} {body}");
        }
    }
}

#[test]
fn w10_accept_decides_the_answer_if_it_names_one_form() {
    for (accept, answer) in [
        ("application/yaml", Format::Yaml),
        ("TEXT/XML", Format::Xml),
        ("text/html; charset=utf-8", Format::Html),
        ("text/xml; q=0.9", Format::Json),
        ("text/xml;Q=1", Format::Json),
        ("text/xml, text/html", Format::Json),
        ("*/*; q=0.5, application/xml", Format::Json),
        ("*/*", Format::Json),
        ("text/*", Format::Json),
        ("application/xml", Format::Json),
        ("application/x-www-form-urlencoded", Format::Json),
        ("", Format::Json),
    ] {
        let formats = Some(Formats { body: Format::Json, answer });
        assert_eq!(Format::of_request(Some("application/json"), Some(accept), b"{}"), formats, "{accept}");
        assert_eq!(Format::of_request(None, Some(accept), b""), formats, "{accept}");
    }
}

#[test]
fn w3_of_two_arguments_of_one_name_the_bodys_is_taken_unless_it_is_null() {
    let asked = query("zone=a&detail=Y&fqdn=q&fqdn=r").unwrap();
    let sent = body(Format::Json, r#"{"zone": "b", "fqdn": null, "ttl": 5, "notes": null}"#).unwrap();
    let merged = Tree::Map(merge(asked, sent)).to_stored();
    assert_eq!(merged, r#"{"detail":"Y","fqdn":["q","r"],"zone":"b","ttl":5,"notes":null}"#);
}

#[test]
fn j2_an_answer_that_was_kept_is_the_same_tree() {
    let text = r#"{"b":[1,-5,{}],"a":{"é\u0001":null,"":[true,[]]},"0":"9007199254740993"}"#;
    let tree = Tree::from_stored(text).unwrap();
    assert_eq!(tree.to_stored(), text);
    assert_eq!(tree.get("0"), Some(&Tree::from("9007199254740993")));
    assert_eq!(Tree::from_stored("{"), None);
}
