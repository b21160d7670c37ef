//! What each form means.

use super::*;

fn table(format: Format, cases: &[(&str, &str)]) {
    for (text, tree) in cases {
        assert_eq!(seen(format, text), *tree, "{text}");
    }
}

/// Bodies that are refused, with what the refusal says.
fn refused(format: Format, cases: &[(&str, &str)]) {
    for (text, said) in cases {
        let fault = body(format, text).expect_err(text).to_string();
        assert!(fault.contains(said), "{text}: {fault}");
    }
}

#[test]
fn w3_an_empty_body_is_no_arguments() {
    for format in ALL {
        table(format, &[("", "{}"), ("\u{feff}", "{}")]);
    }
}

#[test]
fn w11_json_is_read() {
    table(
        Format::Json,
        &[
            ("\u{feff} {} \r\n", "{}"),
            (r#"{"b": 1, "a": [true, null, "x"], "c": {"d": ""}}"#, r#"{"b":1,"a":[true,null,"x"],"c":{"d":""}}"#),
            (r#"{"t": "\u00e9\ud83d\ude00\/"}"#, r#"{"t":"é😀/"}"#),
            (r#"{"n": 9223372036854775807}"#, r#"{"n":9223372036854775807}"#),
            (
                r#"{"n": 9223372036854775808, "m": -9223372036854775808}"#,
                r#"{"n":"9223372036854775808","m":-9223372036854775808}"#,
            ),
            (r#"{"n": 5.0, "m": 1e3, "o": 1.5}"#, r#"{"n":"5.0","m":"1000.0","o":"1.5"}"#),
        ],
    );
    refused(
        Format::Json,
        &[
            ("{", "at line 1 column 1"),
            ("{\n \"a\": }", "at line 2 column 7"),
            ("[]", "one object"),
            ("null", "one object"),
            (r#"{"a": 1} {}"#, "trailing characters"),
            (r#"{"a": 1, "b": 2, "a": 3}"#, "\"a\" stands twice in one object at line 1"),
            (r#"{"a": {"b": 2, "b": 3}}"#, "stands twice"),
            (r#"{"a": "\ud800"}"#, "at line 1"),
            ("{\"a\": \"x\ny\"}", "control character"),
            ("{\"a\":\n \"x\u{7f}y\"}", "control character at line 2 column 4"),
            ("{\"a\": \"\0\"}", "control character"),
            (r#"{"a": 01}"#, "at line 1"),
            (r#"{'a': 1}"#, "at line 1"),
        ],
    );
}

#[test]
fn w12_xml_is_read() {
    table(
        Format::Xml,
        &[
            ("<?xml version=\"1.0\" encoding='UTF-8'?>\n<!-- c --><any/>\n", "{}"),
            ("<r> <zone>x.org</zone>\n<ttl type='int'>5</ttl></r>", r#"{"zone":"x.org","ttl":"5"}"#),
            ("<r><a>1</a><b>2</b><a>3</a></r>", r#"{"a":["1","3"],"b":"2"}"#),
            ("<r><a><item>1</item></a></r>", r#"{"a":["1"]}"#),
            ("<r><a><item>1</item><item><b>2</b></item></a></r>", r#"{"a":["1",{"b":"2"}]}"#),
            ("<r><a><item>1</item></a><a><item>2</item></a></r>", r#"{"a":[["1"],["2"]]}"#),
            ("<r><a><item>1</item><b>2</b></a></r>", r#"{"a":{"item":"1","b":"2"}}"#),
            ("<r><a/><b></b><c type='map'/></r>", r#"{"a":"","b":"","c":""}"#),
            (
                "<r><a type='null'/><b xsi:nil='true'/><c nil='true'>x</c><d nil='false'>x</d></r>",
                r#"{"a":null,"b":null,"c":null,"d":"x"}"#,
            ),
            (
                "<r><t>a &amp; &lt;b&gt; &apos;&quot; &#233;&#x1F600;&#10;<![CDATA[<&>]]></t></r>",
                "{\"t\":\"a & <b> '\\\" é😀\\n<&>\"}",
            ),
            ("<r><t> a\r\nb\tc </t></r>", r#"{"t":" a\nb\tc "}"#),
        ],
    );
    refused(
        Format::Xml,
        &[
            ("<r><a></r>", "at line 1"),
            ("<r>\n  <a>", "no end at line 2"),
            ("</r>", "at line 1"),
            ("text", "outside of every element"),
            ("<r/>x", "outside of every element"),
            ("<r/><r/>", "second outermost"),
            ("<r>x</r>", "one object"),
            ("<r><item>x</item></r>", "one object"),
            ("<r><a>x<b/></a></r>", "both text and elements"),
            ("<!DOCTYPE r><r/>", "DOCTYPE"),
            ("<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r><a>&x;</a></r>", "DOCTYPE"),
            ("<r><a>&nbsp;</a></r>", "none of the five"),
            ("<r><a b='&nbsp;'/></r>", "nbsp"),
            ("<r><a>a & b</a></r>", "at line 1"),
            ("<r><a>&#0;</a></r>", "at line 1"),
            ("<r><a>&#x1b;</a></r>", "control character"),
            ("<r><a>&#x7f;</a></r>", "control character"),
            ("<r><a>&#xd800;</a></r>", "at line 1"),
            ("<r><a\u{1}/></r>", "control character"),
            ("<r><1a/></r>", "cannot be called"),
            ("<r><![CDATA[x]]>", "at line 1"),
            ("<!-- -->", "no element"),
        ],
    );
}

#[test]
fn w13_yaml_is_read() {
    table(
        Format::Yaml,
        &[
            ("zone: no\nttl: 5\nok: true\n", r#"{"zone":"no","ttl":"5","ok":"true"}"#),
            (
                "--- {a: null, b: ~, c: 'null', d: \"~\", e: , f: NULL}\n",
                r#"{"a":null,"b":null,"c":"null","d":"~","e":null,"f":"NULL"}"#,
            ),
            ("a:\n  - 1\n  - b: x\n    c: [y, {z: w}]\n", r#"{"a":["1",{"b":"x","c":["y",{"z":"w"}]}]}"#),
            ("file: |\n  $TTL 60\n  @ A 192.0.2.1\n", r#"{"file":"$TTL 60\n@ A 192.0.2.1\n"}"#),
            ("%YAML 1.2\n---\na: \"\\u00e9\\x41\\n\"\n...\n", r#"{"a":"éA\n"}"#),
            (r#"{"a": {"b": [1, "\/"]}}"#, r#"{"a":{"b":["1","/"]}}"#),
            ("# nothing\n", "{}"),
            ("a: {}\nb: []\n", r#"{"a":{},"b":[]}"#),
        ],
    );
    refused(
        Format::Yaml,
        &[
            ("- a\n", "one object"),
            ("a\n", "one object"),
            ("---\n", "one object"),
            ("a: 1\n---\nb: 2\n", "second document at line 2"),
            ("a: &x 1\n", "an anchor at line 1"),
            ("a: 1\nb: *x\n", "at line 2"),
            ("a: !!str 1\n", "a tag at line 1"),
            ("a: !x {}\n", "a tag"),
            ("! a: 1\n", "a tag"),
            ("&a a: 1\n", "an anchor"),
            ("a: &x [1]\nb: *x\n", "an anchor"),
            ("a: 1\nb: 2\na: 3\n", "\"a\" stands twice in one object at line 3 column 1"),
            ("? [a]\n: 1\n", "key that is not a text"),
            ("a: [1\n", "at line"),
            ("a: \"\u{7}\"\n", "control character"),
        ],
    );
}

#[test]
fn w14_forms_are_read() {
    table(
        Format::Html,
        &[
            ("zone=x.org&detail=Y", r#"{"zone":"x.org","detail":"Y"}"#),
            ("a=1&b=2&a=3&a=", r#"{"a":["1","3",""],"b":"2"}"#),
            ("argument%201=value+1%2B&x", r#"{"argument 1":"value 1+","x":""}"#),
            ("&&a=b=c&", r#"{"a":"b=c"}"#),
            ("a=%c3%A9%0A", r#"{"a":"é\n"}"#),
            (r#"{"a": [1]}"#, r#"{"a":[1]}"#),
            (" \n{}", "{}"),
        ],
    );
    refused(
        Format::Html,
        &[
            ("rdata.address=192.0.2.1", "rdata.address: nested"),
            ("a%5B0]=x", "a[0]: nested"),
            ("a=%", "percent sign"),
            ("a=%+1", "percent sign"),
            ("a=%f", "percent sign"),
            ("a=%ff", "UTF-8"),
            ("=x", "without a name"),
            ("a=b\n", "control character"),
        ],
    );
}

#[test]
fn w3_a_query_is_read_as_a_form_is() {
    assert_eq!(Tree::Map(query("a=1&a=%20&b").unwrap()).to_stored(), r#"{"a":["1"," "],"b":""}"#);
    assert_eq!(query("").unwrap(), []);
    assert_eq!(query("rdata.address=192.0.2.1").unwrap_err().field, "rdata.address");
    assert_eq!(query("a=\t").unwrap_err().to_string(), "query: a raw control character");
    assert_eq!(query("{a}=1").unwrap(), [("{a}".to_owned(), Tree::from("1"))]);
}
