//! Bodies, paths and headers that mean no good (W6, section 10): all are refused by their rule, and none is our fault.

use std::time::{Duration, Instant};

use domesday_tests::both;
use domesday_tests::client::Answer;
use domesday_tests::server::Server;
use serde_json::{Value, json};

use super::given::{self, Dyn, JSON, Told, admin, key};

const FORMS: [&str; 4] = [JSON, "text/xml", "application/yaml", "text/html"];

/// A request with this body, answered in JSON.
fn told(caller: &Dyn, method: &str, path: &str, form: &str, body: impl Into<Vec<u8>>) -> Told {
    Told::of(caller.bare(method, path).body(form, body).header("Accept", JSON).send())
}

/// Panics unless it is refused as INVALID_DATA of the body, soon.
fn refused(caller: &Dyn, form: &str, body: impl Into<Vec<u8>>) -> String {
    let begun = Instant::now();
    let told = told(caller, "GET", "Session", form, body).refused_as(400, "INVALID_DATA");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}: {}", begun.elapsed(), told.answer);
    assert_eq!((told.msgs().len(), told.data()), (1, json!({})), "{}", told.answer);
    told.lines()[0].clone()
}

/// Lists in one another, so many with the object around them.
fn nested(form: &str, depth: usize) -> String {
    let times = |text: &str| text.repeat(depth - 1);
    match form {
        JSON => format!("{{\"a\":{}{}}}", times("["), times("]")),
        "text/xml" => format!("<r><a>{}x{}</a></r>", "<item>".repeat(depth - 1), "</item>".repeat(depth - 1)),
        _ => format!("a: {}{}", times("["), times("]")),
    }
}

/// So many arguments.
fn arguments(form: &str, count: usize) -> String {
    let all = |one: &dyn Fn(usize) -> String, between: &str| (0..count).map(one).collect::<Vec<_>>().join(between);
    match form {
        JSON => format!("{{{}}}", all(&|number| format!("\"a{number}\":1"), ",")),
        "text/xml" => format!("<r>{}</r>", all(&|number| format!("<a{number}>1</a{number}>"), "")),
        "application/yaml" => all(&|number| format!("a{number}: 1"), "\n"),
        _ => all(&|number| format!("a{number}=1"), "&"),
    }
}

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }

    fn one<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// A body with some octets changed, taken out, put in, or said twice.
    fn spoiled(&mut self, body: &[u8]) -> Vec<u8> {
        const PIECES: [&[u8]; 14] = [
            b"\0",
            b"\xff",
            b"{",
            b"]",
            b"\"",
            b"<!DOCTYPE x>",
            b"&a;",
            b"&#0;",
            b"*a",
            b"!!x ",
            b"\n- ",
            b"%",
            b"\xed\xa0\x80",
            b"null",
        ];
        let mut body = body.to_vec();
        for _ in 0..=self.below(3) {
            let place = self.below(body.len() + 1);
            match self.below(4) {
                0 if place < body.len() => body[place] = self.below(256) as u8,
                1 if place < body.len() => drop(body.remove(place)),
                2 => body = body[..place].iter().chain(&body[place / 2..]).copied().collect(),
                _ => drop(body.splice(place..place, self.one(&PIECES).iter().copied())),
            }
        }
        body
    }
}

/// Panics unless an answer in any form is an envelope that puts no blame on us.
fn not_our_fault(answer: &Answer, what: &str) {
    assert!([200, 400, 403, 404].contains(&answer.status), "{what}: {answer}");
    let text = answer.text();
    let begins = match answer.header("content-type") {
        Some(JSON) => {
            given::shape(&answer.json(), answer);
            "{\"status\": \""
        }
        Some("text/xml") => "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<response><status>",
        Some("application/yaml") => "---\n\"status\": \"",
        Some("text/html") => "status=",
        _ => panic!("{what}: {answer}"),
    };
    assert!(text.starts_with(begins), "{what}: {answer}");
    assert!(!text.contains("INTERNAL_ERROR") && !text.contains("UNKNOWN_ERROR"), "{what}: {answer}");
}

