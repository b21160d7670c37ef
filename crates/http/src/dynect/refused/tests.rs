//! Every kind of refusal, as this face tells it (rule E5).

use domesday_app::entities::Denial;
use domesday_app::ports::Lock;
use domesday_dns::{Name, RecordType};
use domesday_domain::precondition::Tag;
use domesday_domain::tld::list::ListFault;

use super::*;

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

fn conflict(code: &'static str, kind: ConflictKind, managed_by: Option<ManagedBy>) -> Conflict {
    let (name, detail) = (name("www.x.org"), "it is in the way".to_owned());
    Conflict { code, kind, name, rtype: Some(RecordType::A), zone: None, managed_by, detail, forcible: false }
}

fn conflicts(conflicts: Vec<Conflict>) -> Refusal {
    Refusal::Conflict { conflicts, forcible: false }
}

fn invalid(field: &str, code: &'static str) -> Refusal {
    Refusal::Invalid { errors: vec![FieldError::new(field, code, "it is wrong")], forcible: false }
}

fn objected(ground: Ground) -> Refusal {
    Objection::new(ground, "/contact/email", "linked", "no").into()
}

fn unpublished() -> Refusal {
    let conflict = ConflictingChange {
        change: Some(71),
        owner: name("www.x.org"),
        rtype: Some(RecordType::A),
        value: Some("192.0.2.1".into()),
        moved: true,
        detail: "changed by someone else since it was staged".into(),
    };
    let broken = ConflictingChange { change: None, rtype: None, value: None, moved: false, ..conflict.clone() };
    Refusal::Unpublished(Box::new(Unpublished { zone: name("x.org"), conflicts: vec![conflict, broken], total: 2 }))
}

fn line(line: u64) -> LineFault {
    LineFault { line, code: "bad_rdata", detail: "not an address".into(), forcible: false }
}

#[test]
fn e5_every_kind_of_refusal_has_its_code_status_and_words() {
    let unauthenticated = |code| Refusal::Unauthenticated { code, detail: "d".into() };
    let list = ListFault { line: Some(3), message: "no rule".into() };
    let unreadable = |how| Refusal::Unreadable { how, detail: "d".into() };
    for (refusal, status, code, info) in [
        (unauthenticated("unauthenticated"), 400, "INVALID_DATA", "login: Bad or expired credentials"),
        (unauthenticated(IDLED_OUT), 400, "INVALID_DATA", "login: inactivity logout"),
        (
            unauthenticated("bad_credentials"),
            400,
            "INVALID_DATA",
            "login: Credentials you entered did not match those in our database. Please try again",
        ),
        (
            Refusal::TooMany { retry_after: 7 },
            400,
            "INVALID_DATA",
            "login: Credentials you entered did not match those in our database. Please try again",
        ),
        (Refusal::forbidden("parent_owned", "no"), 403, "PERMISSION_DENIED", "user: no (parent_owned)"),
        (Refusal::missing("zone x.org"), 404, "NOT_FOUND", "zone: No such zone"),
        (Refusal::missing("task 7"), 404, "NOT_FOUND", "task: No such task"),
        (Refusal::missing("user nobody"), 404, "NOT_FOUND", "user: No such user"),
        (unreadable(Unreadable::Malformed), 400, "INVALID_DATA", "body: d"),
        (unreadable(Unreadable::TooLarge), 400, "INVALID_DATA", "body: d"),
        (unreadable(Unreadable::UnsupportedMediaType), 400, "INVALID_REQUEST", "body: d"),
        (unreadable(Unreadable::NotAcceptable), 400, "INVALID_REQUEST", "body: d"),
        (Refusal::PreconditionMissing { detail: "d".into() }, 404, "MISSING_DATA", "request: d"),
        (
            Refusal::Stale { current: Some(Tag::InZone { zone: 1, revision: 2 }) },
            400,
            "OPERATION_FAILED",
            "zone: It was changed by someone else meanwhile (stale)",
        ),
        (invalid("name", "no_tld"), 400, "INVALID_DATA", "zone: it is wrong (no_tld)"),
        (invalid("email", "bad_email"), 400, "INVALID_DATA", "rname: it is wrong (bad_email)"),
        (
            conflicts(vec![conflict("cname_conflict", ConflictKind::RecordSet, None)]),
            400,
            "ILLEGAL_OPERATION",
            "node: it is in the way (cname_conflict)",
        ),
        (
            conflicts(vec![conflict("zone_frozen", ConflictKind::Zone, None)]),
            400,
            "ILLEGAL_OPERATION",
            "zone: Zone is frozen, thaw it first",
        ),
        (
            conflicts(vec![conflict("zone_exists", ConflictKind::Zone, None)]),
            400,
            "TARGET_EXISTS",
            "name: Name already exists",
        ),
        (
            unpublished(),
            400,
            "OPERATION_FAILED",
            "publish: change 71, www.x.org A 192.0.2.1: changed by someone else since it was staged",
        ),
        (
            Refusal::BadFile { lines: vec![line(7)], forcible: false },
            400,
            "INVALID_DATA",
            "file: line 7: not an address (bad_rdata)",
        ),
        (
            Refusal::BadList(ListFaults { total: 1, first: vec![list], readable: Vec::new() }),
            400,
            "INVALID_DATA",
            "file: line 3: no rule (bad_list)",
        ),
        (objected(Ground::Exists), 400, "TARGET_EXISTS", "email: no (linked)"),
        (objected(Ground::NotThere), 404, "NOT_FOUND", "email: no (linked)"),
        (objected(Ground::Denied), 403, "PERMISSION_DENIED", "email: no (linked)"),
        (objected(Ground::InUse), 400, "ILLEGAL_OPERATION", "email: no (linked)"),
        (objected(Ground::Policy), 400, "INVALID_DATA", "email: no (linked)"),
        (objected(Ground::Missing), 404, "MISSING_DATA", "email: no (linked)"),
        (Denial::missing("not_found", "no").into(), 404, "NOT_FOUND", "entity: no (not_found)"),
        (Denial::forbidden("forbidden", "no").into(), 403, "PERMISSION_DENIED", "entity: no (forbidden)"),
        (Denial::conflict("value_differs", "no").into(), 400, "ILLEGAL_OPERATION", "entity: no (value_differs)"),
        (
            Refusal::Quota { detail: "no more zones".into() },
            400,
            "OPERATION_FAILED",
            "zone: no more zones (over_quota)",
        ),
        (
            Refusal::Quota { detail: TOO_MANY_STAGED.into() },
            400,
            "OPERATION_FAILED",
            "zone: Too many unpublished changes",
        ),
        (Refusal::SessionBusy, 400, "OPERATION_FAILED", "token: This session already has a job running"),
        (Refusal::Busy, 503, "SERVICE_UNAVAILABLE", "system: The registry is busy, try again in 1 second"),
        (Refusal::LostRace, 503, "SERVICE_UNAVAILABLE", "system: The registry is busy, try again in 1 second"),
        (
            Refusal::NotLocked(vec![Lock::Zone(name("x.org"))]),
            503,
            "SERVICE_UNAVAILABLE",
            "system: The registry is busy, try again in 1 second",
        ),
        (Refusal::Unknown, 500, "UNKNOWN_ERROR", "job: Outcome not known yet, get /REST/Job/1000017"),
        (Refusal::Broken { id: "r9".into() }, 500, "INTERNAL_ERROR", "system: Internal error, incident r9"),
        (Refusal::Failed("secret table".into()), 500, "INTERNAL_ERROR", "system: Internal error, incident r1"),
        (Refusal::OutOfNumbers, 500, "INTERNAL_ERROR", "system: Internal error, incident r1"),
    ] {
        let failure = told(&refusal, 1_000_017, "r1");
        let first = &failure.messages()[0];
        let (its_status, its_code) = (failure.status().as_u16(), first.code.map(Code::as_str));
        assert_eq!((its_status, its_code, first.info.as_str()), (status, Some(code), info), "{refusal:?}");
    }
}

