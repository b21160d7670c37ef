//! What each form looks like.

use super::*;

fn envelope() -> Tree {
    let message = Tree::map([
        ("INFO", Tree::from("login: Login successful")),
        ("SOURCE", Tree::from("BLL")),
        ("ERR_CD", Tree::Null),
        ("LVL", Tree::from("INFO")),
        ("LEVEL", Tree::from("INFO")),
    ]);
    Tree::map([
        ("status", Tree::from("success")),
        ("data", Tree::map([("token", Tree::from("eyJ")), ("version", Tree::from("3.7.16"))])),
        ("job_id", Tree::Number(1_000_017)),
        ("msgs", Tree::List(vec![message])),
    ])
}

/// A tree with all that looks different.
fn everything() -> Tree {
    Tree::from_stored(
        r#"{"s":"a \"b\" <&> é😀/\\\n","n":null,"t":true,"l":["x",5],"o":[{"a":1},{"b":[]}],"e":[],"m":{},"d":[[1,"2"],[]]}"#,
    )
    .unwrap()
}

#[test]
fn w11_the_pages_json() {
    assert_eq!(
        write(Format::Json, &envelope()),
        "{\"status\": \"success\", \"data\": {\"token\": \"eyJ\", \"version\": \"3.7.16\"}, \"job_id\": 1000017, \"msgs\": \
         [{\"INFO\": \"login: Login successful\", \"SOURCE\": \"BLL\", \"ERR_CD\": null, \"LVL\": \"INFO\", \"LEVEL\": \"INFO\"}]}"
    );
}

#[test]
fn w12_the_pages_xml() {
    assert_eq!(
        write(Format::Xml, &envelope()),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<response><status>success</status><data type=\"map\"><token>eyJ</token>\
         <version>3.7.16</version></data><job_id type=\"int\">1000017</job_id><msgs type=\"list\"><item type=\"map\"><INFO>login: \
         Login successful</INFO><SOURCE>BLL</SOURCE><ERR_CD type=\"null\"/><LVL>INFO</LVL><LEVEL>INFO</LEVEL></item></msgs></response>"
    );
}

#[test]
fn w13_the_pages_yaml() {
    assert_eq!(
        write(Format::Yaml, &envelope()),
        "---\n\"status\": \"success\"\n\"data\":\n  \"token\": \"eyJ\"\n  \"version\": \"3.7.16\"\n\"job_id\": 1000017\n\"msgs\":\n  \
         - \"INFO\": \"login: Login successful\"\n    \"SOURCE\": \"BLL\"\n    \"ERR_CD\": null\n    \"LVL\": \"INFO\"\n    \
         \"LEVEL\": \"INFO\"\n"
    );
}

#[test]
fn w14_the_pages_html() {
    assert_eq!(
        write(Format::Html, &envelope()),
        "status=success&data.token=eyJ&data.version=3.7.16&job_id=1000017&msgs.0.INFO=login%3A%20Login%20successful\
         &msgs.0.SOURCE=BLL&msgs.0.ERR_CD=&msgs.0.LVL=INFO&msgs.0.LEVEL=INFO"
    );
}

#[test]
fn w11_json_is_ascii_on_one_line() {
    assert_eq!(
        write(Format::Json, &everything()),
        "{\"s\": \"a \\\"b\\\" <&> \\u00e9\\ud83d\\ude00/\\\\\\n\", \"n\": null, \"t\": true, \"l\": [\"x\", 5], \"o\": [{\"a\": 1}, \
         {\"b\": []}], \"e\": [], \"m\": {}, \"d\": [[1, \"2\"], []]}"
    );
    assert_eq!(write(Format::Json, &Tree::from("\0\u{1b}\u{7f}\u{85}")), r#""\u0000\u001b\u007f\u0085""#);
}

#[test]
fn w12_all_that_is_no_text_says_so_in_xml() {
    let text = write(Format::Xml, &everything());
    let (_, members) = text.split_once("<response>").unwrap();
    assert_eq!(
        members,
        "<s>a \"b\" &lt;&amp;&gt; é😀/\\\n</s><n type=\"null\"/><t type=\"bool\">true</t><l type=\"list\"><item>x</item><item \
         type=\"int\">5</item></l><o type=\"list\"><item type=\"map\"><a type=\"int\">1</a></item><item type=\"map\"><b \
         type=\"list\"/></item></o><e type=\"list\"/><m type=\"map\"/><d type=\"list\"><item type=\"list\"><item \
         type=\"int\">1</item><item>2</item></item><item type=\"list\"/></d></response>"
    );
}

#[test]
fn w12_what_xml_cannot_hold_is_replaced() {
    let tree = Tree::map([("a b", Tree::from("x\0\u{1b}\r\u{85}\u{ffff}y")), ("1", Tree::from("")), ("", Tree::Null)]);
    let text = write(Format::Xml, &tree);
    let members = text.split_once("<response>").unwrap().1;
    assert_eq!(members, "<a_b>x\u{fffd}\u{fffd}&#13;&#133;\u{fffd}y</a_b><_1></_1><_ type=\"null\"/></response>");
}

#[test]
fn w13_yaml_is_in_blocks() {
    assert_eq!(
        write(Format::Yaml, &everything()),
        "---\n\"s\": \"a \\\"b\\\" <&> é😀/\\\\\\n\"\n\"n\": null\n\"t\": true\n\"l\":\n  - \"x\"\n  - 5\n\"o\":\n  - \"a\": 1\n  - \
         \"b\": []\n\"e\": []\n\"m\": {}\n\"d\":\n  - - 1\n    - \"2\"\n  - []\n"
    );
    assert_eq!(write(Format::Yaml, &Tree::Map(Vec::new())), "--- {}\n");
    assert_eq!(write(Format::Yaml, &Tree::from("\u{85}\u{2028}\u{feff}\0")), "--- \"\\u0085\\u2028\\ufeff\\u0000\"\n");
}

#[test]
fn w14_html_is_flat() {
    assert_eq!(
        write(Format::Html, &everything()),
        "s=a%20%22b%22%20%3C%26%3E%20%C3%A9%F0%9F%98%80%2F%5C%0A&n=&t=true&l=x&l=5&o.0.a=1&o.1.b=&e=&m=&d.0=1&d.0=2&d.1="
    );
}

#[test]
fn w15_media_types_are_bare() {
    let types = ALL.map(Format::media_type);
    assert_eq!(types, ["application/json", "text/xml", "application/yaml", "text/html"]);
}

#[test]
fn p3_an_answer_written_by_pieces_may_hold_a_map_of_lists() {
    let data = Tree::map([("a_records", Tree::list([1_i64, 2])), ("aaaa_records", Tree::List(Vec::new()))]);
    let messages = Tree::list(["m"]);
    let whole = Tree::map([
        ("status", Tree::from("success")),
        ("data", data),
        ("job_id", Tree::Number(7)),
        ("msgs", messages.clone()),
    ]);
    for format in ALL {
        let mut pieces = Writer::begin(format, "success");
        let mut text = pieces.take();
        pieces.open_map("data");
        pieces.open_list("a_records");
        for number in 1..=2 {
            pieces.item(&Tree::Number(number));
            text.push_str(&pieces.take());
        }
        pieces.close();
        pieces.open_list("aaaa_records");
        text.push_str(&pieces.end(7, &messages));
        assert_eq!(text, write(format, &whole));
    }
}
