//! Many callers at once (C1, C4).

use super::{FORMS, at_once, error, explained, names, path2, rule, sorted, text};
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::json;

fn count(answers: &[Answer], status: u16) -> usize {
    answers.iter().filter(|answer| answer.status == status).count()
}

both! {
    fn c1_of_equal_posts_at_once_one_makes_the_rule(server: &Server) {
        let admin = server.admin();
        for (round, spelling) in ["com", "COM", "한국"].into_iter().enumerate() {
            let numbers: Vec<usize> = (0..32).collect();
            let answers = at_once(&numbers, |number| admin.post(FORMS[number % 2], &json!({"name": spelling})).send());
            assert_eq!((count(&answers, 201), count(&answers, 409)), if round == 1 { (0, 32) } else { (1, 31) }, "{spelling}");
            answers.iter().filter(|answer| answer.status == 409).for_each(|answer| drop(error(answer)));
        }
        assert_eq!(names(&admin, ""), ["com", "xn--3e0b707e"]);
    }

    fn c1_of_equal_patterns_at_once_one_is_taken(server: &Server) {
        let admin = server.admin();
        let answers = at_once(&[(); 16], |()| admin.post("/blocklist", &json!({"pattern": "^bad"})).send());
        assert_eq!((count(&answers, 201), count(&answers, 409)), (1, 15));
    }

    fn c1_a_rule_is_deleted_once(server: &Server) {
        let admin = server.admin();
        let item = path2(&rule(&admin, "com"));
        let answers = at_once(&[(); 16], |()| admin.delete(&item).send());
        assert_eq!((count(&answers, 204), count(&answers, 404)), (1, 15));
    }

    fn c4_of_two_changes_of_one_version_one_is_refused(server: &Server) {
        let admin = server.admin();
        let item = path2(&rule(&admin, "com"));
        for _ in 0..10 {
            let etag = admin.get(&item).expect(200).etag();
            let version: u64 = etag.trim_matches('"').parse().expect("a number");
            let answers = at_once(&["one", "two"], |word| {
                admin.patch(&item, &json!({"description": format!("{word} {version}")})).if_match(&etag).send()
            });
            assert_eq!((count(&answers, 200), count(&answers, 412)), (1, 1), "{} {}", answers[0], answers[1]);
            let winner = answers.iter().find(|answer| answer.status == 200).expect("one");
            let now = admin.get(&item).expect(200);
            assert_eq!((now.json(), now.etag()), (winner.json(), format!("\"{}\"", version + 1)));
        }
    }

    fn c4_without_it_both_apply_and_each_changes_only_what_it_sent(server: &Server) {
        let admin = server.admin();
        let made = rule(&admin, "t0");
        let item = path2(&made);
        for round in 1..=10 {
            let changes = [json!({"name": format!("t{round}")}), json!({"description": format!("d{round}")})];
            let answers = at_once(&changes, |change| admin.patch(&item, change).send());
            assert_eq!(count(&answers, 200), 2, "{} {}", answers[0], answers[1]);
            let now = admin.get(&item).expect(200);
            assert_eq!(
                (text(&now.json(), "name"), text(&now.json(), "description")),
                (format!("t{round}").as_str(), format!("d{round}").as_str())
            );
            assert_eq!(now.etag(), format!("\"{}\"", 1 + 2 * round), "no step is lost");
        }
    }

    fn c4_two_rules_do_not_take_one_name(server: &Server) {
        let admin = server.admin();
        for round in 0..5 {
            let items = [format!("a{round}"), format!("b{round}")].map(|name| path2(&rule(&admin, &name)));
            let name = format!("c{round}");
            let answers = at_once(&items, |item| admin.patch(item, &json!({ "name": name })).send());
            assert_eq!((count(&answers, 200), count(&answers, 409)), (1, 1), "{} {}", answers[0], answers[1]);
        }
    }

    fn many_at_once_leave_as_many_rules_as_were_answered(server: &Server) {
        let admin = server.admin();
        let numbers: Vec<usize> = (0..12).collect();
        let work = |client: &Client, number: usize| -> Vec<String> {
            let mut kept = Vec::new();
            for row in 0..8 {
                let made = rule(client, &format!("r{number}-{row}"));
                match row % 3 {
                    0 => drop(client.delete(&path2(&made)).expect(204)),
                    1 => kept.push(
                        text(
                            &client.patch(&path2(&made), &json!({"name": format!("s{number}-{row}")})).expect(200).json(),
                            "name",
                        )
                        .to_owned(),
                    ),
                    _ => kept.push(text(&made, "name").to_owned()),
                }
            }
            kept
        };
        let mut kept = at_once(&numbers, |number| work(&admin, *number)).concat();
        kept.sort();
        assert_eq!(sorted(&admin, ""), kept);
        let told = explained(&admin, "a.com", "");
        assert_eq!(told["rules_stored"].as_u64(), Some(kept.len() as u64), "what decides is what is listed");
    }
}
