//! Rules as `name[,description]`, quoted by RFC 4180 (rule I1).
//!
//! Surprising: an empty second column describes nothing, since spreadsheets write one for every row; comments (`//`) may stand before
//! the first row, as they may where the format is told from the text; and a quotation mark that is not closed is a fault, for it would
//! swallow all rows after it.

use ::csv::{ReaderBuilder, StringRecord};

use super::read::Collected;

/// Reads the rows.
pub(super) fn read(text: &str, collected: &mut Collected) {
    let start = rows_start(text);
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&text.as_bytes()[start..]);
    let mut row = StringRecord::new();
    let mut lines = Lines { text, counted: 0, line: 1 };
    loop {
        let from = start + place(&reader);
        match reader.read_record(&mut row) {
            Ok(false) => break,
            Ok(true) => take(lines.at(from), written(text, from, start + place(&reader)), &row, collected),
            Err(error) => {
                collected.refuse(lines.at(from), error.to_string());
                break;
            }
        }
    }
}

fn take(line: u64, written: &str, row: &StringRecord, collected: &mut Collected) {
    if written.matches('"').count() % 2 == 1 {
        collected.refuse(line, "a quotation mark is not closed, or not doubled inside a quoted column");
    } else if row.len() > 2 {
        collected.refuse(line, format!("a row has a name and a description, this one {} columns", row.len()));
    } else {
        let description = row.get(1).filter(|description| !description.is_empty());
        collected.take(line, row.get(0).unwrap_or_default(), description);
    }
}

/// Where the first line that is neither blank nor a comment starts.
fn rows_start(text: &str) -> usize {
    let is_skipped = |line: &&str| {
        let content = line.trim_ascii();
        content.is_empty() || content.starts_with("//")
    };
    text.split_inclusive('\n').take_while(is_skipped).map(str::len).sum()
}

fn place(reader: &::csv::Reader<&[u8]>) -> usize {
    usize::try_from(reader.position().byte()).unwrap_or(usize::MAX)
}

/// A row as it stands in the text.
fn written(text: &str, from: usize, to: usize) -> &str {
    text.get(from..to).unwrap_or_default()
}

/// Counts lines by their ends: the reader's own count does not see blank lines before a row.
struct Lines<'a> {
    text: &'a str,
    counted: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the row that is found from here on, beyond the line ends before it.
    fn at(&mut self, from: usize) -> u64 {
        let ends = |octet: &&u8| matches!(octet, b'\r' | b'\n');
        let octets = self.text.as_bytes();
        let row = from + octets.iter().skip(from).take_while(ends).count();
        let passed = octets.get(self.counted..row).unwrap_or_default();
        self.line += passed.iter().filter(|octet| **octet == b'\n').count() as u64;
        self.counted = row;
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Format, ListFaults, Section, TldList, read};
    use crate::tld::Description;

    fn read_rows(text: &str) -> Result<TldList, ListFaults> {
        read(text, Some(Format::Csv), Section::All)
    }

    fn rows(text: &str) -> Vec<(u64, String, Option<String>)> {
        let list = read_rows(text).unwrap();
        let described = |description: &Description| description.as_str().to_owned();
        list.rules
            .iter()
            .map(|rule| (rule.line, rule.pattern.to_string(), rule.description.as_ref().map(described)))
            .collect()
    }

    fn faults(text: &str) -> Vec<(Option<u64>, String)> {
        read_rows(text).unwrap_err().first.into_iter().map(|fault| (fault.line, fault.message)).collect()
    }

    #[test]
    fn i1_a_row_is_a_name_and_perhaps_a_description() {
        let text = "com\n\"NET\",second\r\norg,\"a, \"\"b\"\"\"\nbiz,\n*.ck,\"\"\n\"!www.ck\",é";
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            rows(text),
            [
                (1, "com".to_owned(), None),
                (2, "net".to_owned(), some("second")),
                (3, "org".to_owned(), some("a, \"b\"")),
                (4, "biz".to_owned(), None),
                (5, "*.ck".to_owned(), None),
                (6, "!www.ck".to_owned(), some("é")),
            ]
        );
    }

    #[test]
    fn i1_lines_are_right_after_quoted_line_ends_and_blank_lines() {
        for end in ["\n", "\r\n"] {
            let text =
                "\n  // ours\n\ncom,\"one\ntwo\n\nthree\"\n\n\nnet,x\n\"-bad-\"\norg\n\n-worse-".replace('\n', end);
            let told: Vec<_> = faults(&text).into_iter().map(|(line, _)| line).collect();
            assert_eq!(told, [Some(11), Some(14)], "{end:?}");
            let good = text.replace("-bad-", "biz").replace("-worse-", "info");
            let told: Vec<_> = rows(&good).into_iter().map(|(line, ..)| line).collect();
            assert_eq!(told, [4, 10, 11, 12, 14], "{end:?}");
            let described = format!("one{end}two{end}{end}three");
            assert_eq!(rows(&good)[0].2.as_deref(), Some(described.as_str()), "kept as it was quoted");
        }
    }

    #[test]
    fn i1_a_third_column_is_a_fault() {
        assert_eq!(faults("com,a\nnet,a,b\n")[0].0, Some(2));
        assert_eq!(faults("com,a,\n")[0].0, Some(1));
    }

    #[test]
    fn i1_a_description_has_its_limits() {
        assert!(read_rows(&format!("com,{}", "é".repeat(160))).is_ok());
        assert!(faults(&format!("com,{}", "é".repeat(161)))[0].1.contains("160"));
        assert!(faults("com,a\0b")[0].1.contains("U+0000"));
        let both = faults("net\n-com-,a\0b");
        assert_eq!(both.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [Some(2), Some(2)], "both columns are told");
    }

    #[test]
    fn i2_a_quotation_mark_that_is_not_closed_swallows_nothing() {
        assert_eq!(
            faults("com\nnet,\"x\norg\nbiz\n"),
            [(Some(2), "a quotation mark is not closed, or not doubled inside a quoted column".to_owned())]
        );
        assert_eq!(faults("com,5\" disk\n")[0].0, Some(1));
        assert_eq!(faults("com\n// not here\n")[0].0, Some(2), "comments stand before the first row only");
        for bad in [" com", "com ", ",x", "\"\"", " "] {
            assert_eq!(faults(&format!("net\n{bad}\n"))[0].0, Some(2), "{bad:?}");
        }
    }
}
