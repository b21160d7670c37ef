//! The texts of section 8, word for word.

use super::*;

fn said(failure: &Failure) -> Vec<(String, Option<&'static str>, &'static str)> {
    let line = |line: &Message| (line.info.clone(), line.code.map(Code::as_str), line.source.as_str());
    failure.messages().iter().map(line).collect()
}

fn line(info: &str, code: &'static str, source: &'static str) -> (String, Option<&'static str>, &'static str) {
    (info.to_owned(), Some(code), source)
}

fn note(info: &str) -> (String, Option<&'static str>, &'static str) {
    (info.to_owned(), None, "BLL")
}

#[test]
fn section_8_what_fails_is_told_word_for_word() {
    let credentials = || note("login: There was a problem with your credentials");
    for (failure, status, lines) in [
        (
            missing("rdata.address").into(),
            404,
            vec![line("rdata.address: required field missing", "MISSING_DATA", "API-A")],
        ),
        (
            no_method("POST", "GET, HEAD".into()),
            400,
            vec![line("Resource does not support POST requests", "INVALID_REQUEST", "API-A")],
        ),
        (no_resource("Foo"), 400, vec![line("request: No such resource, Foo", "INVALID_REQUEST", "API-A")]),
        (not_offered("DSF"), 400, vec![line("DSF: This service is not offered here", "ILLEGAL_OPERATION", "BLL")]),
        (no_token(), 404, vec![line("token: required field missing", "MISSING_DATA", "API-A")]),
        (idled_out(), 400, vec![line("login: inactivity logout", "INVALID_DATA", "API-B"), credentials()]),
        (bad_token(), 400, vec![line("login: Bad or expired credentials", "INVALID_DATA", "API-B"), credentials()]),
        (
            bad_log_in(),
            400,
            vec![
                line(
                    "login: Credentials you entered did not match those in our database. Please try again",
                    "INVALID_DATA",
                    "API-B",
                ),
                credentials(),
            ],
        ),
        (session_busy(), 400, vec![line("token: This session already has a job running", "OPERATION_FAILED", "API-B")]),
        (
            rate_exceeded(60, 3),
            429,
            vec![line(
                "rate: Rate limit exceeded, 60 requests a minute, try again in 3 seconds",
                "RATE_LIMIT_EXCEEDED",
                "API-B",
            )],
        ),
        (no_job(), 404, vec![line("job: No such job", "NOT_FOUND", "API-B")]),
        (
            job_lost(),
            400,
            vec![line("job: The server stopped while this job ran; nothing was changed", "OPERATION_FAILED", "API-B")],
        ),
        (
            asked_too_often(),
            429,
            vec![line("job: Maximum number of redirects reached, ask again in 5 seconds", "OPERATION_FAILED", "API-B")],
        ),
        (too_large(), 400, vec![line("job: Result too large, ask for less", "OPERATION_FAILED", "API-B")]),
        (
            outcome_unknown(1_000_021),
            500,
            vec![line("job: Outcome not known yet, get /REST/Job/1000021", "UNKNOWN_ERROR", "BLL")],
        ),
        (internal("r1"), 500, vec![line("system: Internal error, incident r1", "INTERNAL_ERROR", "BLL")]),
        (no_zone(), 404, vec![line("zone: No such zone", "NOT_FOUND", "API-B")]),
        (
            no_zone_to_delete(),
            404,
            vec![line("zone: No such zone", "NOT_FOUND", "API-B"), note("remove: No such zone in your account")],
        ),
        (frozen().into(), 400, vec![line("zone: Zone is frozen, thaw it first", "ILLEGAL_OPERATION", "BLL")]),
        (
            Failure::from(zone_exists()).and(zone_is_yours()),
            400,
            vec![
                line("name: Name already exists", "TARGET_EXISTS", "BLL"),
                note("create: You already have this zone."),
            ],
        ),
        (
            no_node_in_tree(),
            404,
            vec![
                line("node: Node is not in the zone", "NOT_FOUND", "API-B"),
                note("get_tree: Node name not found within the zone"),
            ],
        ),
        (
            no_node_of_records(),
            404,
            vec![line("node: Not in zone", "NOT_FOUND", "API-B"), note("detail: Host is not in this zone")],
        ),
        (
            no_node_of_record(),
            404,
            vec![line("node: Not in zone", "NOT_FOUND", "API-B"), note("get: Host not found in this zone")],
        ),
        (no_record(), 404, vec![line("id: No such record", "NOT_FOUND", "API-B")]),
        (
            Failure::from(record_exists()).and(record_not_added()),
            400,
            vec![
                line("make: Cannot duplicate existing record data", "TARGET_EXISTS", "DYN"),
                note("add: Record not added"),
            ],
        ),
        (
            Failure::from(missing("rdata.port")).and(could_not_create("SRV")),
            404,
            vec![
                line("rdata.port: required field missing", "MISSING_DATA", "API-A"),
                note("add: Could not create SRV record"),
            ],
        ),
        (task_is_complete(), 400, vec![line("task: Task is already complete", "ILLEGAL_OPERATION", "BLL")]),
        (too_many_staged(), 400, vec![line("zone: Too many unpublished changes", "OPERATION_FAILED", "BLL")]),
    ] {
        assert_eq!((failure.status().as_u16(), said(&failure)), (status, lines));
    }
    assert_eq!(unnecessary("ttll").info, "ttll: unnecessary field passed in");
    assert_eq!((session_busy().seconds(), asked_too_often().seconds()), (Some(1), Some(5)));
}

#[test]
fn section_8_what_is_done_is_told_word_for_word() {
    let [_, made] = zone_made("x.org");
    for (message, info) in [
        (logged_in(), "login: Login successful"),
        (session_alive(), "isalive: User session is still active"),
        (session_extended(), "keepalive: User session has been extended"),
        (logged_out(), "logout: Logout successful"),
        (made, "create: New zone x.org created.  Publish it to put it on our server."),
        (zone_read("x.org"), "get: Your zone, x.org"),
        (zones_listed(0), "get: Your 0 zones"),
        (zones_listed(1), "get: Your 1 zone"),
        (zones_listed(2), "get: Your 2 zones"),
        (published("x.org"), "publish: x.org published"),
        (not_published("x.org", 2), "publish: x.org not published, 2 conflicts"),
        (zone_frozen(), "freeze: Your zone is now frozen"),
        (zone_thawed(), "thaw: Your zone is now thawed, you may edit normally"),
        (zone_removed(), "remove: Zone removed"),
        (record_found(), "get: Found the record"),
        (records_found(1), "detail: Found 1 record"),
        (records_found(2), "detail: Found 2 records"),
        (node_list(), "get_node_list: Here is your node list"),
        (zone_tree(), "get_tree: Here is your zone tree"),
        (record_added(), "add: Record added"),
        (node_added(), "add_node: New node added to zone"),
        (record_updated(), "update: Record updated"),
        (record_deleted(), "delete: Record will be deleted on zone publish"),
        (records_deleted(0), "delete: 0 records deleted"),
        (records_deleted(1), "delete: 1 records deleted"),
        (node_removed("www.x.org"), "remove_node: www.x.org removed from tree."),
        (tree_removed("www.x.org"), "remove_node: www.x.org removed from tree. All records also removed."),
        (nothing_staged(), "publish: You have not made any changes to this zone"),
        (discarded(3), "discard: 3 zone changes discarded"),
        (still_running(), "job: Still running"),
    ] {
        assert_eq!((message.info.as_str(), message.code), (info, None));
    }
}
