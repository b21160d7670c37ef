//! Printed values, cut into words, and the texts that quoted words stand for.

use domesday_dns::text::{unescape_loosely, write_quoted};

/// The first `count` words of a printed value, and what follows them. Blanks within quotes separate nothing.
pub(super) fn split(text: &str, count: usize) -> (&str, &str) {
    if count == 0 {
        return ("", text);
    }
    let (mut left, mut quoted, mut escaped) = (count, false, false);
    for (at, octet) in text.bytes().enumerate() {
        match octet {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => quoted = !quoted,
            b' ' if !quoted => {
                left -= 1;
                if left == 0 {
                    return text.split_at_checked(at).map_or((text, ""), |(words, rest)| (words, rest.trim_start()));
                }
            }
            _ => {}
        }
    }
    (text, "")
}

/// A quoted word as a text: what it stands for, or the word itself if that is no text: not UTF-8, with control characters, or with a
/// quote at its start.
pub(super) fn unquoted(word: &str) -> String {
    match String::from_utf8(octets(word)) {
        Ok(text) if !text.starts_with('"') && !text.chars().any(char::is_control) => text,
        _ => word.to_owned(),
    }
}

/// The quoted word of a text: one that starts with a quote is quoted already, any other stands for itself, backslashes too. None if
/// it stands for more than `most` octets, or its quotes are not right.
pub(super) fn quoted(text: &str, most: usize) -> Option<String> {
    let octets = match text.starts_with('"') {
        true if is_one_string(text) => octets(text),
        true => return None,
        false => text.as_bytes().to_vec(),
    };
    (octets.len() <= most).then(|| {
        let mut word = String::with_capacity(octets.len() + 2);
        write_quoted(&mut word, &octets);
        word
    })
}

/// Whether the quote at the start of a text is closed by its last character, and not before.
fn is_one_string(text: &str) -> bool {
    let mut escaped = false;
    let closing = text.bytes().enumerate().skip(1).find(|(_, octet)| {
        let plain = !escaped;
        escaped = plain && *octet == b'\\';
        plain && *octet == b'"'
    });
    closing.is_some_and(|(at, _)| at + 1 == text.len())
}

/// What is between the quotes of a word, its escapes resolved.
fn octets(word: &str) -> Vec<u8> {
    let inside = word.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(word);
    let mut octets = Vec::with_capacity(inside.len());
    unescape_loosely(inside.as_bytes(), &mut octets);
    octets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_at_blanks_outside_quotes() {
        assert_eq!(split("a b c", 1), ("a", "b c"));
        assert_eq!(split("a b c", 2), ("a b", "c"));
        assert_eq!(split("a b c", 3), ("a b c", ""));
        assert_eq!(split("a", 0), ("", "a"));
        assert_eq!(split(r#""a b\" c" "" d"#, 2), (r#""a b\" c" """#, "d"));
    }

    #[test]
    fn a_text_is_quoted_only_where_it_cannot_stand_for_itself() {
        for (text, word) in [
            ("a b", r#""a b""#),
            (r"!^(.*)$!sip:\1@a!", r#""!^(.*)$!sip:\\1@a!""#),
            (r#"a"b"#, r#""a\"b""#),
            ("é", r#""\195\169""#),
            (r#""\010""#, r#""\010""#),
            (r#""\255""#, r#""\255""#),
            (r#""\"a""#, r#""\"a""#),
        ] {
            assert_eq!(quoted(text, 255).as_deref(), Some(word));
            assert_eq!(unquoted(word), text);
        }
        assert_eq!(quoted(r#""a""#, 255).as_deref(), Some(r#""a""#));
        for text in [r#"""#, r#""a"b"#, r#""a" "b""#, r#""a\""#] {
            assert_eq!(quoted(text, 255), None, "{text}");
        }
        assert_eq!(quoted("éé", 3), None, "octets count");
        assert!(quoted("abc", 3).is_some());
    }
}
