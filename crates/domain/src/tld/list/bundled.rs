//! The lists that come with the program (rule I6), so that one is at hand without a network. `bundle-lists` of the crate
//! `domesday-tests` writes the two that others publish anew.

use super::{Format, Section, read};
use crate::tld::{Description, RuleTable, Source};

/// A list that comes with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BundledList {
    /// The Public Suffix List.
    Psl,
    /// IANA's list of top-level domains.
    Iana,
    /// Names for private use.
    PrivateUse,
}

impl BundledList {
    /// The list that comes under a source's name.
    pub fn of(source: &Source) -> Option<Self> {
        match source.as_str() {
            "psl" => Some(Self::Psl),
            "iana" => Some(Self::Iana),
            "private-use" => Some(Self::PrivateUse),
            _ => None,
        }
    }

    /// Its text, to be read as [`BundledList::format`].
    pub fn text(self) -> &'static str {
        match self {
            Self::Psl => include_str!("../../../lists/public_suffix_list.dat"),
            Self::Iana => include_str!("../../../lists/tlds-alpha-by-domain.txt"),
            Self::PrivateUse => include_str!("../../../lists/private-use.txt"),
        }
    }

    /// How its text is written.
    pub fn format(self) -> Format {
        match self {
            Self::Psl | Self::PrivateUse => Format::Psl,
            Self::Iana => Format::Iana,
        }
    }

    /// All of its rules, ready to be asked. It is read anew each time, which takes some milliseconds for the Public Suffix List.
    ///
    /// ```
    /// use domesday_dns::Name;
    /// use domesday_domain::tld::list::BundledList;
    ///
    /// let suffixes = BundledList::Psl.table();
    /// let name = Name::parse("www.Example.CO.UK")?;
    /// let tld = suffixes.effective_tld(&name).unwrap();
    /// assert_eq!(tld.registrable(&name), Some(Name::parse("example.co.uk")?));
    /// assert_eq!(suffixes.public_suffix(&name), Some(Name::parse("co.uk")?));
    /// # Ok::<(), domesday_dns::NameError>(())
    /// ```
    pub fn table(self) -> RuleTable {
        let rules = read(self.text(), Some(self.format()), Section::All)
            .map_or_else(|faults| faults.readable, |list| list.rules);
        rules.into_iter().map(|rule| rule.pattern).collect()
    }
}

/// What is said of rules that a list of this source does not describe (section 8): where the list is published.
pub fn usual_description(source: &Source) -> Option<Description> {
    let address = match source.as_str() {
        "psl" => "https://publicsuffix.org/list/public_suffix_list.dat",
        "iana" => "https://data.iana.org/TLD/tlds-alpha-by-domain.txt",
        _ => return None,
    };
    Description::parse(&format!("obtained from {address}")).ok()
}

#[cfg(test)]
mod tests {
    use super::super::difference;
    use super::*;
    use crate::tld::PatternKind;

    fn source(name: &str) -> Source {
        Source::parse(name).unwrap()
    }

    #[test]
    fn i6_every_bundled_list_is_whole_and_can_be_imported() {
        for name in ["psl", "iana", "private-use"] {
            let bundled = BundledList::of(&source(name)).unwrap();
            let list = read(bundled.text(), None, Section::All).unwrap();
            assert_eq!(list.format, bundled.format(), "{name}: the format is told from the text too");
            assert_eq!(list.duplicates, 0, "{name}");
            let added = difference(&list, &[], &source(name), true).unwrap().added;
            assert_eq!(added, list.rules, "{name}");
            let table = bundled.table();
            assert_eq!(table.len(), list.rules.len(), "{name}");
            assert!(list.rules.iter().all(|rule| table.contains(&rule.pattern)), "{name}");
        }
        assert_eq!(BundledList::of(&source("file")), None);
    }

    #[test]
    fn i6_the_public_suffix_list_has_its_sections_wildcards_and_exceptions() {
        let size = |section| read(BundledList::Psl.text(), None, section).unwrap().rules.len();
        let all = read(BundledList::Psl.text(), None, Section::All).unwrap().rules;
        assert_eq!(size(Section::Icann) + size(Section::Private), all.len());
        let count = |kind| all.iter().filter(|rule| rule.pattern.kind() == kind).count();
        assert_eq!((all.len(), size(Section::Icann), size(Section::Private)), (10_397, 6_948, 3_449));
        assert_eq!((count(PatternKind::Wildcard), count(PatternKind::Exception)), (312, 8));
    }

    #[test]
    fn i6_private_use_is_four_names() {
        let rules = read(BundledList::PrivateUse.text(), None, Section::All).unwrap().rules;
        let names: Vec<String> = rules.iter().map(|rule| rule.pattern.to_string()).collect();
        assert_eq!(names, ["internal", "home.arpa", "test", "example"]);
    }

    #[test]
    fn section_8_a_published_list_is_named_by_its_address() {
        for (name, host) in [("psl", "publicsuffix.org"), ("iana", "data.iana.org")] {
            let description = usual_description(&source(name)).unwrap();
            assert!(description.as_str().starts_with("obtained from https://") && description.as_str().contains(host));
        }
        assert_eq!((usual_description(&source("private-use")), usual_description(&source("file"))), (None, None));
    }
}
