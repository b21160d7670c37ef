//! Where kinds, entities, claims, attestations and keys are found: the registry's own URL, and what stands below it (rules H1, E2).
//!
//! Ids in answers are written here and nowhere else, from the URL in the settings, never from what a request says of its host. In requests
//! an address may be shorter, or be spelt in another way; it is read here into names.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::{ClaimName, ClaimNameProblem, EntityId, KindName, url};
use crate::fault::excerpt;

/// What is encoded in a segment: all but RFC 3986's unreserved characters.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What stands for "whichever entity" in the id of a claim.
const PLACEHOLDERS: [&str; 3] = [PLACEHOLDER, "*", "-"];

/// How the id of a claim is written where no entity is meant (rule K6).
const PLACEHOLDER: &str = "{entity-id}";

/// Why a text is no address of something here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    /// The URL of another registry.
    #[error("{0:?} is not a URL of this registry")]
    Foreign(String),
    /// No address of what is wanted.
    #[error("{0:?} is neither {1} nor the URL of one")]
    Form(String, &'static str),
    /// The name of no claim.
    #[error(transparent)]
    Claim(#[from] ClaimNameProblem),
}

impl AddressFault {
    /// The word clients see.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Foreign(_) => "foreign_url",
            Self::Form(..) => "bad_id",
            Self::Claim(problem) => problem.code(),
        }
    }
}

/// Why a text is not where a registry can be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it begins with http:// or https:// and a host, and has no user, query or fragment")]
pub struct BadRegistryUrl;

/// Where this registry is seen from outside, without a slash at the end: `https://registry.example`, perhaps with a path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RegistryUrl {
    /// As it is written in answers and signed.
    text: String,
    origin: Origin,
    /// Its path; empty, or from the first slash.
    prefix: String,
}

/// By what two URLs are of the same server.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Origin {
    scheme: String,
    host: String,
    port: Option<u16>,
}

impl Origin {
    fn of(url: &url::Url<'_>) -> Self {
        let scheme = url.scheme.to_ascii_lowercase();
        let usual = match scheme.as_str() {
            "http" => Some(80),
            "https" => Some(443),
            _ => None,
        };
        Self { scheme, host: url.host.to_ascii_lowercase(), port: url.port.or(usual) }
    }
}

impl RegistryUrl {
    /// Reads the URL from the settings; slashes at its end are dropped. It is kept as it is spelt otherwise, for it is signed.
    ///
    /// # Errors
    /// [`BadRegistryUrl`].
    pub fn parse(text: &str) -> Result<Self, BadRegistryUrl> {
        let text = text.trim_end_matches('/');
        let parts = url::split(text).filter(|url| !url.has_user && !url.goes_on).ok_or(BadRegistryUrl)?;
        let origin = Origin::of(&parts);
        let served = matches!(origin.scheme.as_str(), "http" | "https");
        if !served || !parts.path.split('/').skip(1).all(is_segment) {
            return Err(BadRegistryUrl);
        }
        Ok(Self { text: text.to_owned(), origin, prefix: parts.path.to_owned() })
    }

    /// The URL.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The URL of a kind.
    pub fn kind(&self, kind: &KindName) -> String {
        format!("{self}/api/{kind}")
    }

    /// The URL of an entity. What paths do not take is encoded: a zone such as `0/25.2.0.192.in-addr.arpa` has a slash in its name.
    pub fn entity(&self, kind: &KindName, id: &EntityId) -> String {
        format!("{self}/api/{kind}/{}", utf8_percent_encode(id.as_str(), ENCODED))
    }

    /// The URL of a claim: its id.
    pub fn claim(&self, kind: &KindName, id: &EntityId, claim: &ClaimName) -> String {
        format!("{}/{claim}", self.entity(kind, id))
    }

    /// The id of a claim of any entity, as schemas show it (rule K6).
    pub fn any_claim(&self, kind: &KindName, claim: &ClaimName) -> String {
        format!("{self}/api/{kind}/{PLACEHOLDER}/{claim}")
    }

    /// The URL of an attestation, from the 22 characters of its id.
    pub fn attestation(&self, id: &str) -> String {
        format!("{self}/meta/attestations/{id}")
    }

    /// The URL of a signing key, from the 43 characters of its thumbprint.
    pub fn signing_key(&self, id: &str) -> String {
        format!("{self}/meta/signing-keys/{id}")
    }

