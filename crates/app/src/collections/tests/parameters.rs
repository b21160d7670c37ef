//! Which parameters make which search, and what is told of those that make none (rules F1, F3, F4, F5, Q1).

use super::*;

#[test]
fn f2_without_anything_it_is_everything_in_the_callers_scope() {
    let all = found::<DomainField>(&[]);
    let expected = Search {
        scope: ACME,
        conditions: Vec::new(),
        any: false,
        sort: None,
        descending: false,
        offset: 0,
        limit: DEFAULT_LIMIT,
    };
    assert_eq!(all, expected);
    assert_eq!(read::<DomainField>(&[], None).unwrap().scope, None, "an admin's is all there is");
    let blank = found::<DomainField>(&[("do", ""), ("limit", " "), ("offset", ""), ("sort_field", ""), ("op", "")]);
    assert_eq!(blank, expected);
}

#[test]
fn section_9_a_query_is_read_as_it_was_sent() {
    let search = found::<ContactField>(&[
        ("do", "search"),
        ("field[city][like]", "A%_x"),
        ("field[cc][eq][]", "st"),
        ("field[crDate][gte]", "2026-11-21"),
        ("field[cc][eq][]", "DE"),
        ("op", "or"),
        ("limit", "20"),
        ("offset", "40"),
        ("sort_field", "upDate"),
        ("sort_direction", "desc"),
        ("dry_run", "true"),
    ]);
    let condition = |field, comparison| Condition { field, comparison };
    let created = Comparison::AtLeast(Sought::At(at("2026-11-21T00:00:00Z")));
    let conditions = vec![
        condition(ContactField::City, Comparison::Like("A%_x".into())),
        condition(ContactField::Country, Comparison::In(vec![text("ST"), text("DE")])),
        condition(ContactField::Created, created),
    ];
    let sort = Some(ContactField::Updated);
    assert_eq!(search, Search { scope: ACME, conditions, any: true, sort, descending: true, offset: 40, limit: 20 });
}

#[test]
fn f1_every_operator_is_read() {
    let is = |operator: &str| compared::<DomainField>(&format!("field[name][{operator}]"), "a.st");
    assert_eq!(is("eq"), Comparison::In(vec![text("a.st")]));
    assert_eq!((is("neq"), is("not")), (Comparison::NotIn(vec![text("a.st")]), Comparison::NotIn(vec![text("a.st")])));
    assert_eq!(is("like"), Comparison::Like("a.st".into()));
    assert_eq!(is("nlike"), Comparison::NotLike("a.st".into()));
    assert_eq!((is("lt"), is("gt")), (Comparison::Less(text("a.st")), Comparison::Greater(text("a.st"))));
    assert_eq!((is("lte"), is("gte")), (Comparison::AtMost(text("a.st")), Comparison::AtLeast(text("a.st"))));
}

#[test]
fn f1_several_on_one_field_all_count_and_lists_are_one() {
    let search = found::<DomainField>(&[
        ("field[exDate][gt]", "1"),
        ("field[exDate][lt]", "9"),
        ("field[ns][eq][0]", "a.st"),
        ("field[ns][neq][]", "c.st"),
        ("field[ns][eq]", "d.st"),
        ("field[ns][eq][17]", "null"),
    ]);
    let lists: Vec<_> = search.conditions.into_iter().skip(2).map(|condition| condition.comparison).collect();
    assert_eq!(
        lists,
        [
            Comparison::In(vec![text("a.st"), Sought::Unset]),
            Comparison::NotIn(vec![text("c.st")]),
            Comparison::In(vec![text("d.st")]),
        ]
    );
}

#[test]
fn f5_every_fault_is_told_at_its_parameter() {
    let query = [
        ("do", "find"),
        ("field[colour][eq]", "red"),
        ("field[name][is]", "a.st"),
        ("field[crDate][like]", "2026%"),
        ("field[crDate][eq]", "yesterday"),
        ("field[ns][lt]", "a.st"),
        ("field[exDate][gt][]", "1"),
        ("field[clID][eq]", "zeta"),
        ("op", "xor"),
        ("sort_direction", "up"),
        ("sort_field", "registrant"),
        ("limit", "1001"),
        ("offset", "1000001"),
    ];
    let expected = [
        ("query:do", "unknown-do"),
        ("query:field[colour][eq]", "unknown-field"),
        ("query:field[name][is]", "unknown-operator"),
        ("query:field[crDate][like]", "no-pattern"),
        ("query:field[crDate][eq]", "bad-value"),
        ("query:field[ns][lt]", "no-order"),
        ("query:field[exDate][gt][]", "no-list"),
        ("query:field[clID][eq]", "unknown-field"),
        ("query:op", "unknown-word"),
        ("query:sort_direction", "unknown-word"),
        ("query:sort_field", "unknown-field"),
        ("query:limit", "range"),
        ("query:offset", "range"),
    ];
    let told = told::<DomainField>(&query, ACME);
    assert_eq!(told.iter().map(|(place, reason)| (place.as_str(), *reason)).collect::<Vec<_>>(), expected);
}

