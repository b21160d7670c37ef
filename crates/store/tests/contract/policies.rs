//! Registration policies: every version kept, found by their rule; special names by label and by length.

use chrono::TimeDelta;
use domesday_app::ports::{StoreError, Stored, UnitOfWork};
use domesday_domain::account::{AccountId, AccountName};
use domesday_domain::policy::{
    Fee, LabelPattern, PolicyHistory, PolicyPatch, PolicyVersion, Preset, SpecialKind, SpecialName, Value,
};
use domesday_domain::tld::{Description, TldPattern};

use crate::samples::{accounts, domain, rule};
use crate::zones::now;
use crate::{Given, contract, jobs};

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

fn texts(all: &[&str]) -> Value {
    Value::List(all.iter().map(|one| text(one)).collect())
}

fn members(all: &[(&str, Value)]) -> Value {
    Value::Members(all.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
}

/// A policy that differs from its preset in every member.
fn another(preset: Preset) -> PolicyVersion {
    let expiry = if preset == Preset::St { "auto_renew" } else { "expire" };
    let claim = members(&[("claim", text("email")), ("within", text("PT1H2M3S"))]);
    let patch = members(&[
        ("preset", text(if preset == Preset::St { "st" } else { "default" })),
        ("registrations", text("closed")),
        ("accredited", texts(&["acme", "Zeta"])),
        ("min_years", Value::Number(2)),
        ("max_years", Value::Number(9)),
        ("months", Value::Flag(preset != Preset::St)),
        ("add_grace", text("PT1S")),
        ("renew_grace", text("P1D")),
        ("transfer_grace", text("P0D")),
        ("at_expiry", text(expiry)),
        ("redemption", text("PT10M")),
        ("pending_delete", text("PT5M")),
        ("expiry_notices", texts(&["P7D", "PT1M"])),
        ("transfer_model", text("immediate")),
        ("transfer_window", text("P3D")),
        ("transfer_lock", text("P2D")),
        ("transfer_years", Value::Number(0)),
        ("contacts", members(&[("admin", text("required")), ("tech_privacy", text("forbidden"))])),
        ("min_ns", Value::Number(2)),
        ("max_ns", Value::Number(5)),
        ("min_label", Value::Number(3)),
        ("ns_parent", text(if preset == Preset::St { "registered" } else { "any" })),
        ("host_addresses", text("global")),
        ("sink", text("invalid")),
        ("max_ds", Value::Number(1)),
        ("ds_digests", Value::List(vec![Value::Number(4)])),
        ("ds_algorithms", Value::List(vec![])),
        ("hyphens", text(if preset == Preset::St { "ace_only" } else { "forbid" })),
        ("idn_scripts", texts(&["Latn", "Hani+Hira+Kana"])),
        ("authinfo_on_create", text("unset")),
        ("authinfo_min_length", Value::Number(16)),
        ("authinfo_ttl", text("P14D")),
        ("fee_ack", Value::Flag(preset == Preset::St)),
        ("required_claims", Value::List(vec![claim])),
        ("disclose", texts(&["email"])),
        ("sandbox_year", text("PT6S")),
    ]);
    PolicyVersion::create(&PolicyPatch::read(&patch), now()).expect("a policy")
}

fn history(given: &Given, text: &str) -> Option<PolicyHistory> {
    let rule = rule(text);
    given.read(move |snapshot| snapshot.policy(&rule))
}

contract!(l2_every_version_is_kept_to_the_last_member, |given| {
    for (text, preset) in [("st", Preset::St), ("*.bd", Preset::Default), ("!www.ck", Preset::Default)] {
        let first = another(preset);
        let plain = preset.policy();
        for ((member, one), (_, other)) in first.policy.members().into_iter().zip(plain.members()) {
            let follows = ["auto_renew_grace", "expire_hold_after", "expire_delete_after"];
            assert!(one != other || follows.contains(&member), "{member} is tried");
        }
        let later = now() + TimeDelta::microseconds(1);
        let second = PolicyVersion { number: 2, valid_from: later, preset, policy: plain };
        let versions = vec![first, second];
        let stored = versions.clone();
        given.write(move |tx| {
            stored.iter().rev().try_for_each(|version| tx.insert_policy_version(&rule(text), version))
        });
        assert_eq!(history(given, text), PolicyHistory::from_stored(versions), "{text}");
    }
    assert_eq!(history(given, "bd"), None);
    let asked = ["bd", "*.bd", "st"].map(rule);
    let found = given.read(move |snapshot| snapshot.policies_of(&asked));
    let rules: Vec<String> = found.iter().map(|(rule, _)| rule.to_string()).collect();
    assert_eq!(rules, ["*.bd", "st"]);
    assert_eq!(Some(&found[1].1), history(given, "st").as_ref());
    assert!(given.read(|snapshot| snapshot.policies_of(&[])).is_empty());
});

contract!(a_version_whose_number_is_there_is_a_lost_race, |given| {
    given.write(|tx| tx.insert_policy_version(&rule("st"), &another(Preset::St)));
    let mut first = true;
    given.write(move |tx| {
        if std::mem::replace(&mut first, false) {
            let again = tx.insert_policy_version(&rule("st"), &another(Preset::Default));
            assert!(matches!(again, Err(StoreError::LostRace)));
            return Err(StoreError::LostRace);
        }
        tx.insert_policy_version(&rule("*.st"), &another(Preset::Default))
    });
    assert_eq!(history(given, "st").map(|history| history.versions().len()), Some(1));
});

fn special(pattern: &str, kind: SpecialKind) -> SpecialName {
    let pattern = LabelPattern::parse(pattern).expect("a pattern");
    SpecialName { pattern, kind, account: None, fee: None, reason: None }
}

fn put(tx: &mut dyn UnitOfWork, rule: &TldPattern) -> Stored<()> {
    let reserved = SpecialName {
        account: Some(AccountName::parse("ACME").expect("a handle")),
        reason: Some(Description::parse("kept, „for“ \n them").expect("a text")),
        ..special("blue", SpecialKind::Reserved)
    };
    let fee = Some(Fee::parse("0250.50", "eur").expect("a fee"));
    let premium = SpecialName { fee, ..special("????", SpecialKind::Premium) };
    let others = [special("abcd", SpecialKind::Premium), special("??", SpecialKind::Reserved)];
    tx.put_special_names(rule, &[reserved, premium])?;
    tx.put_special_names(rule, &others)
}

contract!(n5_a_label_wins_over_its_length, |given| {
    given.write(|tx| put(tx, &rule("st")));
    let found = |text: &str, label: &str| {
        let (rule, label) = (rule(text), label.to_owned());
        given.read(move |snapshot| snapshot.special_name(&rule, &label))
    };
    let blue = found("st", "blue").expect("there");
    assert_eq!(blue.account.as_ref().map(AccountName::as_str), Some("ACME"));
    assert_eq!(blue.reason.as_ref().map(Description::as_str), Some("kept, „for“ \n them"));
    let red = found("st", "reds").expect("by its length");
    assert_eq!(red.fee.as_ref().map(|fee| (fee.amount(), fee.currency())), Some(("250.50", "EUR")));
    assert_eq!((red.kind, red.account.is_none(), red.reason), (SpecialKind::Premium, true, None));
    assert_eq!(found("st", "abcd"), Some(special("abcd", SpecialKind::Premium)));
    assert_eq!((found("st", "red"), found("co.st", "blue"), found("st", &"x".repeat(300))), (None, None, None));
});

contract!(p1_special_names_are_paged_by_their_pattern_and_replaced_by_it, |given| {
    given.write(|tx| put(tx, &rule("st")));
    let page = |kind: Option<SpecialKind>, marker: Option<&str>, limit: usize| {
        let marker = marker.map(|text| LabelPattern::parse(text).expect("a pattern"));
        let found = given.read(move |snapshot| snapshot.special_names(&rule("st"), kind, marker.as_ref(), limit));
        found.into_iter().map(|name| name.pattern.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(page(None, None, 9), ["??", "????", "abcd", "blue"]);
    assert_eq!(page(None, Some("????"), 1), ["abcd"]);
    assert_eq!(page(None, Some("????????"), 9), ["abcd", "blue"], "the marker may be gone");
    assert_eq!(page(Some(SpecialKind::Premium), None, 9), ["????", "abcd"]);
    assert_eq!(page(Some(SpecialKind::Reserved), Some("??"), 9), ["blue"]);
    given.write(|tx| {
        let twice = [special("blue", SpecialKind::Reserved), special("blue", SpecialKind::Premium)];
        tx.put_special_names(&rule("st"), &[])?;
        tx.put_special_names(&rule("st"), &twice)
    });
    let blue = given.read(|snapshot| snapshot.special_name(&rule("st"), "blue"));
    assert_eq!(blue, Some(special("blue", SpecialKind::Premium)), "the later one stays");
    let blue = LabelPattern::parse("blue").expect("a pattern");
    let deleted = given.write(move |tx| {
        Ok([tx.delete_special_name(&rule("st"), &blue)?, tx.delete_special_name(&rule("st"), &blue)?])
    });
    assert_eq!(deleted, [true, false]);
    assert_eq!(page(None, None, 9), ["??", "????", "abcd"]);
});

contract!(a_policy_goes_with_its_special_names_and_with_no_others, |given| {
    given.write(|tx| {
        for text in ["st", "*.st"] {
            tx.insert_policy_version(&rule(text), &another(Preset::St))?;
            put(tx, &rule(text))?;
        }
        tx.delete_policy(&rule("st"))
    });
    assert_eq!(history(given, "st"), None);
    assert!(history(given, "*.st").is_some());
    let left =
        |text: &'static str| given.read(move |snapshot| snapshot.special_names(&rule(text), None, None, 9)).len();
    assert_eq!((left("st"), left("*.st")), (0, 4));
});

contract!(section_7_a_policy_is_used_while_domains_stand_under_it, |given| {
    let used = |text: &'static str| given.read(move |snapshot| snapshot.is_policy_used(&rule(text)));
    assert!(!used("st"));
    let blue = given.write(|tx| {
        let [acme] = accounts(tx, ["acme"])?;
        tx.insert_domain(&domain("blue.st", acme))
    });
    assert!(used("st") && !used("*.st"));
    given.write(move |tx| tx.delete_domain(blue));
    assert!(!used("st"));
});

contract!(a_policy_that_cannot_be_read_is_damage, |given| {
    given.write(|tx| tx.insert_policy_version(&rule("st"), &another(Preset::St)));
    given.by_hand("UPDATE policies SET preset = 'gone'");
    let read = jobs::read(&*given.store, |snapshot| snapshot.policy(&rule("st")));
    assert!(matches!(read, Err(StoreError::Broken(cause)) if cause.to_string().contains("gone")));
    assert_eq!(given.read(|snapshot| snapshot.accounts_numbered(&[AccountId(7)])), Vec::new());
});
