//! Bodies of this face: JSON, or a form in which a list is a member given repeatedly (rule M2).
//!
//! Numbers may come as texts of digits, from forms they always do. Members that clients only read may be sent back; they are ignored.

use std::ops::RangeInclusive;

use actix_web::http::header::CONTENT_TYPE;
use actix_web::{HttpRequest, web};
use domesday_app::input::Input;
use domesday_app::refusal::{Refusal, Unreadable};
use domesday_app::zones::NameServer;
use domesday_domain::finding::Findings;
use domesday_domain::name::HostName;
use domesday_domain::timers::MAX_SECONDS;
use domesday_domain::zone::MAX_NAME_SERVERS;
use serde_json::{Map, Number, Value};

use super::call::{self, Call};
use crate::accept;
use crate::body::{self, Strict};
use crate::members::{self, Fault, Members, wrong_type};

/// The type of a form.
const FORM: &str = "application/x-www-form-urlencoded";

/// The types of a body.
const TYPES: [&str; 2] = [accept::JSON, FORM];

/// The members of a body.
pub(super) struct Body {
    members: Members,
    given: Vec<String>,
    is_form: bool,
}

/// Reads a body, with the parameters beside it, of which there are none.
pub(super) async fn read<T>(
    call: &Call,
    request: &HttpRequest,
    payload: web::Payload,
    read: impl FnOnce(&mut Body) -> T,
) -> Input<T> {
    let mut findings = call::parameters(request).finish();
    match fields(call, request, payload).await {
        Ok((fields, is_form)) => {
            let mut body = Body::of(fields, is_form);
            let value = read(&mut body);
            findings.absorb(body.finish());
            Input::read(value, findings)
        }
        Err(refusal) => Input::unreadable(refusal),
    }
}

/// The members as they came, and whether they came in a form.
async fn fields(
    call: &Call,
    request: &HttpRequest,
    payload: web::Payload,
) -> Result<(Map<String, Value>, bool), Refusal> {
    accept::json(request)?;
    body::check_type(request, &TYPES)?;
    let body = body::bytes(request, payload, call.state().settings.max_body_bytes).await?;
    let malformed = |detail: String| Refusal::Unreadable { how: Unreadable::Malformed, detail };
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if content_type.trim_start().get(..FORM.len()).is_some_and(|start| start.eq_ignore_ascii_case(FORM)) {
        let text =
            std::str::from_utf8(&body).map_err(|problem| malformed(format!("the form is no text: {problem}")))?;
        return Ok((form(text).map_err(malformed)?, true));
    }
    match serde_json::from_slice(&body) {
        Ok(Strict(Value::Object(fields))) => Ok((fields, false)),
        Ok(Strict(other)) => Err(malformed(wrong_type("a JSON object", &other).1)),
        Err(problem) => Err(malformed(format!("the body is not JSON: {problem}"))),
    }
}

/// The members of a form: a member given repeatedly is a list.
pub(super) fn form(text: &str) -> Result<Map<String, Value>, String> {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(text).map_err(|problem| problem.to_string())?;
    let mut fields = Map::new();
    for (member, value) in pairs.into_inner() {
        let value = Value::String(value);
        match fields.get_mut(&member) {
            Some(Value::Array(all)) => all.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
            None => {
                fields.insert(member, value);
            }
        }
    }
    Ok(fields)
}

impl Body {
    /// A body of these members, which came in a form or in JSON.
    pub(super) fn of(fields: Map<String, Value>, is_form: bool) -> Self {
        Self { given: fields.keys().cloned().collect(), members: Members::of(fields), is_form }
    }

    /// Everything that was wrong, members that nobody took among it.
    pub(super) fn finish(self) -> Findings {
        self.members.finish()
    }

    /// The first of the members given that is none of these.
    pub(super) fn other_than(&self, known: &[&str]) -> Option<String> {
        self.given.iter().find(|member| !known.contains(&member.as_str())).cloned()
    }

    /// The first of these members that is given.
    pub(super) fn any_of(&self, members: &[&str]) -> Option<String> {
        self.given.iter().find(|member| members.contains(&member.as_str())).cloned()
    }

    /// A member that may be missing.
    pub(super) fn optional<T>(&mut self, member: &str, read: impl FnOnce(&Value) -> Result<T, Fault>) -> Option<T> {
        self.members.optional(member, read)
    }

    /// A member that must be there.
    pub(super) fn required<T>(&mut self, member: &str, read: impl FnOnce(&Value) -> Result<T, Fault>) -> Option<T> {
        self.members.required(member, read)
    }

    /// Ignores members that clients only read.
    pub(super) fn ignore(&mut self, read_only: &[&str]) {
        for member in read_only {
            self.members.take(member);
        }
    }

    /// Notes what is wrong with a member.
    pub(super) fn wrong(&mut self, member: &str, fault: Fault) {
        self.members.wrong(member, fault);
    }

