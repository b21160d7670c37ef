//! The mailbox of a zone (Z12): an address to people, the RNAME of the SOA to name servers (RFC 1035 section 8).
//!
//! Surprising: the local part becomes one label, whatever dots are in it, and keeps its case, since only the receiving host may
//! judge that (RFC 5321 section 2.4); the domain is lower-case A-labels. What cannot be written both ways is refused.

use crate::name::{Base, Buffer, Case, MAX_NAME, Name, NameError, name_length, read_name, split_label, write_wire};
use std::fmt;

/// Why a text is no mailbox.
#[derive(thiserror::Error, Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum MailboxError {
    /// Nothing before the `@`, or an RNAME without labels.
    #[error("the part before the domain is missing")]
    NoLocalPart,
    /// A character outside the set of HTML's `<input type=email>`; quoted and non-ASCII local parts have such.
    #[error("the character {0:?} is not allowed before the `@`")]
    BadCharacter(char),
    /// More than 63 octets do not fit into a label.
    #[error("the part before the `@` is longer than 63 octets")]
    LocalPartTooLong,
    /// More than 255 octets on the wire.
    #[error("the mailbox is longer than 255 octets as a domain name")]
    TooLong,
    /// The domain is not made of letters, digits and inner hyphens.
    #[error("the domain is not a host name")]
    BadDomain,
    /// The domain, or the RNAME, is no name at all.
    #[error("the domain is not a domain name: {0}")]
    BadName(NameError),
}

/// A mailbox that can be written as an address and as an RNAME.
///
/// ```
/// use domesday_dns::Email;
/// let email = Email::parse("Host.Master@Example.ORG")?;
/// assert_eq!(email.as_str(), "Host.Master@example.org");
/// assert_eq!(email.rname_text(), r"Host\.Master.example.org.");
/// assert_eq!(Email::parse(r"Host\.Master.example.org")?, email);
/// # Ok::<(), domesday_dns::MailboxError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Email {
    address: String,
    rname: Box<[u8]>,
}

impl Email {
    /// Reads an address, or an RNAME if there is no `@` (final dot optional, `\.` and `\DDD` escapes).
    ///
    /// # Errors
    /// [`MailboxError`]: the first thing that is wrong with it.
    pub fn parse(text: &str) -> Result<Email, MailboxError> {
        match text.rsplit_once('@') {
            Some((local, domain)) => {
                let domain = Name::parse(domain).map_err(MailboxError::BadName)?;
                Email::assemble(local.as_bytes(), &domain)
            }
            None => {
                let rname =
                    read_name(text.as_bytes(), Base::Absolute, Case::KeepFirst).map_err(|error| match error {
                        NameError::TooLong => MailboxError::TooLong,
                        other => MailboxError::BadName(other),
                    })?;
                Email::from_rname_wire(rname.as_slice())
            }
        }
    }

    /// Reads an RNAME as octets; its first label keeps its case.
    ///
    /// # Errors
    /// [`MailboxError`], if the octets are no name, or a name that cannot be written as an address.
    pub fn from_rname_wire(wire: &[u8]) -> Result<Email, MailboxError> {
        if name_length(wire) != Some(wire.len()) {
            return Err(MailboxError::BadName(NameError::BadWire));
        }
        let (local, domain) = split_label(wire).ok_or(MailboxError::NoLocalPart)?;
        Email::assemble(local, &Name::from_wire(domain).map_err(MailboxError::BadName)?)
    }

    fn assemble(local: &[u8], domain: &Name) -> Result<Email, MailboxError> {
        if local.is_empty() {
            return Err(MailboxError::NoLocalPart);
        }
        let text = String::from_utf8_lossy(local);
        if let Some(bad) = text.chars().find(|&letter| !is_local(letter)) {
            return Err(MailboxError::BadCharacter(bad));
        }
        if local.len() > 63 {
            return Err(MailboxError::LocalPartTooLong);
        }
        if local.len() + 1 + domain.as_wire().len() > MAX_NAME {
            return Err(MailboxError::TooLong);
        }
        if !domain.is_host_name() {
            return Err(MailboxError::BadDomain);
        }
        let mut rname = Buffer::new();
        rname.push(local, true).and_then(|()| rname.append(domain.as_wire())).map_err(MailboxError::BadName)?;
        Ok(Email { address: format!("{text}@{domain}"), rname: rname.as_slice().into() })
    }

    /// The address: the local part as given, the domain as lower-case A-labels.
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// The RNAME as it goes on the wire, the first label's case kept.
    pub fn rname_wire(&self) -> Vec<u8> {
        self.rname.to_vec()
    }

    /// The RNAME in presentation form with its final dot, escaped as rule F2 says.
    pub fn rname_text(&self) -> String {
        let mut out = String::new();
        write_wire(&mut out, &self.rname);
        out
    }

    /// The RNAME as a name, in lower case.
    pub fn rname(&self) -> Name {
        // Read again, though it holds by construction, as a local part may look like an A-label and is none.
        let mut wire = self.rname.to_vec();
        wire.make_ascii_lowercase();
        Name::from_checked(&wire)
    }
}

/// The characters of the HTML standard's pattern for e-mail addresses.
fn is_local(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(letter)
}

/// The RNAME of an address, in lower case like every [`Name`]; see [`Email`] for the form that keeps the case.
///
/// # Errors
/// As [`Email::parse`].
pub fn email_to_rname(email: &str) -> Result<Name, MailboxError> {
    Email::parse(email).map(|email| email.rname())
}

/// The address that an RNAME stands for, if there is one.
pub fn rname_to_email(rname: &Name) -> Option<String> {
    Email::from_rname_wire(rname.as_wire()).ok().map(|email| email.address)
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.address)
    }
}

impl std::str::FromStr for Email {
    type Err = MailboxError;

    fn from_str(text: &str) -> Result<Email, MailboxError> {
        Email::parse(text)
    }
}

#[cfg(test)]
#[path = "mailbox_tests.rs"]
mod tests;
