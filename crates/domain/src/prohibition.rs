//! What of a contact or a host is forbidden for the time being (`registrar.md` H7, C4, A3): the statuses that are stored for them.

use std::collections::BTreeSet;

use crate::fault::{Fault, below, excerpt};
use crate::set_change::SetChange;
use crate::word::{Word, words};

words! {
    /// A status by which a change or the deletion of a contact or a host is refused.
    Prohibition {
        /// Its sponsor forbids its deletion.
        ClientDelete = "clientDeleteProhibited",
        /// Its sponsor forbids its change, but for taking this status away.
        ClientUpdate = "clientUpdateProhibited",
        /// The registry forbids its deletion.
        ServerDelete = "serverDeleteProhibited",
        /// The registry forbids its change.
        ServerUpdate = "serverUpdateProhibited",
    }
}

impl Prohibition {
    /// Whether only an admin sets and removes it.
    pub fn is_the_registrys(self) -> bool {
        matches!(self, Self::ServerDelete | Self::ServerUpdate)
    }

    /// What is shown of these: each, `ok` if there is none, and `linked` if something uses the object; in the order of the words, never
    /// empty (rule S1).
    pub fn shown(stored: &BTreeSet<Self>, linked: bool) -> Vec<&'static str> {
        let ok = stored.is_empty().then_some("ok");
        let linked = linked.then_some("linked");
        let mut words: Vec<&'static str> =
            stored.iter().map(|status| status.as_str()).chain(ok).chain(linked).collect();
        words.sort_unstable();
        words
    }

    /// Those that a change fails on (rule S3): the sponsor's unless the change removes it, the registry's unless an admin makes it.
    pub fn against_update(stored: &BTreeSet<Self>, by_admin: bool, removes_own: bool) -> Vec<Self> {
        let own = (!removes_own).then_some(Self::ClientUpdate);
        let registrys = (!by_admin).then_some(Self::ServerUpdate);
        own.into_iter().chain(registrys).filter(|status| stored.contains(status)).collect()
    }

    /// Those that a deletion fails on (rule S3), whoever asks for it.
    pub fn against_delete(stored: &BTreeSet<Self>) -> Vec<Self> {
        [Self::ClientDelete, Self::ServerDelete].into_iter().filter(|status| stored.contains(status)).collect()
    }

    /// Reads the statuses that a caller wants to have from the start, sorted and none twice. `place` is the list's.
    ///
    /// # Errors
    /// Every word that the caller may not set (rule D4).
    pub fn read_all(words: &[String], place: &str, by_admin: bool) -> Result<BTreeSet<Self>, Vec<Fault>> {
        let read: Vec<_> =
            words.iter().enumerate().map(|(at, word)| Self::read(word, below(place, at), by_admin)).collect();
        let faults: Vec<Fault> = read.iter().filter_map(|read| read.as_ref().err().cloned()).collect();
        if faults.is_empty() { Ok(read.into_iter().flatten().collect()) } else { Err(faults) }
    }

    /// Reads what is added and removed, as in `/add/status/0`.
    ///
    /// # Errors
    /// Every word that the caller may neither set nor remove.
    pub fn read_change(add: &[String], remove: &[String], by_admin: bool) -> Result<SetChange<Self>, Vec<Fault>> {
        let side = |words: &[String], place: &str| {
            let read = words.iter().enumerate().map(|(at, word)| Self::read(word, below(place, at), by_admin));
            read.collect::<Vec<_>>()
        };
        let (add, remove) = (side(add, "/add/status"), side(remove, "/rem/status"));
        let faults: Vec<Fault> = add.iter().chain(&remove).filter_map(|read| read.as_ref().err().cloned()).collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(SetChange { add: add.into_iter().flatten().collect(), remove: remove.into_iter().flatten().collect() })
    }

    fn read(word: &str, place: String, by_admin: bool) -> Result<Self, Fault> {
        match Self::parse(word) {
            Some(status) if by_admin || !status.is_the_registrys() => Ok(status),
            Some(status) => Err(Fault::out_of_range(
                place,
                "status-of-the-registry",
                format!("only the registry sets and removes {status}"),
            )),
            None => Err(Fault::out_of_range(
                place,
                "status",
                format!("{:?} is no status that is set; those are {}", excerpt(word), Self::words()),
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn d4_a_registrar_sets_its_own_statuses_only_and_every_other_is_named() {
        let sent =
            words(&["clientUpdateProhibited", "ok", "serverDeleteProhibited", "clientupdateprohibited", "linked"]);
        let faults = Prohibition::read_all(&sent, "/status", false).unwrap_err();
        let told: Vec<_> = faults.iter().map(|fault| (fault.place.as_str(), fault.code)).collect();
        assert_eq!(
            told,
            [
                ("/status/1", "status"),
                ("/status/2", "status-of-the-registry"),
                ("/status/3", "status"),
                ("/status/4", "status")
            ]
        );
        let sent = words(&["serverDeleteProhibited", "clientDeleteProhibited", "serverDeleteProhibited"]);
        let set = Prohibition::read_all(&sent, "/status", true).unwrap();
        assert_eq!(set.into_iter().collect::<Vec<_>>(), [Prohibition::ClientDelete, Prohibition::ServerDelete]);
    }

    #[test]
    fn s1_what_is_shown_is_sorted_and_never_empty() {
        let two = BTreeSet::from([Prohibition::ServerUpdate, Prohibition::ClientDelete]);
        for (stored, linked, shown) in [
            (BTreeSet::new(), false, vec!["ok"]),
            (BTreeSet::new(), true, vec!["linked", "ok"]),
            (two.clone(), false, vec!["clientDeleteProhibited", "serverUpdateProhibited"]),
            (two, true, vec!["clientDeleteProhibited", "linked", "serverUpdateProhibited"]),
        ] {
            assert_eq!(Prohibition::shown(&stored, linked), shown);
        }
    }

    #[test]
    fn s3_a_change_fails_on_what_it_does_not_lift_and_a_deletion_on_either_side() {
        let all: BTreeSet<Prohibition> = Prohibition::ALL.iter().copied().collect();
        for (by_admin, removes_own, against) in [
            (false, false, vec![Prohibition::ClientUpdate, Prohibition::ServerUpdate]),
            (false, true, vec![Prohibition::ServerUpdate]),
            (true, false, vec![Prohibition::ClientUpdate]),
            (true, true, vec![]),
        ] {
            assert_eq!(Prohibition::against_update(&all, by_admin, removes_own), against);
            assert_eq!(Prohibition::against_update(&BTreeSet::new(), by_admin, removes_own), []);
        }
        assert_eq!(Prohibition::against_delete(&all), [Prohibition::ClientDelete, Prohibition::ServerDelete]);
        assert_eq!(Prohibition::against_delete(&BTreeSet::from([Prohibition::ServerUpdate])), []);
    }

    #[test]
    fn h7_statuses_are_added_and_removed_by_rule_d5() {
        let present = [Prohibition::ClientDelete];
        let update = words(&["clientUpdateProhibited"]);
        let delete = words(&["clientDeleteProhibited"]);
        let change = Prohibition::read_change(&update, &delete, false).unwrap();
        assert_eq!(change.apply_to(&present, "status").unwrap(), [Prohibition::ClientUpdate]);
        let again = Prohibition::read_change(&delete, &update, false).unwrap();
        assert_eq!(again.apply_to(&present, "status").unwrap_err().len(), 2);
        let both = Prohibition::read_change(&words(&["x"]), &words(&["serverUpdateProhibited"]), false).unwrap_err();
        assert_eq!(
            both.iter().map(|fault| fault.place.as_str()).collect::<Vec<_>>(),
            ["/add/status/0", "/rem/status/0"]
        );
    }
}
