//! Answers as they are written (rules E1, W11–W14), whole or piece by piece.
//!
//! There is one way to write: a [`Writer`] is told what is opened, put and closed, and [`write`] tells it a whole tree. So an answer that is
//! too large to be held is the same text as if it had been. A container's beginning is written with its first child, since an empty one looks
//! different in every form.

mod html;
mod json;
mod xml;
mod yaml;

use super::Format;
use super::tree::Tree;

/// A list or a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    List,
    Map,
}

/// A container that is open.
#[derive(Debug)]
struct Frame {
    kind: Kind,
    /// What it is called in the container around it: a member's name, or an entry's number from 0; nothing for the outermost.
    name: String,
    /// How many children were begun in it.
    children: usize,
}

/// How one form is written. `path` is what is open, outermost first.
trait Dialect: Sync {
    /// What stands before everything.
    fn prolog(&self) -> &'static str;

    /// What stands before a child of the innermost container: the beginning of that container if the child is its first (`children` is 0),
    /// what stands between children otherwise; then the child's name.
    fn lead(&self, out: &mut String, path: &[Frame], name: &str);

    /// A value that is no container. `first` says that no value precedes it in the whole text.
    fn scalar(&self, out: &mut String, path: &[Frame], name: &str, value: &Tree, first: bool);

    /// The end of the innermost container: all of it, if it has no children.
    fn close(&self, out: &mut String, path: &[Frame], first: bool);
}

/// Writes an answer piece by piece.
///
/// Names are those of members; within a list they mean nothing.
///
/// ```text
/// let mut answer = Writer::begin(format, "success");
/// answer.open_list("data");
/// for record in records {
///     answer.item(&record);
///     spool.push(answer.take());
/// }
/// spool.push(answer.end(job_id, &messages));
/// ```
pub(crate) struct Writer {
    dialect: &'static dyn Dialect,
    path: Vec<Frame>,
    /// Whether any value was written.
    begun: bool,
    out: String,
}

impl Writer {
    /// The beginning of an envelope: the next that is opened or put should be `data`.
    pub(crate) fn begin(format: Format, status: &str) -> Self {
        let mut writer = Self::new(format);
        writer.open(Kind::Map, "");
        writer.put("status", &Tree::from(status));
        writer
    }

    /// The rest of an envelope. Closes all that is open.
    pub(crate) fn end(mut self, job_id: i64, messages: &Tree) -> String {
        while self.path.len() > 1 {
            self.close();
        }
        self.put("job_id", &Tree::Number(job_id));
        self.put("msgs", messages);
        self.close();
        self.out
    }

    /// Opens a map.
    pub(crate) fn open_map(&mut self, name: &str) {
        self.open(Kind::Map, name);
    }

    /// Opens a list.
    pub(crate) fn open_list(&mut self, name: &str) {
        self.open(Kind::List, name);
    }

    /// Closes the innermost container.
    pub(crate) fn close(&mut self) {
        if !self.path.is_empty() {
            self.dialect.close(&mut self.out, &self.path, !self.begun);
            self.begun = true;
            self.path.pop();
        }
    }

    /// A whole value under a name.
    pub(crate) fn put(&mut self, name: &str, value: &Tree) {
        match value {
            Tree::List(entries) => {
                self.open(Kind::List, name);
                entries.iter().for_each(|entry| self.item(entry));
                self.close();
            }
            Tree::Map(members) => {
                self.open(Kind::Map, name);
                members.iter().for_each(|(name, value)| self.put(name, value));
                self.close();
            }
            scalar => {
                let name = if self.in_list() { "" } else { name };
                self.child(name);
                self.dialect.scalar(&mut self.out, &self.path, name, scalar, !self.begun);
                self.begun = true;
            }
        }
    }

    /// A whole entry of the list that is open.
    pub(crate) fn item(&mut self, entry: &Tree) {
        self.put("", entry);
    }

    /// What was written since it was last taken.
    pub(crate) fn take(&mut self) -> String {
        std::mem::take(&mut self.out)
    }

    fn new(format: Format) -> Self {
        let dialect: &'static dyn Dialect = match format {
            Format::Json => &json::Json,
            Format::Xml => &xml::Xml,
            Format::Yaml => &yaml::Yaml,
            Format::Html => &html::Html,
        };
        Self { dialect, path: Vec::new(), begun: false, out: dialect.prolog().to_owned() }
    }

    fn open(&mut self, kind: Kind, name: &str) {
        let name = match self.path.last() {
            Some(Frame { kind: Kind::List, children, .. }) => children.to_string(),
            _ => name.to_owned(),
        };
        self.child(&name);
        self.path.push(Frame { kind, name, children: 0 });
    }

    fn in_list(&self) -> bool {
        self.path.last().is_some_and(|container| container.kind == Kind::List)
    }

    fn child(&mut self, name: &str) {
        if !self.path.is_empty() {
            self.dialect.lead(&mut self.out, &self.path, name);
        }
        if let Some(container) = self.path.last_mut() {
            container.children += 1;
        }
    }
}

/// A value that is the same in all forms: neither a container nor a text.
fn plain(value: &Tree) -> String {
    match value {
        Tree::Flag(flag) => flag.to_string(),
        Tree::Number(number) => number.to_string(),
        _ => "null".to_owned(),
    }
}

/// Writes a tree. An answer's outermost value is a map.
pub(crate) fn write(format: Format, tree: &Tree) -> String {
    let mut writer = Writer::new(format);
    writer.put("", tree);
    writer.out
}
