//! Collections (F1–F5): every field of the table with every operator, against a plain filter over what is shown; order, pages, scope, and
//! what is refused.

mod plain;
mod portfolio;

use super::given::{ask_for, messages, refused, refused_at, register, registry, set_statuses, texts, transfer};
use domesday_tests::both;
use domesday_tests::server::Server;
use plain::{CONTACTS, DOMAINS, HOSTS, MESSAGES, Row, Values, agrees, ask, fits, key, keys, rows};
use portfolio::{domains, portfolio, set, users};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

both! {
    fn f1_domains_are_found_by_every_field(server: &Server) {
        let acme = portfolio(server).acme;
        let all = domains(&acme);
        assert_eq!(all.len(), 27);
        agrees(&acme, "domains", &DOMAINS, &all);
    }

    fn f1_contacts_are_found_by_every_field(server: &Server) {
        let acme = portfolio(server).acme;
        acme.post("/contacts/Con2", &json!({"chg": {"voice": "+1.22"}})).expect(200);
        let domains = domains(&acme);
        let row = |info: &Value| -> Row {
            let forms: Vec<&Value> = info["postalInfo"].as_object().expect("forms").values().collect();
            let both = |place: &str| set(forms.iter().filter_map(|form| form.pointer(place)));
            let mut row = BTreeMap::new();
            for member in ["id", "crDate", "upDate", "voice", "fax", "email"] {
                row.insert(member, set([&info[member]]));
            }
            for (field, place) in [("name", "/name"), ("org", "/org"), ("city", "/addr/city"), ("pc", "/addr/pc"), ("cc", "/addr/cc"), ("sp", "/addr/sp")] {
                row.insert(field, both(place));
            }
            row.insert("street", forms.iter().flat_map(|form| texts(&form["addr"]["street"])).collect());
            row.insert("status", texts(&info["status"]));
            row.insert("assignedTo", users(&domains, "contacts", &key(info)));
            (key(info), row)
        };
        let all: Vec<Row> = rows(&ask(&acme, "contacts", &[], "&limit=1000")).iter().map(row).collect();
        assert_eq!(all.len(), 9);
        agrees(&acme, "contacts", &CONTACTS, &all);
    }

    fn f1_hosts_are_found_by_every_field(server: &Server) {
        let acme = portfolio(server).acme;
        let domains = domains(&acme);
        let row = |info: &Value| -> Row {
            let addresses = info["addr"].as_array().expect("addresses");
            let mut row = BTreeMap::new();
            for member in ["name", "crDate", "upDate"] {
                row.insert(member, set([&info[member]]));
            }
            for version in ["v4", "v6"] {
                row.insert(version, set(addresses.iter().map(|address| &address[version])));
            }
            row.insert("status", texts(&info["status"]));
            let mut assigned = users(&domains, "ns", &key(info));
            if key(info) == "h1.home.st" {
                assigned.push("zeta.st".to_owned());
            }
            row.insert("assignedTo", assigned);
            (key(info), row)
        };
        let all: Vec<Row> = rows(&ask(&acme, "hosts", &[], "&limit=1000")).iter().map(row).collect();
        assert_eq!(all.len(), 6);
        agrees(&acme, "hosts", &HOSTS, &all);
    }

    fn f1_messages_are_found_by_every_field(server: &Server) {
        let registry = registry(server, &json!({}));
        let (admin, acme, zeta) = (&registry.admin, &registry.acme, &registry.zeta);
        let code = register(acme, "blue.st", &json!([]));
        for number in 0..6 {
            let (add, rem) = if number % 2 == 0 { (&["serverHold"][..], &[][..]) } else { (&[][..], &["serverHold"][..]) };
            set_statuses(admin, "blue.st", add, rem);
        }
        ask_for(zeta, "blue.st", &code).expect(202);
        transfer(admin, "blue.st", "cancel").expect(200);
        for message in messages(acme).iter().step_by(3) {
            acme.post(&format!("/notifications/{}/read", message["id"]), &json!({})).expect(200);
        }
        let row = |info: &Value| -> Row {
            (key(info), MESSAGES.iter().map(|(field, ..)| (*field, set([&info[*field]]))).collect())
        };
        let all: Vec<Row> = rows(&ask(acme, "notifications", &[], "&limit=1000")).iter().map(row).collect();
        assert_eq!(all.len(), 8);
        agrees(acme, "notifications", &MESSAGES, &all);
    }

    fn f1_f2_conditions_are_joined_and_values_listed(server: &Server) {
        let acme = portfolio(server).acme;
        let all = domains(&acme);
        let expected = |test: &dyn Fn(&Values) -> bool| {
            let mut keys: Vec<String> = all.iter().filter(|(_, row)| test(row)).map(|(key, _)| key.clone()).collect();
            keys.sort();
            keys
        };
        let has = |row: &Values, field: &str, value: &str| row[field].iter().any(|own| own == value);
        let two = [("name", "like", "alpha%"), ("registrant", "eq", "con4")];
        let (both, either) = (
            expected(&|row| fits("alpha%", &row["name"][0]) && has(row, "registrant", "Con4")),
            expected(&|row| fits("alpha%", &row["name"][0]) || has(row, "registrant", "Con4")),
        );
        assert!(!both.is_empty() && both.len() < either.len());
        for (more, expected) in [("", &both), ("&op=and", &both), ("&op=or", &either)] {
            assert_eq!(&keys(&ask(&acme, "domains", &two, more)), expected, "{more}");
        }
        let range = [("name", "gte", "b"), ("name", "lt", "g"), ("name", "nlike", "%.old")];
        assert_eq!(keys(&ask(&acme, "domains", &range, "")), expected(&|row| row["name"][0].starts_with('b') && !row["name"][0].ends_with(".old")));
        let named = |list: &[&str]| expected(&|row| list.contains(&row["name"][0].as_str()));
        let listed = named(&["alpha00.st", "g02.st"]);
        assert_eq!(listed.len(), 2);
        for op in ["eq][]", "eq][0]", "eq%5D%5B%5D"] {
            let (first, second) = (op.to_owned(), op.replace("[0]", "[1]"));
            let query = format!("/domains?do=search&field[name][{first}=alpha00.st&field[name][{second}=G02.ST.");
            let found = keys(&acme.get(&query).header("Api-Version", "2.0").send());
            assert_eq!(found, listed, "{query}");
        }
        let others = acme.get("/domains?do=search&limit=1000&field[name][neq][]=alpha00.st&field[name][neq][]=g02.st").header("Api-Version", "2.0").send();
        assert_eq!(keys(&others).len(), all.len() - 2);
    }

    fn f2_dates_come_as_seconds_days_and_instants(server: &Server) {
        let acme = portfolio(server).acme;
        let all = domains(&acme);
        let expiry = all[0].1["exDate"][0].clone();
        let day = expiry[..10].to_owned();
        let same = |test: &dyn Fn(&str) -> bool| all.iter().filter(|(_, row)| test(&row["exDate"][0])).count();
        let count = |op: &str, value: &str| rows(&ask(&acme, "domains", &[("exDate", op, value)], "&limit=1000")).len();
        assert_eq!(count("eq", &day), same(&|own| own.starts_with(&day)));
        assert_eq!(count("neq", &day), same(&|own| !own.starts_with(&day)));
        assert_eq!(count("lt", &day), same(&|own| own[..10] < *day));
        assert_eq!(count("gte", &day), same(&|own| own[..10] >= *day));
        assert_eq!(count("eq", &expiry), same(&|own| own == expiry));
        assert_eq!(count("eq", &expiry.replace('Z', "+00:00")), same(&|own| own == expiry));
        assert_eq!((count("gt", "1000000000"), count("lt", "1000000000")), (all.len(), 0));
    }

    fn f3_pages_never_overlap_and_come_in_order(server: &Server) {
        let acme = portfolio(server).acme;
        let all = domains(&acme);
        let value = |name: &str, field: &str| all.iter().find(|(key, _)| key == name).map(|(_, row)| row[field].first().cloned()).expect("a row");
        for field in ["name", "crDate", "exDate", "upDate"] {
            for direction in ["asc", "desc"] {
                let mut seen: Vec<String> = Vec::new();
                for offset in (0..30).step_by(4) {
                    let answer = ask(&acme, "domains", &[], &format!("&sort_field={field}&sort_direction={direction}&limit=4&offset={offset}"));
                    assert_eq!(answer.json()["searchInf"], json!({"limit": 4, "offset": offset, "rows_count": all.len()}));
                    seen.extend(keys(&answer));
                }
                let distinct: BTreeSet<&String> = seen.iter().collect();
                assert_eq!((seen.len(), distinct.len()), (all.len(), all.len()), "{field} {direction}");
                let sorted: Vec<String> = seen.iter().filter_map(|name| value(name, field)).collect();
                let mut expected = sorted.clone();
                expected.sort();
                if direction == "desc" {
                    expected.reverse();
                }
                assert_eq!(sorted, expected, "{field} {direction}");
            }
        }
        let none = ask(&acme, "domains", &[], "&limit=0");
        assert_eq!((rows(&none).len(), &none.json()["searchInf"]["rows_count"]), (0, &json!(all.len())));
        assert_eq!(rows(&ask(&acme, "domains", &[], "&offset=1000000")).len(), 0);
        let keyed = acme.get("/domains?limit=2").expect(200).json();
        assert_eq!(keyed["searchRes"].as_object().map(serde_json::Map::len), Some(2));
        assert_eq!(keyed["searchInf"], json!({"limit": 2, "offset": 0, "rows_count": all.len()}), "without do: everything");
        let one = acme.get("/domains/alpha00.st").expect(200).json()["info"].clone();
        assert_eq!(rows(&ask(&acme, "domains", &[("name", "eq", "alpha00.st")], "")), [one], "rows are what the object shows");
    }

    fn f4_each_sees_its_own_and_an_admin_all(server: &Server) {
        let registry = portfolio(server);
        let (admin, zeta) = (&registry.admin, &registry.zeta);
        assert_eq!(keys(&ask(zeta, "domains", &[], "")), ["zeta.st"]);
        assert_eq!(keys(&ask(zeta, "contacts", &[], "")), ["Con99"]);
        assert_eq!(keys(&ask(zeta, "hosts", &[], "")), Vec::<String>::new());
        assert_eq!(keys(&ask(zeta, "domains", &[("name", "like", "%alpha%")], "&op=or")), Vec::<String>::new());
        let count = |conditions: &[(&str, &str, &str)]| rows(&ask(admin, "domains", conditions, "&limit=1000")).len();
        assert_eq!((count(&[]), count(&[("clID", "eq", "ZETA")]), count(&[("clID", "neq", "zeta")])), (28, 1, 27));
        assert_eq!(rows(&ask(admin, "contacts", &[("clID", "eq", "acme")], "")).len(), 9);
        refused_at(&ask(zeta, "domains", &[("clID", "eq", "acme")], ""), 2005, &["query:field[clID][eq]"]);
    }

    fn f5_what_is_not_known_is_named(server: &Server) {
        let acme = registry(server, &json!({})).acme;
        for (collection, query) in [
            ("domains", "field[colour][eq]=red"), ("domains", "field[name][near]=a"), ("domains", "field[crDate][like]=2026%25"), ("domains", "field[crDate][eq]=soon"),
            ("domains", "field[status][eq]=happy"), ("domains", "field[name][eq]=a..b"), ("domains", "sort_field=status"), ("domains", "sort_field=colour"),
            ("domains", "sort_direction=up"), ("domains", "op=xor"), ("domains", "limit=1001"), ("domains", "limit=-1"), ("domains", "limit=many"),
            ("domains", "offset=1000001"), ("domains", "offset=-1"), ("domains", "do=dance"), ("domains", "field[claim][eq]=maybe"),
            ("contacts", "field[cc][eq]=XX"), ("contacts", "field[id][eq]=a%20b"), ("contacts", "sort_field=email"), ("hosts", "field[v4][eq]=2001:db8::1"),
            ("hosts", "field[v6][eq]=192.0.2.1"), ("hosts", "sort_field=v4"), ("notifications", "field[id][eq]=x"), ("notifications", "field[type][eq]=SPAM"),
            ("notifications", "field[group][eq]=spam"),
        ] {
            let mark = if query.starts_with("do=") { "" } else { "do=search&" };
            let answer = acme.get(&format!("/{collection}?{mark}{query}")).send();
            let field = query.split('=').next().expect("a name");
            let told = refused(&answer, 2005);
            assert!(told["errors"].as_array().expect("errors").iter().all(|error| error["field"].as_str().is_some_and(|place| place.starts_with("query:"))), "{field}: {answer}");
        }
        let answer = acme.get("/domains?do=search&field[colour][eq]=red&limit=5000&sort_field=shape").send();
        refused_at(&answer, 2005, &["query:field[colour][eq]", "query:limit", "query:sort_field"]);
        assert!(answer.text().contains("rgpStatus"), "the known ones are told: {answer}");
    }
}
