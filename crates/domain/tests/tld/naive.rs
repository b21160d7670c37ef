//! The algorithm of `tlds.md` section 5 over again, from its text and on nothing but text: slow, plain, and sharing no code with ours.

use std::collections::BTreeSet;

/// Rules as they are written: `co.uk`, `*.bd`, `!www.ck`.
pub(crate) type Rules = BTreeSet<String>;

/// The name and its parents, longest first.
fn suffixes(name: &str) -> Vec<&str> {
    let starts = name.match_indices('.').map(|(dot, _)| dot + 1);
    std::iter::once(0).chain(starts).map(|start| &name[start..]).collect()
}

/// The name less its leftmost label.
fn parent(name: &str) -> &str {
    name.split_once('.').map_or("", |(_, parent)| parent)
}

fn is_built_in(name: &str) -> bool {
    ["in-addr.arpa", "ip6.arpa"].contains(&name)
}

/// Rule Z4.1: an exception counts with its wildcard only (rule N6).
fn is_excepted(rules: &Rules, suffix: &str) -> bool {
    rules.contains(&format!("!{suffix}")) && rules.contains(&format!("*.{}", parent(suffix)))
}

/// Rule Z4.
pub(crate) fn effective(rules: &Rules, name: &str) -> Option<String> {
    let excepted = suffixes(name).into_iter().find(|suffix| is_excepted(rules, suffix));
    if let Some(suffix) = excepted {
        return Some(parent(suffix).to_owned());
    }
    let is_tld = |suffix: &&str| {
        rules.contains(*suffix)
            || rules.contains(&format!("*.{suffix}"))
            || rules.contains(&format!("*.{}", parent(suffix)))
            || is_built_in(suffix)
    };
    suffixes(name).into_iter().find(is_tld).map(str::to_owned)
}

/// The public suffix as its publishers define it: of the rules that match, an exception prevails and loses its leftmost label; else the one
/// with the most labels; where none matches, `*` does.
pub(crate) fn public_suffix(rules: &Rules, name: &str) -> String {
    let excepted = suffixes(name).into_iter().find(|suffix| is_excepted(rules, suffix));
    let matched = |suffix: &&str| rules.contains(*suffix) || rules.contains(&format!("*.{}", parent(suffix)));
    let last = || name.rsplit('.').next().unwrap_or(name);
    excepted.map(parent).unwrap_or_else(|| suffixes(name).into_iter().find(matched).unwrap_or_else(last)).to_owned()
}

/// Every rule that says something about a name, or would but for its wildcard: with whether it is inert.
pub(crate) fn matching(rules: &Rules, name: &str) -> BTreeSet<(String, bool)> {
    let mut matching = BTreeSet::new();
    for suffix in suffixes(name) {
        for rule in [suffix.to_owned(), format!("*.{suffix}"), format!("*.{}", parent(suffix))] {
            if rules.contains(&rule) || is_built_in(&rule) {
                matching.insert((rule, false));
            }
        }
        let exception = format!("!{suffix}");
        if rules.contains(&exception) {
            matching.insert((exception, !is_excepted(rules, suffix)));
        }
    }
    matching
}

/// Rules Z2 to Z8: every step that refuses, in order; or `allowed` and why.
pub(crate) fn judged(rules: &Rules, name: &str, registry_zone: bool) -> Vec<&'static str> {
    let mut said = Vec::new();
    if !name.contains('.') && !registry_zone {
        said.push("single_label");
    }
    if !rules.is_empty() {
        match (effective(rules, name), registry_zone) {
            (None, _) => said.push("no_tld"),
            (Some(tld), false) if tld == name => said.push("is_tld"),
            (Some(tld), true) if tld != name => said.push("not_a_tld"),
            _ => {}
        }
    }
    if said.is_empty() {
        let why = match (registry_zone, rules.is_empty()) {
            (true, _) => "registry_zone",
            (false, true) => "open",
            (false, false) => "below_tld",
        };
        said.extend(["allowed", why]);
    }
    said
}
