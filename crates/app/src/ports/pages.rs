//! Pages of lists that are counted, filtered by text and asked for by number.

use domesday_dns::Name;

/// Which rows a list shows, by number or by text of the name. All that are given must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextFilter {
    /// With this number.
    pub id: Option<i64>,
    /// With one of these names.
    pub names: Option<Vec<Name>>,
    /// Whose name begins so; in lower case, like the next two.
    pub starts_with: Option<String>,
    /// Whose name ends so.
    pub ends_with: Option<String>,
    /// Whose name has this in it.
    pub contains: Option<String>,
}

/// In which order a list is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By number.
    #[default]
    Id,
    /// By number, the highest first.
    IdDescending,
    /// By the name's text.
    Name,
    /// By the name's text, the last first.
    NameDescending,
}
