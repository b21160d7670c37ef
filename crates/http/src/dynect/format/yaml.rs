//! YAML as it is read (rule W13): one mapping, scalars are texts.
//!
//! It is read by events, so that nothing is resolved: `no` is the text `no`, and what a document can use to grow while it is read (anchors,
//! aliases) or to say what its values are (tags) is refused where it stands. The parser looks no further ahead than 1024 characters, so that
//! what it keeps in memory does not grow with the body.

use std::collections::HashSet;

use granit_parser::{Event, Parser, ScalarStyle, Span, StrInput};

use super::limits::{BadBody, Gauge, twice};
use super::tree::Tree;

/// Reads one document of any kind; a stream without a document is an empty mapping.
pub(super) fn read(text: &str, gauge: &Gauge) -> Result<Tree, BadBody> {
    let mut reader = Reader { events: Parser::new_from_str(text), gauge };
    let mut tree = None;
    loop {
        let (event, span) = reader.next()?;
        match event {
            Event::StreamStart | Event::DocumentEnd => {}
            Event::DocumentStart(..) if tree.is_some() => return Err(fault("a second document", span)),
            Event::DocumentStart(..) => {
                let (event, span) = reader.next()?;
                tree = Some(reader.node(event, span, 0)?);
            }
            Event::StreamEnd => return Ok(tree.unwrap_or(Tree::Map(Vec::new()))),
            _ => return Err(fault("a value that is in no document", span)),
        }
    }
}

fn fault(what: &str, span: Span) -> BadBody {
    BadBody::placed(what, span.start.line(), span.start.col() + 1)
}

struct Reader<'t, 'g> {
    events: Parser<'t, StrInput<'t>>,
    gauge: &'g Gauge,
}

impl<'t> Reader<'t, '_> {
    fn next(&mut self) -> Result<(Event<'t>, Span), BadBody> {
        match self.events.next_event() {
            Some(Ok(next)) => Ok(next),
            Some(Err(fault)) => Err(BadBody::placed(&fault.info(), fault.marker().line(), fault.marker().col() + 1)),
            None => Err(BadBody::new("the text ends too early")),
        }
    }

    /// A node inside `depth` others.
    fn node(&mut self, event: Event<'t>, span: Span, depth: usize) -> Result<Tree, BadBody> {
        plain(&event, span)?;
        let placed = |what: String| fault(&what, span);
        match event {
            Event::Scalar(text, style, ..) => {
                self.gauge.argument().map_err(placed)?;
                let null = style == ScalarStyle::Plain && matches!(&*text, "" | "~" | "null");
                Ok(if null { Tree::Null } else { Tree::Text(text.into_owned()) })
            }
            Event::SequenceStart(..) => {
                self.gauge.nesting(depth + 1).map_err(placed)?;
                let entries = self.entries(depth + 1)?;
                self.gauge.filled(entries.len()).map_err(placed)?;
                Ok(Tree::List(entries))
            }
            Event::MappingStart(..) => {
                self.gauge.nesting(depth + 1).map_err(placed)?;
                let members = self.members(depth + 1)?;
                self.gauge.filled(members.len()).map_err(placed)?;
                Ok(Tree::Map(members))
            }
            _ => Err(fault("no value", span)),
        }
    }

    fn entries(&mut self, depth: usize) -> Result<Vec<Tree>, BadBody> {
        let mut entries = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(entries),
                (event, span) => entries.push(self.node(event, span, depth)?),
            }
        }
    }

    fn members(&mut self, depth: usize) -> Result<Vec<(String, Tree)>, BadBody> {
        let mut members = Vec::new();
        let mut keys = HashSet::new();
        loop {
            let (event, span) = self.next()?;
            plain(&event, span)?;
            let key = match event {
                Event::MappingEnd => return Ok(members),
                Event::Scalar(key, ..) => key.into_owned(),
                _ => return Err(fault("a key that is not a text", span)),
            };
            if !keys.insert(key.clone()) {
                return Err(fault(&twice(&key), span));
            }
            let (event, span) = self.next()?;
            members.push((key, self.node(event, span, depth)?));
        }
    }
}

/// Refuses what has an anchor or a tag, or stands for something else.
fn plain(event: &Event<'_>, span: Span) -> Result<(), BadBody> {
    let (anchor, tagged) = match event {
        Event::Alias(_) => return Err(fault("an alias", span)),
        Event::Scalar(_, _, anchor, tag)
        | Event::SequenceStart(_, anchor, tag)
        | Event::MappingStart(_, anchor, tag) => (*anchor, tag.is_some()),
        _ => (0, false),
    };
    match (anchor, tagged) {
        (0, false) => Ok(()),
        (0, true) => Err(fault("a tag", span)),
        _ => Err(fault("an anchor", span)),
    }
}
