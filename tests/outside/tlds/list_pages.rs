//! Pages of rules: markers and the links that lead on (L2, L4).

use super::{FORMS, NO_ID, column, imported, members, path, path2, refused, rule, rules, text};
use domesday_tests::both;
use domesday_tests::client::{Answer, Client};
use domesday_tests::server::Server;
use serde_json::{Value, json};

/// Where the next page stands, less the server's address.
fn next(answer: &Answer) -> Option<String> {
    let link = match answer.json().get("links") {
        Some(links) => {
            assert!(answer.header("link").is_none(), "{answer}");
            links.get("next").map(|next| next.as_str().expect("a text").to_owned())
        }
        None => answer.header("link").map(|link| {
            assert!(link.contains("rel=\"next\""), "{link}");
            link.split('>').next().expect("a target").trim_start_matches('<').to_owned()
        }),
    };
    let link = link?;
    let at = link.find("/v2/tlds").or_else(|| link.find("/tlds")).expect("a path");
    Some(link[at..].to_owned())
}

/// All ids from a page on; between two pages something happens.
fn walk(client: &Client, first: &str, mut between: impl FnMut(usize, &[String])) -> Vec<String> {
    let (mut all, mut path) = (Vec::new(), first.to_owned());
    for page in 0.. {
        let answer = client.get(&path).expect(200);
        let ids = column(&answer.json()["tlds"], "id");
        assert!(!ids.is_empty() || page == 0, "an empty page was announced: {answer}");
        all.extend(ids.iter().cloned());
        let Some(next) = next(&answer) else { break };
        between(page, &ids);
        path = next;
    }
    all
}

fn scene(client: &Client) {
    imported(client, &json!({"text": "b\nd\na\nc\n"}));
    let rows = client.get("/tlds").expect(200).json()["tlds"].clone();
    for row in rows.as_array().expect("rows").iter().take(2) {
        client.patch(&path2(row), &json!({"description": "x"})).expect(200);
    }
    rules(client, &["*.bd", "e", "com", "_x"]);
}

