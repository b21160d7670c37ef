//! Lists rules: a page of them, or all as a stream from one snapshot (rules L1–L5).

use domesday_dns::Name;
use domesday_domain::actor::Permission;
use domesday_domain::finding::Findings;
use domesday_domain::tld::Tld;
use uuid::Uuid;

use crate::input::Input;
use crate::ports::{ListOrder, Snapshot, TextMatch, TldReads};
use crate::refusal::Refusal;
use crate::registry::{Context, Outlet, Query, Streamed};

/// How many rules a stream reads at a time.
const CHUNK: usize = 5000;

/// Which rows, in what order, and how many.
#[derive(Clone, Debug, Default)]
pub struct RowQuery {
    /// Which, and in what order.
    pub order: ListOrder,
    /// After this one.
    pub marker: Option<Uuid>,
    /// At most so many; none for all.
    pub limit: Option<usize>,
}

/// A page of rows.
#[derive(Clone, Debug)]
pub struct RowPage<T> {
    /// The edition of rules and block list that it shows.
    pub revision: i64,
    /// The rows.
    pub rows: Vec<T>,
    /// Whether more exist.
    pub more: bool,
}

/// Asks for a page of rules.
pub struct ListTlds {
    /// Which.
    pub query: Input<RowQuery>,
}

/// Asks for all rules, as a stream. The head is the edition that they are of.
pub struct StreamTlds {
    /// Which; its limit counts for nothing.
    pub query: Input<RowQuery>,
}

/// What is listed: how a row is found by its id, and how a page of them is read.
pub trait Listed: Sized {
    /// A row by its id.
    ///
    /// # Errors
    /// What the store says.
    fn by_id(reads: &mut dyn TldReads, id: Uuid) -> Result<Option<Self>, Refusal>;
    /// A page after a row.
    ///
    /// # Errors
    /// What the store says.
    fn page(
        reads: &mut dyn TldReads,
        order: &ListOrder,
        marker: Option<&Self>,
        limit: usize,
    ) -> Result<Vec<Self>, Refusal>;
}

impl Listed for Tld {
    fn by_id(reads: &mut dyn TldReads, id: Uuid) -> Result<Option<Self>, Refusal> {
        Ok(reads.tld(id)?)
    }

    fn page(
        reads: &mut dyn TldReads,
        order: &ListOrder,
        marker: Option<&Self>,
        limit: usize,
    ) -> Result<Vec<Self>, Refusal> {
        Ok(reads.tld_page(order, marker, limit)?)
    }
}

impl Query for ListTlds {
    const NEEDS: Permission = Permission::Administer;
    type Answer = RowPage<Tld>;

    fn execute(&self, _: &Context, snapshot: &mut dyn Snapshot) -> Result<RowPage<Tld>, Refusal> {
        let (query, findings) = self.query.well_formed()?;
        page(snapshot, query, findings)
    }
}

impl Streamed for StreamTlds {
    const NEEDS: Permission = Permission::Administer;
    type Head = i64;
    type Item = Vec<Tld>;

    fn execute(
        &self,
        _: &Context,
        snapshot: &mut dyn Snapshot,
        outlet: &mut Outlet<i64, Vec<Tld>>,
    ) -> Result<(), Refusal> {
        let (query, findings) = self.query.well_formed()?;
        let mut query = RowQuery { limit: Some(CHUNK), ..query.clone() };
        let mut findings = Some(findings);
        loop {
            let page: RowPage<Tld> = page(snapshot, &query, findings.take().unwrap_or_default())?;
            outlet.begin(page.revision);
            query.marker = page.rows.last().map(|tld| tld.id);
            if !page.rows.is_empty() {
                outlet.send(page.rows)?;
            }
            if !page.more {
                return Ok(());
            }
        }
    }
}

/// The rules that a filter of names asks for (rule L5): the filter is brought into canonical form like a name, label by label where a
/// label has no `*`; what is no label stays as it is, and finds nothing.
pub fn name_filter(text: &str) -> TextMatch {
    let mut labels: Vec<String> = text.split(DOTS).map(canonical).collect();
    if labels.len() > 1 && labels.last().is_some_and(String::is_empty) {
        labels.pop();
    }
    let text = labels.join(".");
    if text.contains('*') { TextMatch::Pattern(text) } else { TextMatch::Exact(text) }
}

/// The marks that separate labels (rule N1).
const DOTS: [char; 4] = ['.', '\u{3002}', '\u{ff0e}', '\u{ff61}'];

fn canonical(label: &str) -> String {
    let (mark, bare) = label.strip_prefix('!').map_or(("", label), |bare| ("!", bare));
    match Name::parse(bare) {
        Ok(name) if !bare.is_ascii() && !bare.contains('*') => format!("{mark}{name}"),
        _ => label.to_lowercase(),
    }
}

/// A page of rows. A row of exactly the filter's text is the only one (rule L5).
pub(crate) fn page<T: Listed>(
    snapshot: &mut dyn Snapshot,
    query: &RowQuery,
    mut findings: Findings,
) -> Result<RowPage<T>, Refusal> {
    let marker = match query.marker {
        Some(id) => {
            let row = T::by_id(snapshot, id)?;
            if row.is_none() {
                findings.error("marker", "marker_not_found", format!("there is no {id} to go on after"));
            }
            row
        }
        None => None,
    };
    findings.settle(false)?;
    let revision = snapshot.edition()?.revision;
    let mut order = query.order.clone();
    if let Some(TextMatch::Pattern(text)) = &order.text {
        let exact = ListOrder { text: Some(TextMatch::Exact(text.clone())), ..order.clone() };
        if !T::page(snapshot, &exact, None, 1)?.is_empty() {
            order = exact;
        }
    }
    let limit = query.limit.unwrap_or(CHUNK);
    let mut rows = T::page(snapshot, &order, marker.as_ref(), limit + 1)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    Ok(RowPage { revision, rows, more })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn l5_a_filter_is_canonical_label_by_label() {
        let exact = |text: &str| TextMatch::Exact(text.into());
        let pattern = |text: &str| TextMatch::Pattern(text.into());
        for (filter, expected) in [
            ("COM.", exact("com")),
            ("한국", exact("xn--3e0b707e")),
            ("!WWW.ck", exact("!www.ck")),
            ("a。b", exact("a.b")),
            ("*.BD", pattern("*.bd")),
            ("**.bd", pattern("**.bd")),
            ("C*", pattern("c*")),
            ("*.한국", pattern("*.xn--3e0b707e")),
            ("co..UK", exact("co..uk")),
            ("foo bar", exact("foo bar")),
            ("%_", exact("%_")),
            ("", exact("")),
        ] {
            assert_eq!(name_filter(filter), expected, "{filter}");
        }
    }
}
