//! What is kept of how TXT values were written: nothing for most of them, and nothing that can be told from the value.

use std::borrow::{Borrow, Cow};
use std::collections::{BTreeMap, BTreeSet};

use domesday_dns::{Rdata, RecordType};

use super::printed;

/// Under which types a TXT value shows (rule R8 of `dynect.md`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ShownAs {
    /// TXT: so was it written, or it was made elsewhere.
    #[default]
    Txt,
    /// SPF only.
    Spf,
    /// Both: it was written as each of them.
    Both,
}

impl ShownAs {
    /// The showings, for those who store them by their words.
    pub const ALL: [Self; 3] = [Self::Txt, Self::Spf, Self::Both];

    /// The showing of what is written as this type: SPF, and TXT for every other.
    pub fn written_as(rtype: RecordType) -> Self {
        if rtype == RecordType::SPF { Self::Spf } else { Self::Txt }
    }

    /// Whether a value shows under this type.
    pub fn shows(self, rtype: RecordType) -> bool {
        self == Self::Both || (rtype == RecordType::TXT || rtype == RecordType::SPF) && self == Self::written_as(rtype)
    }

    /// What it shows as once it is written as `other`, too.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        if self == other { self } else { Self::Both }
    }

    /// What it still shows as once the showing `other` is taken away; none if that was the last, and the value goes.
    #[must_use]
    pub fn without(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Both, Self::Txt) => Some(Self::Spf),
            (Self::Both, Self::Spf) => Some(Self::Txt),
            (_, Self::Both) => None,
            _ => (self != other).then_some(self),
        }
    }

    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Txt => "txt",
            Self::Spf => "spf",
            Self::Both => "both",
        }
    }

    /// The showing of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shown| shown.as_str() == word)
    }
}

/// How one TXT value was written. The default is that of a value made elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spelling {
    /// The text as it was spelled, if it differs from the printed value.
    pub text: Option<String>,
    /// Under which types the value shows.
    pub shown: ShownAs,
}

/// What [`Spellings::of`] answers for all it does not hold.
static MADE_ELSEWHERE: Spelling = Spelling { text: None, shown: ShownAs::Txt };

impl Spelling {
    /// The spelling of a value that was given as `text`.
    pub fn of(text: &str, rdata: &Rdata, shown: ShownAs) -> Self {
        Self { text: (text != printed(rdata)).then(|| text.to_owned()), shown }
    }

    /// The text that its face shows for the value (rule R7).
    pub fn shown_text(&self, rdata: &Rdata) -> Cow<'_, str> {
        self.text.as_deref().map_or_else(|| Cow::Owned(printed(rdata)), Cow::Borrowed)
    }
}

/// The spellings of a set's values by the numbers of its records. Empty, as for nearly every set, it holds no memory of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spellings(BTreeMap<i64, Spelling>);

impl Spellings {
    /// The spelling of the record with this number; the default for one of which nothing is kept.
    pub fn of(&self, number: i64) -> &Spelling {
        self.0.get(&number).unwrap_or(&MADE_ELSEWHERE)
    }

    /// Keeps a spelling in the place of what was kept. Of the default nothing is kept.
    pub fn set(&mut self, number: i64, spelling: Spelling) {
        if spelling == MADE_ELSEWHERE {
            self.0.remove(&number);
        } else {
            self.0.insert(number, spelling);
        }
    }

    /// Forgets the spelling of the record with this number.
    pub fn remove(&mut self, number: i64) {
        self.0.remove(&number);
    }

    /// Forgets all but the spellings of the records with these numbers.
    pub fn retain(&mut self, numbers: impl IntoIterator<Item = impl Borrow<i64>>) {
        if !self.0.is_empty() {
            let kept: BTreeSet<i64> = numbers.into_iter().map(|number| *number.borrow()).collect();
            self.0.retain(|number, _| kept.contains(number));
        }
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is kept, by number.
    pub fn iter(&self) -> impl Iterator<Item = (i64, &Spelling)> {
        self.0.iter().map(|(number, spelling)| (*number, spelling))
    }
}

impl FromIterator<(i64, Spelling)> for Spellings {
    fn from_iter<I: IntoIterator<Item = (i64, Spelling)>>(spellings: I) -> Self {
        let mut kept = Self::default();
        for (number, spelling) in spellings {
            kept.set(number, spelling);
        }
        kept
    }
}
