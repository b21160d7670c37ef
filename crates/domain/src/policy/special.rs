//! Names that a TLD reserves or sells dearer (rules N5, P1): single labels, or all labels of a length; the label itself wins.

use std::collections::HashMap;
use std::fmt;

use domesday_dns::Name;

use super::fee::{is_amount, is_currency};
use super::value::{Read, Show, Value, expected, parsed, text, word};
use super::{Fee, FeeProblem};
use crate::account::AccountName;
use crate::fault::{Fault, below};
use crate::tld::Description;
use crate::word::words;

/// Why a text matches no labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it is one label, or 1 to 63 question marks for any label of that length")]
pub struct LabelPatternProblem;

/// Which labels an entry is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LabelPattern {
    /// This one, in canonical form.
    Label(String),
    /// All of so many characters; of an internationalised label those of its A-label count.
    Length(u8),
}

impl LabelPattern {
    /// Reads a label in any spelling, or question marks.
    ///
    /// # Errors
    /// [`LabelPatternProblem`].
    pub fn parse(text: &str) -> Result<Self, LabelPatternProblem> {
        if !text.is_empty() && text.bytes().all(|octet| octet == b'?') {
            return u8::try_from(text.len()).ok().and_then(Self::of_length).ok_or(LabelPatternProblem);
        }
        let name = Name::parse(text).map_err(|_| LabelPatternProblem)?;
        let is_plain = !text.contains(['\\', '.']) && name.label_count() == 1 && name.is_host_name();
        if is_plain { Ok(Self::Label(name.to_string())) } else { Err(LabelPatternProblem) }
    }

    /// All labels of a length, 1 to 63.
    pub fn of_length(length: u8) -> Option<Self> {
        (1..=63).contains(&length).then_some(Self::Length(length))
    }
}

impl fmt::Display for LabelPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Label(label) => f.write_str(label),
            Self::Length(length) => f.write_str(&"?".repeat((*length).into())),
        }
    }
}

words! {
    /// What is special about a name.
    SpecialKind {
        /// Nobody registers it but the account that is named.
        Reserved = "reserved",
        /// It may cost something else.
        Premium = "premium",
    }
}

/// An entry about names of a TLD.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecialName {
    /// Which labels it is about.
    pub pattern: LabelPattern,
    /// What is special about them.
    pub kind: SpecialKind,
    /// Who may register a reserved one nonetheless.
    pub account: Option<AccountName>,
    /// What a premium one costs.
    pub fee: Option<Fee>,
    /// Why, for people.
    pub reason: Option<Description>,
}

impl SpecialName {
    /// Reads an entry as it was sent.
    ///
    /// # Errors
    /// All that is wrong with it; `/match` is the pattern.
    pub fn read(pattern: &str, members: &Value) -> Result<Self, Vec<Fault>> {
        let Value::Members(members) = members else { return expected("an object with `kind`", "") };
        let (mut kind, mut account, mut fee, mut reason, mut faults) = (None, None, None, None, Vec::new());
        let pattern =
            parsed(LabelPattern::parse, "label")(&pattern.into(), "/match").map_err(|wrong| faults.extend(wrong));
        for (member, value) in members.iter().filter(|(_, value)| *value != Value::Null) {
            let place = below("", member);
            let read = match member.as_str() {
                "kind" => word(value, &place).map(|read| kind = Some(read)),
                "account" => parsed(AccountName::parse, "handle")(value, &place).map(|read| account = Some(read)),
                "fee" => read_fee(value, &place).map(|read| fee = Some(read)),
                "reason" => parsed(Description::parse, "reason")(value, &place).map(|read| reason = Some(read)),
                _ => Err(vec![Fault::malformed(place, "unknown-member", "an entry has kind, account, fee and reason")]),
            };
            faults.extend(read.err().unwrap_or_default());
        }
        if kind.is_none() && !faults.iter().any(|fault| fault.place == "/kind") {
            faults.push(Fault::missing("/kind", "an entry is `reserved` or `premium`"));
        }
        let pointless = |place: &str, detail: &str| Fault::refused(place, "not-applicable", detail);
        match kind {
            Some(SpecialKind::Premium) if account.is_some() => {
                faults.push(pointless("/account", "only a reserved name is kept for an account"));
            }
            Some(SpecialKind::Reserved) if fee.is_some() => {
                faults.push(pointless("/fee", "only a premium name has a fee"));
            }
            _ => {}
        }
        match (pattern, kind) {
            (Ok(pattern), Some(kind)) if faults.is_empty() => Ok(Self { pattern, kind, account, fee, reason }),
            _ => Err(faults),
        }
    }

