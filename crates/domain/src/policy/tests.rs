//! Policies as wholes: the presets against the table of the specification, and every way to change one.

mod change;
mod special;

use chrono::{DateTime, TimeDelta, Utc};

use super::*;
use crate::account::AccountName;
use crate::contact::ContactField;
use crate::fault::Fault;
use crate::word::Word;

const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

fn members(members: &[(&str, Value)]) -> Value {
    Value::Members(members.iter().map(|(member, value)| ((*member).to_owned(), value.clone())).collect())
}

fn patch(of: &[(&str, Value)]) -> PolicyPatch {
    PolicyPatch::read(&members(of))
}

fn list(of: &[&str]) -> Value {
    Value::List(of.iter().map(|text| Value::from(*text)).collect())
}

fn numbers(of: &[i64]) -> Value {
    Value::List(of.iter().map(|number| Value::Number(*number)).collect())
}

fn made(preset: Preset) -> PolicyVersion {
    PolicyVersion::create(&patch(&[("preset", preset.as_str().into())]), NOW).unwrap()
}

fn told(faults: &[Fault]) -> Vec<(&str, &str)> {
    faults.iter().map(|fault| (fault.place.as_str(), fault.code)).collect()
}

fn shown(policy: &Policy) -> Vec<String> {
    fn text(value: &Value) -> String {
        match value {
            Value::Null => "null".to_owned(),
            Value::Flag(flag) => flag.to_string(),
            Value::Number(number) => number.to_string(),
            Value::Decimal(text) | Value::Text(text) => text.clone(),
            Value::List(values) => format!("[{}]", values.iter().map(text).collect::<Vec<_>>().join(",")),
            Value::Members(members) => members.iter().map(|(_, value)| text(value)).collect::<Vec<_>>().join(" "),
        }
    }
    policy.members().iter().map(|(member, value)| format!("{member}={}", text(value))).collect()
}

#[test]
fn section_7_the_presets_are_those_of_the_table() {
    let default = shown(&Preset::Default.policy());
    let expected = "registrations=open accredited=all min_years=1 max_years=10 months=false add_grace=P5D renew_grace=P5D \
        transfer_grace=P5D at_expiry=auto_renew auto_renew_grace=P45D expire_hold_after=null expire_delete_after=null \
        redemption=P30D pending_delete=P5D expiry_notices=[] transfer_model=standard transfer_window=P5D transfer_lock=P0D \
        transfer_years=1 min_ns=0 max_ns=13 min_label=1 ns_parent=registered host_addresses=unicast sink=null max_ds=8 \
        ds_digests=[2,4] ds_algorithms=[8,10,13,14,15,16] hyphens=ace_only idn_scripts=[] authinfo_on_create=generate \
        authinfo_min_length=20 authinfo_ttl=null fee_ack=true required_claims=[] disclose=[org,addr.sp,addr.cc] \
        sandbox_year=null contacts=optional optional optional optional optional optional optional optional";
    assert_eq!(default.join(" "), expected);
    let st = shown(&Preset::St.policy());
    let different: Vec<_> = st.iter().filter(|member| !default.contains(member)).map(String::as_str).collect();
    assert_eq!(
        different,
        [
            "months=true",
            "at_expiry=expire",
            "auto_renew_grace=null",
            "expire_hold_after=P0D",
            "expire_delete_after=P40D",
            "expiry_notices=[P30D,P14D]",
            "transfer_window=P7D",
            "transfer_lock=P60D",
            "ns_parent=any",
            "hyphens=forbid",
            "authinfo_min_length=8",
            "fee_ack=false",
            "contacts=required optional optional optional optional optional optional optional",
        ]
    );
}

#[test]
fn section_7_presets_satisfy_their_own_rules_and_read_back_as_themselves() {
    for preset in Preset::ALL {
        let policy = preset.policy();
        assert_eq!(policy.broken_relations(), []);
        let mut sent: Vec<_> = policy.members();
        sent.push(("preset", preset.as_str().into()));
        let made = PolicyVersion::create(&patch(&sent), NOW).unwrap();
        assert_eq!((made.policy, made.preset, made.number), (policy, *preset, 1));
    }
    assert_eq!(PolicyVersion::create(&patch(&[]), NOW).unwrap().preset, Preset::Default);
}