#[test]
fn f5_the_known_fields_are_in_the_message_and_an_admin_knows_one_more() {
    let query = pairs(&[("field[x][eq]", "1"), ("sort_field", "x")]);
    let detail = |scope| {
        let wrong = read::<HostField>(&query, scope).unwrap_err();
        wrong.into_iter().map(|objection| objection.detail).collect::<Vec<_>>()
    };
    let fields = r#""x" is no field here; those are name, crDate, upDate, v4, v6, status, assignedTo"#;
    let sortable = r#""x" is no field to sort by; those are name, crDate, upDate"#;
    assert_eq!(detail(ACME), [fields, sortable]);
    assert_eq!(detail(None), [&format!("{fields}, clID"), sortable]);
}

#[test]
fn f4_an_admin_searches_by_sponsor_in_every_collection() {
    let query = pairs(&[("field[clID][eq]", "Zeta")]);
    let condition = Comparison::In(vec![text("zeta")]);
    assert_eq!(read::<DomainField>(&query, None).unwrap().conditions[0].comparison, condition);
    assert_eq!(read::<ContactField>(&query, None).unwrap().conditions[0].field, ContactField::Sponsor);
    assert_eq!(read::<HostField>(&query, None).unwrap().conditions[0].field, HostField::Sponsor);
    assert_eq!(read::<MessageField>(&query, None).unwrap().conditions[0].field, MessageField::Sponsor);
}

#[test]
fn f3_limits_and_offsets_have_their_range() {
    for (limit, offset) in [("0", "0"), ("1000", "1000000"), ("0010", "5")] {
        let span = Span::read(&pairs(&[("limit", limit), ("offset", offset)])).unwrap();
        assert_eq!((span.limit, span.offset), (limit.parse().unwrap(), offset.parse().unwrap()));
    }
    for bad in ["-1", "+1", "1.0", "1e3", "0x10", "١", "1001", "99999999999999999999999", "ten", "1 0", "null", "\0"] {
        assert_eq!(Span::read(&pairs(&[("limit", bad)])).unwrap_err()[0].place, "query:limit", "{bad:?}");
    }
    assert_eq!(Span::read(&pairs(&[("limit", "5"), ("limit", "7")])).unwrap().limit, 7, "the last one counts");
}

#[test]
fn a_parameter_that_looks_like_a_condition_is_one_or_is_told() {
    for strange in [
        "field",
        "fields[name][eq]",
        "field[name]",
        "field[name][eq]x",
        "field[name][eq",
        "field[name]eq]",
        "field[name][eq][",
        "field[name][eq][a]",
        "field[name][eq][-1]",
        "field[name][eq][][]",
        "field[[name]][eq]",
        "field[name] [eq]",
        "field.name.eq",
        "field]name[",
    ] {
        assert_eq!(reason::<DomainField>(strange, "a.st"), "unknown-field", "{strange}");
    }
    let parts = [
        ("field[][eq]", "unknown-field"),
        ("field[name][EQ]", "unknown-operator"),
        ("field[name][]", "unknown-operator"),
    ];
    for (strange, expected) in parts {
        assert_eq!(reason::<DomainField>(strange, "a.st"), expected);
    }
    assert_eq!(told::<DomainField>(&[("field[x][y]", "")], ACME).len(), 2, "field and operator are told apart");
    assert!(told::<DomainField>(&[("Field[x][y]", ""), ("", ""), ("dofield", "x")], ACME).is_empty());
}

#[test]
fn what_is_repeated_of_a_query_is_short_and_clean() {
    let name = format!("field[{}\0][eq]", "é".repeat(1_000_000));
    let wrong = read::<DomainField>(&pairs(&[(&name, "x"), ("sort_field", &name)]), ACME).unwrap_err();
    for objection in wrong {
        assert!(objection.place.chars().count() < 100 && objection.detail.chars().count() < 300, "{objection:?}");
        assert!(!objection.place.chars().chain(objection.detail.chars()).any(char::is_control));
    }
}

#[test]
fn a_search_has_so_many_conditions_and_values_and_a_flood_is_one_fault() {
    let condition = ("field[name][like]".to_owned(), "%".to_owned());
    assert_eq!(read::<DomainField>(&vec![condition.clone(); MOST_CONDITIONS], ACME).unwrap().conditions.len(), 100);
    let wrong = read::<DomainField>(&vec![condition; 50_000], ACME).unwrap_err();
    assert_eq!((wrong.len(), wrong[0].reason), (1, "too-many"));
    let value = ("field[name][eq][]".to_owned(), "a.st".to_owned());
    assert_eq!(read::<DomainField>(&vec![value.clone(); MOST_VALUES], ACME).unwrap().conditions.len(), 1);
    assert_eq!(read::<DomainField>(&vec![value; MOST_VALUES + 1], ACME).unwrap_err()[0].reason, "too-many");
    let strange = ("field[".to_owned(), String::new());
    assert!(read::<DomainField>(&vec![strange; 50_000], ACME).unwrap_err().len() <= MOST_VALUES + 1);
}

#[test]
fn q1_clients_ask_for_unread_messages_so() {
    let query = [("do", "search"), ("field[ntDate][eq]", "null"), ("sort_field", "crDate"), ("sort_direction", "desc")];
    assert!(is_search(&pairs(&query)) && !is_search(&pairs(&query[1..])));
    assert!(is_search(&pairs(&[("do", "other")])), "which is refused then");
    let search = found::<MessageField>(&query);
    assert_eq!((search.sort, search.descending, search.limit), (Some(MessageField::Created), true, 100));
    assert_eq!(search.conditions[0].comparison, Comparison::In(vec![Sought::Unset]));
}
