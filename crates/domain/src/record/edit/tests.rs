//! What an edit makes of a set, and when it needs a condition.

use domesday_dns::Name;

use super::*;

fn rdata(text: &str) -> Rdata {
    Rdata::parse(RecordType::TXT, text).unwrap()
}

fn stored(texts: &[&str], ttl: Option<u32>) -> RecordSet {
    let at = DateTime::<Utc>::UNIX_EPOCH;
    let record = |(number, text): (usize, &&str)| Record { number: number as i64, rdata: rdata(text) };
    let records = texts.iter().enumerate().map(record).collect();
    let owner = Name::parse("a.example.org").unwrap();
    RecordSet {
        owner,
        rtype: RecordType::TXT,
        ttl,
        origin: Origin::User,
        records,
        spellings: Default::default(),
        cut: None,
        revision: 1,
        created: at,
        updated: at,
    }
}

fn edit(rtype: RecordType, edit: Edit) -> SetEdit {
    SetEdit { owner: Name::parse("a.example.org").unwrap(), rtype, edit, prefix: String::new() }
}

fn texts(values: &[Rdata]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

#[test]
fn r19_add_and_remove_meet_what_is_there() {
    let before = stored(&["a", "b"], Some(60));
    let change = edit(
        RecordType::TXT,
        Edit { add: vec![rdata("b"), rdata("c")], remove: vec![rdata("a"), rdata("x")], ..Edit::default() },
    );
    let (values, ttl) = change.target(Some(&before));
    assert_eq!((texts(&values), ttl), (vec!["\"b\"".into(), "\"c\"".into()], Some(60)));
    let (values, ttl) = change.target(None);
    assert_eq!((texts(&values), ttl), (vec!["\"b\"".into(), "\"c\"".into()], None), "it makes the set when missing");
}

#[test]
fn r18_a_put_replaces_ttl_and_values() {
    let before = stored(&["a"], Some(60));
    let put =
        edit(RecordType::TXT, Edit { replace: Some(vec![rdata("z"), rdata("z")]), ttl: Some(None), ..Edit::default() });
    let (values, ttl) = put.target(Some(&before));
    assert_eq!((texts(&values), ttl), (vec!["\"z\"".into()], None));
}

#[test]
fn r13_spf_is_a_view_of_the_txt_set() {
    let before = stored(&["v=spf1 -all", "other", "v=spf10"], None);
    let view = spf_view(&before).unwrap();
    assert_eq!(view.rtype, RecordType::SPF);
    assert_eq!(view.records.len(), 1, "v=spf10 is not SPF");
    let spf = Rdata::parse(RecordType::SPF, "v=spf1 mx").unwrap();
    let put = edit(RecordType::SPF, Edit { replace: Some(vec![spf]), ..Edit::default() });
    assert_eq!(put.key().1, RecordType::TXT);
    assert_eq!(texts(&put.target(Some(&before)).0), ["\"other\"", "\"v=spf10\"", "\"v=spf1 mx\""]);
    assert_eq!(spf_view(&stored(&["other"], None)), None);
}

#[test]
fn r13_r18_spf_beside_other_texts_is_a_new_set_to_its_caller() {
    let before = stored(&["other"], Some(60));
    let spf = Rdata::parse(RecordType::SPF, "v=spf1 mx").unwrap();
    let put = |precondition| {
        let replace = Some(vec![spf.clone()]);
        edit(RecordType::SPF, Edit { replace, ttl: Some(None), precondition, ..Edit::default() })
    };
    assert_eq!(judge(&before, &put(Precondition::None), Verdict::NotGiven), Conditioned::Fine);
    assert_eq!(judge(&before, &put(Precondition::Absent), Verdict::NotGiven), Conditioned::Fine);
    assert_eq!(judge(&before, &put(Precondition::Exists), Verdict::NotGiven), Conditioned::Stale);
    assert_eq!(put(Precondition::None).target(Some(&before)).1, Some(60), "the other texts keep their TTL");
    let both = stored(&["other", "v=spf1 -all"], None);
    assert_eq!(judge(&both, &put(Precondition::None), Verdict::NotGiven), Conditioned::Wanted);
    let change = put(Precondition::None);
    assert_eq!(change.seen_outcome(Outcome::Replaced, Some(&before), Some(&both)), Outcome::Created);
    assert_eq!(change.seen_outcome(Outcome::Replaced, Some(&both), Some(&before)), Outcome::Deleted);
    assert_eq!(change.seen_outcome(Outcome::Replaced, Some(&both), Some(&both)), Outcome::Replaced);
}

#[test]
fn r16_what_others_write_needs_no_condition_to_be_refused() {
    let before = RecordSet { origin: Origin::Zone, ..stored(&["a"], None) };
    assert_eq!(zone_of(&before), Conditioned::Fine);
}

fn zone_of(before: &RecordSet) -> Conditioned {
    judge(
        before,
        &edit(RecordType::TXT, Edit { replace: Some(vec![rdata("z")]), ..Edit::default() }),
        Verdict::NotGiven,
    )
}

fn judge(before: &RecordSet, edit: &SetEdit, whole_zone: Verdict) -> Conditioned {
    edit.judge(crate::zone::ZoneId(1), Some(before), whole_zone)
}

#[test]
fn r18_r19_r20_which_changes_need_a_condition() {
    let before = stored(&["a"], Some(60));
    let with = |edit_: Edit| judge(&before, &edit(RecordType::TXT, edit_), Verdict::NotGiven);
    assert_eq!(zone_of(&before), Conditioned::Wanted);
    assert_eq!(
        with(Edit { replace: Some(vec![rdata("a")]), ttl: Some(Some(60)), ..Edit::default() }),
        Conditioned::Fine,
        "same content"
    );
    assert_eq!(with(Edit { ttl: Some(None), ..Edit::default() }), Conditioned::Wanted);
    assert_eq!(with(Edit { add: vec![rdata("b")], ..Edit::default() }), Conditioned::Fine);
    assert_eq!(with(Edit { replace: Some(vec![]), ..Edit::default() }), Conditioned::Fine, "DELETE does not demand it");
    let tagged = |tag: &str| Edit {
        replace: Some(vec![rdata("z")]),
        precondition: Precondition::from_if_match(tag),
        ..Edit::default()
    };
    assert_eq!(with(tagged("\"1.1\"")), Conditioned::Fine);
    assert_eq!(with(tagged("\"1.2\"")), Conditioned::Stale);
    assert_eq!(with(Edit { precondition: Precondition::Absent, ..tagged("") }), Conditioned::Stale);
    let replaced = edit(RecordType::TXT, Edit { replace: Some(vec![rdata("z")]), ..Edit::default() });
    assert_eq!(judge(&before, &replaced, Verdict::Holds), Conditioned::Fine, "the zone's tag serves for all");
}
