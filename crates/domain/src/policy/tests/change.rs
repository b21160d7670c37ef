//! Every way to change a policy, and what a history of changes says of the past.

use proptest::prelude::*;

use super::*;

#[test]
fn section_7_a_patch_merges_and_null_is_what_the_preset_says() {
    let st = made(Preset::St);
    let change = patch(&[
        ("transfer_lock", Value::Null),
        ("redemption", "PT1H".into()),
        ("contacts", members(&[("tech", "required".into()), ("registrant", "optional".into())])),
        ("accredited", list(&["acme", "ACME", "zeta"])),
        ("sink", "Sink.Example.".into()),
        ("idn_scripts", list(&["Latn", "Hani+Hira+Kana"])),
    ]);
    let next = st.patched(&change, NOW).unwrap().unwrap();
    assert_eq!((next.number, next.policy.transfer_lock.to_string().as_str()), (2, "P60D"));
    assert_eq!(next.policy.contacts.roles(ContactRule::Required).collect::<Vec<_>>(), [ContactRole::Tech]);
    let accredits = |handle| next.policy.accredited.accredits(&AccountName::parse(handle).unwrap());
    assert_eq!(["Acme", "ZETA", "other"].map(accredits), [true, true, false]);
    assert_eq!(next.policy.sink.as_ref().unwrap().to_string(), "sink.example");
    let back = [
        ("redemption", Value::Null),
        ("contacts", Value::Null),
        ("accredited", Value::Null),
        ("sink", Value::Null),
        ("idn_scripts", Value::Null),
    ];
    let back = next.patched(&patch(&back), NOW).unwrap().unwrap();
    assert_eq!((&back.policy, back.number), (&st.policy, 3));
    let one = next.patched(&patch(&[("contacts", members(&[("registrant", Value::Null)]))]), NOW).unwrap().unwrap();
    let rules = [ContactRole::Registrant, ContactRole::Tech].map(|role| one.policy.contacts.rule(role));
    assert_eq!(rules, [ContactRule::Required; 2]);
}

#[test]
fn section_7_a_put_starts_from_the_preset_again() {
    let changed = made(Preset::St).patched(&patch(&[("min_label", Value::Number(3))]), NOW).unwrap().unwrap();
    let put =
        changed.replaced(&patch(&[("preset", "st".into()), ("months", Value::Flag(false))]), NOW).unwrap().unwrap();
    assert_eq!((put.policy.min_label, put.policy.months, put.number), (1, false, 3));
    let preset = patch(&[("preset", "default".into())]);
    assert_eq!(told(&put.patched(&preset, NOW).unwrap_err()), [("/preset", "preset-stays")]);
    assert_eq!(put.replaced(&preset, NOW).unwrap().unwrap().policy, Preset::Default.policy());
    assert_eq!(put.patched(&patch(&[("preset", "st".into())]), NOW).unwrap(), None, "named again, it is no change");
}

#[test]
fn section_7_either_model_of_expiry_has_what_it_needs() {
    let st = made(Preset::St).patched(&patch(&[("at_expiry", "auto_renew".into())]), NOW).unwrap().unwrap();
    assert_eq!(st.policy.expiry(), Expiry::AutoRenew { grace: PolicyDuration::days(45) });
    let default = PolicyVersion::create(&patch(&[("at_expiry", "expire".into())]), NOW).unwrap();
    let days = PolicyDuration::days;
    assert_eq!(default.policy.expiry(), Expiry::Expire { hold_after: days(0), delete_after: days(40) });
    assert_eq!(default.policy.expire_delete_after, Some(days(40)), "and shows it");
}

