//! What a verdict costs: as many statements with very many rules as with few, whoever asks and whatever decides (section 12). Counted on
//! PostgreSQL, where they can be seen; the statements are the same on SQLite.

#[path = "../delegation_chain/statements.rs"]
#[expect(clippy::duplicate_mod, reason = "statements are counted in two places that do not know of one another")]
mod statements;

use super::rules;
use super::ways::{self, Way};
use crate::given;
use domesday_tests::client::Client;
use domesday_tests::database::Database;
use domesday_tests::server::{PASSWORD, Server};
use serde_json::json;
use statements::Counted;

const FEW: usize = 10;
const MANY: usize = 20_000;

/// How often each request is sent: the first may find something to be read that later ones know, so the least is taken.
const ROUNDS: usize = 6;

/// Who asks: an admin, a hostmaster whose account has a quota, and one whose account has none.
struct Callers {
    admin: Client,
    limited: Client,
    free: Client,
}

/// A request that is measured: a word that no other has makes it new.
type Request = fn(&Callers, &str);

const REQUESTS: [(&str, Request); 10] = [
    ("a zone below a TLD", |callers, word| {
        given::created(&callers.free, &format!("{word}.t1.tld"));
    }),
    ("a zone far below a TLD", |callers, word| {
        given::created(&callers.free, &format!("a.b.c.d.e.f.{word}.t1.tld"));
    }),
    ("a zone of an account that has a quota", |callers, word| {
        given::created(&callers.limited, &format!("{word}.t1.tld"));
    }),
    ("a zone for mreg", |callers, word| {
        assert_eq!(Way::Mreg.ask(&callers.free, &format!("{word}.t1.tld"), false).status, 201);
    }),
    ("a zone from a file", |callers, word| {
        given::import(&callers.free, "", &ways::file(&format!("{word}.t1.tld"))).expect(201);
    }),
    ("a name below no TLD", |callers, word| {
        given::error(&Way::Zones.ask(&callers.free, &format!("{word}.org"), false), "name", "no_tld");
    }),
    ("a name that is blocked", |callers, word| {
        given::error(&Way::Zones.ask(&callers.free, &format!("bad-{word}.t1.tld"), false), "name", "blocked");
    }),
    ("a registry zone", |callers, _| {
        assert_eq!(Way::Zones.ask(&callers.admin, "t2.tld", true).status, 201);
        callers.admin.delete("/zones/t2.tld").expect(204);
    }),
    ("why a name is refused", |callers, word| {
        callers.free.get(&format!("/tlds/explain?name={word}.org")).expect(200);
    }),
    ("a rule, and a zone below it", |callers, word| {
        rules::add(&callers.admin, &format!("{word}.new"));
        given::created(&callers.free, &format!("z.{word}.new"));
    }),
];

/// A server whose statements are counted, with few rules and a pattern.
fn counted(database: Database) -> (Counted, Server) {
    let counted = Counted::in_front_of(database.url());
    // With one connection, it is in use all the time: one that was idle is first asked whether it is still there.
    let settings = [
        ("DOMESDAY__DATABASE__URL", counted.url()),
        ("DOMESDAY__DATABASE__CONNECTIONS", "1"),
        ("DOMESDAY__DUE_WORK__EVERY_MILLISECONDS", "0"),
    ];
    let server = Server::start_with(database, &settings);
    let admin = server.admin();
    let _ = rules::import(&admin, &json!({"text": list(FEW)}));
    let _ = rules::block(&admin, "^bad-");
    (counted, server)
}

fn list(count: usize) -> String {
    (0..count).map(|number| format!("t{number}.tld\n")).collect()
}

