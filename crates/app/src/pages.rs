//! Pages of counted lists, asked for by number (`zones.md` M5): which page, and what came of it.
//!
//! A page that is not there is missing; only the first one always is, empty where nothing is listed.

use crate::refusal::Refusal;

/// Which page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageNumber {
    /// Counted from 1.
    Number(u64),
    /// Whichever is the last.
    Last,
}

/// A page that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageWanted {
    /// Which one.
    pub number: PageNumber,
    /// How many items a page has; at least 1.
    pub size: usize,
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted<T> {
    /// What stands on it.
    pub items: Vec<T>,
    /// How many items all pages have.
    pub total: u64,
    /// Which page it is.
    pub number: u64,
    /// How many pages there are.
    pub pages: u64,
}

/// Where a page begins, with the list's length known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    total: u64,
    number: u64,
    pages: u64,
    /// How many items come before it.
    pub(crate) offset: u64,
    /// How many items it may have.
    pub(crate) size: usize,
}

impl PageWanted {
    /// Where the page begins in a list of so many items.
    ///
    /// # Errors
    /// [`Refusal::Missing`] past the list's end.
    pub(crate) fn place(self, total: u64) -> Result<Place, Refusal> {
        let size = self.size.max(1);
        let pages = total.div_ceil(size as u64).max(1);
        let number = match self.number {
            PageNumber::Number(number) => number,
            PageNumber::Last => pages,
        };
        if !(1..=pages).contains(&number) {
            return Err(Refusal::missing(format!("page {number}: the list has {pages}")));
        }
        Ok(Place { total, number, pages, offset: (number - 1) * size as u64, size })
    }
}

impl Place {
    /// The page with what stands on it.
    pub(crate) fn holding<T>(self, items: Vec<T>) -> Counted<T> {
        Counted { items, total: self.total, number: self.number, pages: self.pages }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(number: PageNumber, total: u64) -> Option<(u64, u64, u64)> {
        let place = PageWanted { number, size: 10 }.place(total).ok()?;
        Some((place.number, place.offset, place.pages))
    }

    #[test]
    fn a_page_past_the_end_is_missing_and_the_first_never_is() {
        assert_eq!(place(PageNumber::Number(1), 0), Some((1, 0, 1)));
        assert_eq!(place(PageNumber::Number(2), 0), None);
        assert_eq!(place(PageNumber::Number(2), 10), None);
        assert_eq!(place(PageNumber::Number(2), 11), Some((2, 10, 2)));
        assert_eq!(place(PageNumber::Last, 31), Some((4, 30, 4)));
        assert_eq!(place(PageNumber::Number(0), 5), None);
        assert_eq!(place(PageNumber::Number(u64::MAX), u64::MAX), None);
    }
}