    /// Whether a text is the URL of the registry itself, as an attestor is written (section 1).
    pub fn is_registry(&self, text: &str) -> bool {
        RegistryUrl::parse(text).is_ok_and(|other| other.origin == self.origin && other.prefix == self.prefix)
    }

    /// Reads which kind is meant: `teacher`, `/api/teacher` or its URL, perhaps with a slash at the end. There need not be such a kind.
    ///
    /// # Errors
    /// [`AddressFault`].
    pub fn read_kind(&self, text: &str) -> Result<KindName, AddressFault> {
        let form = || AddressFault::Form(excerpt(text), "the name of a kind");
        match self.segments(text)?.as_deref() {
            Some([kind]) => KindName::parse(kind).map_err(|_| form()),
            _ => Err(form()),
        }
    }

    /// As [`RegistryUrl::read_kind`], with the word and the sentence of what is wrong.
    ///
    /// # Errors
    /// The code and the detail of the [`AddressFault`].
    pub fn kind_reference(&self, text: &str) -> Result<KindName, (&'static str, String)> {
        self.read_kind(text).map_err(|fault| (fault.code(), fault.to_string()))
    }

    /// Reads which entity is meant: `teacher/x`, `/api/teacher/x` or its URL, perhaps with a slash at the end. The id is decoded; there
    /// need not be such an entity.
    ///
    /// # Errors
    /// [`AddressFault`].
    pub fn read_entity(&self, text: &str) -> Result<(KindName, EntityId), AddressFault> {
        let form = || AddressFault::Form(excerpt(text), "the path of an entity");
        match self.segments(text)?.as_deref() {
            Some([kind, id]) => Ok((KindName::parse(kind).map_err(|_| form())?, EntityId::from_stored(id.clone()))),
            _ => Err(form()),
        }
    }

    /// The segments behind `/api` of a URL of this registry or of a path; all of them, of a path that does not begin with a slash. None if
    /// it is no such thing.
    fn segments(&self, text: &str) -> Result<Option<Vec<String>>, AddressFault> {
        let path = match url::split(text) {
            Some(url) if url.has_user || Origin::of(&url) != self.origin => {
                return Err(AddressFault::Foreign(excerpt(text)));
            }
            Some(url) if url.goes_on => return Ok(None),
            Some(url) => self.below(url.path),
            None if text.contains("://") => None,
            None if text.starts_with('/') => self.below(text).or_else(|| text.strip_prefix("/api/")),
            None => text.strip_prefix("api/").filter(|path| !path.is_empty()).or(Some(text)),
        };
        Ok(path.and_then(|path| path.trim_end_matches('/').split('/').map(decoded).collect()))
    }

    /// What stands behind `/api/` of a path that begins as this registry's do.
    fn below<'a>(&self, path: &'a str) -> Option<&'a str> {
        path.strip_prefix(&self.prefix)?.strip_prefix("/api/")
    }
}

impl fmt::Display for RegistryUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Reads the id of a claim: its name, a path, or a URL with any base, of which only the last two segments count (rule E2). The entity is
/// its decoded segment; none if there is none, or if it stands for any entity.
///
/// # Errors
/// [`AddressFault`].
pub fn read_claim(text: &str) -> Result<(Option<EntityId>, ClaimName), AddressFault> {
    let form = || AddressFault::Form(excerpt(text), "the name of a claim");
    let path = match text.split_once("://") {
        Some((_, behind)) => behind.split_once('/').map(|(_, path)| path).ok_or_else(form)?,
        None => text,
    };
    let mut segments = path.trim_end_matches('/').rsplit('/');
    let claim = segments.next().and_then(decoded).ok_or_else(form)?;
    let entity = match segments.next().filter(|segment| !segment.is_empty()) {
        None => None,
        Some(segment) => Some(decoded(segment).ok_or_else(form)?),
    };
    let entity = entity.filter(|entity| !PLACEHOLDERS.contains(&entity.as_str()));
    Ok((entity.map(EntityId::from_stored), ClaimName::parse(&claim)?))
}

/// A segment of a path, decoded; none if it is empty, no text, or steps elsewhere, or has U+0000, which not every database keeps.
fn decoded(segment: &str) -> Option<String> {
    let text = percent_decode_str(segment).decode_utf8().ok()?;
    is_segment(&text).then(|| text.into_owned())
}

fn is_segment(text: &str) -> bool {
    !matches!(text, "" | "." | "..") && !text.contains('\0')
}

#[cfg(test)]
mod tests;
