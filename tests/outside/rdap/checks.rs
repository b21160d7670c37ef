//! What a client finds wrong with an answer: the checks of ICANN's own library, which reads it as its clients do.

use domesday_tests::client::Answer;
use icann_rdap_common::check::process::{do_check_processing, get_summaries};
use icann_rdap_common::check::{Check, CheckItem, WARNING_CHECK_CLASSES};
use icann_rdap_common::httpdata::HttpData;
use icann_rdap_common::prelude::RdapResponse;
use serde_json::{Value, json};

/// The extension that is registered with nobody, since it is ours alone.
const OURS: &str = "domesday_0";

/// What may be found, where, and why.
fn is_acceptable(place: &str, item: &CheckItem) -> bool {
    match item.check {
        // These laws speak to the server itself, in front of which TLS is spoken.
        Check::MustUseHttps => true,
        // The library tells the root from what is in it by their classes, and so takes an entity in an entity for another root.
        Check::RdapConformanceMissing => place.starts_with("[ROOT]/entity/entity/"),
        _ => false,
    }
}

/// Every warning and every error, as the library words them.
pub(super) fn faults(answer: &Answer) -> Vec<String> {
    found(&registered(answer.json()), answer)
}

/// A body without our own extension, which the library cannot know.
fn registered(mut body: Value) -> Value {
    if let Some(names) = body["rdapConformance"].as_array_mut() {
        names.retain(|name| name != OURS);
    }
    if let Some(members) = body.as_object_mut() {
        members.retain(|member, _| !member.starts_with("domesday_"));
    }
    body
}

fn found(body: &Value, answer: &Answer) -> Vec<String> {
    let parsed = match RdapResponse::try_from(body.clone()) {
        Ok(parsed) => parsed,
        Err(error) => return vec![format!("it is not read: {error}")],
    };
    let owned = |name: &str| answer.header(name).map(str::to_owned);
    let transport = HttpData::now()
        .scheme("http")
        .host("127.0.0.1")
        .status_code(answer.status)
        .and_content_type(owned("content-type"))
        .and_cache_control(owned("cache-control"))
        .and_access_control_allow_origin(owned("access-control-allow-origin"))
        .and_access_control_allow_credentials(owned("access-control-allow-credentials"))
        .build();
    let checks = do_check_processing(&parsed, Some(&transport), None, false);
    let summaries = get_summaries(&checks, Some(WARNING_CHECK_CLASSES));
    let found = summaries.iter().filter(|summary| !is_acceptable(&summary.structure, &summary.item));
    let mut found: Vec<String> = found.map(|summary| format!("{} {}", summary.structure, summary.item)).collect();
    // What the library does not look at: it reads a domain that has no name, and forgets what it does not know.
    if let Err(problem) = kept(body, &parsed) {
        found.push(problem);
    }
    found
}

/// Whether all that an answer says at its root was understood.
fn kept(body: &Value, parsed: &RdapResponse) -> Result<(), String> {
    let written = serde_json::to_value(parsed).map_err(|error| error.to_string())?;
    let members = body.as_object().into_iter().flatten();
    let lost: Vec<&String> = members.map(|(member, _)| member).filter(|member| written.get(member).is_none()).collect();
    if lost.is_empty() { Ok(()) } else { Err(format!("not understood: {lost:?}")) }
}

#[test]
fn the_checks_find_what_is_wrong() {
    let good = json!({
        "rdapConformance": ["rdap_level_0"], "objectClassName": "domain", "ldhName": "blue.st", "status": ["active"],
        "links": [{"value": "http://x/rdap/domain/blue.st", "rel": "self", "href": "http://x/rdap/domain/blue.st", "type": "application/rdap+json"}],
    });
    let headers = [("content-type", "application/rdap+json"), ("access-control-allow-origin", "*")];
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let head: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let reply = format!("HTTP/1.1 200 OK\r\n{head}content-length: {}\r\n\r\n{good}", good.to_string().len());
    let server = std::thread::spawn(move || {
        use std::io::{Read as _, Write as _};
        let mut stream = listener.accept().expect("a caller").0;
        let _ = stream.read(&mut [0; 4096]).expect("a request");
        stream.write_all(reply.as_bytes()).expect("an answer");
    });
    let answer = domesday_tests::client::Client::new(&url).get("/").expect(200);
    server.join().expect("the server");
    assert_eq!(faults(&answer), Vec::<String>::new());
    for (member, wrong) in [
        ("rdapConformance", json!(["rdap_level_0", "nobody_0"])),
        ("rdapConformance", Value::Null),
        ("status", json!(["ok"])),
        ("events", json!([{"eventAction": "birth", "eventDate": "2026-11-21T10:00:00Z"}])),
        ("events", json!([{"eventAction": "registration", "eventDate": "yesterday"}])),
        ("links", json!([{"rel": "self", "href": "/", "type": "application/rdap+json"}])),
        ("entities", json!([{"objectClassName": "entity", "roles": ["king"]}])),
        ("entities", json!([{"objectClassName": "entity", "vcardArray": ["vcard", [["version", {}, "text", "4.0"]]]}])),
        ("secureDNS", json!({"delegationSigned": "true"})),
        ("ldhName", json!("blå.st")),
        ("notices", json!([])),
        ("nonsense", json!(1)),
    ] {
        let body = crate::given::with(good.clone(), &json!({ member: wrong }));
        assert!(!found(&body, &answer).is_empty(), "{body}");
    }
    let mut bare = answer;
    bare.headers.clear();
    assert_eq!(faults(&bare).len(), 2, "{:?}", faults(&bare));
}