both! {
    fn l4_pages_followed_to_the_end_give_every_row_once_in_every_order(server: &Server) {
        let admin = server.admin();
        scene(&admin);
        for form in FORMS {
            for key in ["created_at", "updated_at", "name", "id"] {
                for direction in ["asc", "desc"] {
                    let order = format!("sort_key={key}&sort_dir={direction}");
                    let whole = column(&admin.get(&format!("{form}?limit=max&{order}")).expect(200).json()["tlds"], "id");
                    assert_eq!(whole.len(), 8);
                    for limit in [1, 3, 4, 8] {
                        let paged =
                            walk(&admin, &format!("{form}?limit={limit}&{order}"), |_, page| assert_eq!(page.len(), limit));
                        assert_eq!(paged, whole, "{form} {order} by {limit}");
                    }
                }
            }
        }
    }

    fn l4_rows_that_stay_are_given_once_while_others_come_and_go(server: &Server) {
        let admin = server.admin();
        for form in FORMS {
            for key in ["created_at", "updated_at", "name", "id"] {
                let lines: String = (0..12).map(|number| format!("m{number:02}\n")).collect();
                imported(&admin, &json!({"source": "stay", "text": lines, "prune": true}));
                let stay = column(&admin.get("/tlds?name=m*").expect(200).json()["tlds"], "id");
                let mut passing: Vec<Value> =
                    (0..3).flat_map(|n| [format!("a{n}"), format!("z{n}")]).map(|name| rule(&admin, &name)).collect();
                let walked = walk(&admin, &format!("{form}?limit=3&sort_key={key}"), |page, seen| {
                    rules(&admin, &[&format!("a-new{page}"), &format!("z-new{page}")]);
                    // The last row seen is where the next page begins: it stays.
                    if let Some(at) = passing.iter().position(|tld| seen.last().map(String::as_str) != Some(text(tld, "id"))) {
                        admin.delete(&path(&passing.remove(at))).expect(204);
                    }
                });
                for id in &stay {
                    assert_eq!(walked.iter().filter(|seen| *seen == id).count(), 1, "{form} by {key}: {id}");
                }
                let mut once = walked.clone();
                once.sort();
                once.dedup();
                assert_eq!(once.len(), walked.len(), "{form} by {key}: a row twice");
                for row in admin.get("/tlds").expect(200).json()["tlds"].as_array().unwrap() {
                    admin.delete(&path(row)).expect(204);
                }
            }
        }
    }

    fn l4_next_is_there_exactly_if_another_row_exists(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["a", "b", "c", "d"]);
        for form in FORMS {
            for (query, more) in
                [("limit=3", true), ("limit=4", false), ("limit=5", false), ("limit=1&name=a", false), ("limit=1&name=*", true)]
            {
                assert_eq!(next(&admin.get(&format!("{form}?{query}")).expect(200)).is_some(), more, "{form}?{query}");
            }
        }
    }

    fn l4_next_repeats_the_query_with_the_new_marker_and_self_the_query(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["bd", "a.bd", "b.bd", "c.bd", "*.com"]);
        let pair = |text: &str| text.split('&').map(str::to_owned).collect::<std::collections::BTreeSet<_>>();
        for form in FORMS {
            let query = "limit=1&name=%2A.bd&sort_key=name&sort_dir=desc";
            let answer = admin.get(&format!("{form}?{query}")).expect(200);
            let marker = text(&answer.json()["tlds"][0], "id").to_owned();
            let next = next(&answer).expect("a next page");
            let (path, told) = next.split_once('?').expect("a query");
            assert_eq!(path, form);
            assert_eq!(pair(&told.replace("%2A", "*")), pair(&format!("{}&marker={marker}", query.replace("%2A", "*"))));
            let rest = walk(&admin, &next, |_, _| ());
            assert_eq!(rest.len(), 2, "{next}");
        }
        let page = admin.get("/v2/tlds?limit=2&sort_key=name").expect(200).json();
        let itself = text(&page["links"], "self");
        let (path, told) = itself.split_once('?').expect("a query");
        assert_eq!((path, pair(told)), (format!("{}/v2/tlds", server.url()).as_str(), pair("limit=2&sort_key=name")));
        assert!(text(&page["links"], "next").starts_with(&format!("{}/v2/tlds?", server.url())), "{page}");
    }

    fn l2_a_marker_is_the_last_row_seen(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["c", "a", "b"]);
        let rows = admin.get("/tlds?sort_key=name").expect(200).json()["tlds"].clone();
        for form in FORMS {
            for (at, rest) in [(0, vec!["b", "c"]), (1, vec!["c"]), (2, vec![])] {
                let id = text(&rows[at], "id");
                for marker in [id.to_owned(), id.to_uppercase(), id.replace('-', "")] {
                    let page = admin.get(&format!("{form}?sort_key=name&limit=5&marker={marker}")).expect(200);
                    assert_eq!(column(&page.json()["tlds"], "name"), rest, "{page}");
                    assert!(next(&page).is_none(), "{page}");
                }
            }
            for marker in ["", "foo", "1", "com"] {
                refused(&admin.get(&format!("{form}?limit=1&marker={marker}")).send(), 400, "invalid_marker");
            }
            refused(&admin.get(&format!("{form}?limit=1&marker={NO_ID}")).send(), 400, "marker_not_found");
        }
        admin.delete(&path(&rows[0])).expect(204);
        let gone = text(&rows[0], "id");
        refused(&admin.get(&format!("/v2/tlds?marker={gone}")).send(), 400, "marker_not_found");
        assert_eq!(members(&admin.get("/v2/tlds").expect(200).json()["links"]), ["self"]);
    }

    fn l2_a_marker_counts_without_a_limit_too(server: &Server) {
        let admin = server.admin();
        rules(&admin, &["a", "b", "c"]);
        let rows = admin.get("/tlds").expect(200).json()["tlds"].clone();
        for form in FORMS {
            let page = admin.get(&format!("{form}?marker={}", text(&rows[0], "id"))).expect(200).json();
            assert_eq!(column(&page["tlds"], "name"), ["b", "c"]);
        }
    }
}
