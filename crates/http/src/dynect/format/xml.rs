//! XML as it is read (rule W12): elements are members, repeated ones and those called `item` are entries of a list.
//!
//! Nothing is expanded: a DOCTYPE is refused where it stands, so that there are no entities but the five built in and the characters
//! themselves. Elements being read are kept in a list of bounded length, not on the stack.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::limits::{BadBody, Gauge};
use super::tree::Tree;

/// The children that are entries of a list.
const ENTRY: &str = "item";

/// What XML calls white space.
const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

/// Reads one document. Its outermost element, whatever its name, is a map unless it says otherwise.
pub(super) fn read(text: &str, gauge: &Gauge) -> Result<Tree, BadBody> {
    let mut reader = Reader::from_str(text);
    let mut document = Document { gauge, open: Vec::new(), root: None };
    loop {
        let event = reader.read_event();
        let place = if event.is_ok() { reader.buffer_position() } else { reader.error_position() };
        let at = |what: String| BadBody::at(&what, text, usize::try_from(place).unwrap_or(usize::MAX));
        let event = event.map_err(|fault| at(fault.to_string()))?;
        if matches!(event, Event::Eof) {
            let whole = document.finish().map_err(at)?;
            gauge.nesting(whole.depth()).map_err(at)?;
            return Ok(whole);
        }
        document.take(&event).map_err(at)?;
    }
}

/// An element of which the end was not seen yet.
struct Element {
    name: String,
    null: bool,
    text: String,
    children: Vec<(String, Tree)>,
}

struct Document<'g> {
    gauge: &'g Gauge,
    open: Vec<Element>,
    root: Option<Tree>,
}

impl Document<'_> {
    fn take(&mut self, event: &Event<'_>) -> Result<(), String> {
        match event {
            Event::Start(start) => self.start(start),
            Event::Empty(start) => {
                self.start(start)?;
                self.end()
            }
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) if self.open.is_empty() => Err(format!("text outside of every element: {}", &**text)),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) => self.text(character(reference)?.encode_utf8(&mut [0; 4])),
            Event::DocType(_) => Err("a DOCTYPE is not taken".to_owned()),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::Eof => Ok(()),
        }
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), String> {
        if self.open.is_empty() && self.root.is_some() {
            return Err("a second outermost element".to_owned());
        }
        // The elements around this one are lists or objects.
        self.gauge.nesting(self.open.len())?;
        let name = start.name().into_inner().to_owned();
        if !is_name(&name) {
            return Err(format!("an element cannot be called {name:?}"));
        }
        self.open.push(Element { name, null: says_null(start)?, text: String::new(), children: Vec::new() });
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), String> {
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if text.trim_matches(BLANKS).is_empty() => {}
            None => return Err("text outside of every element".to_owned()),
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), String> {
        let Some(element) = self.open.pop() else { return Err("an end without a start".to_owned()) };
        let outermost = self.open.is_empty();
        if element.null || element.children.is_empty() {
            self.gauge.argument()?;
        }
        let name = element.name.clone();
        let tree = element.tree(outermost)?;
        match self.open.last_mut() {
            Some(parent) => parent.children.push((name, tree)),
            None => self.root = Some(tree),
        }
        Ok(())
    }

    fn finish(self) -> Result<Tree, String> {
        match (self.open.last(), self.root) {
            (Some(element), _) => Err(format!("the element {:?} has no end", element.name)),
            (None, None) => Err("no element".to_owned()),
            (None, Some(tree)) => Ok(tree),
        }
    }
}

impl Element {
    fn tree(self, outermost: bool) -> Result<Tree, String> {
        let blank = self.text.trim_matches(BLANKS).is_empty();
        if self.null {
            return Ok(Tree::Null);
        }
        if self.children.is_empty() {
            return Ok(if outermost && blank { Tree::Map(Vec::new()) } else { Tree::Text(self.text) });
        }
        if !blank {
            return Err(format!("the element {:?} has both text and elements", self.name));
        }
        if self.children.iter().all(|(name, _)| name == ENTRY) {
            return Ok(self.children.into_iter().map(|(_, value)| value).collect());
        }
        Ok(Tree::Map(grouped(self.children)))
    }
}

/// Children by name, in the order of the first of each; several of one name are a list.
fn grouped(children: Vec<(String, Tree)>) -> Vec<(String, Tree)> {
    let mut groups: Vec<(String, Vec<Tree>)> = Vec::new();
    let mut known = HashMap::new();
    for (name, value) in children {
        let index = *known.entry(name.clone()).or_insert(groups.len());
        match groups.get_mut(index) {
            Some((_, values)) => values.push(value),
            None => groups.push((name, vec![value])),
        }
    }
    let whole = |mut values: Vec<Tree>| match values.pop() {
        Some(only) if values.is_empty() => only,
        last => values.into_iter().chain(last).collect(),
    };
    groups.into_iter().map(|(name, values)| (name, whole(values))).collect()
}

/// Whether an element has `type="null"` or `nil="true"`, with any prefix.
fn says_null(start: &BytesStart<'_>) -> Result<bool, String> {
    let mut null = false;
    // Looking for attributes that stand twice would cost the square of their number.
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|fault| fault.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|fault| fault.to_string())?;
        null |= matches!((attribute.key.local_name().into_inner(), &*value), ("type", "null") | ("nil", "true"));
    }
    Ok(null)
}

/// The character that a reference stands for.
fn character(reference: &BytesRef<'_>) -> Result<char, String> {
    match &**reference {
        "amp" => return Ok('&'),
        "lt" => return Ok('<'),
        "gt" => return Ok('>'),
        "apos" => return Ok('\''),
        "quot" => return Ok('"'),
        _ => {}
    }
    let named = reference.resolve_char_ref().map_err(|fault| fault.to_string())?;
    let character = named.ok_or_else(|| format!("the entity {:?} is none of the five built in", &**reference))?;
    let blank = BLANKS.contains(&character);
    if (character.is_control() && !blank) || matches!(character, '\u{fffe}' | '\u{ffff}') {
        return Err("a reference to a control character".to_owned());
    }
    Ok(character)
}

/// Whether this can be the name of an element.
pub(super) fn is_name(name: &str) -> bool {
    let inner = |character: char| character.is_alphanumeric() || matches!(character, '_' | ':' | '-' | '.');
    name.starts_with(|first: char| first.is_alphabetic() || matches!(first, '_' | ':')) && name.chars().all(inner)
}
