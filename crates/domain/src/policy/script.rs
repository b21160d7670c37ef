//! Sets of scripts from which an internationalised label takes all its letters (rule N3), such as `Latn` or `Hani+Hira+Kana`.
//!
//! By Unicode's Script_Extensions: what belongs to several scripts (a Japanese sound mark, Arabic digits) counts as each of them, and
//! what belongs to none of its own (ASCII digits, the hyphen, most combining marks) goes with every set.

use std::fmt;

use icu_properties::props::Script;
use icu_properties::script::ScriptWithExtensions;
use icu_properties::{CodePointMapData, PropertyNamesShort, PropertyParser};

/// The most scripts that a set may have.
const MOST: usize = 8;

/// Why a text is no set of scripts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScriptSetProblem {
    /// Not the code of a script that letters have.
    #[error("{0:?} is not a script of ISO 15924 whose letters are told apart")]
    Unknown(String),
    /// A script twice, or more than there may be.
    #[error("a set has 1 to {MOST} scripts joined by `+`, none twice")]
    Form,
}

/// One or several scripts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptSet {
    /// The codes as they are shown.
    codes: Vec<String>,
    scripts: Vec<Script>,
}

impl ScriptSet {
    /// Reads codes joined by `+`. `Jpan`, `Kore`, `Hanb` and `Hrkt` stand for the scripts that they are written with.
    ///
    /// # Errors
    /// [`ScriptSetProblem`]: the first thing that is wrong with it.
    pub fn parse(text: &str) -> Result<Self, ScriptSetProblem> {
        let (mut codes, mut scripts) = (Vec::new(), Vec::new());
        for code in text.split('+').take(MOST + 1) {
            let found = find(code).ok_or_else(|| ScriptSetProblem::Unknown(crate::fault::excerpt(code)))?;
            if codes.iter().any(|known| known == code) || codes.len() == MOST {
                return Err(ScriptSetProblem::Form);
            }
            codes.push(code.to_owned());
            scripts.extend(found);
        }
        Ok(Self { codes, scripts })
    }

    /// Whether every letter of a U-label is of these scripts.
    pub fn covers(&self, label: &str) -> bool {
        let table = ScriptWithExtensions::new();
        label.chars().all(|letter| {
            let own = table.get_script_extensions_val(letter);
            own.iter()
                .any(|script| matches!(script, Script::Common | Script::Inherited) || self.scripts.contains(&script))
        })
    }
}

/// The scripts that a code stands for, written as ISO 15924 does: `Latn`.
fn find(code: &str) -> Option<Vec<Script>> {
    match code {
        "Jpan" => return Some(vec![Script::Han, Script::Hiragana, Script::Katakana]),
        "Kore" => return Some(vec![Script::Hangul, Script::Han]),
        "Hanb" => return Some(vec![Script::Han, Script::Bopomofo]),
        "Hrkt" => return Some(vec![Script::Hiragana, Script::Katakana]),
        _ => {}
    }
    let has_form = code.len() == 4
        && code.bytes().enumerate().all(|(at, octet)| match at {
            0 => octet.is_ascii_uppercase(),
            _ => octet.is_ascii_lowercase(),
        });
    let script = has_form.then(|| PropertyParser::<Script>::new().get_strict(code)).flatten()?;
    // Aliases, such as `Qaac`, are not the code that a script is shown with; of some codes, such as `Hans`, no letter is by itself.
    let is_its_code = PropertyNamesShort::<Script>::new().get(script) == Some(code);
    let has_letters = CodePointMapData::<Script>::new().iter_ranges_for_value(script).next().is_some();
    let of_none = matches!(script, Script::Common | Script::Inherited | Script::Unknown);
    (is_its_code && has_letters && !of_none).then(|| vec![script])
}

impl fmt::Display for ScriptSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.codes.join("+"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn set(text: &str) -> ScriptSet {
        ScriptSet::parse(text).unwrap()
    }

    #[test]
    fn n3_sets_are_codes_of_iso_15924() {
        for good in ["Latn", "Hani+Hira+Kana", "Cyrl", "Grek+Latn", "Arab", "Jpan", "Kore+Latn", "Hanb", "Hrkt", "Deva"]
        {
            assert_eq!(set(good).to_string(), good);
        }
        for bad in [
            "",
            "+",
            "Latn+",
            "+Latn",
            "latn",
            "LATN",
            "Latin",
            "Latn,Cyrl",
            "Latn Cyrl",
            "Zyyy",
            "Zinh",
            "Zzzz",
            "Hans",
            "Hant",
            "Qaac",
            "Zsym",
            "Afak",
            "Xxxx",
            "Lat",
            "Latn+Latn",
            "Ｌatn",
            "Latn\0",
            &"Latn+".repeat(100_000),
        ] {
            assert!(ScriptSet::parse(bad).is_err(), "{bad:?}");
        }
        assert_eq!(ScriptSet::parse("Latn+Cyrl+Latn"), Err(ScriptSetProblem::Form));
        assert_eq!(ScriptSet::parse("Latn+Cyrl+Grek+Arab+Deva+Hebr+Thai+Armn+Geor"), Err(ScriptSetProblem::Form));
    }

    #[test]
    fn n3_all_letters_are_of_one_set() {
        let table = [
            ("Latn", "bücher", true),
            ("Latn", "faß-123", true),
            ("Latn", "о\u{440}е\u{440}а", false),
            ("Latn", "pаypal", false),
            ("Cyrl", "привет2", true),
            ("Cyrl", "приveт", false),
            ("Grek", "ελλάδα", true),
            ("Grek+Latn", "ελλάδα-x", true),
            ("Hani+Hira+Kana", "日本語ラーメンひ々〇", true),
            ("Hani+Hira+Kana", "日本語abc", false),
            ("Hani+Hira+Kana", "한국", false),
            ("Jpan", "カタカナ・日本", true),
            ("Latn", "ー", false),
            ("Kore", "한국韓國", true),
            ("Hani", "ひ", false),
            ("Arab", "شبكة٣", true),
            ("Latn", "abc٣", false),
            ("Arab", "نامه\u{200c}ای", true),
            ("Deva", "हिन्दी", true),
            ("Beng", "हिन्दी", false),
            ("Thai", "ไทย", true),
            ("Latn", "", true),
        ];
        for (scripts, label, covered) in table {
            assert_eq!(set(scripts).covers(label), covered, "{scripts} {label}");
        }
    }

    proptest! {
        #[test]
        fn n3_a_larger_set_covers_no_less(label in "\\PC{0,12}") {
            if set("Latn").covers(&label) || set("Cyrl").covers(&label) {
                prop_assert!(set("Cyrl+Latn").covers(&label));
            }
        }
    }
}
