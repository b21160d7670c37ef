//! The four forms of bodies and answers (W10–W15): the same request in each gives the same tree.

use domesday_tests::both;
use domesday_tests::client::Answer;
use domesday_tests::server::{PASSWORD, Server};
use serde_json::{Map, Value, json};

use super::given::{self, Dyn, JSON, Told, admin};

const FORMS: [&str; 4] = [JSON, "text/xml", "application/yaml", "text/html"];

/// The tree of an answer in one of the three forms that keep it.
fn tree(answer: &Answer) -> Value {
    let text = answer.text();
    match answer.header("content-type").unwrap_or_default() {
        JSON => answer.json(),
        "text/xml" => {
            let (prolog, rest) = text.split_once('\n').unwrap_or_default();
            assert_eq!(prolog, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "{answer}");
            let (name, tree, rest) = element(rest);
            assert_eq!((name.as_str(), rest), ("response", ""), "{answer}");
            tree
        }
        "application/yaml" => yaml(&text),
        other => panic!("{other}: {answer}"),
    }
}

/// The first element of a text: its name, its value, and what follows it.
fn element(text: &str) -> (String, Value, &str) {
    let (tag, mut rest) = text.strip_prefix('<').and_then(|text| text.split_once('>')).expect("a tag");
    let (name, attributes) = tag.trim_end_matches('/').split_once(' ').unwrap_or((tag.trim_end_matches('/'), ""));
    let kind = attributes.trim().strip_prefix("type=\"").and_then(|kind| kind.strip_suffix('"')).unwrap_or_default();
    let (mut members, mut entries, mut content) = (Map::new(), Vec::new(), String::new());
    if !tag.ends_with('/') {
        while !rest.starts_with("</") {
            if rest.starts_with('<') {
                let (name, value, after) = element(rest);
                entries.push(value.clone());
                assert!(kind == "list" || members.insert(name, value).is_none(), "twice: {text}");
                rest = after;
            } else {
                let end = rest.find('<').expect("an end");
                content.push_str(&rest[..end]);
                rest = &rest[end..];
            }
        }
        rest = rest.strip_prefix(&format!("</{name}>")).unwrap_or_else(|| panic!("the end of {name}: {rest}"));
    }
    let plain = content.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let value = match kind {
        "list" => Value::Array(entries),
        "null" => Value::Null,
        "int" | "bool" => serde_json::from_str(&plain).expect("a scalar"),
        "map" => Value::Object(members),
        "" if members.is_empty() => Value::String(plain),
        "" => Value::Object(members),
        other => panic!("the type {other}"),
    };
    (name.to_owned(), value, rest)
}

/// The tree of a YAML document in block style, as rule W13 describes it.
fn yaml(text: &str) -> Value {
    let body = text.strip_prefix("---\n").unwrap_or_else(|| panic!("no document: {text}"));
    let depth = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let mut lines: Vec<(usize, String)> =
        body.lines().map(|line| (depth(line), line.trim_start().to_owned())).collect();
    lines.reverse();
    let tree = block(&mut lines);
    assert!(lines.is_empty(), "{text}");
    tree
}

/// The block that comes next; lines are kept with the next one last.
fn block(lines: &mut Vec<(usize, String)>) -> Value {
    let (depth, first) = lines.last().cloned().expect("a line");
    if first.starts_with("- ") {
        let mut entries = Vec::new();
        while lines.last().is_some_and(|(at, line)| *at == depth && line.starts_with("- ")) {
            let (_, line) = lines.pop().expect("a line");
            lines.push((depth + 2, line[2..].to_owned()));
            entries.push(block(lines));
        }
        return Value::Array(entries);
    }
    let mut members = Map::new();
    while lines.last().is_some_and(|(at, line)| *at == depth && !line.starts_with("- ")) {
        let (_, line) = lines.pop().expect("a line");
        let mut reader = serde_json::Deserializer::from_str(&line).into_iter::<Value>();
        let head = reader.next().expect("a value").unwrap_or_else(|error| panic!("{error}: {line}"));
        let rest = &line[reader.byte_offset()..];
        let Some(value) = rest.strip_prefix(':') else {
            assert!(rest.is_empty() && members.is_empty(), "{line}");
            return head;
        };
        let value = match value.trim_start() {
            "" => block(lines),
            scalar => serde_json::from_str(scalar).unwrap_or_else(|error| panic!("{error}: {line}")),
        };
        assert!(members.insert(head.as_str().expect("a name").to_owned(), value).is_none(), "twice: {line}");
    }
    Value::Object(members)
}

