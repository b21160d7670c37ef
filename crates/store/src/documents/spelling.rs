//! How texts in TXT values were written: of a set by the numbers of its records, and of one value in what is staged.

use std::collections::BTreeMap;

use domesday_domain::record::spelling::{ShownAs, Spelling, Spellings};
use serde::{Deserialize, Serialize};

use super::{Unreadable, read, word, written};

/// A spelling; without `text` the printed value, without `shown` as TXT.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct SpellingWire {
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shown: Option<String>,
}

impl SpellingWire {
    /// A spelling on the wire; none for that of a value made elsewhere.
    pub(super) fn of(spelling: &Spelling) -> Option<Self> {
        let shown = (spelling.shown != ShownAs::default()).then(|| spelling.shown.as_str().to_owned());
        let wire = Self { text: spelling.text.clone(), shown };
        (wire.text.is_some() || wire.shown.is_some()).then_some(wire)
    }

    /// And back.
    pub(super) fn into_spelling(self) -> Result<Spelling, Unreadable> {
        let shown = self.shown.map(|text| word(&text, "showing", ShownAs::from_word)).transpose()?;
        Ok(Spelling { text: self.text, shown: shown.unwrap_or_default() })
    }
}

/// The spellings of a set as a document; none if nothing is kept.
pub(crate) fn spellings_document(spellings: &Spellings) -> Result<Option<String>, Unreadable> {
    if spellings.is_empty() {
        return Ok(None);
    }
    let wire: BTreeMap<i64, SpellingWire> =
        spellings.iter().filter_map(|(number, spelling)| Some((number, SpellingWire::of(spelling)?))).collect();
    written(&wire).map(Some)
}

/// The spellings of a document.
pub(crate) fn spellings(document: &str) -> Result<Spellings, Unreadable> {
    let wire: BTreeMap<i64, SpellingWire> = read(document)?;
    wire.into_iter().map(|(number, wire)| Ok((number, wire.into_spelling()?))).collect()
}