#[test]
fn e5_what_stands_in_the_way_is_listed_up_to_a_hundred() {
    let many = vec![conflict("cname_conflict", ConflictKind::RecordSet, None); 103];
    let failure = told(&conflicts(many), 1, "r");
    assert_eq!(failure.messages().len(), 101);
    assert_eq!(failure.messages().last().unwrap(), &Message::info("… and 3 more"));
    let lines: Vec<LineFault> = (1..=100).map(line).collect();
    assert_eq!(told(&Refusal::BadFile { lines, forcible: false }, 1, "r").messages().len(), 100);
}

#[test]
fn c9_a_publish_that_met_others_says_what_and_how_many() {
    let failure = told(&unpublished(), 1, "r");
    let said: Vec<(&str, Option<Code>)> =
        failure.messages().iter().map(|line| (line.info.as_str(), line.code)).skip(1).collect();
    assert_eq!(
        said,
        [
            ("publish: www.x.org: changed by someone else since it was staged", Some(Code::IllegalOperation)),
            ("publish: x.org not published, 2 conflicts", None),
        ]
    );
}

#[test]
fn r11_where_to_change_it_instead_is_named() {
    let by = |manager| told(&conflicts(vec![conflict("managed", ConflictKind::RecordSet, Some(manager))]), 1, "r");
    for (manager, path) in [
        (ManagedBy::Domain(name("blue.st")), "/domains/blue.st"),
        (ManagedBy::Host(name("ns1.blue.st")), "/hosts/ns1.blue.st"),
        (ManagedBy::Zone(name("x.org")), "/zones/x.org"),
    ] {
        let info = format!("node: it is in the way, see {path} (managed)");
        assert_eq!(by(manager).messages()[0].info, info);
    }
}

#[test]
fn w7_all_wrong_arguments_have_a_line_and_the_first_leads() {
    let missing = || Wrong::Missing("rdata.port".into());
    let bad = || Wrong::Invalid("ttl".into(), "must be an integer".into());
    let failure = wrong_arguments(vec![missing(), Wrong::Missing("rdata.target".into())]);
    assert_eq!((failure.status().as_u16(), failure.messages().len()), (404, 2));
    assert_eq!(wrong_arguments(vec![bad(), missing()]).status().as_u16(), 400);
    assert_eq!(wrong_arguments(vec![bad()]).messages()[0].info, "ttl: must be an integer");
}

#[test]
fn e6_what_is_lifted_unasked_is_warned_of() {
    let warning = Warning { code: "soa_relation", subject: "retry".into(), detail: "longer than refresh".into() };
    let lines: Vec<Message> = warned(&[warning]).collect();
    let said = "retry: longer than refresh (soa_relation)";
    assert_eq!(lines, [Message::warn(Code::IllegalOperation, Source::Bll, said)]);
    let lifts = |force: Force, code: &str| force.lifts_error(code);
    for code in ["ns_address_missing", "soa_relation", "target_is_cname", "ns_in_use"] {
        assert!(lifts(LIFTED, code), "{code}");
    }
    assert!(!lifts(LIFTED, "zone_not_empty") && lifts(LIFTED_AT_DELETE, "zone_not_empty"));
    assert!(lifts(LIFTED_AT_DELETE, "ns_in_use") && !lifts(LIFTED_AT_DELETE, "soa_relation"));
    assert!(!lifts(LIFTED, "records_below_cut") && !lifts(LIFTED_AT_DELETE, "records_below_cut"));
}
