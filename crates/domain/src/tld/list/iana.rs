//! The format of IANA's list of top-level domains (rule I1): one A-label a line, any case, `#` comments.

use super::read::{Collected, lines, shortened};

/// Reads the labels.
pub(super) fn read(text: &str, collected: &mut Collected) {
    for (line, content) in lines(text).filter(|(_, content)| !content.starts_with('#')) {
        if content.is_ascii() && !content.contains(['.', '*', '!']) {
            collected.take(line, content, None);
        } else {
            collected.refuse(line, format!("{}: IANA's list has one A-label a line", shortened(content)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Format, Section, read};

    #[test]
    fn i1_a_line_is_one_a_label_in_any_case() {
        let text = "# Version 2026110100\r\nCOM\r\nXN--3E0B707E\r\n\r\nnet\r\n";
        let list = read(text, Some(Format::Iana), Section::All).unwrap();
        let rules: Vec<_> = list.rules.iter().map(|rule| (rule.pattern.to_string(), rule.line)).collect();
        assert_eq!(rules, [("com".to_owned(), 2), ("xn--3e0b707e".to_owned(), 3), ("net".to_owned(), 5)]);
    }

    #[test]
    fn i1_what_is_no_a_label_is_a_fault() {
        for bad in ["co.uk", "COM.", "*.ck", "!www.ck", "!www", "한국", "XN--A", "a b", "a,b", "-a", "//"] {
            let faults = read(&format!("NET\n{bad}\n"), Some(Format::Iana), Section::All).unwrap_err();
            assert_eq!((faults.total, faults.first[0].line), (1, Some(2)), "{bad}");
        }
    }
}
