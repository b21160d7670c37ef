//! A client's password (rule A10): judged and hashed before the transaction; what is wrong with it is told inside, with all else.

use domesday_domain::actor::Permission;
use domesday_domain::fault::Fault;

use crate::refusal::Refusal;
use crate::registry::{Caller, Registry};

/// The least characters of a client's password.
const LEAST: usize = 8;
/// The most characters of it.
const MOST: usize = 128;

/// A password that was chosen for a client.
#[derive(Clone)]
pub struct ClientPassword(Chosen);

#[derive(Clone)]
enum Chosen {
    /// None, which is "not given" for a new client.
    Empty,
    /// Too short or too long.
    Unfit,
    /// Its hash.
    Hashed(String),
}

impl ClientPassword {
    /// The hash to store, for a new client: it needs one.
    pub(super) fn of_new(given: Option<&Self>, faults: &mut Vec<Fault>) -> Option<String> {
        match given.map(|password| &password.0) {
            None | Some(Chosen::Empty) => {
                faults.push(Fault::missing("/password", "a client needs a password"));
                None
            }
            Some(_) => Self::of_changed(given, faults),
        }
    }

    /// The hash to store, if another is given.
    pub(super) fn of_changed(given: Option<&Self>, faults: &mut Vec<Fault>) -> Option<String> {
        match given.map(|password| &password.0)? {
            Chosen::Hashed(hash) => Some(hash.clone()),
            Chosen::Empty | Chosen::Unfit => {
                let detail = format!("a password has {LEAST} to {MOST} characters");
                faults.push(Fault::malformed("/password", "password", detail));
                None
            }
        }
    }
}

impl Registry {
    /// Hashes a password that an admin chose for a client.
    ///
    /// # Errors
    /// Those of [`Registry::admit`], and [`Refusal::Busy`] when too much is being hashed. A wrong length is told by the command that takes
    /// the password.
    pub async fn client_password(&self, caller: &Caller, password: String) -> Result<ClientPassword, Refusal> {
        self.admit(caller, Permission::Administer).await?;
        let chosen = match password.chars().count() {
            0 => Chosen::Empty,
            LEAST..=MOST => Chosen::Hashed(self.hash(password).await?),
            _ => Chosen::Unfit,
        };
        Ok(ClientPassword(chosen))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a10_a_new_client_needs_a_password_and_an_old_one_keeps_its_own() {
        let codes = |judge: fn(Option<&ClientPassword>, &mut Vec<Fault>) -> Option<String>, chosen: Option<Chosen>| {
            let (mut faults, password) = (Vec::new(), chosen.map(ClientPassword));
            let hash = judge(password.as_ref(), &mut faults);
            (hash, faults.into_iter().map(|fault| fault.code).collect::<Vec<_>>())
        };
        let hashed = || Some(Chosen::Hashed("h".into()));
        assert_eq!(codes(ClientPassword::of_new, hashed()), (Some("h".into()), vec![]));
        assert_eq!(codes(ClientPassword::of_new, None), (None, vec!["required"]));
        assert_eq!(codes(ClientPassword::of_new, Some(Chosen::Empty)), (None, vec!["required"]));
        assert_eq!(codes(ClientPassword::of_new, Some(Chosen::Unfit)), (None, vec!["password"]));
        assert_eq!(codes(ClientPassword::of_changed, hashed()), (Some("h".into()), vec![]));
        assert_eq!(codes(ClientPassword::of_changed, None), (None, vec![]));
        assert_eq!(codes(ClientPassword::of_changed, Some(Chosen::Empty)), (None, vec!["password"]));
        assert_eq!(codes(ClientPassword::of_changed, Some(Chosen::Unfit)), (None, vec!["password"]));
    }
}
