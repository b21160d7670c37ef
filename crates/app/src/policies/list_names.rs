//! Lists what a policy says about names, by the page (rule P1).

use domesday_domain::actor::Permission;
use domesday_domain::policy::{LabelPattern, SpecialKind, SpecialName};
use domesday_domain::precondition::Tag;

use super::find::{PolicyOf, tag_of};
use crate::input::Input;
use crate::ports::Snapshot;
use crate::refusal::Refusal;
use crate::registry::{Context, Query};

/// Which entries, and how many.
#[derive(Clone, Debug, Default)]
pub struct NameQuery {
    /// Of one kind only.
    pub kind: Option<SpecialKind>,
    /// After the place of this pattern, whether or not it has an entry.
    pub marker: Option<LabelPattern>,
    /// At most so many.
    pub limit: usize,
}

/// A page of entries, in the order of their patterns' texts.
#[derive(Clone, Debug)]
pub struct NamePage {
    /// The entries.
    pub names: Vec<SpecialName>,
    /// Whether more exist.
    pub more: bool,
    /// Its entity tag.
    pub tag: Tag,
}

/// Asks for a page of entries.
pub struct ListSpecialNames {
    /// Of whose policy.
    pub of: PolicyOf,
    /// Which.
    pub query: Input<NameQuery>,
}

impl Query for ListSpecialNames {
    const NEEDS: Permission = Permission::ReadRegistrations;
    type Answer = NamePage;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<NamePage, Refusal> {
        let (query, findings) = self.query.well_formed()?;
        findings.settle(false)?;
        let found = self.of.find(snapshot)?;
        let (rule, _) = found.policy()?;
        // One more tells whether there are more; the tag is of all that were read, so that it tells that too.
        let mut names =
            snapshot.special_names(rule, query.kind, query.marker.as_ref(), query.limit.saturating_add(1))?;
        let tag = tag_of(&names);
        let more = names.len() > query.limit;
        names.truncate(query.limit);
        Ok(NamePage { names, more, tag })
    }
}