/// A tree as `key=value` pairs (rule W14), sorted.
fn pairs(tree: &Value) -> Vec<String> {
    let mut all = Vec::new();
    flatten("", tree, &mut all);
    all.sort();
    all
}

fn flatten(key: &str, value: &Value, all: &mut Vec<String>) {
    let inner = |name: &str| if key.is_empty() { encoded(name) } else { format!("{key}.{}", encoded(name)) };
    match value {
        Value::Object(members) if !members.is_empty() => {
            members.iter().for_each(|(name, value)| flatten(&inner(name), value, all));
        }
        Value::Array(entries) if !entries.is_empty() => {
            for (number, entry) in entries.iter().enumerate() {
                let nested = entry.is_object() || entry.is_array();
                let key = if nested { inner(&number.to_string()) } else { key.to_owned() };
                flatten(&key, entry, all);
            }
        }
        Value::Object(_) | Value::Array(_) | Value::Null => all.push(format!("{key}=")),
        Value::String(text) => all.push(format!("{key}={}", encoded(text))),
        other => all.push(format!("{key}={other}")),
    }
}

fn encoded(text: &str) -> String {
    let plain = |octet: u8| octet.is_ascii_alphanumeric() || b"-._~".contains(&octet);
    text.bytes()
        .map(|octet| if plain(octet) { char::from(octet).to_string() } else { format!("%{octet:02X}") })
        .collect()
}

/// Panics unless the answers in all four forms are one tree, but for the number of the job; gives it.
fn same(answers: &[Answer; 4]) -> Value {
    let without = |mut tree: Value| {
        assert!(tree["job_id"].is_i64() || tree["job_id"].is_u64(), "{tree}");
        tree["job_id"] = json!(0);
        tree
    };
    let json = without(tree(&answers[0]));
    for (answer, form) in answers.iter().zip(FORMS) {
        assert_eq!(answer.header("content-type"), Some(form), "{answer}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{answer}");
        assert_eq!(answer.status, answers[0].status, "{answer}");
        if form != "text/html" {
            assert_eq!(without(tree(answer)), json, "{answer}");
        }
    }
    let text = answers[3].text();
    let mut given: Vec<String> = text.split('&').map(str::to_owned).collect();
    let job = given.iter().position(|pair| pair.starts_with("job_id=")).expect("a job");
    given[job] = "job_id=0".to_owned();
    given.sort();
    assert_eq!(given, pairs(&json));
    json
}

/// The same request without a body in all forms.
fn asked(caller: &Dyn, method: &str, path: &str) -> [Answer; 4] {
    FORMS.map(|form| caller.bare(method, path).header("Content-Type", form).send())
}

/// A zone with records of many looks, published.
fn filled(server: &Server) -> Dyn {
    let caller = admin(server);
    given::zone(&caller, "x.org", false);
    for text in ["plain", "<b> & \"c\" 'd'", "a\\\\b: - #c", "%41+=&;"] {
        caller.post("TXTRecord/x.org/t.x.org", &json!({"rdata": {"txtdata": text}})).done();
    }
    caller.post("MXRecord/x.org/x.org", &json!({"rdata": {"preference": 10, "exchange": "mail.x.net"}})).done();
    caller.put("Zone/x.org", &json!({"publish": true, "notes": "Grüße\n\tan <alle> & jeden: \u{1F600}"})).done();
    caller
}

