//! Whether a name may be a zone, as far as the rules say (rules Z2–Z8). Pure: what is stored of zones and blocked names comes after it.

use domesday_dns::Name;

use super::{Effective, RuleTable};

/// Why a name may be a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// No rule is stored (rule Z3).
    Open,
    /// It lies below its effective TLD (rule Z7).
    BelowTld,
    /// It is made at an effective TLD on purpose (rule Z8).
    RegistryZone,
}

/// Why it may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// One label, and not on purpose (rule Z2).
    SingleLabel,
    /// No rule covers it (rule Z6).
    NoTld,
    /// It is itself a TLD (rule Z7).
    IsTld,
    /// Made on purpose as a TLD, which it is not (rule Z8).
    NotATld,
}

/// What the rules say of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Its effective TLD; none while no rule is stored.
    pub effective: Option<Effective>,
    /// Every step that refuses, in order; the first is what is answered.
    pub stops: Vec<Stop>,
    /// Why it may be a zone, if no step refuses.
    pub pass: Pass,
}

/// Judges a canonical zone name; `registry_zone` tells that it shall stand at an effective TLD on purpose.
pub fn judge(rules: &RuleTable, name: &Name, registry_zone: bool) -> Verdict {
    let mut stops = Vec::new();
    if name.label_count() == 1 && !registry_zone {
        stops.push(Stop::SingleLabel);
    }
    let effective = if rules.is_empty() { None } else { rules.effective_tld(name) };
    let pass = if registry_zone {
        Pass::RegistryZone
    } else if rules.is_empty() {
        Pass::Open
    } else {
        Pass::BelowTld
    };
    match &effective {
        _ if rules.is_empty() => {}
        None => stops.push(Stop::NoTld),
        Some(tld) if tld.name == *name && !registry_zone => stops.push(Stop::IsTld),
        Some(tld) if tld.name != *name && registry_zone => stops.push(Stop::NotATld),
        Some(_) => {}
    }
    Verdict { effective, stops, pass }
}

impl Verdict {
    /// Whether the rules let the name be a zone.
    pub fn is_allowed(&self) -> bool {
        self.stops.is_empty()
    }
}

impl Pass {
    /// The word clients see.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::BelowTld => "below_tld",
            Self::RegistryZone => "registry_zone",
        }
    }

    /// A sentence for people.
    pub fn detail(self, name: &Name, effective: Option<&Effective>) -> String {
        match (self, effective) {
            (Self::BelowTld, Some(tld)) => {
                format!("{name} lies below the effective TLD {} (rule {})", tld.name, tld.by.pattern)
            }
            (Self::RegistryZone, Some(tld)) => {
                format!("{name} is an effective TLD (rule {}) and shall be a registry zone", tld.by.pattern)
            }
            _ => "no TLD is stored, so every name may be a zone".to_owned(),
        }
    }
}

