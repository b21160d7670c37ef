//! Users and contacts found by what is shown of them: `search=email:"a@x.org"` (rule U1), several with `AND` between them.
//!
//! A text is found if it is the very one that is asked for, in the case that it has. What is unknown is shown as an empty text, and found
//! as one.

use crate::dynect::arguments::Arguments;
use crate::dynect::format::Tree;

/// What a value is like; told when it is not.
const FORM: &str = "must be <field>:\"<text>\", several with AND between them";

/// Which of a list are shown, and how.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Listing {
    /// With all that is known of them; else their URIs.
    pub(super) detail: bool,
    /// What the texts of these names must be.
    wanted: Vec<(String, String)>,
}

impl Listing {
    /// Takes `detail` and `search`, which may name any of these fields.
    pub(super) fn take(given: &mut Arguments, fields: &[&str]) -> Self {
        let detail = given.flag("detail").unwrap_or(false);
        let wanted = given.read("search", |text| conditions(&text, fields)).unwrap_or_default();
        Self { detail, wanted }
    }

    /// One of the list as it is shown here; none if it is not what is searched for.
    pub(super) fn show(&self, whole: Tree, uri: String) -> Option<Tree> {
        let fits = |(field, text): &(String, String)| whole.get(field) == Some(&Tree::from(text.as_str()));
        let is_wanted = self.wanted.iter().all(fits);
        is_wanted.then(|| if self.detail { whole } else { uri.into() })
    }
}

/// The conditions of a search, of which all must hold; none if the text is blank.
fn conditions(text: &str, fields: &[&str]) -> Result<Vec<(String, String)>, String> {
    let (mut wanted, mut rest) = (Vec::new(), text.trim());
    while !rest.is_empty() {
        let (field, after) = rest.split_once(':').ok_or(FORM)?;
        let field = field.trim_end();
        if !fields.contains(&field) {
            return Err(format!("{FORM}; the fields are {}", fields.join(", ")));
        }
        let (value, after) = value(after.trim_start())?;
        wanted.push((field.to_owned(), value));
        rest = after.trim_start();
        if !rest.is_empty() {
            rest = next(rest).ok_or(FORM)?;
        }
    }
    Ok(wanted)
}

/// A text in quotes, in which a backslash is before a quote or a backslash, or one without blanks; and what follows it.
fn value(text: &str) -> Result<(String, &str), &'static str> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        let (bare, rest) = text.split_at(end);
        return if bare.is_empty() { Err(FORM) } else { Ok((bare.to_owned(), rest)) };
    };
    let (mut value, mut letters) = (String::new(), quoted.chars());
    loop {
        match letters.next().ok_or(FORM)? {
            '"' => return Ok((value, letters.as_str())),
            '\\' => value.push(letters.next().filter(|letter| matches!(letter, '"' | '\\')).ok_or(FORM)?),
            letter => value.push(letter),
        }
    }
}

/// What follows an `AND` and the blank after it.
fn next(text: &str) -> Option<&str> {
    let (word, rest) = text.split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    (word.eq_ignore_ascii_case("AND") && !rest.is_empty()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Listing, Vec<String>> {
        let Some(Tree::Map(members)) = Tree::from_stored(json) else { panic!("{json}") };
        let mut given = Arguments::of(members);
        let listing = Listing::take(&mut given, &["email", "last_name"]);
        given.finish().map(|_| listing).map_err(|wrong| wrong.iter().map(ToString::to_string).collect())
    }

    fn search(text: &str) -> Result<Vec<(String, String)>, String> {
        conditions(text, &["email", "last_name"])
    }

    fn wanted(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(field, text)| ((*field).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn u1_a_search_names_fields_and_their_texts() {
        for (text, pairs) in [
            (r#"email:"a@x.org""#, &[("email", "a@x.org")][..]),
            ("email:a@x.org", &[("email", "a@x.org")]),
            (r#" email : "a b"  "#, &[("email", "a b")]),
            (r#"email:"""#, &[("email", "")]),
            (r#"last_name:"O\"Neill \\ AND email:x""#, &[("last_name", r#"O"Neill \ AND email:x"#)]),
            (r#"email:"a@x.org" AND last_name:"Ü""#, &[("email", "a@x.org"), ("last_name", "Ü")]),
            ("email:a and email:b", &[("email", "a"), ("email", "b")]),
            ("  ", &[]),
        ] {
            assert_eq!(search(text), Ok(wanted(pairs)), "{text}");
        }
    }

    #[test]
    fn u1_what_is_no_search_is_told() {
        for text in [
            "a@x.org",
            "email:",
            r#"email:"a"#,
            r#"email:"a\b""#,
            r#"email:"a"b"#,
            r#"email:"a" OR email:"b""#,
            r#"email:"a" AND"#,
            r#"email:"a" AND "#,
            r#"email:"a" ANDemail:"b""#,
        ] {
            assert_eq!(search(text), Err(FORM.to_owned()), "{text}");
        }
        for text in ["town:x", "Email:x", ":x", "email :x AND town:y"] {
            assert_eq!(search(text), Err(format!("{FORM}; the fields are email, last_name")), "{text}");
        }
        let wrong = read(r#"{"search": "town", "detail": "maybe"}"#).unwrap_err();
        assert_eq!(wrong, ["detail: must be true or false, 1 or 0, Y or N".to_owned(), format!("search: {FORM}")]);
    }

    #[test]
    fn u1_what_is_found_is_shown_whole_or_by_its_uri() {
        let ann = || Tree::map([("email", Tree::from("a@x.org")), ("last_name", "".into())]);
        let shown = |json: &str| read(json).unwrap().show(ann(), "/ann/".to_owned());
        for (search, found) in [
            ("", true),
            (r#"email:\"a@x.org\""#, true),
            (r#"email:a@x.org AND last_name:\"\""#, true),
            ("email:A@x.org", false),
            ("email:a@x", false),
            ("email:a@x.org AND last_name:Smith", false),
        ] {
            let uri = shown(&format!(r#"{{"search": "{search}"}}"#));
            assert_eq!(uri, found.then(|| Tree::from("/ann/")), "{search}");
            let whole = shown(&format!(r#"{{"search": "{search}", "detail": "Y"}}"#));
            assert_eq!(whole, found.then(ann), "{search}");
        }
    }
}
