//! Lists of zones: pages, filters, orders (rule M5).

use super::{FORWARD, REVERSE, created, log_in, names, refused, user, wrong, zone};
use crate::given;
use domesday_tests::both;
use domesday_tests::client::Client;
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// Asks for a list with these parameters.
fn list(client: &Client, query: &str) -> Value {
    client.get(&format!("{FORWARD}?{query}")).expect(200).json()
}

/// The rest of an address behind its host.
fn path(link: &Value, server: &Server) -> String {
    let link = link.as_str().unwrap_or_else(|| panic!("no link: {link}"));
    link.strip_prefix(&server.url()).unwrap_or_else(|| panic!("another server's: {link}")).to_owned()
}

both! {
    fn an_empty_list_has_one_page(server: &Server) {
        let admin = log_in(server, "admin");
        let nothing = json!({"count": 0, "next": null, "previous": null, "results": []});
        for path in [FORWARD, REVERSE, "/api/v1/zones/forward", "/api/v1/zones/forward/?page=1&page_size=1"] {
            assert_eq!(admin.get(path).expect(200).json(), nothing, "{path}");
        }
        refused(&admin.get("/api/v1/zones/forward/?page=2").send(), 404, "not_found", None);
    }

    fn following_next_one_sees_every_zone_once(server: &Server) {
        let admin = log_in(server, "admin");
        for number in 0..7 {
            created(&admin, &format!("z{number}.org"));
        }
        created(&admin, "2.0.192.in-addr.arpa");
        let (mut seen, mut next) = (Vec::new(), "/api/v1/zones/forward/?page_size=3&name__endswith=.org".to_owned());
        let mut pages = Vec::new();
        loop {
            let page = admin.get(&next).expect(200).json();
            assert_eq!(page["count"], 7);
            seen.extend(names(&page));
            pages.push(page.clone());
            if page["next"].is_null() {
                break;
            }
            next = path(&page["next"], server);
            assert!(next.contains("page_size=3") && next.contains("name__endswith=.org"), "{next}");
        }
        assert_eq!(seen, (0..7).map(|number| format!("z{number}.org")).collect::<Vec<_>>());
        assert_eq!(pages.len(), 3);
        assert!(pages[0]["previous"].is_null());
        assert_eq!(admin.get(&path(&pages[2]["previous"], server)).expect(200).json(), pages[1]);
        assert_eq!(admin.get(&path(&pages[1]["previous"], server)).expect(200).json(), pages[0]);
        assert_eq!(admin.get("/api/v1/zones/forward/?page_size=3&page=last").expect(200).json()["results"], pages[2]["results"]);
        assert_eq!(names(&admin.get(REVERSE).expect(200).json()), ["2.0.192.in-addr.arpa"]);
    }

    fn a_zone_on_a_page_is_the_zone_itself(server: &Server) {
        let admin = log_in(server, "admin");
        let made = created(&admin, "example.org").json();
        created(&admin, "example.net");
        assert_eq!(list(&admin, "name=EXAMPLE.org.")["results"], json!([made]));
        assert_eq!(list(&admin, &format!("id={}", made["id"]))["results"], json!([made]));
    }

    fn m5_filters_by_text_count_in_any_case(server: &Server) {
        let admin = log_in(server, "admin");
        for name in ["alpha.org", "beta.org", "alpha.net", "my-alpha.net", "sub.alpha.org"] {
            created(&admin, name);
        }
        for (query, expected) in [
            ("name__startswith=AL", vec!["alpha.net", "alpha.org"]),
            ("name__endswith=.Alpha.org", vec!["sub.alpha.org"]),
            ("name__endswith=alpha.org", vec!["alpha.org", "sub.alpha.org"]),
            ("name__contains=-ALPHA", vec!["my-alpha.net"]),
            ("name__contains=alpha&name__endswith=.net", vec!["alpha.net", "my-alpha.net"]),
            ("name=beta.org", vec!["beta.org"]),
            ("name=gamma.org", vec![]),
            ("name=a..b", vec![]),
            ("name__contains=%25", vec![]),
            ("name__contains=_", vec![]),
            ("name__startswith=%00", vec![]),
            ("id=0", vec![]),
            ("id=-5", vec![]),
            ("ordering=-name&page_size=2", vec!["sub.alpha.org", "my-alpha.net"]),
            ("ordering=id&page_size=1", vec!["alpha.org"]),
            ("ordering=-id&page_size=1", vec!["sub.alpha.org"]),
            ("ordering=name&page=2&page_size=2", vec!["beta.org", "my-alpha.net"]),
        ] {
            assert_eq!(names(&list(&admin, query)), expected, "{query}");
        }
    }

    fn m5_reverse_zones_are_filtered_by_network(server: &Server) {
        let admin = log_in(server, "admin");
        for name in ["2.0.192.in-addr.arpa", "0/25.2.0.192.in-addr.arpa", "128-255.2.0.192.in-addr.arpa", "8.b.d.0.1.0.0.2.ip6.arpa"] {
            created(&admin, name);
        }
        for (network, expected) in [
            ("192.0.2.0%2F24", vec!["2.0.192.in-addr.arpa"]),
            ("192.0.2.0/25", vec!["0/25.2.0.192.in-addr.arpa"]),
            ("192.0.2.128/25", vec!["128-255.2.0.192.in-addr.arpa"]),
            ("2001:db8::/32", vec!["8.b.d.0.1.0.0.2.ip6.arpa"]),
            ("10.0.0.0/8", vec![]),
        ] {
            assert_eq!(names(&admin.get(&format!("{REVERSE}?network={network}")).expect(200).json()), expected, "{network}");
        }
        assert_eq!(wrong(&admin.get(&format!("{REVERSE}?network=192.0.2.0")).send()), ["network"]);
        assert_eq!(wrong(&admin.get(&format!("{FORWARD}?network=192.0.2.0/24")).send()), ["network"]);
    }

    fn seen_in_mreg_unknown_filters_are_ignored(server: &Server) {
        let admin = log_in(server, "admin");
        for query in [
            "nmae=a.org", "name__regex=.*", "name__icontains=a", "limit=5", "serialno=5", "page_size=0", "page=0", "page=x",
            "page_size=x", "page=-1", "ordering=serialno", "ordering=", "id=x", "force=true", "page=1&page=2",
        ] {
            let answer = admin.get(&format!("{FORWARD}?{query}")).send();
            assert_eq!(wrong(&answer), [query.split('=').next().unwrap()], "{query}");
        }
        assert_eq!(wrong(&admin.get(&format!("{FORWARD}?a=1&b=2")).send()), ["a", "b"], "all at once");
    }

    fn a_page_past_the_end_is_404_however_far(server: &Server) {
        let admin = log_in(server, "admin");
        created(&admin, "example.org");
        for page in ["2", "1000000", "9223372036854775807", "18446744073709551615", "99999999999999999999999999"] {
            refused(&admin.get(&format!("{FORWARD}?page={page}")).send(), 404, "not_found", None);
        }
        assert_eq!(names(&list(&admin, "page_size=5000")), ["example.org"], "more than the most is the most");
    }

    fn z2_others_zones_are_on_no_page(server: &Server) {
        let admin = log_in(server, "admin");
        let other = user(server, "hostmaster1", "acme", &["hostmaster"]);
        let theirs = created(&admin, "example.org").json();
        created(&other, "example.net");
        assert_eq!(names(&other.get(FORWARD).expect(200).json()), ["example.net"]);
        assert_eq!(list(&other, &format!("id={}", theirs["id"]))["count"], 0);
        assert_eq!(list(&admin, "")["count"], 2);
        refused(&other.get(&format!("{FORWARD}example.org")).send(), 404, "not_found", None);
    }

    fn what_is_written_elsewhere_is_on_the_page(server: &Server) {
        let (admin, elsewhere) = (log_in(server, "admin"), server.admin());
        given::created(&elsewhere, "example.org");
        assert_eq!(names(&list(&admin, "")), ["example.org"]);
        admin.post(FORWARD, &zone("example.net")).expect(201);
        assert_eq!(elsewhere.get("/zones").expect(200).json(), json!(["example.net", "example.org"]));
    }

    fn hosts_are_an_empty_page_whatever_is_asked(server: &Server) {
        let admin = log_in(server, "admin");
        let nothing = json!({"count": 0, "next": null, "previous": null, "results": []});
        for path in [
            "/api/v1/hosts/", "/api/v1/hosts", "/api/v1/hosts/?page_size=1", "/api/v1/hosts/?zone=17&colour=red&x=%ff",
            "/api/v1/hosts/?page=99&ordering=name&name__regex=.*",
        ] {
            assert_eq!(admin.get(path).expect(200).json(), nothing, "{path}");
        }
        for path in ["/api/v1/hosts/ns1.example.org", "/api/v1/cnames/ns1.example.org", "/api/v1/networks/", "/api/v1/srvs/?name=a"] {
            refused(&admin.get(path).send(), 404, "not_found", None);
        }
    }
}