both! {
    fn w10_the_same_read_is_the_same_tree_in_every_form(server: &Server) {
        let caller = filled(server);
        caller.post("AAAARecord/x.org/six.x.org", &json!({"rdata": {"address": "2001:db8::1"}})).done();
        for path in ["Zone", "Zone/x.org", "AllRecord/x.org", "AllRecord/x.org?detail=Y", "NodeList/x.org", "ZoneChanges/x.org", "Task/", "User/?detail=y", "Session?extra=%3Cx%3E"] {
            let told = same(&asked(&caller, "GET", path));
            assert_eq!(told["status"], "success", "{told}");
        }
        let notes = same(&FORMS.map(|form| caller.bare("POST", "ZoneNoteReport?zone=x.org").header("Content-Type", form).send()));
        let note = notes["data"][0]["note"].as_str().unwrap();
        assert!(note.ends_with("Grüße\n\tan <alle> & jeden: \u{1F600}"), "{note:?}");
    }

    fn w10_the_same_refusal_is_the_same_tree_in_every_form(server: &Server) {
        let caller = filled(server);
        for (method, path) in [("GET", "Zone/nowhere.org"), ("POST", "Zone/y.org"), ("PATCH", "Zone/x.org"), ("GET", "Foo%3C%26%22"), ("DELETE", "Task/1")] {
            assert_eq!(same(&asked(&caller, method, path))["status"], "failure");
        }
        assert_eq!(same(&asked(&Dyn::nobody(&server.nobody()), "POST", "Session"))["data"], Value::Null);
    }

    fn w10_the_same_arguments_in_every_form_do_the_same(server: &Server) {
        let caller = filled(server);
        let bodies = |number: usize| {
            let address = format!("192.0.2.{number}");
            [
                json!({"rdata": {"address": address}, "ttl": 60, "comment": null}).to_string(),
                format!("<?xml version='1.0'?>\n<any x='y'><rdata>\n <address>{address}</address></rdata><ttl>60</ttl><comment type=\"null\"/></any>"),
                format!("---\nrdata:\n  address: {address}\nttl: 60\ncomment: ~\n"),
            ]
        };
        for (number, form) in FORMS.into_iter().take(3).enumerate() {
            let body = bodies(number)[number].clone();
            let answer = caller.bare("POST", "ARecord/x.org/www.x.org").body(form, body).expect(200);
            let told = tree(&answer);
            assert_eq!((&told["status"], &told["data"]["ttl"]), (&json!("success"), &json!(60)), "{answer}");
            assert_eq!(told["data"]["rdata"], json!({"address": format!("192.0.2.{number}")}), "{answer}");
            assert!(told["msgs"].as_array().unwrap().iter().all(|line| line["LVL"] == "INFO"), "{answer}");
        }
        let html = "customer_name=registry&user_name=ad%6Din&password=correct+horse%20battery+staple";
        let nobody = Dyn::nobody(&server.nobody());
        for form in ["text/html", "application/x-www-form-urlencoded", "text/html; charset=utf-8"] {
            let answer = nobody.bare("POST", "Session").body(form, html).expect(200);
            assert_eq!(answer.header("content-type"), Some("text/html"), "{answer}");
            assert!(answer.text().starts_with("status=success&data.token="), "{answer}");
            let json = given::credentials("registry", "admin", PASSWORD).to_string();
            nobody.bare("POST", "Session").body(form, json).expect(200);
        }
    }

    fn w10_lists_in_every_form(server: &Server) {
        let caller = admin(server);
        let bodies = [
            (JSON, r#"{"permission": ["Login", "ZoneGet"]}"#),
            ("text/xml", "<r><permission>Login</permission><permission>ZoneGet</permission></r>"),
            ("text/xml", "<r><permission><item>Login</item><item>ZoneGet</item></permission></r>"),
            ("text/xml", "<r><permission type='list'><item><![CDATA[Login]]></item><item>Zone&#71;et</item></permission></r>"),
            ("application/yaml", "permission:\n  - Login\n  - ZoneGet"),
            ("application/yaml", "permission: [Login, 'ZoneGet']"),
            ("text/html", "permission=Login&permission=ZoneGet"),
        ];
        for (form, body) in bodies {
            let call = caller.bare("POST", "CheckPermissionReport").body(form, body).header("Accept", JSON);
            let allowed = Told::of(call.send()).done()["allowed"].clone();
            assert_eq!((&allowed[0]["name"], &allowed[1]["name"], &allowed[2]), (&json!("Login"), &json!("ZoneGet"), &Value::Null), "{body}");
        }
    }

    fn w10_content_type_decides_and_accept_only_if_it_names_one(server: &Server) {
        let caller = admin(server);
        let form = |content: Option<&str>, accept: Option<&str>| {
            let mut call = caller.bare("GET", "Session");
            for (name, value) in [("Content-Type", content), ("Accept", accept)] {
                call = if let Some(value) = value { call.header(name, value) } else { call };
            }
            call.expect(200).header("content-type").expect("a type").to_owned()
        };
        for (content, accept, wanted) in [
            (None, None, JSON),
            (Some("application/json; charset=utf-8"), None, JSON),
            (Some("TEXT/XML"), None, "text/xml"),
            (Some("application/yaml"), Some("*/*"), "application/yaml"),
            (Some(JSON), Some("text/xml"), "text/xml"),
            (Some(JSON), Some("application/yaml; charset=utf-8"), "application/yaml"),
            (Some(JSON), Some("*/*; q=0.5, application/xml"), JSON),
            (Some(JSON), Some("text/xml;q=0.9"), JSON),
            (Some(JSON), Some("text/xml, application/yaml"), JSON),
            (Some("text/xml"), Some("application/xml"), "text/xml"),
            (None, Some("text/html"), "text/html"),
            (Some("text/html"), Some("text/*"), "text/html"),
            (Some("text/csv"), None, JSON),
        ] {
            assert_eq!(form(content, accept), wanted, "{content:?} {accept:?}");
        }
    }

    fn w10_a_type_not_listed_is_json_if_the_body_looks_so(server: &Server) {
        let nobody = Dyn::nobody(&server.nobody());
        let json = given::credentials("registry", "admin", PASSWORD).to_string();
        for form in ["text/plain", "application/octet-stream", "application/xml", ""] {
            Told::of(nobody.bare("POST", "Session").body(form, json.clone()).send()).done();
            Told::of(nobody.bare("POST", "Session").body(form, "a,b").send()).refused_as(400, "INVALID_REQUEST");
        }
        let call = nobody.bare("POST", "Session").body("text/csv", "a,b").header("Accept", "text/xml");
        Told::of(call.send()).refused_as(400, "INVALID_REQUEST");
    }

    fn w11_json_is_one_line_of_ascii_that_clients_can_search(server: &Server) {
        let caller = filled(server);
        let text = caller.get("AllRecord/x.org").answer.text();
        assert!(text.starts_with("{\"status\": \"success\", \"data\": [\"/REST/"), "{text}");
        assert!(text.contains("], \"job_id\": ") && text.contains(", \"msgs\": [{\"INFO\": \"get_tree: Here is your zone tree\""), "{text}");
        let notes = caller.post("ZoneNoteReport", &json!({"zone": "x.org"})).answer.text();
        assert!(notes.contains("Gr\\u00fc\\u00dfe\\n\\tan <alle>") && notes.contains("\\ud83d\\ude00"), "{notes}");
        assert!(text.is_ascii() && notes.is_ascii() && !notes.contains('\n'));
    }

    fn w11_a_byte_order_mark_is_skipped(server: &Server) {
        let nobody = Dyn::nobody(&server.nobody());
        let body = given::credentials("registry", "admin", PASSWORD);
        for form in [JSON, "text/plain"] {
            Told::of(nobody.bare("POST", "Session").body(form, format!("\u{feff}{body}")).send()).done();
        }
    }

    fn j2_a_job_is_told_in_the_form_that_asks(server: &Server) {
        let caller = filled(server);
        let job = caller.get("AllRecord/x.org?detail=Y").job();
        let told = same(&asked(&caller, "GET", &format!("Job/{job}")));
        assert_eq!(told["data"]["mx_records"][0]["rdata"]["exchange"], "mail.x.net.");
        let refused = caller.get("Zone/nowhere.org").job();
        assert_eq!(same(&asked(&caller, "GET", &format!("Job/{refused}")))["status"], "failure");
    }
}