#[test]
fn l2_an_event_is_judged_by_the_version_in_force_at_its_instant() {
    let first = made(Preset::Default);
    let at = |seconds| NOW + TimeDelta::seconds(seconds);
    let second = first.patched(&patch(&[("add_grace", "P1D".into())]), at(10)).unwrap().unwrap();
    let third = second.patched(&patch(&[("add_grace", "P2D".into())]), at(10)).unwrap().unwrap();
    let late = third.patched(&patch(&[("add_grace", "P3D".into())]), at(5)).unwrap().unwrap();
    assert_eq!(late.valid_from, at(10), "time never runs backwards in a history");
    assert_eq!(late.patched(&patch(&[("add_grace", "PT72H".into())]), at(99)).unwrap(), None, "equal is no version");
    let history = PolicyHistory::from_stored(vec![third, late, first, second]).unwrap();
    for (instant, number) in [(-5, 1), (0, 1), (9, 1), (10, 4), (11, 4), (1_000_000, 4)] {
        assert_eq!(history.in_force_at(at(instant)).unwrap().number, number, "{instant}");
    }
    assert_eq!(PolicyHistory::from_stored(Vec::new()), None);
}

#[test]
fn p2_the_length_of_a_year_is_set_at_creation_only() {
    let year = |text: &str| patch(&[("sandbox_year", text.into())]);
    let rehearsal = PolicyVersion::create(&year("PT6S"), NOW).unwrap();
    assert_eq!(rehearsal.policy.sandbox_year.unwrap().seconds(), 6);
    for changed in [year("PT7S"), patch(&[("sandbox_year", Value::Null)])] {
        assert_eq!(told(&rehearsal.patched(&changed, NOW).unwrap_err()), [("/sandbox_year", "only-at-creation")]);
        assert_eq!(told(&rehearsal.replaced(&changed, NOW).unwrap_err()), [("/sandbox_year", "only-at-creation")]);
    }
    assert_eq!(
        told(&made(Preset::St).patched(&year("P1D"), NOW).unwrap_err()),
        [("/sandbox_year", "only-at-creation")]
    );
    assert_eq!(
        rehearsal.replaced(&patch(&[("min_label", Value::Number(2))]), NOW).unwrap().unwrap().policy.sandbox_year,
        PolicyDuration::from_seconds(6)
    );
    assert_eq!(rehearsal.replaced(&year("PT6S"), NOW).unwrap(), None);
}

fn any_value() -> impl Strategy<Value = Value> {
    let words = [
        "open",
        "closed",
        "all",
        "st",
        "default",
        "P1D",
        "PT5S",
        "P0D",
        "expire",
        "auto_renew",
        "Latn",
        "org",
        "forbid",
        "any",
        "required",
        "acme",
        "immediate",
        "global",
        "unset",
        "nonsense",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Flag),
        (-1_i64..20).prop_map(Value::Number),
        proptest::sample::select(words.to_vec()).prop_map(Value::from),
    ];
    prop_oneof![
        4 => leaf.clone(),
        1 => proptest::collection::vec(leaf.clone(), 0..3).prop_map(Value::List),
        1 => proptest::collection::vec((proptest::sample::select(vec!["registrant", "tech", "claim"]), leaf), 0..3)
            .prop_map(|of| members(&of)),
    ]
}

fn any_patch() -> impl Strategy<Value = PolicyPatch> {
    let names: Vec<&'static str> = Preset::St.policy().members().into_iter().map(|(member, _)| member).collect();
    proptest::collection::vec((proptest::sample::select(names), any_value()), 0..5).prop_map(|of| patch(&of))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn section_7_a_patch_applied_twice_is_applied_once(change in any_patch(), st in any::<bool>()) {
        let before = made(if st { Preset::St } else { Preset::Default });
        if let Ok(Some(once)) = before.patched(&change, NOW) {
            prop_assert_eq!(once.patched(&change, NOW).unwrap(), None);
            prop_assert_eq!(once.policy.broken_relations(), vec![]);
            let stored = members(&once.policy.members());
            prop_assert_eq!(&Policy::from_stored(once.preset, &stored), &once.policy);
            let again = patch(&once.policy.members());
            prop_assert_eq!(before.patched(&again, NOW).unwrap().unwrap().policy, once.policy, "shown, it reads back");
        }
    }
}
