//! The sets of a zone in canonical order as a session sees them: two ordered lists, merged page by page.

use std::collections::VecDeque;

use domesday_dns::Name;
use domesday_domain::account::SessionId;
use domesday_domain::record::RecordSet;
use domesday_domain::record::edit::SetKey;
use domesday_domain::staging::{Content, DraftSet};
use domesday_domain::zone::Zone;

use super::desk::overlaid;
use super::read::Nodes;
use crate::ports::{SetFilter, Snapshot, Stored};
use crate::records::read_on;

/// How many sets a statement reads.
const PAGE: usize = 1000;

/// How many it reads where one is enough to know.
const PROBE: usize = 16;

/// Published sets with a session's drafts laid over.
pub(super) struct Merged {
    zone: Zone,
    holder: SessionId,
    nodes: Nodes,
    page: usize,
    published: Source<RecordSet>,
    drafts: Source<DraftSet>,
}

/// One of the lists, as far as it was read.
struct Source<T> {
    read: VecDeque<T>,
    marker: Option<SetKey>,
    ended: bool,
}

impl<T> Source<T> {
    fn new() -> Self {
        Self { read: VecDeque::new(), marker: None, ended: false }
    }

    fn is_due(&self) -> bool {
        self.read.is_empty() && !self.ended
    }

    fn fill(&mut self, page: Vec<T>, limit: usize, key: impl Fn(&T) -> SetKey) {
        self.ended = page.len() < limit;
        self.marker = page.last().map(key).or(self.marker.take());
        self.read = page.into();
    }
}

impl Merged {
    /// The sets at these nodes.
    pub(super) fn of(zone: &Zone, holder: SessionId, nodes: &Nodes) -> Self {
        let (published, drafts) = (Source::new(), Source::new());
        Self { zone: zone.clone(), holder, nodes: nodes.clone(), page: PAGE, published, drafts }
    }

    /// The next set that the session sees.
    pub(super) fn next(&mut self, snapshot: &mut dyn Snapshot) -> Stored<Option<Content>> {
        loop {
            self.fill(snapshot)?;
            let published = self.published.read.front().map(|set| (&set.owner, set.rtype));
            let draft = self.drafts.read.front().map(|draft| (&draft.owner, draft.rtype));
            let (takes_published, takes_draft) = match (published, draft) {
                (None, None) => return Ok(None),
                (Some(_), None) => (true, false),
                (None, Some(_)) => (false, true),
                (Some(set), Some(draft)) => (set <= draft, draft <= set),
            };
            let set = if takes_published { self.published.read.pop_front() } else { None };
            let draft = if takes_draft { self.drafts.read.pop_front() } else { None };
            let seen = match draft {
                Some(draft) => overlaid(&self.zone, &draft, set.as_ref()),
                None => set.as_ref().map(Content::of),
            };
            if seen.is_some() {
                return Ok(seen);
            }
        }
    }

    fn fill(&mut self, snapshot: &mut dyn Snapshot) -> Stored<()> {
        let limit = self.page;
        if self.published.is_due() {
            let filter = match &self.nodes {
                Nodes::All => SetFilter::default(),
                Nodes::Under(top) => SetFilter { under: Some(top.clone()), ..SetFilter::default() },
                Nodes::Only(name) => SetFilter { name: Some(name.clone()), ..SetFilter::default() },
            };
            let page = read_on(snapshot, &self.zone, &filter, self.published.marker.as_ref(), limit)?;
            self.published.fill(page, limit, |set| (set.owner.clone(), set.rtype));
        }
        if self.drafts.is_due() {
            let top = self.nodes.top();
            let mut page = snapshot.staged(self.holder, self.zone.id, top, self.drafts.marker.as_ref(), limit)?;
            let count = page.len();
            if let Nodes::Only(name) = &self.nodes {
                // A node comes before all that is below it.
                page.retain(|draft| draft.owner == *name);
            }
            let whole = count == page.len();
            self.drafts.fill(page, limit, |draft| (draft.owner.clone(), draft.rtype));
            self.drafts.ended = !whole || count < limit;
        }
        Ok(())
    }
}

/// Whether a node exists for a session: whether it or a name below it has records (rule R1).
pub(super) fn node_exists(snapshot: &mut dyn Snapshot, zone: &Zone, holder: SessionId, node: &Name) -> Stored<bool> {
    let mut merged = Merged { page: PROBE, ..Merged::of(zone, holder, &Nodes::Under(node.clone())) };
    Ok(merged.next(snapshot)?.is_some())
}