/// The statements of each request: the least of some.
fn costs(counted: &Counted, callers: &Callers, size: &str) -> Vec<(&'static str, usize)> {
    let cost = |(at, (what, request)): (usize, (&'static str, Request))| {
        let once = |round| {
            let before = counted.statements();
            request(callers, &format!("{size}{at}x{round}"));
            counted.statements() - before
        };
        (what, (0..ROUNDS).map(once).min().unwrap())
    };
    REQUESTS.into_iter().enumerate().map(cost).collect()
}

#[test]
fn a_verdict_takes_as_many_statements_with_very_many_rules_as_with_few() {
    let (counted, server) = counted(Database::postgres());
    let callers = Callers {
        admin: server.admin(),
        limited: server.user("limited1", "limited", &["hostmaster"]),
        free: server.user("free1", "free", &["hostmaster"]),
    };
    rules::set_quota(&callers.admin, "limited", 1000);
    let few = costs(&counted, &callers, "few");
    let _ = rules::import(&callers.admin, &json!({"text": list(MANY)}));
    let many = costs(&counted, &callers, "many");
    assert!(few.iter().all(|(_, count)| *count > 0), "the statements do not pass where they are counted: {few:#?}");
    assert_eq!(few, many, "statements with {FEW} and with {MANY} rules");
}

#[test]
fn a_zone_takes_as_many_statements_in_an_account_that_is_nearly_full_of_very_many() {
    const ZONES: usize = 400;
    let (counted, server) = counted(Database::postgres());
    let limited = server.user("limited1", "limited", &["hostmaster"]);
    rules::set_quota(&server.admin(), "limited", 1000);
    let least = |word: &str| {
        let once = |round| {
            let before = counted.statements();
            given::created(&limited, &format!("{word}{round}.t1.tld"));
            counted.statements() - before
        };
        (0..ROUNDS).map(once).min().unwrap()
    };
    let few = least("few");
    for number in 0..ZONES {
        given::created(&limited, &format!("z{number}.t{}.tld", number % FEW));
    }
    assert_eq!(few, least("many"), "with hardly any zones, and with {ZONES} more");
}

#[test]
fn a_zone_takes_as_many_statements_after_many_changes_as_after_one() {
    const CHANGES: usize = 40;
    let (counted, server) = counted(Database::postgres());
    let (admin, free) = (server.admin(), server.user("free1", "free", &["hostmaster"]));
    let least = |word: &str, changes: usize, change: &dyn Fn(&str)| {
        let once = |round: usize| {
            given::created(&free, &format!("before.{word}{round}.t1.tld"));
            (0..changes).for_each(|number| change(&format!("{word}{round}x{number}")));
            let before = counted.statements();
            given::created(&free, &format!("after.{word}{round}.t1.tld"));
            counted.statements() - before
        };
        (0..ROUNDS).map(once).min().unwrap()
    };
    let add_rule = |word: &str| rules::add_all(&admin, &[&format!("{word}.new")]);
    let block = |word: &str| drop(rules::block(&admin, word));
    assert_eq!(least("rule", 1, &add_rule), least("rules", CHANGES, &add_rule), "after one rule, and after {CHANGES}");
    let [one, many] = [least("entry", 1, &block), least("entries", CHANGES, &block)];
    assert_eq!(one, many, "after one entry of the block list, and after {CHANGES}");
}

#[test]
fn an_added_rule_costs_another_node_as_much_with_very_many_rules_as_with_few() {
    let (counted, server) = counted(Database::postgres());
    let node = server.another_node();
    let admin = server.admin();
    let session = node.nobody().post("/sessions", &json!({"login": "admin", "password": PASSWORD})).expect(201).json();
    let there = node.nobody().with_token(session["token"].as_str().unwrap());
    // Both nodes are behind the same counter, so both are counted: where the rule is added, and where the zone is made.
    let least = |word: &str| {
        let once = |round: usize| {
            let name = format!("{word}{round}.new");
            given::created(&there, &format!("before.{word}{round}.t1.tld"));
            let before = counted.statements();
            let id = rules::add(&admin, &name);
            given::created(&there, &format!("z.{name}"));
            admin.delete(&format!("/tlds/{id}")).expect(204);
            given::error(&Way::Zones.ask(&there, &format!("y.{name}"), false), "name", "no_tld");
            counted.statements() - before
        };
        (0..ROUNDS).map(once).min().unwrap()
    };
    let few = least("few");
    let _ = rules::import(&admin, &json!({"text": list(MANY)}));
    assert_eq!(few, least("many"), "with {FEW} and with {MANY} rules");
}

#[test]
fn the_statements_of_an_import_grow_with_the_thousands_of_its_rules() {
    let (counted, server) = counted(Database::postgres());
    let admin = server.admin();
    let mut told = Vec::new();
    for (source, thousands) in [("one", 1), ("five", 5), ("ten", 10), ("twenty", 20)] {
        let text: String = (0..thousands * 1000).map(|number| format!("{source}{number}.tld\n")).collect();
        let before = counted.statements();
        let report = rules::import(&admin, &json!({"source": source, "text": text}));
        let stored = counted.statements() - before;
        assert_eq!(report["added"]["count"], thousands * 1000);
        // The same once more, and then hardly anything of it is left.
        let before = counted.statements();
        let _ = rules::import(&admin, &json!({"source": source, "text": text}));
        let kept = counted.statements() - before;
        let before = counted.statements();
        let _ = rules::import(&admin, &json!({"source": source, "text": "left.tld\n", "prune": true}));
        told.push((thousands, [stored, kept, counted.statements() - before]));
    }
    let few = told[0].1;
    for (thousands, many) in &told[1..] {
        for (one, more) in few.iter().zip(many) {
            let most = one + 8 * (thousands - 1);
            assert!(*more <= most, "{more} statements for {thousands} thousand rules, {one} for one: {told:?}");
        }
    }
}