impl Stop {
    /// The word clients see.
    pub fn code(self) -> &'static str {
        match self {
            Self::SingleLabel => "single_label",
            Self::NoTld => "no_tld",
            Self::IsTld => "is_tld",
            Self::NotATld => "not_a_tld",
        }
    }

    /// A sentence for people: the name, the rule, and the way out.
    pub fn detail(self, name: &Name, effective: Option<&Effective>) -> String {
        let rule = effective.map(|tld| format!("rule {}", tld.by.pattern)).unwrap_or_default();
        let tld = effective.map(|tld| tld.name.to_string()).unwrap_or_default();
        match self {
            Self::SingleLabel => {
                format!("{name} has one label: only a registry zone (registry_zone) stands at the top level")
            }
            Self::NoTld => {
                format!("{name} is below no TLD that is stored here: an admin can add one, or choose a name below one")
            }
            Self::IsTld => format!(
                "{name} is itself an effective TLD ({rule}): choose a name below it; on purpose it can be a registry zone (registry_zone)"
            ),
            Self::NotATld => format!(
                "{name} is no effective TLD, it lies below {tld} ({rule}): a registry zone stands at the TLD itself; leave registry_zone away"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::TldPattern;
    use super::*;

    const RULES: [&str; 10] =
        ["com", "uk", "co.uk", "*.sch.uk", "*.bd", "*.ck", "!www.ck", "jp", "*.kawasaki.jp", "!city.kawasaki.jp"];

    fn table(rules: &[&str]) -> RuleTable {
        rules.iter().map(|rule| TldPattern::parse(rule).unwrap()).collect()
    }

    fn asked(table: &RuleTable, name: &str, flag: bool) -> (Option<String>, &'static str) {
        let name = Name::parse(name).unwrap();
        let verdict = judge(table, &name, flag);
        let code = verdict.stops.first().map_or("allowed", |stop| stop.code());
        (verdict.effective.map(|tld| tld.name.to_string()), code)
    }

    #[test]
    fn section_5_the_vectors_of_the_page() {
        let table = table(&[&RULES[..], &["xn--3e0b707e"]].concat());
        for (name, tld, code) in [
            ("Shop.COM.", "com", "allowed"),
            ("a.b.c.com", "com", "allowed"),
            ("com", "com", "single_label"),
            ("shop.net", "", "no_tld"),
            ("co.uk", "co.uk", "is_tld"),
            ("x.uk", "uk", "allowed"),
            ("xco.uk", "uk", "allowed"),
            ("x.co.uk", "co.uk", "allowed"),
            ("sch.uk", "sch.uk", "is_tld"),
            ("x.sch.uk", "x.sch.uk", "is_tld"),
            ("a.x.sch.uk", "x.sch.uk", "allowed"),
            ("com.bd", "com.bd", "is_tld"),
            ("shop.com.bd", "com.bd", "allowed"),
            ("a.b.net.bd", "net.bd", "allowed"),
            ("foo.ck", "foo.ck", "is_tld"),
            ("www.ck", "ck", "allowed"),
            ("a.www.ck", "ck", "allowed"),
            ("kawasaki.jp", "kawasaki.jp", "is_tld"),
            ("city.kawasaki.jp", "kawasaki.jp", "allowed"),
            ("shop.한국", "xn--3e0b707e", "allowed"),
            ("2.0.192.in-addr.arpa", "in-addr.arpa", "allowed"),
            ("in-addr.arpa", "in-addr.arpa", "is_tld"),
        ] {
            let tld = Some(tld.to_owned()).filter(|tld| !tld.is_empty());
            assert_eq!(asked(&table, name, false), (tld, code), "{name}");
        }
    }

    #[test]
    fn z8_with_the_flag_only_effective_tlds_pass() {
        let rules = table(&RULES);
        for (name, code) in [
            ("com", "allowed"),
            ("co.uk", "allowed"),
            ("com.bd", "allowed"),
            ("bd", "allowed"),
            ("ip6.arpa", "allowed"),
            ("x.uk", "not_a_tld"),
            ("www.ck", "not_a_tld"),
            ("shop.net", "no_tld"),
            ("net", "no_tld"),
        ] {
            assert_eq!(asked(&rules, name, true).1, code, "{name}");
        }
        assert_eq!(asked(&RuleTable::default(), "com", true), (None, "allowed"));
    }

    #[test]
    fn z2_z3_without_rules_all_but_one_label_passes() {
        let none = RuleTable::default();
        for (name, code) in
            [("shop.net", "allowed"), ("co.uk", "allowed"), ("in-addr.arpa", "allowed"), ("com", "single_label")]
        {
            assert_eq!(asked(&none, name, false), (None, code), "{name}");
        }
    }

    #[test]
    fn z4_of_several_exceptions_the_longest_counts_and_n6_inert_ones_count_nothing() {
        let nested = table(&["*.ck", "!www.ck", "*.www.ck", "!a.www.ck"]);
        assert_eq!(asked(&nested, "x.a.www.ck", false), (Some("www.ck".into()), "allowed"));
        assert_eq!(asked(&nested, "b.www.ck", false), (Some("ck".into()), "allowed"), "an exception, and nothing else");
        let inert = table(&["ck", "!www.ck"]);
        assert_eq!(asked(&inert, "www.ck", false), (Some("ck".into()), "allowed"));
        assert_eq!(
            asked(&table(&["!www.ck"]), "a.www.ck", false),
            (None, "no_tld"),
            "neither allowed nor refused by it"
        );
        let matches = inert.matches(&Name::parse("a.www.ck").unwrap());
        assert_eq!(
            matches.iter().map(|found| (found.kind, found.inert)).collect::<Vec<_>>(),
            [(super::super::MatchKind::Literal, false), (super::super::MatchKind::Exception, true)]
        );
    }

    #[test]
    fn x1_every_step_that_refuses_is_told_in_order() {
        let rules = table(&RULES);
        let com = judge(&rules, &Name::parse("com").unwrap(), false);
        assert_eq!(com.stops, [Stop::SingleLabel, Stop::IsTld]);
        let net = judge(&rules, &Name::parse("net").unwrap(), false);
        assert_eq!(net.stops, [Stop::SingleLabel, Stop::NoTld]);
    }

    #[test]
    fn a_rule_taken_away_leaves_no_trace() {
        let mut rules = table(&RULES);
        let all = rules.len();
        let wildcard = TldPattern::parse("*.bd").unwrap();
        rules.remove(&wildcard);
        rules.remove(&wildcard);
        assert_eq!((rules.len(), asked(&rules, "shop.com.bd", false).1), (all - 1, "no_tld"));
        rules.insert(&wildcard);
        rules.insert(&wildcard);
        assert_eq!((rules.len(), asked(&rules, "shop.com.bd", false).1), (all, "allowed"));
    }
}
