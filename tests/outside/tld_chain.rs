//! What rules about TLDs do beyond their face: to every way of making a zone, on every node, at the same moment, and at what cost.
//!
//! The oracle is [`oracle`]: it computes verdicts from the text of `docs/spec/tlds.md` section 5. The laws of the face itself are in
//! `tlds`; here it is asked what becomes of zones.

mod at_once;
mod blocked;
mod cost;
mod flag;
mod import;
mod kept;
mod oracle;
mod pair;
mod quota;
mod quota_races;
mod races;
mod rules;
mod step;
mod verdict;
mod ways;
