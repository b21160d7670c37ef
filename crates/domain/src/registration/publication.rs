//! What of a domain stands in the zone of its TLD (rule Z2).

use super::facts::Stage;
use super::project::Present;
use super::status::Bar;

impl Present {
    /// Whether its delegation is published: it is registered, or expired and not yet on hold; it has name servers; nobody holds it back.
    pub fn is_published(&self) -> bool {
        let registration = self.registration();
        let lives = match registration.stage {
            Stage::Registered => true,
            Stage::Expired(expiry) => !expiry.held,
            Stage::Redemption(_) | Stage::PendingDelete(_) | Stage::Gone { .. } => false,
        };
        let is_held = registration.barred(Bar::Hold).next().is_some() || registration.is_overdue();
        lives && registration.name_servers > 0 && !is_held
    }

    /// Whether it counts as a cut when glue is chosen. It does until it is gone, published or not: nobody's hold breaks a neighbour, and
    /// hosts below a deleted domain serve until the purge (rule L9).
    pub fn counts_as_cut(&self) -> bool {
        self.registration().is_live()
    }
}
