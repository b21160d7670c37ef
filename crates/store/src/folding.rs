//! Texts as they are searched for: whatever the case, from their end, by patterns with `%` for any run of characters.
//!
//! Case is folded here and not by the databases, which have each their own idea of it; character by character, so that a part of a text
//! folds to a part of the folded text.

/// Longer than any text that is searched, in octets.
const TOO_LONG: usize = 2048;

/// A text whatever the case.
pub(crate) fn folded(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// A text from its last character to its first, so that an ending is a beginning.
pub(crate) fn reversed(text: &str) -> String {
    text.chars().rev().collect()
}

/// Whether some stored text may be this one, or fit it: the databases do not take others.
pub(crate) fn is_fit(text: &str) -> bool {
    text.len() <= TOO_LONG && !text.contains('\0')
}

/// The first text after all that begin so; none if there is no end to them.
pub(crate) fn after_prefix(prefix: &str) -> Option<String> {
    let mut rest: Vec<char> = prefix.chars().collect();
    while let Some(last) = rest.pop() {
        let next = if last == '\u{d7ff}' { Some('\u{e000}') } else { char::from_u32(u32::from(last) + 1) };
        if let Some(next) = next {
            rest.push(next);
            return Some(rest.into_iter().collect());
        }
    }
    None
}

/// A pattern, folded: what stands before, between and after its `%`.
#[derive(Debug)]
pub(crate) struct Wildcards {
    /// Never empty: a single part is a pattern without `%`.
    parts: Vec<String>,
}

impl Wildcards {
    /// The pattern of a text; many `%` in a row say no more than one.
    pub(crate) fn of(pattern: &str) -> Self {
        let mut parts: Vec<String> = folded(pattern).split('%').map(str::to_owned).collect();
        let last = parts.len() - 1;
        let mut place = 0;
        parts.retain(|part| {
            let inner = place != 0 && place != last;
            place += 1;
            !inner || !part.is_empty()
        });
        Self { parts }
    }

    /// The only text that fits, if there is no `%`.
    pub(crate) fn only(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    /// What a fitting text begins with.
    pub(crate) fn beginning(&self) -> &str {
        self.parts.first().map_or("", String::as_str)
    }

    /// What a fitting text ends with.
    pub(crate) fn ending(&self) -> &str {
        self.parts.last().map_or("", String::as_str)
    }

    /// Whether every text with its beginning fits.
    pub(crate) fn is_beginning(&self) -> bool {
        matches!(self.parts.as_slice(), [_, ending] if ending.is_empty())
    }

    /// Whether every text with its ending fits.
    pub(crate) fn is_ending(&self) -> bool {
        matches!(self.parts.as_slice(), [beginning, _] if beginning.is_empty())
    }

    /// The pattern for LIKE, with `\` before what would not stand for itself.
    pub(crate) fn like(&self) -> String {
        let escaped = |part: &String| {
            part.chars().fold(String::with_capacity(part.len()), |mut text, character| {
                if matches!(character, '_' | '\\') {
                    text.push('\\');
                }
                text.push(character);
                text
            })
        };
        self.parts.iter().map(escaped).collect::<Vec<_>>().join("%")
    }

    /// Whether a text fits, whatever its case.
    pub(crate) fn fit(&self, text: &str) -> bool {
        let text = folded(text);
        if let Some(only) = self.only() {
            return text == only;
        }
        let Some(rest) = text.strip_prefix(self.beginning()) else { return false };
        let Some(mut rest) = rest.strip_suffix(self.ending()) else { return false };
        for part in self.parts.iter().skip(1).take(self.parts.len().saturating_sub(2)) {
            match rest.split_once(part.as_str()) {
                Some((_, after)) => rest = after,
                None => return false,
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f1_percent_is_any_run_and_all_else_itself_whatever_the_case() {
        for (pattern, like, fitting, other) in [
            ("blue.st", "blue.st", "BLUE.ST", "xblue.st"),
            ("%.Blue.st", "%.blue.st", "a.blue.st", "blue.st"),
            ("a%", "a%", "a", "ba"),
            ("a_%\\", "a\\_%\\\\", "a_x\\", "ab\\"),
            ("%%a%%b%%", "%a%b%", "xaxbx", "xbxax"),
            ("%", "%", "", "never"),
            ("%%", "%", "ΣΊΣΥΦΟΣ", "never"),
            ("a%a", "a%a", "aa", "a"),
            ("ΟΔΟ%Σ", "οδο%σ", "οδόσ".replace('ό', "ο").leak(), "οδο"),
        ] {
            let wildcards = Wildcards::of(pattern);
            assert_eq!(wildcards.like(), like, "{pattern}");
            assert!(wildcards.fit(fitting), "{pattern} {fitting}");
            assert!(other == "never" || !wildcards.fit(other), "{pattern} {other}");
        }
        assert!(Wildcards::of("a%").is_beginning() && Wildcards::of("%a").is_ending());
        assert!(!Wildcards::of("a%b").is_beginning() && !Wildcards::of("%a%").is_ending());
        assert_eq!((Wildcards::of("a").only(), Wildcards::of("a%").only()), (Some("a"), None));
    }

    #[test]
    fn what_begins_with_a_text_comes_before_what_comes_after_it() {
        for (prefix, end) in [("a", "b"), ("ab", "ac"), ("\u{d7ff}", "\u{e000}"), ("a\u{10ffff}", "b")] {
            assert_eq!(after_prefix(prefix).as_deref(), Some(end));
            assert!(format!("{prefix}\u{10ffff}\u{10ffff}").as_str() < end, "{prefix}");
        }
        assert_eq!((after_prefix("\u{10ffff}"), after_prefix("")), (None, None));
    }

    #[test]
    fn names_from_their_end() {
        assert_eq!((reversed("ns1.blue.st"), reversed("")), ("ts.eulb.1sn".to_owned(), String::new()));
    }

    #[test]
    fn texts_that_no_database_takes_fit_nothing() {
        assert!(is_fit("") && is_fit(&"x".repeat(2048)));
        assert!(!is_fit("a\0") && !is_fit(&"x".repeat(2049)));
    }
}
