//! Which registrars a TLD accredits (rule A4).

use super::value::{Read, Show, Value, expected, list, parsed};
use crate::account::AccountName;
use crate::fault::Fault;

/// The most handles that a list may have.
const MOST: usize = 1000;

/// Who may create, renew, restore and ask for transfers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Accredited {
    /// Every registrar.
    All,
    /// These.
    Only(Vec<AccountName>),
}

impl Accredited {
    /// Whether an account is accredited; handles are compared whatever their case.
    pub fn accredits(&self, account: &AccountName) -> bool {
        match self {
            Self::All => true,
            Self::Only(handles) => handles.iter().any(|handle| handle.folded() == account.folded()),
        }
    }
}

pub(super) fn read_accredited(value: &Value, place: &str) -> Read<Accredited> {
    match value {
        Value::Text(text) if text == "all" => Ok(Accredited::All),
        Value::Text(_) => Err(vec![Fault::malformed(place, "unknown-word", "it is \"all\", or a list of handles")]),
        Value::List(_) => {
            let mut handles = list(MOST, parsed(AccountName::parse, "handle"))(value, place)?;
            let mut seen = std::collections::HashSet::new();
            handles.retain(|handle| seen.insert(handle.folded()));
            Ok(Accredited::Only(handles))
        }
        _ => expected("\"all\", or a list of handles", place),
    }
}

impl Show for Accredited {
    fn show(&self) -> Value {
        match self {
            Self::All => "all".into(),
            Self::Only(handles) => handles.show(),
        }
    }
}
