//! The forms of bodies of this face, its arguments and its rdata, for fuzz targets: see [`crate::fuzzing`].
//!
//! A tree is handed out as the compact JSON that answers are kept as, from which the very tree comes back.

use domesday_dns::{Rdata, RecordType};

use super::arguments::Arguments;
use super::format::{self, Format, Limits, Members, Tree};
use super::rdata::{self, Field};
use super::resources::records::given::as_given;

/// A form of bodies and answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `application/json`
    Json,
    /// `text/xml`
    Xml,
    /// `application/yaml`
    Yaml,
    /// `text/html`, which is `name=value&…`
    Html,
}

impl Form {
    fn format(self) -> Format {
        match self {
            Self::Json => Format::Json,
            Self::Xml => Format::Xml,
            Self::Yaml => Format::Yaml,
            Self::Html => Format::Html,
        }
    }
}

/// The arguments in a body, as one tree; none if it is refused.
pub fn read(form: Form, body: &[u8]) -> Option<String> {
    format::read(form.format(), body, Limits::default()).ok().map(kept)
}

/// The arguments in a query string, as one tree; none if it is refused.
pub fn query(text: &str) -> Option<String> {
    format::query(text).ok().map(kept)
}

/// The arguments of a query and of a body together; none if either is no tree of arguments.
pub fn merge(query: &str, body: &str) -> Option<String> {
    Some(kept(format::merge(members(query)?, members(body)?)))
}

/// A tree as an answer of this form; none if it is no tree.
pub fn write(form: Form, tree: &str) -> Option<String> {
    Tree::from_stored(tree).map(|tree| format::write(form.format(), &tree))
}

/// A tree as it is kept, after it was read from what was kept.
pub fn keep(tree: &str) -> Option<String> {
    Tree::from_stored(tree).map(|tree| tree.to_stored())
}

/// The form of a body and that of its answer, by the headers of a request and the beginning of its body.
pub fn forms(content_type: Option<&str>, accept: Option<&str>, body: &[u8]) -> Option<(&'static str, &'static str)> {
    let formats = Format::of_request(content_type, accept, body)?;
    Some((formats.body.media_type(), formats.answer.media_type()))
}

/// Takes every argument of a tree in each way there is: how many were wrong. None if it is no tree of arguments.
pub fn take(tree: &str) -> Option<usize> {
    let names: Vec<String> = members(tree)?.into_iter().map(|(name, _)| name).collect();
    let ways: [fn(&mut Arguments, &str); 6] = [
        |given, name| drop(given.required_text(name)),
        |given, name| _ = given.required_integer::<u32>(name, 0..=u32::MAX),
        |given, name| _ = given.flag(name),
        |given, name| drop(given.required_texts(name)),
        |given, name| drop(given.map(name, Arguments::take_all)),
        |given, name| drop(given.maps(name, Arguments::take_all)),
    ];
    let mut wrong = 0;
    for way in ways {
        let mut given = Arguments::of(members(tree)?);
        names.iter().for_each(|name| way(&mut given, name));
        wrong += given.finish().err().map_or(0, |wrong| wrong.len());
    }
    Some(wrong)
}

/// The value that the fields of a tree are, of the type that is asked for; none if it is refused.
pub fn rdata(shown: RecordType, tree: &str) -> Option<Rdata> {
    let fields = members(tree)?;
    rdata::parse(shown, &as_given(&fields)).ok().map(|parsed| parsed.rdata)
}

/// The value that results where the fields of a tree are laid over one that is there; none if that is refused.
pub fn revised(shown: RecordType, present: &Rdata, tree: &str) -> Option<Rdata> {
    let fields = members(tree)?;
    rdata::merge(shown, present, &as_given(&fields)).ok().map(|parsed| parsed.rdata)
}

/// A value as it is shown, as a tree of its fields.
pub fn fields(shown: RecordType, value: &Rdata) -> String {
    let tree = |field| match field {
        Field::Text(text) => Tree::Text(text),
        Field::Number(number) => Tree::Number(number),
    };
    Tree::map(rdata::fields(shown, value, None).into_iter().map(|(name, field)| (name, tree(field)))).to_stored()
}

fn kept(members: Members) -> String {
    Tree::Map(members).to_stored()
}

fn members(tree: &str) -> Option<Members> {
    match Tree::from_stored(tree)? {
        Tree::Map(members) => Some(members),
        _ => None,
    }
}
