//! Record types as this face spells them: in paths, in the keys of trees and changes, in argument names (rules R9, R13, C6).

use domesday_dns::RecordType;

use super::shapes::SHAPES;

/// The types that can be asked for and have no records here (R13): reads are empty, writes refused.
const WITHOUT_RECORDS: [&str; 2] = ["alias", "policy"];

/// The type of `<TYPE>Record` or `record_type`, in any case, `TYPEn` too. None for what no zone holds as records of its own (R3 of
/// `zones.md`): questions, transports and what a signer makes.
pub(crate) fn type_of(name: &str) -> Option<RecordType> {
    name.parse().ok().filter(|rtype: &RecordType| !rtype.is_meta() && !rtype.is_signer_made())
}

/// The key of ALIAS or POLICY, in any case: types that this face knows and that have no records.
pub(crate) fn without_records(name: &str) -> Option<&'static str> {
    WITHOUT_RECORDS.into_iter().find(|key| key.eq_ignore_ascii_case(name))
}

/// Every key that a tree (R9) or a change (C6) has in any case, in their order: each type of R13, and those without records.
pub(crate) fn keys() -> impl Iterator<Item = (&'static str, Option<RecordType>)> {
    let mut keys: Vec<_> = SHAPES.iter().map(|shape| (shape.key, Some(shape.rtype))).collect();
    keys.extend(WITHOUT_RECORDS.map(|key| (key, None)));
    keys.sort_unstable_by_key(|(key, _)| *key);
    keys.into_iter()
}

/// A type in keys: `a`, `type65280`.
pub(crate) fn key(rtype: RecordType) -> String {
    rtype.to_string().to_ascii_lowercase()
}

/// The member of a tree that holds the records of a type (R9): `a_records`.
pub(crate) fn tree_key(key: &str) -> String {
    format!("{key}_records")
}

/// The member of a change that holds the rdata of a type (C6): `rdata_a`.
pub(crate) fn change_key(key: &str) -> String {
    format!("rdata_{key}")
}

/// The argument that replaces a set (R6): `ARecords`.
pub(crate) fn set_argument(rtype: RecordType) -> String {
    format!("{rtype}Records")
}
