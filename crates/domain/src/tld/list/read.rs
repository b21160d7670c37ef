//! Reads a list, however it is written, into its rules or into all of its faults (rules I1, I2).

use std::collections::HashSet;

use super::{Format, ListFaults, ListedRule, MOST_RULES, Section, TldList, csv, iana, psl};
use crate::tld::{Description, TldPattern};

/// Reads a list; without a format it is told from the text.
///
/// # Errors
/// [`ListFaults`]: everything that is wrong with it.
pub fn read(text: &str, format: Option<Format>, section: Section) -> Result<TldList, ListFaults> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let format = format.unwrap_or_else(|| told_from(text));
    let mut collected = Collected::default();
    match format {
        Format::Psl => psl::read(text, section, &mut collected),
        Format::Iana => iana::read(text, &mut collected),
        Format::Csv => csv::read(text, &mut collected),
    }
    if format != Format::Psl && section != Section::All {
        collected.fault(None, psl::NO_SECTIONS);
    }
    collected.into_list(format)
}

/// The lines that say something, without white space around them, each with its number from 1.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (u64, &str)> {
    (1..).zip(text.lines().map(str::trim_ascii)).filter(|(_, content)| !content.is_empty())
}

fn told_from(text: &str) -> Format {
    let first = lines(text).next().map_or("", |(_, content)| content);
    let first_said = lines(text).find(|(_, content)| !content.starts_with("//")).map_or("", |(_, content)| content);
    if first.starts_with('#') {
        Format::Iana
    } else if first_said.contains(',') {
        Format::Csv
    } else {
        Format::Psl
    }
}

/// What is collected line by line.
#[derive(Default)]
pub(super) struct Collected {
    rules: Vec<ListedRule>,
    known: HashSet<TldPattern>,
    /// How many rules were read, duplicates and faults among them.
    read: u64,
    faults: ListFaults,
}

impl Collected {
    /// Takes a rule; if it is there already, only counts it.
    pub(super) fn take(&mut self, line: u64, name: &str, description: Option<&str>) {
        self.read += 1;
        let pattern = TldPattern::parse(name);
        if let Err(problem) = &pattern {
            self.fault(Some(line), format!("{}: {problem}", shortened(name)));
        }
        let description = description.map(Description::parse).transpose();
        if let Err(problem) = &description {
            self.fault(Some(line), problem.to_string());
        }
        let (Ok(pattern), Ok(description)) = (pattern, description) else { return };
        if self.known.insert(pattern.clone()) {
            self.rules.push(ListedRule { pattern, description, line });
        }
    }

    /// Counts a rule that cannot even be told apart into its parts.
    pub(super) fn refuse(&mut self, line: u64, message: impl Into<String>) {
        self.read += 1;
        self.fault(Some(line), message);
    }

    /// Notes what is wrong with a line, or with the list as a whole.
    pub(super) fn fault(&mut self, line: Option<u64>, message: impl Into<String>) {
        self.faults.add(line, message.into());
    }

    fn into_list(mut self, format: Format) -> Result<TldList, ListFaults> {
        if self.read > MOST_RULES {
            self.fault(None, format!("a list has at most {MOST_RULES} rules, this one has {}", self.read));
        }
        if self.read == 0 && self.faults.total == 0 {
            self.fault(None, "no rule is in the list: it is cut short");
        }
        if self.faults.total > 0 {
            return Err(ListFaults { readable: self.rules, ..self.faults });
        }
        let duplicates = self.read - self.rules.len() as u64;
        Ok(TldList { format, rules: self.rules, read: self.read, duplicates })
    }
}

/// A name as a message repeats it: nothing in it moves the cursor, and no more of it than helps.
pub(super) fn shortened(name: &str) -> String {
    match name.char_indices().nth(80) {
        Some((end, _)) => format!("{:?}…", &name[..end]),
        None => format!("{name:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format_of(text: &str) -> Format {
        told_from(text)
    }

    #[test]
    fn i1_the_format_is_told_from_the_first_lines() {
        for (text, format) in [
            ("# Version 1\nCOM\n", Format::Iana),
            ("\n  # Version 1\nCOM\n", Format::Iana),
            ("com\n# no comment\n", Format::Psl),
            ("com,commerce\n", Format::Csv),
            ("// of ours, and others\n\ncom,commerce\n", Format::Csv),
            ("// of ours, and others\n\ncom\n", Format::Psl),
            ("com\nnet,second\n", Format::Psl),
            ("", Format::Psl),
            ("// nothing", Format::Psl),
        ] {
            assert_eq!(format_of(text), format, "{text:?}");
        }
        let list = read("\u{feff}# Version 1\r\nCOM\r\n", None, Section::All).unwrap();
        assert_eq!((list.format, list.rules[0].line), (Format::Iana, 2));
    }

    #[test]
    fn i2_every_bad_line_is_told_the_first_hundred_and_the_total() {
        let text: String = (0..250).map(|number| format!("-{number}\n")).collect();
        let faults = read(&format!("com\n{text}"), None, Section::All).unwrap_err();
        assert_eq!((faults.total, faults.first.len()), (250, 100));
        assert_eq!((faults.first[0].line, faults.first[99].line), (Some(2), Some(101)));
        assert!(faults.first[0].message.contains("\"-0\""), "{}", faults.first[0].message);
    }

    #[test]
    fn i2_of_duplicates_the_first_holds() {
        let list = read("한국,one\nxn--3e0b707e,two\nXN--3E0B707E.\n", Some(Format::Csv), Section::All).unwrap();
        assert_eq!((list.rules.len(), list.read, list.duplicates), (1, 3, 2));
        let rule = &list.rules[0];
        assert_eq!((rule.line, rule.description.as_ref().map(Description::as_str)), (1, Some("one")));
    }

    #[test]
    fn i2_a_list_without_a_rule_is_cut_short() {
        for (text, format) in
            [("", None), ("\u{feff}", None), ("// com\n", None), ("# Version 1\n", None), ("\n", Some(Format::Csv))]
        {
            let faults = read(text, format, Section::All).unwrap_err();
            assert_eq!((faults.total, faults.first[0].line), (1, None), "{text:?}");
            assert!(faults.first[0].message.contains("cut short"), "{text:?}");
        }
    }

    #[test]
    fn section_8_a_list_has_at_most_so_many_rules() {
        let text: String = (0..MOST_RULES).map(|number| format!("x{number}\n")).collect();
        assert_eq!(read(&text, None, Section::All).unwrap().read, MOST_RULES);
        let faults = read(&format!("{text}com\n"), None, Section::All).unwrap_err();
        assert_eq!((faults.total, faults.first[0].line), (1, None));
    }

    #[test]
    fn section_8_only_the_public_suffix_list_has_sections() {
        for (text, format) in [("# Version 1\nCOM\n", Format::Iana), ("com,x\n", Format::Csv)] {
            assert!(read(text, Some(format), Section::All).is_ok());
            assert_eq!(read(text, Some(format), Section::Icann).unwrap_err().first[0].message, psl::NO_SECTIONS);
        }
    }

    #[test]
    fn a_message_repeats_no_more_of_a_line_than_helps() {
        let faults = read(&"é\t".replace('\t', &"-".repeat(5000)), None, Section::All).unwrap_err();
        assert!(faults.first[0].message.len() < 500, "{}", faults.first[0].message);
        let faults = read("a\u{7}b\n", None, Section::All).unwrap_err();
        assert!(!faults.first[0].message.contains('\u{7}'));
    }
}
