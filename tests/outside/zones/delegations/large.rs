//! Many delegations: read and written in pieces, told in counts (rules Z14, H2, P2).

use super::{all, holds, import::HEAD, newest, one, set, stepped, zone};
use crate::given;
use domesday_tests::server::Server;
use serde_json::json;
use std::fmt::Write as _;

laws! {
    fn z14_thousands_are_streamed_whole_and_in_order(server_: &Server) {
        let admin = server_.admin();
        zone(&admin, "host.example.net", &json!(["ns.provider.net"])).expect(201);
        let mut file = HEAD.to_owned();
        for number in 0..2500 {
            let _ = write!(file, "d{number:04} IN NS ns.d{number:04}\nns.d{number:04} IN A 192.0.2.{}\n", number % 250 + 1);
        }
        given::import(&admin, "", &file).expect(201);
        let list = admin.get(&all("example.org")).expect(200).json();
        let list = list.as_array().unwrap();
        assert_eq!(list.len(), 2500);
        for (number, cut) in list.iter().enumerate() {
            assert_eq!(cut["name"], format!("d{number:04}.example.org"));
            assert_eq!(cut["ns"][0]["glue"][0], format!("192.0.2.{}", number % 250 + 1));
        }
        let page = admin.get(&format!("{}?limit=10000&marker=d2400.example.org", all("example.org"))).expect(200);
        assert_eq!((page.json().as_array().unwrap().len(), page.header("link")), (99, None));
        let told = newest(&admin, "example.org")["changes"].clone();
        assert!(told.to_string().len() < 1000 && told.to_string().contains("2500"), "{told}");
    }

    fn p2_one_host_of_many_delegations_is_one_glue_set(server_: &Server) {
        let admin = server_.admin();
        let mut file = format!("{HEAD}sub IN NS ns.sub\nns.sub IN A 192.0.2.1\n");
        for number in 0..1500 {
            let _ = writeln!(file, "d{number} IN NS ns.sub");
        }
        given::import(&admin, "", &file).expect(201);
        zone(&admin, "sub.example.org", &json!(["ns.sub.example.org"])).expect(201);
        let moved = stepped(&admin, &["example.org", "sub.example.org"], || {
            admin.put(&set("sub.example.org", "ns.sub.example.org", "A"), &json!({"records": ["192.0.2.2"]})).if_match("*").expect(200);
        });
        assert_eq!(moved, ["example.org", "sub.example.org"]);
        holds(&admin, "example.org", "ns.sub.example.org", "A", &["192.0.2.2"], "glue");
        assert_eq!(newest(&admin, "example.org")["changes"].as_array().unwrap().len(), 1);
    }

    fn h2_the_hash_before_is_of_the_file_as_it_was_whatever_was_stored_first(server_: &Server) {
        let admin = server_.admin();
        let mut file = format!("{HEAD}sub IN NS ns.provider.net.\n");
        for number in 0..1100 {
            let _ = write!(file, "d{number} IN NS ns{number}.sub\nns{number}.sub IN A 192.0.2.1\n");
        }
        given::import(&admin, "", &file).expect(201);
        let hash = |member: &str| {
            let changes = newest(&admin, "example.org")["changes"].clone();
            let changes = changes.as_array().unwrap();
            changes.iter().find(|change| change["what"] == "zonefile").expect("a file's hashes")[member].clone()
        };
        let imported = hash("sha256_after");
        // One NS set goes first, and then all the glue below it.
        admin.delete(&format!("{}?force=true", one("example.org", "sub.example.org"))).expect(204);
        assert_eq!(hash("sha256_before"), imported);
        assert_ne!(hash("sha256_after"), imported);
    }
}