    /// The members, as they are sent; `match` first.
    pub fn members(&self) -> Vec<(&'static str, Value)> {
        let fee = self.fee.as_ref().map_or(Value::Null, |fee| {
            Value::Members(vec![("amount".into(), fee.amount().into()), ("currency".into(), fee.currency().into())])
        });
        vec![
            ("match", Value::Text(self.pattern.to_string())),
            ("kind", self.kind.show()),
            ("account", self.account.show()),
            ("fee", fee),
            ("reason", self.reason.as_ref().map_or(Value::Null, |reason| reason.as_str().into())),
        ]
    }

    /// Whether it keeps an account from registering the name (rule N5); `None` is a caller without one.
    pub fn refuses(&self, account: Option<&AccountName>) -> bool {
        let folded = |account: &AccountName| account.folded();
        self.kind == SpecialKind::Reserved
            && (self.account.is_none() || self.account.as_ref().map(folded) != account.map(folded))
    }
}

fn read_fee(value: &Value, place: &str) -> Read<Fee> {
    let Value::Members(members) = value else { return expected("an object with `amount` and `currency`", place) };
    let mut faults = Vec::new();
    let mut found = [None, None];
    for (member, value) in members {
        let place = below(place, member);
        // An amount may be a number: as it is written it is exact.
        let read = match (member.as_str(), value) {
            ("amount", Value::Number(number)) => Ok((0, number.to_string())),
            ("amount", Value::Decimal(number)) => Ok((0, number.clone())),
            ("amount", value) => text(value, &place).map(|text| (0, text.to_owned())),
            ("currency", value) => text(value, &place).map(|text| (1, text.to_owned())),
            _ => Err(vec![Fault::malformed(&place, "unknown-member", "a fee has `amount` and `currency`")]),
        };
        let problem = match &read {
            Ok((0, text)) if !is_amount(text) => Some(("amount", FeeProblem::Amount)),
            Ok((1, text)) if !is_currency(text) => Some(("currency", FeeProblem::Currency)),
            _ => None,
        };
        faults.extend(problem.map(|(code, problem)| Fault::malformed(&place, code, problem.to_string())));
        match read {
            Ok((at, text)) => found[usize::from(at != 0)] = Some(text),
            Err(wrong) => faults.extend(wrong),
        }
    }
    for (member, text) in ["amount", "currency"].iter().zip(&found) {
        if text.is_none() && !members.iter().any(|(given, _)| given == member) {
            faults.push(Fault::missing(below(place, member), "a fee has `amount` and `currency`"));
        }
    }
    match found {
        [Some(amount), Some(currency)] if faults.is_empty() => {
            Fee::parse(&amount, &currency).map_err(|problem| vec![Fault::malformed(place, "fee", problem.to_string())])
        }
        _ => Err(faults),
    }
}

/// The entries of a TLD, found in two look-ups.
#[derive(Clone, Debug, Default)]
pub struct SpecialNames(HashMap<LabelPattern, SpecialName>);

impl SpecialNames {
    /// The entry about a canonical label: one for the label itself, else one for its length.
    pub fn find(&self, label: &str) -> Option<&SpecialName> {
        let by_length = || self.0.get(&LabelPattern::of_length(u8::try_from(label.len()).ok()?)?);
        self.0.get(&LabelPattern::Label(label.to_owned())).or_else(by_length)
    }
}

impl FromIterator<SpecialName> for SpecialNames {
    fn from_iter<I: IntoIterator<Item = SpecialName>>(entries: I) -> Self {
        Self(entries.into_iter().map(|entry| (entry.pattern.clone(), entry)).collect())
    }
}
