//! Where strings and numbers stand in a text that is known to be JSON.
//!
//! A parser tells what a number is worth, not how it was written nor where; both are wanted of one that is refused. In a text of the right
//! form a number is what begins with a digit or a minus outside a string, so no grammar is needed here.

/// A string or a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// The octet where it begins.
    pub(super) offset: usize,
    /// As it is written, a string with its quotes.
    pub(super) text: &'a str,
}

/// The numbers of a text, in order.
pub(super) fn numbers(text: &str) -> impl Iterator<Item = Token<'_>> {
    tokens(text).filter(|token| !token.text.starts_with('"'))
}

/// The last string that begins before an octet.
pub(super) fn string_before(text: &str, offset: usize) -> Option<Token<'_>> {
    let before = tokens(text).take_while(|token| token.offset < offset);
    before.filter(|token| token.text.starts_with('"')).last()
}

/// Whether an octet of a text that is JSON as far as to it lies within a string.
pub(super) fn is_in_string(text: &str, offset: usize) -> bool {
    string_before(text, offset).is_some_and(|string| offset < string.offset + string.text.len())
}

fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let offset = at + rest.find(['"', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])?;
        let rest = text.get(offset..)?;
        let length = if rest.starts_with('"') { string_length(rest) } else { number_length(rest) };
        at = offset + length;
        rest.get(..length).map(|text| Token { offset, text })
    })
}

/// How long the string is that a text begins with; all of it, if it does not end.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|octet| {
        let is_end = octet == b'"' && !escaped;
        escaped = octet == b'\\' && !escaped;
        is_end
    });
    end.map_or(text.len(), |end| end + 2)
}

fn number_length(text: &str) -> usize {
    let belongs = |letter: char| letter.is_ascii_digit() || matches!(letter, '-' | '+' | '.' | 'e' | 'E');
    text.find(|letter| !belongs(letter)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_what_stands_outside_strings() {
        let text = r#"{"a1":-1.5e+3,"é":["7\"8",9 , true],"\\":0}"#;
        let found: Vec<_> = numbers(text).map(|token| (token.offset, token.text)).collect();
        assert_eq!(found, [(6, "-1.5e+3"), (27, "9"), (42, "0")]);
        assert!(found.iter().all(|(offset, number)| text[*offset..].starts_with(number)));
    }

    #[test]
    fn a_string_is_one_with_its_escapes() {
        let text = r#"["a\\","b\"",1]"#;
        assert_eq!(string_before(text, text.len()).unwrap(), Token { offset: 7, text: r#""b\"""# });
        assert_eq!(string_before(text, 7).unwrap().text, r#""a\\""#);
        assert_eq!(string_before(text, 1), None);
    }

    #[test]
    fn a_text_that_is_no_json_is_walked_to_its_end() {
        for text in ["", "\"", "\"\\", "-", "1e", "\"é", "x\"\\\"1"] {
            assert!(tokens(text).count() <= 1, "{text}");
        }
    }
}
