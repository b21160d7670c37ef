//! A walk of random changes to rules, block list and quota, with what every creation in between is to answer.

use super::oracle;
use super::pair::{ACCOUNT, Place};
use super::rules;
use domesday_tests::chance;
use domesday_tests::client::Client;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// The rules of the walk: some decide alone, some with others.
const RULES: [&str; 12] =
    ["com", "uk", "co.uk", "*.uk", "!www.uk", "*.ck", "!www.ck", "b.com", "*.b.com", "!a.b.com", "org", "xn--3e0b707e"];

/// Where zones are tried: at these names and right below them.
const NAMES: [&str; 18] = [
    "com",
    "x.com",
    "b.com",
    "a.b.com",
    "q.b.com",
    "uk",
    "co.uk",
    "x.co.uk",
    "www.uk",
    "a.www.uk",
    "ck",
    "foo.ck",
    "www.ck",
    "a.foo.ck",
    "org",
    "x.org",
    "net",
    "xn--3e0b707e",
];

/// Rules that are refused whatever is stored.
const WRONG: [&str; 5] = ["a..b", "*", "*.*.bd", "!com", "com\n"];

/// Patterns of the block list, and what they hit, both in words of their own.
type Pattern = (&'static str, fn(&str) -> bool);
const PATTERNS: [Pattern; 4] = [
    ("^Z[0-9]*[02468]\\.", |name| {
        let number = name.split('.').next().and_then(|label| label.strip_prefix('z'));
        number.and_then(|number| number.parse::<u64>().ok()).is_some_and(|number| number % 2 == 0)
    }),
    (r"\.uk\.?$", |name| name.ends_with(".uk")),
    ("www", |name| name.contains("www")),
    (r"^x\.com\.$", |name| name == "x.com"),
];

/// What is stored, as far as it decides about names, and what was done.
#[derive(Debug, Default)]
pub(super) struct World {
    rules: BTreeSet<String>,
    patterns: BTreeMap<usize, String>,
    quota: Option<i64>,
    zones: Vec<String>,
    made: u64,
    told: Vec<String>,
}

impl World {
    /// One change at a place, or an attempt that must leave no trace. Rules change there; the block list and quotas, which the command line
    /// does not know, at the server of this admin.
    pub(super) fn change(&mut self, place: &Place<'_>, admin: &Client) {
        let rule = RULES[chance::below(RULES.len() as u64) as usize];
        let there = self.rules.contains(rule);
        match chance::below(12) {
            0..=4 if there => {
                place.remove(rule, false);
                self.rules.remove(rule);
                self.tell(format!("deleted {rule}"));
            }
            0..=4 => self.add(place, rule),
            5 => {
                // Refused: it is there already, or is no rule.
                let wrong = if there { rule } else { WRONG[chance::below(WRONG.len() as u64) as usize] };
                assert!(!place.add(wrong, false), "{wrong:?} was stored; {}", self.shown());
                self.tell(format!("was refused {wrong:?}"));
            }
            6 if there => {
                place.remove(rule, true);
                self.tell(format!("might have deleted {rule}"));
            }
            6 | 7 => {
                let would = place.add(rule, true);
                assert_eq!(would, self.takes(rule), "dry run of {rule}; {}", self.shown());
                self.tell(format!("might have added {rule}"));
            }
            8 => self.block_or_not(admin),
            9 => {
                let stale = rules::stored(admin).first().map(|rule| rules::find(admin, rule));
                if let Some(id) = stale {
                    admin.delete(&format!("/tlds/{id}")).if_match("\"999\"").expect(412);
                }
                admin.post("/blocklist", &json!({"pattern": "(unclosed"})).expect(400);
                admin.patch(&format!("/v2/quotas/{ACCOUNT}"), &json!({"zones": -2})).expect(400);
                self.tell("was refused three changes".to_owned());
            }
            _ => {
                let quota = self.zones.len() as i64 + chance::below(4) as i64 - 1;
                let quota = if chance::below(3) == 0 { -1 } else { quota.max(0) };
                rules::set_quota(admin, ACCOUNT, quota);
                self.quota = (quota >= 0).then_some(quota);
                self.tell(format!("quota {quota}"));
            }
        }
    }

    /// Tries a zone at a place; panics unless the answer is what the text of the rules says.
    pub(super) fn try_zone(&mut self, place: &Place<'_>, admin: &Client) {
        let base = NAMES[chance::below(NAMES.len() as u64) as usize];
        self.made += 1;
        let is_new = chance::below(3) > 0;
        let name = if is_new { format!("z{}.{base}", self.made) } else { base.to_owned() };
        let flag = chance::below(4) == 0;
        let wanted = self.verdict(place, &name, flag);
        let found = place.make(&name, flag);
        assert_eq!(found, wanted.map_err(str::to_owned), "{name}, flag {flag}; {}", self.shown());
        self.tell(format!("{name}, flag {flag}: {found:?}"));
        if found.is_err() {
            return;
        }
        if is_new && self.zones.len() < 5 {
            self.zones.push(name);
        } else {
            admin.delete(&format!("/zones/{name}?force=true")).expect(204);
        }
        if chance::below(4) == 0 && !self.zones.is_empty() {
            let gone = self.zones.swap_remove(chance::below(self.zones.len() as u64) as usize);
            admin.delete(&format!("/zones/{gone}?force=true")).expect(204);
            self.tell(format!("deleted the zone {gone}"));
        }
    }

    /// Panics unless the rules that are stored are those that were.
    pub(super) fn check(&self, admin: &Client) {
        assert_eq!(rules::stored(admin), self.rules, "{}", self.shown());
        let list = admin.get("/blocklist").expect(200).json();
        assert_eq!(list["blocklist"].as_array().unwrap().len(), self.patterns.len(), "{}", self.shown());
    }

    fn verdict(&self, place: &Place<'_>, name: &str, flag: bool) -> Result<(), &'static str> {
        oracle::verdict(&self.rules, name, flag)?;
        if place.minds_the_block_list() && self.patterns.keys().any(|at| PATTERNS[*at].1(name)) {
            return Err("blocked");
        }
        let full = self.quota.is_some_and(|quota| self.zones.len() as i64 >= quota);
        if full { Err("over_quota") } else { Ok(()) }
    }

    /// Whether a rule that is not stored can be: an exception needs its wildcard (rule N6).
    fn takes(&self, rule: &str) -> bool {
        let needed = rule.strip_prefix('!').and_then(|name| name.split_once('.')).map(|(_, base)| format!("*.{base}"));
        !self.rules.contains(rule) && needed.is_none_or(|wildcard| self.rules.contains(&wildcard))
    }

    fn add(&mut self, place: &Place<'_>, rule: &str) {
        let added = place.add(rule, false);
        assert_eq!(added, self.takes(rule), "{rule}; {}", self.shown());
        if added {
            self.rules.insert(rule.to_owned());
        }
        self.tell(format!("{} {rule}", if added { "added" } else { "was refused" }));
    }

    fn block_or_not(&mut self, admin: &Client) {
        let at = chance::below(PATTERNS.len() as u64) as usize;
        match self.patterns.remove(&at) {
            Some(id) => {
                admin.delete(&format!("/blocklist/{id}")).expect(204);
                self.tell(format!("unblocked {}", PATTERNS[at].0));
            }
            None => {
                self.patterns.insert(at, rules::block(admin, PATTERNS[at].0));
                self.tell(format!("blocked {}", PATTERNS[at].0));
            }
        }
    }

    fn tell(&mut self, what: String) {
        self.told.push(what);
    }

    fn shown(&self) -> String {
        let last = &self.told[self.told.len().saturating_sub(30)..];
        format!(
            "rules {:?}, patterns {:?}, quota {:?}, zones {:?}; before it: {last:#?}",
            self.rules, self.patterns, self.quota, self.zones
        )
    }
}
