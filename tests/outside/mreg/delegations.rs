//! `/api/v1/zones/…/{name}/delegations/`: made, listed, commented on, ended.

use super::{FORM, FORWARD, REVERSE, created, let_through, log_in, names, read, refused, servers, told, user, wrong};
use crate::given;
use domesday_tests::both;
use domesday_tests::server::Server;
use serde_json::json;

const LIST: &str = "/api/v1/zones/forward/example.org/delegations/";
const SUB: &str = "/api/v1/zones/forward/example.org/delegations/sub.example.org";

/// A delegation as these clients describe it.
fn delegation(name: &str) -> serde_json::Value {
    json!({"name": name, "nameservers": ["ns2.provider.net", "ns1.provider.net"], "comment": ""})
}

both! {
    fn m1_a_delegation_has_these_members_and_no_other(server: &Server) {
        let admin = log_in(server, "admin");
        let zone = created(&admin, "example.org").json();
        let answer = admin.post(LIST, &delegation("SUB.example.org.")).expect(201);
        assert_eq!(answer.header("location"), Some(SUB));
        let made = answer.json();
        let members = ["comment", "created_at", "id", "name", "nameservers", "updated_at", "zone"];
        assert_eq!(made.as_object().unwrap().keys().collect::<Vec<_>>(), members);
        assert_eq!((&made["name"], &made["zone"], &made["comment"]), (&json!("sub.example.org"), &zone["id"], &json!("")));
        assert_eq!(servers(&made), ["ns1.provider.net", "ns2.provider.net"]);
        assert_eq!(made["nameservers"], zone["nameservers"], "the same rows as the zone's");
        let seen = admin.get(SUB).expect(200);
        assert_eq!((seen.json(), seen.etag()), (made.clone(), answer.etag()));
        let page = admin.get(LIST).expect(200).json();
        assert_eq!(page, json!({"count": 1, "next": null, "previous": null, "results": [made]}));
        assert!(given::exported(&admin, "example.org").contains("sub.example.org. IN NS ns1.provider.net."));
        assert_ne!(read(&admin, "example.org")["serialno"], zone["serialno"]);
    }

    fn a_comment_is_changed_and_nothing_else(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        admin.post(LIST, &delegation("sub.example.org")).expect(201);
        let serial = read(&admin, "example.org")["serialno"].clone();
        let changed = admin.patch(SUB, &json!({"comment": "for Mr. Anderson"})).expect(204);
        let seen = admin.get(SUB).expect(200);
        assert_eq!((&seen.json()["comment"], seen.etag()), (&json!("for Mr. Anderson"), changed.etag()));
        admin.request("PATCH", SUB).body(FORM, "comment=").expect(204);
        assert_eq!(admin.get(SUB).expect(200).json()["comment"], "");
        assert_eq!(read(&admin, "example.org")["serialno"], serial, "S4: it is not published");
        for body in [json!({"name": "x.example.org"}), json!({"comment": "x", "nameservers": []}), json!({"colour": 1})] {
            refused(&admin.patch(SUB, &body).send(), 403, "read_only", None);
        }
        assert_eq!(wrong(&admin.patch(SUB, &json!({})).send()), ["comment"]);
        for comment in [json!(null), json!(5), json!("x".repeat(201)), json!("a\nb"), json!("a\u{0}")] {
            assert_eq!(wrong(&admin.patch(SUB, &json!({"comment": comment})).send()), ["comment"]);
        }
        refused(&admin.patch(SUB, &json!({"comment": "x"})).if_match("\"1.1\"").send(), 412, "stale", None);
        let umlauts = "ü".repeat(200);
        admin.patch(SUB, &json!({"comment": umlauts})).expect(204);
        assert_eq!(admin.get(SUB).expect(200).json()["comment"], umlauts);
    }

    fn seen_in_mreg_a_comment_becomes_a_record(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        let evil = "x.example.org. IN A 192.0.2.66";
        let mut wanted = delegation("sub.example.org");
        wanted["comment"] = json!(evil);
        admin.post(LIST, &wanted).expect(201);
        wanted["name"] = json!("b.example.org");
        wanted["comment"] = json!(format!("a\n{evil}"));
        assert_eq!(wrong(&admin.post(LIST, &wanted).send()), ["comment"]);
        let file = admin.get("/api/v1/zonefiles/example.org").expect(200).text();
        assert!(!file.contains("192.0.2.66"), "{file}");
    }

    fn what_is_wrong_with_a_delegation_is_named(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        assert_eq!(wrong(&admin.post(LIST, &json!({})).send()), ["name", "nameservers"]);
        for servers in [json!([]), json!([5]), json!(["ns1"]), json!("ns1.provider.net"), json!(["a.net", "A.net."]), json!(null)] {
            let answer = admin.post(LIST, &json!({"name": "sub.example.org", "nameservers": servers})).send();
            assert_eq!(wrong(&answer), ["nameservers"], "{servers}");
        }
        let mut wanted = delegation("sub.example.org");
        wanted["primary_ns"] = json!(["x.net"]);
        wanted["comment"] = json!(null);
        assert_eq!(wrong(&admin.post(LIST, &wanted).send()), ["comment", "primary_ns"]);
        for name in ["*.example.org", "a..example.org", "x.example.net", "myexample.org", "example.org"] {
            let answer = admin.post(LIST, &delegation(name)).send();
            assert!([400, 409].contains(&answer.status), "{answer}");
            told(&answer);
        }
        refused(&admin.post("/api/v1/zones/forward/nope.org/delegations/", &delegation("a.nope.org")).send(), 404, "not_found", None);
        let form = "name=sub.example.org&nameservers=ns1.provider.net&nameservers=ns2.provider.net&comment=c";
        let made = admin.request("POST", LIST).body(FORM, form).expect(201).json();
        assert_eq!((servers(&made).len(), &made["comment"]), (2, &json!("c")));
        let again = admin.post(LIST, &delegation("Sub.example.org")).send();
        assert_eq!(again.status, 409, "{again}");
        told(&again);
    }

    fn m3_a_delegation_over_record_sets_would_lose_them(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        given::put(&admin, "www.sub.example.org", "A", &["192.0.2.80"]);
        refused(&admin.post(LIST, &delegation("sub.example.org")).send(), 409, "records_below_cut", None);
        let mut wanted = delegation("far.example.org");
        wanted["nameservers"] = json!(["ns1.far.example.org"]);
        let made = admin.post(LIST, &wanted).expect(201);
        assert_eq!(let_through(&made), ["ns_address_missing"], "{made}");
    }

    fn a_delegation_is_ended_and_its_name_servers_go_with_their_last_use(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        let wanted = json!({"name": "sub.example.org", "nameservers": ["only.provider.net"]});
        admin.post(LIST, &wanted).expect(201);
        admin.get("/api/v1/nameservers/only.provider.net").expect(200);
        refused(&admin.delete(SUB).if_match("\"1.1\"").send(), 412, "stale", None);
        admin.delete(SUB).expect(204);
        refused(&admin.get(SUB).send(), 404, "not_found", None);
        refused(&admin.delete(SUB).send(), 404, "not_found", None);
        refused(&admin.get("/api/v1/nameservers/only.provider.net").send(), 404, "not_found", None);
        assert!(!given::exported(&admin, "example.org").contains("sub.example.org"));
    }

    fn seen_in_mreg_a_delegation_is_read_and_deleted_through_another_zone(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        created(&admin, "example.net");
        admin.post(LIST, &delegation("sub.example.org")).expect(201);
        let through = "/api/v1/zones/forward/example.net/delegations/sub.example.org";
        for method in ["GET", "DELETE"] {
            refused(&admin.request(method, through).send(), 404, "not_found", None);
        }
        refused(&admin.patch(through, &json!({"comment": "x"})).send(), 404, "not_found", None);
        admin.get(SUB).expect(200);
        let other = user(server, "hostmaster1", "acme", &["hostmaster"]);
        for path in [LIST, SUB] {
            refused(&other.get(path).send(), 404, "not_found", None);
        }
        refused(&other.post(LIST, &delegation("b.example.org")).send(), 404, "not_found", None);
    }

    fn delegations_of_child_zones_are_listed_and_belong_to_them(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        created(&admin, "child.example.org");
        assert_eq!(names(&admin.get(LIST).expect(200).json()), ["child.example.org"]);
        let child = "/api/v1/zones/forward/example.org/delegations/child.example.org";
        refused(&admin.delete(child).send(), 409, "managed", None);
        refused(&admin.patch(child, &json!({"comment": "x"})).send(), 409, "managed", None);
        assert_eq!(admin.post(LIST, &delegation("child.example.org")).send().status, 409);
    }

    fn m5_a_long_list_has_pages(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        for number in 0..5 {
            admin.post(LIST, &delegation(&format!("d{number}.example.org"))).expect(201);
        }
        let (mut seen, mut query) = (Vec::new(), "?page_size=2".to_owned());
        loop {
            let page = admin.get(&format!("{LIST}{query}")).expect(200).json();
            assert_eq!(page["count"], 5);
            seen.extend(names(&page));
            let Some(next) = page["next"].as_str() else { break };
            query = next[next.find('?').unwrap()..].to_owned();
        }
        assert_eq!(seen, (0..5).map(|number| format!("d{number}.example.org")).collect::<Vec<_>>());
        let ask = |query: &str| names(&admin.get(&format!("{LIST}?{query}")).expect(200).json());
        assert_eq!(ask("ordering=-name&page_size=1"), ["d4.example.org"]);
        assert_eq!(ask("ordering=-id&page_size=1"), ["d4.example.org"]);
        assert_eq!(ask("name=D3.example.org"), ["d3.example.org"]);
        assert_eq!(ask("name__startswith=D1"), ["d1.example.org"]);
        assert_eq!(ask("name__contains=2.EX"), ["d2.example.org"]);
        let id = admin.get(&format!("{LIST}d2.example.org")).expect(200).json()["id"].clone();
        assert_eq!(ask(&format!("id={id}")), ["d2.example.org"]);
        refused(&admin.get(&format!("{LIST}?page=2")).send(), 404, "not_found", None);
        assert_eq!(wrong(&admin.get(&format!("{LIST}?zone=5")).send()), ["zone"]);
    }

    fn m6_slashes_are_understood_and_kept(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "2.0.192.in-addr.arpa");
        let list = format!("{REVERSE}2.0.192.in-addr.arpa/delegations/");
        let made = admin.post(&list, &delegation("0/25.2.0.192.in-addr.arpa")).expect(201);
        let location = made.header("location").unwrap().to_owned();
        assert_eq!(location, format!("{list}0/25.2.0.192.in-addr.arpa"));
        assert_eq!(admin.get(&location).expect(200).json(), made.json());
        admin.get(&format!("{list}0%2F25.2.0.192.in-addr.arpa/")).expect(200);
        admin.delete(&location).expect(204);
        created(&admin, "0/25.2.0.192.in-addr.arpa");
        let below = format!("{REVERSE}0/25.2.0.192.in-addr.arpa/delegations");
        let made = admin.post(&below, &delegation("1.0/25.2.0.192.in-addr.arpa")).expect(201);
        assert_eq!(made.header("location"), Some(format!("{below}/1.0/25.2.0.192.in-addr.arpa").as_str()));
        admin.get(made.header("location").unwrap()).expect(200);
        assert_eq!(names(&admin.get(&below).expect(200).json()), ["1.0/25.2.0.192.in-addr.arpa"]);
    }

    fn methods_that_are_not_taken_are_405(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        admin.post(LIST, &delegation("sub.example.org")).expect(201);
        for (method, path, allow) in [
            ("PUT", SUB, "GET, HEAD, PATCH, DELETE"),
            ("POST", SUB, "GET, HEAD, PATCH, DELETE"),
            ("DELETE", LIST, "GET, HEAD, POST"),
            ("PUT", FORWARD, "GET, HEAD, POST"),
        ] {
            let answer = admin.request(method, path).send();
            refused(&answer, 405, "method_not_allowed", None);
            assert_eq!(answer.header("allow"), Some(allow));
        }
        admin.get(SUB).expect(200);
    }
}
