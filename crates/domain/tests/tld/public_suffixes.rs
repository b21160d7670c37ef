//! The bundled Public Suffix List answers as its publishers say, and as the crate `psl` does (rule I7), but where we differ on purpose:
//! no default rule `*` (Z6), and the base of a wildcard is a TLD (Z5).

use std::sync::LazyLock;

use domesday_dns::Name;
use domesday_domain::tld::list::{BundledList, Section, read};
use domesday_domain::tld::{MatchKind, PatternKind, RuleTable, TldPattern};

use super::naive;

static RULES: LazyLock<Vec<TldPattern>> = LazyLock::new(|| {
    let list = read(BundledList::Psl.text(), None, Section::All).unwrap();
    list.rules.into_iter().map(|rule| rule.pattern).collect()
});

static TABLE: LazyLock<RuleTable> = LazyLock::new(|| RULES.iter().cloned().collect());

/// The rules as they are written.
static TEXTS: LazyLock<naive::Rules> = LazyLock::new(|| RULES.iter().map(ToString::to_string).collect());

/// The effective TLD and one label.
fn registrable(name: &str) -> Option<Name> {
    let name = Name::parse(name).ok()?;
    TABLE.effective_tld(&name)?.registrable(&name)
}

/// The registrable domain as the crate `psl` finds it, which knows the default rule.
fn registrable_by_psl(name: &str) -> Option<Name> {
    let name = Name::parse(name).ok()?.to_string();
    psl::domain_str(&name).map(|domain| Name::parse(domain).unwrap())
}

#[test]
fn z4_the_published_cases_hold_but_where_we_differ_on_purpose() {
    let table = include_str!("fixtures/public_suffix_cases.txt");
    let cases = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let name = |column: &str| (column != "-").then(|| Name::parse(column).unwrap());
    let (mut told, mut differing) = (0, 0);
    for case in cases {
        let columns: Vec<&str> = case.split_whitespace().collect();
        let (asked, published) = (columns[0], name(columns[1]));
        let ours = columns.get(2).map_or(published.clone(), |column| name(column));
        assert_eq!(registrable(asked), ours, "{asked}");
        assert_eq!(registrable_by_psl(asked), published, "{asked}: the published answer");
        told += 1;
        differing += usize::from(ours != published);
    }
    assert_eq!((told, differing), (82, 6), "cases, and those of them where we differ");
}

/// What `psl` says is the suffix; it knows the default rule, and all names asked here are below a rule.
fn suffix_by_psl(name: &Name) -> Name {
    let text = name.to_string();
    Name::parse(psl::suffix_str(&text).unwrap()).unwrap()
}

#[test]
fn i7_every_bundled_rule_answers_as_psl_does() {
    let (mut asked, mut bases) = (0, 0);
    for rule in RULES.iter() {
        let base = rule.base().clone();
        let mut names = vec![base.clone()];
        for (first, rest) in [("a", ["b", "c"]), ("www", ["city", "www"])] {
            let mut name = base.clone();
            for label in [first, rest[0], rest[1]] {
                name = name.child(label.as_bytes()).unwrap();
                names.push(name.clone());
            }
        }
        for name in names {
            let ours = TABLE.effective_tld(&name).unwrap_or_else(|| panic!("{name} has no effective TLD"));
            asked += 1;
            let published = naive::public_suffix(&TEXTS, &name.to_string());
            assert_eq!(TABLE.public_suffix(&name), Some(Name::parse(&published).unwrap()), "{name}, rule {rule}");
            if ours.name == name && ours.by.kind == MatchKind::WildcardBase {
                bases += 1;
                assert!(
                    RULES.iter().any(|rule| rule.kind() == PatternKind::Wildcard && *rule.base() == name),
                    "{name}"
                );
            } else {
                assert_eq!(ours.name, suffix_by_psl(&name), "{name}, rule {rule}");
                assert_eq!(ours.name.to_string(), published, "{name}, rule {rule}");
            }
        }
    }
    assert_eq!(asked, RULES.len() * 7);
    assert!(bases > 0, "no name was the base of a wildcard");
}

#[test]
fn z6_the_published_suffix_of_a_name_below_no_rule_is_its_last_label_and_the_root_has_none() {
    for name in ["nowhere", "a.nowhere", "a.b.nowhere"] {
        let name = Name::parse(name).unwrap();
        assert_eq!(TABLE.effective_tld(&name), None, "{name}");
        assert_eq!(TABLE.public_suffix(&name), Some(suffix_by_psl(&name)), "{name}");
    }
    assert_eq!(TABLE.public_suffix(&Name::root()), None);
}

#[test]
fn z5_the_base_of_a_wildcard_is_a_tld_and_no_public_suffix() {
    let rules = ["jp", "*.kawasaki.jp", "!city.kawasaki.jp", "*.ck"].map(|rule| TldPattern::parse(rule).unwrap());
    let table: RuleTable = rules.into_iter().collect();
    for (name, tld, suffix, registrable) in [
        ("kawasaki.jp", "kawasaki.jp", "jp", None),
        ("a.kawasaki.jp", "a.kawasaki.jp", "a.kawasaki.jp", None),
        ("c.b.a.kawasaki.jp", "a.kawasaki.jp", "a.kawasaki.jp", Some("b.a.kawasaki.jp")),
        ("www.city.kawasaki.jp", "kawasaki.jp", "kawasaki.jp", Some("city.kawasaki.jp")),
        ("ck", "ck", "ck", None),
    ] {
        let parsed = |name: &str| Name::parse(name).unwrap();
        let effective = table.effective_tld(&parsed(name)).unwrap();
        assert_eq!(effective.name, parsed(tld), "{name}");
        assert_eq!(table.public_suffix(&parsed(name)), Some(parsed(suffix)), "{name}");
        assert_eq!(effective.registrable(&parsed(name)), registrable.map(parsed), "{name}");
        assert_eq!(effective.registrable(&parsed("a.org")), None, "what lies elsewhere");
    }
}
