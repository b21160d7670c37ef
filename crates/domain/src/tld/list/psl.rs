//! The format of the Public Suffix List (rule I1), and its two sections.
//!
//! A rule ends at the first white space. Only spaces and tabs are that here, so that a text with line ends of another kind is refused
//! rather than read in part.

use super::Section;
use super::read::{Collected, lines};

/// Told where a section is asked for and the text is not parted into any.
pub(super) const NO_SECTIONS: &str =
    "the list has no section markers, so only all of it can be taken: section must be `all`";

/// Reads the rules of a section, and sees whether every section of the text is whole.
pub(super) fn read(text: &str, section: Section, collected: &mut Collected) {
    // The section that a line stands in, and where that began.
    let mut open: Option<(Section, u64)> = None;
    let mut is_marked = false;
    for (line, content) in lines(text) {
        let Some(comment) = content.strip_prefix("//") else {
            if section == Section::All || open.is_some_and(|(inside, _)| inside == section) {
                let rule = content.split([' ', '\t']).next().unwrap_or_default();
                collected.take(line, rule.strip_prefix('.').unwrap_or(rule), None);
            }
            continue;
        };
        let Some(marker) = Marker::read(comment) else { continue };
        is_marked = true;
        let left = open.take();
        if let Some((left, begin)) = left.filter(|(left, _)| marker != Marker::End(*left)) {
            collected.fault(Some(begin), cut_short(left));
        }
        match marker {
            Marker::Begin(begun) => open = Some((begun, line)),
            Marker::End(ended) if left.is_none_or(|(left, _)| left != ended) => {
                collected.fault(Some(line), format!("the section {} ends here and has not begun", word(ended)));
            }
            Marker::End(_) => {}
        }
    }
    if let Some((left, begin)) = open {
        collected.fault(Some(begin), cut_short(left));
    }
    if section != Section::All && !is_marked {
        collected.fault(None, NO_SECTIONS);
    }
}

/// The comment lines between which a section stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marker {
    Begin(Section),
    End(Section),
}

impl Marker {
    /// Reads what follows `//`; none for every other comment.
    fn read(comment: &str) -> Option<Self> {
        match comment.trim_ascii() {
            "===BEGIN ICANN DOMAINS===" => Some(Self::Begin(Section::Icann)),
            "===END ICANN DOMAINS===" => Some(Self::End(Section::Icann)),
            "===BEGIN PRIVATE DOMAINS===" => Some(Self::Begin(Section::Private)),
            "===END PRIVATE DOMAINS===" => Some(Self::End(Section::Private)),
            _ => None,
        }
    }
}

fn cut_short(section: Section) -> String {
    format!("the section {} begins here and does not end: the list is cut short", word(section))
}

fn word(section: Section) -> &'static str {
    match section {
        Section::Icann => "ICANN",
        Section::Private => "PRIVATE",
        Section::All => "ALL",
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Format, ListFaults, TldList, read};
    use super::*;

    const PARTED: &str = "// the notice\n\n// ===BEGIN ICANN DOMAINS===\ncom\n*.ck\n!www.ck\n// ===END ICANN DOMAINS===\n\
                          // ===BEGIN PRIVATE DOMAINS===\nexample.com\n// ===END PRIVATE DOMAINS===\n";

    fn read_section(text: &str, section: Section) -> Result<TldList, ListFaults> {
        read(text, Some(Format::Psl), section)
    }

    fn names(text: &str, section: Section) -> Vec<String> {
        let list = read_section(text, section).unwrap();
        list.rules.iter().map(|rule| rule.pattern.to_string()).collect()
    }

    fn faulty_lines(text: &str, section: Section) -> Vec<Option<u64>> {
        read_section(text, section).unwrap_err().first.iter().map(|fault| fault.line).collect()
    }

    #[test]
    fn i1_a_rule_is_a_line_up_to_white_space() {
        for text in
            ["com", ".com", "com\n", "com\r\n", "COM. // commerce", "com\tcommerce", "  com", "//net\ncom\n// net\n"]
        {
            assert_eq!(names(text, Section::All), ["com"], "{text:?}");
        }
        assert_eq!(names("*.ck\n!www.ck\n.*.bd", Section::All), ["*.ck", "!www.ck", "*.bd"]);
        for bad in ["..com", ".", "com\rnet", "com\u{a0}x", "com//", "a,b", "!com", "*", "/"] {
            assert_eq!(faulty_lines(&format!("net\n{bad}"), Section::All), [Some(2)], "{bad:?}");
        }
    }

    #[test]
    fn section_8_only_the_section_is_the_list() {
        assert_eq!(names(PARTED, Section::All), ["com", "*.ck", "!www.ck", "example.com"]);
        assert_eq!(names(PARTED, Section::Icann), ["com", "*.ck", "!www.ck"]);
        assert_eq!(names(PARTED, Section::Private), ["example.com"]);
        assert_eq!(names(&PARTED.replace('\n', "\r\n"), Section::Private), ["example.com"]);
        let elsewhere = PARTED.replace("example.com", "-bad-");
        assert_eq!(names(&elsewhere, Section::Icann), ["com", "*.ck", "!www.ck"]);
        assert_eq!(faulty_lines(&elsewhere, Section::All), [Some(9)]);
        assert_eq!(
            read_section(PARTED, Section::Private).unwrap().rules[0].line,
            9,
            "lines of the text, not of the section"
        );
    }

    #[test]
    fn section_8_a_text_without_markers_allows_only_all() {
        assert_eq!(names("com\n", Section::All), ["com"]);
        for section in [Section::Icann, Section::Private] {
            assert_eq!(read_section("com\n", section).unwrap_err().first[0].message, NO_SECTIONS);
        }
        let icann = PARTED.split("// ===BEGIN PRIVATE").next().unwrap();
        assert_eq!(names(icann, Section::Icann).len(), 3);
        let without = read_section(icann, Section::Private).unwrap_err();
        assert!(without.first[0].message.contains("cut short"), "{without:?}");
    }

    #[test]
    fn i2_a_section_without_its_end_is_cut_short() {
        for section in [Section::All, Section::Icann, Section::Private] {
            assert_eq!(faulty_lines(&PARTED.replace("// ===END ICANN DOMAINS===\n", ""), section), [Some(3)]);
            assert_eq!(faulty_lines(&PARTED.replace("// ===END PRIVATE DOMAINS===\n", ""), section), [Some(8)]);
            assert_eq!(faulty_lines(&PARTED.replace("// ===BEGIN PRIVATE DOMAINS===\n", ""), section), [Some(9)]);
            assert_eq!(faulty_lines(&PARTED.replace("===END ICANN", "===END PRIVATE"), section), [Some(3), Some(7)]);
        }
        let lines: Vec<&str> = PARTED.lines().collect();
        for kept in 4..lines.len() {
            let text = lines[..kept].join("\n");
            assert_eq!(read_section(&text, Section::All).is_ok(), kept == 7, "cut after line {kept}");
        }
    }
}