#[test]
fn section_7_every_wrong_member_is_named_at_once() {
    let sent = patch(&[
        ("preset", "com".into()),
        ("registrations", "ajar".into()),
        ("accredited", list(&["acme", "a b", "search"])),
        ("min_years", Value::Number(11)),
        ("max_years", Value::Number(-1)),
        ("months", "true".into()),
        ("add_grace", "5 days".into()),
        ("redemption", "P3651D".into()),
        ("expiry_notices", list(&["P30D", "P0D", "P1W"])),
        ("transfer_years", Value::Decimal("1.5".into())),
        ("contacts", members(&[("registrant", "needed".into()), ("owner", "optional".into())])),
        ("min_ns", Value::Number(33)),
        ("max_ns", Value::Number(0)),
        ("sink", "a_b.example".into()),
        ("ds_digests", numbers(&[2, 0, 7])),
        ("ds_algorithms", numbers(&[13, 1, 255])),
        ("idn_scripts", list(&["Latn", "Latin"])),
        ("authinfo_min_length", Value::Number(65)),
        ("authinfo_ttl", "P0D".into()),
        (
            "required_claims",
            Value::List(vec![members(&[("claim", "shoe".into())]), members(&[("within", "x".into())])]),
        ),
        ("disclose", list(&["org", "addr.planet"])),
        ("sandbox_year", "PT0S".into()),
        ("version", Value::Number(3)),
        ("colour", "red".into()),
        ("a/b", Value::Null),
    ]);
    let faults = PolicyVersion::create(&sent, NOW).unwrap_err();
    assert_eq!(
        told(&faults),
        [
            ("/preset", "unknown-word"),
            ("/registrations", "unknown-word"),
            ("/accredited/1", "handle"),
            ("/accredited/2", "handle"),
            ("/min_years", "out-of-range"),
            ("/max_years", "out-of-range"),
            ("/months", "wrong-type"),
            ("/add_grace", "duration"),
            ("/redemption", "duration"),
            ("/expiry_notices/1", "out-of-range"),
            ("/expiry_notices/2", "duration"),
            ("/transfer_years", "wrong-type"),
            ("/contacts/registrant", "unknown-word"),
            ("/contacts/owner", "unknown-member"),
            ("/min_ns", "out-of-range"),
            ("/max_ns", "out-of-range"),
            ("/sink", "name"),
            ("/ds_digests/1", "out-of-range"),
            ("/ds_digests/2", "out-of-range"),
            ("/ds_algorithms/1", "out-of-range"),
            ("/ds_algorithms/2", "out-of-range"),
            ("/idn_scripts/1", "scripts"),
            ("/authinfo_min_length", "out-of-range"),
            ("/authinfo_ttl", "out-of-range"),
            ("/required_claims/0/claim", "unknown-word"),
            ("/required_claims/0/within", "required"),
            ("/required_claims/1/within", "duration"),
            ("/required_claims/1/claim", "required"),
            ("/disclose/1", "unknown-word"),
            ("/sandbox_year", "out-of-range"),
            ("/version", "read-only"),
            ("/colour", "unknown-member"),
            ("/a~1b", "unknown-member"),
        ]
    );
    assert_eq!(
        told(&PolicyVersion::create(&PolicyPatch::read(&list(&["st"])), NOW).unwrap_err()),
        [("", "wrong-type")]
    );
}

#[test]
fn section_7_members_that_contradict_one_another_are_named_too() {
    let sent = patch(&[
        ("preset", "st".into()),
        ("min_years", Value::Number(6)),
        ("max_years", Value::Number(5)),
        ("min_ns", Value::Number(3)),
        ("max_ns", Value::Number(2)),
        ("expire_hold_after", "P41D".into()),
        ("contacts", members(&[("registrant", "forbidden".into())])),
        (
            "required_claims",
            Value::List(vec![
                members(&[("claim", "email".into()), ("within", "P15D".into())]),
                members(&[("claim", "email".into()), ("within", "P0D".into())]),
            ]),
        ),
        ("transfer_lock", "soon".into()),
    ]);
    assert_eq!(
        told(&PolicyVersion::create(&sent, NOW).unwrap_err()),
        [
            ("/transfer_lock", "duration"),
            ("/min_years", "above-maximum"),
            ("/min_ns", "above-maximum"),
            ("/expire_hold_after", "above-maximum"),
            ("/required_claims", "claim-twice"),
            ("/required_claims", "no-registrant"),
        ]
    );
    let unreadable = patch(&[("min_years", Value::Number(6)), ("max_years", "five".into())]);
    assert_eq!(told(&PolicyVersion::create(&unreadable, NOW).unwrap_err()), [("/max_years", "wrong-type")]);
}

#[test]
fn l12_what_can_be_required_are_the_claims_of_a_contact() {
    for field in ContactField::ALL {
        let claim = members(&[("claim", field.as_str().into()), ("within", "P15D".into())]);
        let made = PolicyVersion::create(&patch(&[("required_claims", Value::List(vec![claim]))]), NOW).unwrap();
        assert_eq!(made.policy.required_claims[0].claim, *field);
    }
}
