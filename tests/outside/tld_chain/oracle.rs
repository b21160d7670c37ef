//! The verdict on a name, computed from the text of `docs/spec/tlds.md` rules Z2 to Z8, slowly and in one place.

use std::collections::BTreeSet;

/// The suffixes that are TLDs whatever is stored.
const BUILT_IN: [&str; 2] = ["in-addr.arpa", "ip6.arpa"];

/// Whether a canonical name may be a zone under these rules, for an admin who may set the flag; else why not.
pub(super) fn verdict(rules: &BTreeSet<String>, name: &str, registry_zone: bool) -> Result<(), &'static str> {
    if !registry_zone && !name.contains('.') {
        return Err("single_label");
    }
    if rules.is_empty() {
        return Ok(());
    }
    match (effective_tld(rules, name), registry_zone) {
        (None, _) => Err("no_tld"),
        (Some(tld), false) if tld == name => Err("is_tld"),
        (Some(tld), true) if tld != name => Err("not_a_tld"),
        _ => Ok(()),
    }
}

/// The effective TLD of a name.
fn effective_tld<'a>(rules: &BTreeSet<String>, name: &'a str) -> Option<&'a str> {
    let has = |rule: String| rules.contains(&rule);
    // The longest first, as both steps of rule Z4 want it.
    let suffixes: Vec<&str> = std::iter::successors(Some(name), |suffix| less_one(suffix)).collect();
    let excepted = suffixes.iter().copied().find_map(|suffix| {
        let base = less_one(suffix)?;
        (has(format!("!{suffix}")) && has(format!("*.{base}"))).then_some(base)
    });
    excepted.or_else(|| {
        suffixes.into_iter().find(|suffix| {
            let above = less_one(suffix).is_some_and(|base| has(format!("*.{base}")));
            BUILT_IN.contains(suffix) || has((*suffix).to_owned()) || has(format!("*.{suffix}")) || above
        })
    })
}

/// A name less its leftmost label.
fn less_one(name: &str) -> Option<&str> {
    name.split_once('.').map(|(_, rest)| rest)
}