    /// A list of name servers, 1 to 32 and none twice. A form's list of one is the member given once.
    pub(super) fn name_servers(&mut self, member: &str) -> Option<Vec<NameServer>> {
        let items = match self.members.take(member) {
            None => {
                self.members.missing(member);
                return None;
            }
            Some(Value::Array(items)) => items,
            Some(only @ Value::String(_)) if self.is_form => vec![only],
            Some(other) => {
                self.members.wrong(member, wrong_type("a list of host names", &other));
                return None;
            }
        };
        if items.is_empty() || items.len() > MAX_NAME_SERVERS {
            let detail = format!("1 to {MAX_NAME_SERVERS} name servers are given, not {}", items.len());
            self.members.wrong(member, ("out_of_range", detail));
            return None;
        }
        let mut hosts: Vec<HostName> = Vec::with_capacity(items.len());
        for (place, item) in items.iter().enumerate() {
            let fault = match members::host_name(item) {
                Ok(host) if hosts.contains(&host) => ("duplicate", format!("{host} is listed twice")),
                Ok(host) => {
                    hosts.push(host);
                    continue;
                }
                Err(fault) => fault,
            };
            self.members.wrong(&format!("{member}[{place}]"), fault);
        }
        let whole = hosts.len() == items.len();
        whole.then(|| hosts.into_iter().map(|host| NameServer { host, addresses: None }).collect())
    }
}

/// A number, or the digits of one.
fn number(value: &Value) -> Value {
    let digits = value.as_str().filter(|text| !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_digit()));
    match digits {
        Some(digits) => {
            digits.parse().map_or_else(|_| Value::from(u64::MAX), |number: u64| Value::from(Number::from(number)))
        }
        None => value.clone(),
    }
}

fn integer(value: &Value, range: RangeInclusive<u32>) -> Result<u32, Fault> {
    let outside = || ("out_of_range", format!("expected {} to {}", range.start(), range.end()));
    match number(value) {
        Value::Number(number) if !number.is_f64() => {
            let fits = number.as_u64().and_then(|number| u32::try_from(number).ok());
            fits.filter(|number| range.contains(number)).ok_or_else(outside)
        }
        other => Err(wrong_type("an integer", &other)),
    }
}

/// A number of seconds.
pub(super) fn seconds(value: &Value) -> Result<u32, Fault> {
    integer(value, 0..=MAX_SECONDS)
}

/// A serial.
pub(super) fn serial(value: &Value) -> Result<u32, Fault> {
    integer(value, 1..=u32::MAX)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn m2_numbers_may_be_digits() {
        for (value, expected) in [
            (json!(300), Ok(300)),
            (json!("300"), Ok(300)),
            (json!("0300"), Ok(300)),
            (json!(-1), Err("out_of_range")),
            (json!("-1"), Err("wrong_type")),
            (json!("1e3"), Err("wrong_type")),
            (json!(""), Err("wrong_type")),
            (json!(5.0), Err("wrong_type")),
            (json!(null), Err("wrong_type")),
            (json!(true), Err("wrong_type")),
            (json!([300]), Err("wrong_type")),
            (json!("99999999999999999999999"), Err("out_of_range")),
            (json!(2_147_483_648u64), Err("out_of_range")),
        ] {
            assert_eq!(seconds(&value).map_err(|fault| fault.0), expected, "{value}");
        }
        assert_eq!(serial(&json!("4294967295")), Ok(u32::MAX));
        assert_eq!(serial(&json!(0)).unwrap_err().0, "out_of_range");
    }

    #[test]
    fn m2_a_member_of_a_form_given_repeatedly_is_a_list() {
        let fields = form("name=a.org&primary_ns=ns1.b.org&primary_ns=ns2.b.org&primary_ns=ns3.b.org&email=x%40b.org");
        let expected = json!({
            "name": "a.org", "primary_ns": ["ns1.b.org", "ns2.b.org", "ns3.b.org"], "email": "x@b.org"
        });
        assert_eq!(Value::Object(fields.unwrap()), expected);
    }

    fn servers(value: &Value, is_form: bool) -> (usize, Vec<(String, &'static str)>) {
        let Value::Object(fields) = json!({"ns": value}) else { unreachable!() };
        let mut body = Body::of(fields, is_form);
        let read = body.name_servers("ns").map_or(0, |servers| servers.len());
        let findings = body.members.finish();
        (read, findings.errors().iter().map(|error| (error.field.clone(), error.code)).collect())
    }

    #[test]
    fn every_wrong_name_server_is_named() {
        assert_eq!(servers(&json!("ns.a.org"), true), (1, vec![]));
        assert_eq!(servers(&json!("ns.a.org"), false), (0, vec![("ns".into(), "wrong_type")]));
        assert_eq!(servers(&json!([]), false), (0, vec![("ns".into(), "out_of_range")]));
        let faults = vec![
            ("ns[1]".into(), "wrong_type"),
            ("ns[2]".into(), "duplicate"),
            ("ns[3]".into(), "bad_host_name"),
            ("ns[4]".into(), "wrong_type"),
        ];
        assert_eq!(servers(&json!(["ns.a.org", 5, "NS.A.ORG.", "ns1", null]), false), (0, faults));
    }
}