both! {
    fn w6_a_body_of_two_mebibytes_and_not_an_octet_more(server: &Server) {
        let caller = admin(server);
        for form in FORMS {
            let small = if form == "text/xml" { "<r/>" } else { "{}" };
            let whole = format!("{small}{}", " ".repeat((2 << 20) - small.len()));
            told(&caller, "GET", "Session", form, whole.clone()).done();
            let line = refused(&caller, form, format!("{whole} "));
            assert_eq!(line, "body: a body has at most 2048 KiB here");
        }
        let large = "x".repeat(3 << 20);
        told(&Dyn::nobody(&server.nobody()), "POST", "Session", JSON, large).refused_as(400, "INVALID_DATA");
    }

    fn w6_sixteen_in_one_another_and_not_seventeen(server: &Server) {
        let caller = admin(server);
        for form in [JSON, "text/xml", "application/yaml"] {
            let fine = told(&caller, "GET", "Session", form, nested(form, 16));
            assert!(fine.lines().contains(&"a: unnecessary field passed in".to_owned()), "{form}: {}", fine.answer);
            fine.done();
            refused(&caller, form, nested(form, 17));
            refused(&caller, form, nested(form, 100_000));
        }
    }

    fn w6_ten_thousand_arguments_and_not_one_more(server: &Server) {
        let caller = admin(server);
        for form in FORMS {
            let fine = told(&caller, "GET", "Session", form, arguments(form, 10_000));
            assert_eq!(fine.msgs().len(), 10_001, "{form}");
            fine.done();
            refused(&caller, form, arguments(form, 10_001));
        }
        let list = format!("{{\"a\": [{}1]}}", "1,".repeat(10_000));
        refused(&caller, JSON, list);
    }

    fn w6_no_key_twice_in_an_object(server: &Server) {
        let caller = admin(server);
        refused(&caller, JSON, r#"{"a": 1, "b": 2, "a": 1}"#);
        refused(&caller, JSON, r#"{"b": {"a": 1, "\u0061": 1}}"#);
        refused(&caller, "application/yaml", "a: 1\n\"a\": 1\n");
        told(&caller, "GET", "Session", JSON, r#"{"b": {"a": 1}, "a": 1}"#).done();
    }

    fn w12_w13_nothing_is_expanded(server: &Server) {
        let caller = admin(server);
        let entity = |number: u32| format!("<!ENTITY l{} \"{}\">", number + 1, format!("&l{number};").repeat(10));
        let entities: String = (0..20).map(entity).collect();
        refused(&caller, "text/xml", format!("<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY l0 \"ha\">{entities}]><r><a>&l20;</a></r>"));
        refused(&caller, "text/xml", "<!DOCTYPE r SYSTEM \"file:///etc/passwd\"><r/>");
        refused(&caller, "text/xml", "<r><a>&nbsp;</a></r>");
        refused(&caller, "text/xml", "<r><a>&#0;</a></r>");
        let alias = |number: u32| format!("l{}: &l{} [{}]\n", number + 1, number + 1, vec![format!("*l{number}"); 10].join(", "));
        let aliases: String = (0..20).map(alias).collect();
        refused(&caller, "application/yaml", format!("l0: &l0 ha\n{aliases}"));
        for body in ["a: *b", "a: &b c", "a: !!str c", "!x {a: b}", "? [a]\n: b", "<<: *a", "a: b\n---\nc: d"] {
            refused(&caller, "application/yaml", body);
        }
    }

    fn w10_what_does_not_parse_is_told_with_its_place(server: &Server) {
        let caller = admin(server);
        for (form, body) in [(JSON, "{"), (JSON, "{\"a\": 1,\n  b}"), ("text/xml", "<r><a>"), ("text/xml", "<r></a>"), ("application/yaml", "a: [1")] {
            let line = refused(&caller, form, body);
            assert!(line.starts_with("body: ") && line.contains("line ") && line.contains("column "), "{line}");
        }
        for (form, body) in [
            (JSON, "[1]"), (JSON, "\"x\""), (JSON, "1"), (JSON, "null"), (JSON, "{} {}"), (JSON, "{'a': 1}"), (JSON, "{\"a\": NaN}"),
            ("text/xml", "x"), ("text/xml", "<a/><b/>"), ("text/xml", "<r>x<a/></r>"), ("application/yaml", "- a"), ("application/yaml", "a"),
            ("text/html", "a=%zz"), ("text/html", "a=%f"), ("text/html", "a.b=1"), ("text/html", "a[0]=1"), ("text/html", "=1"), ("text/html", "a=%ff"),
        ] {
            refused(&caller, form, body);
        }
    }

    fn w4_control_characters_and_what_is_no_text_are_refused(server: &Server) {
        let caller = admin(server);
        for form in FORMS {
            let body = |inner: &[u8]| {
                let (before, after): (&[u8], &[u8]) = match form {
                    JSON => (b"{\"a\": \"x", b"\"}"),
                    "text/xml" => (b"<r><a>x", b"</a></r>"),
                    "application/yaml" => (b"a: \"x", b"\""),
                    _ => (b"a=x", b""),
                };
                [before, inner, after].concat()
            };
            for inner in [&b"\0"[..], b"\x01", b"\x1b", b"\x7f", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xc0\x80", b"\xf5\x80\x80\x80"] {
                refused(&caller, form, body(inner));
            }
            told(&caller, "GET", "Session", form, body("é\u{1F600}".as_bytes())).done();
        }
        for query in ["%ff", "a=%ff", "a=%00%", "%"] {
            Told::of(caller.bare("GET", &format!("Session?{query}")).send()).refused_as(400, "INVALID_DATA");
        }
    }

    fn a_nul_that_was_escaped_reaches_no_database(server: &Server) {
        let caller = key(server);
        given::zone(&caller, "x.org", true);
        let nobody = Dyn::nobody(&server.nobody());
        let nul = "a\u{0}b";
        for (account, user, password) in [(nul, "admin", "x"), ("registry", nul, "x"), ("registry", "admin", nul)] {
            nobody.post("Session", &given::credentials(account, user, password)).refused_as(400, "INVALID_DATA");
        }
        for (method, path, body) in [
            ("GET", "Zone/a%00b.org", json!({})),
            ("GET", "Apex/a%00b.org", json!({})),
            ("POST", "Zone/a%00b.org", json!({"rname": "a@x.org", "ttl": 60})),
            ("POST", "Zone/y.org", json!({"rname": nul, "ttl": 60})),
            ("GET", "Task/%00", json!({})),
            ("GET", "Task/", json!({"name": nul, "zone_name": nul, "status": nul})),
            ("GET", "User/a%00b", json!({})),
            ("GET", "User/", json!({"search": format!("email:\"{nul}\"")})),
            ("GET", "Contact/a%00b", json!({})),
            ("GET", "Job/%00", json!({})),
            ("GET", "AllRecord/x.org/a%00b.x.org", json!({})),
            ("GET", "ARecord/x.org/www.x.org/%00", json!({})),
            ("POST", "TXTRecord/x.org/t.x.org", json!({"rdata": {"txtdata": nul}})),
            ("POST", "SPFRecord/x.org/t.x.org", json!({"rdata": {"txtdata": nul}})),
            ("POST", "CAARecord/x.org/x.org", json!({"rdata": {"flags": 0, "tag": nul, "value": nul}})),
            ("PUT", "Zone/x.org", json!({"publish": true, "notes": nul})),
            ("POST", "ZoneFile/z.org", json!({"file": nul})),
            ("POST", "ZoneNoteReport", json!({"zone": nul})),
            ("POST", "UserPermissionReport", json!({"user_name": nul})),
            ("POST", "CheckPermissionReport", json!({"permission": [nul]})),
            ("GET", "Session", json!({nul: nul})),
        ] {
            not_our_fault(&caller.call(method, path, &body).send(), &format!("{method} {path} {body}"));
        }
        caller.put("Zone/x.org", &json!({"publish": true})).done();
    }

    fn nothing_that_is_sent_is_our_fault(server: &Server) {
        let caller = key(server);
        given::zone(&caller, "x.org", true);
        caller.post("ARecord/x.org/www.x.org", &json!({"rdata": {"address": "192.0.2.1"}})).done();
        let bodies: Vec<(&str, Vec<u8>)> = [
            (JSON, r#"{"rdata": {"address": "192.0.2.7", "txtdata": "\u00e9\\"}, "ttl": "60", "detail": "Y", "publish": 1}"#),
            (JSON, r#"{"rname": "a@x.org", "ttl": 3600, "serial_style": "day", "permission": ["Login"], "zone": "x.org"}"#),
            (JSON, r#"{"ARecords": [{"rdata": {"address": "192.0.2.9"}, "ttl": 5}, null, {}], "notes": "x", "freeze": "no"}"#),
            ("text/xml", "<?xml version=\"1.0\"?><r><rdata><address>192.0.2.8</address></rdata><ttl>60</ttl><detail>Y</detail></r>"),
            ("text/xml", "<r><ARecords><item><rdata><address>192.0.2.8</address></rdata></item></ARecords><zone>x.org</zone></r>"),
            ("application/yaml", "---\nrdata:\n  address: 192.0.2.6\n  list: [a, {b: c}]\nttl: 60\npublish: \"true\"\nzone: x.org\n"),
            ("text/html", "publish=true&notes=a+b&detail=Y&zone=x.org&permission=Login&permission=x%20y"),
        ]
        .map(|(form, body)| (form, body.as_bytes().to_vec()))
        .into();
        let paths = [
            "Session", "Zone", "Zone/x.org", "Zone/y.org", "ZoneChanges/x.org", "AllRecord/x.org", "ANYRecord/x.org/www.x.org",
            "NodeList/x.org", "Node/x.org/www.x.org", "ARecord/x.org/www.x.org", "ARecord/x.org/www.x.org/1", "TXTRecord/x.org/t.x.org",
            "SOARecord/x.org/x.org", "ZoneFile/y.org", "ZoneNoteReport", "Task", "Task/1", "User", "Contact", "UserPermissionReport",
            "CheckPermissionReport", "Job/1000001", "Apex/a.b.x.org", "DSF", "Foo", "%00/%ff", "MXRecord/x.org/x.org", "NSRecord/x.org/x.org",
        ];
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
        for number in 0..400 {
            let (form, body) = dice.one(&bodies).clone();
            let form = if dice.below(5) == 0 { *dice.one(&FORMS) } else { form };
            let body = match dice.below(6) {
                0 => (0..dice.below(200)).map(|_| dice.below(256) as u8).collect(),
                1 => body,
                _ => dice.spoiled(&body),
            };
            let method = *dice.one(&["GET", "POST", "PUT", "DELETE"]);
            // What is not known in a second is not known (J8): such questions are asked seldom.
            let path = *dice.one(&paths);
            let path = if path.starts_with("Job") && number % 8 > 0 { "Session" } else { path };
            let what = format!("{number}: {method} {path} {form} {:?}", String::from_utf8_lossy(&body));
            not_our_fault(&caller.bare(method, path).body(form, body).send(), &what);
        }
        let zone: Value = caller.get("Zone/x.org").envelope;
        assert!(zone["status"].is_string());
        assert!(!server.log().contains("panicked"), "{}", server.log());
    }

    fn headers_that_mean_no_good(server: &Server) {
        let caller = admin(server);
        let nobody = server.nobody();
        for (name, value) in [
            ("API-Version", "\u{e9}"), ("API-Version", "3.7.16.0.0.0.0"), ("API-Version", "99999999999999999999.0.0"), ("Accept", "\u{e9}"),
            ("Content-Type", "\u{e9}"), ("Content-Type", "application/json; boundary=\u{e9}"), ("User-Agent", "\u{e9}"),
            ("X-Job-Delay", "-1"), ("X-Job-Delay", "99999999999999999999"), ("Content-Encoding", "gzip"),
        ] {
            not_our_fault(&caller.bare("GET", "Session").header(name, value).send(), &format!("{name}: {value}"));
        }
        for token in ["\u{e9}", " ", "\u{1F600}", "a b c", "null"] {
            let answer = nobody.get("/REST/Session").header("Auth-Token", token).send();
            not_our_fault(&answer, token);
            assert!([400, 404].contains(&answer.status), "{answer}");
        }
    }
}
