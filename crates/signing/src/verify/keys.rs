//! Step 3: the key documents that were fetched, and the one that a header names.

use domesday_domain::signing_key::{KeyState, SigningAlgorithm};
use serde_json::Value;

use super::{Unverified, ensure};
use crate::keys::{KeyFault, PublicKey};

/// A document, or a key in a set, that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no key document and no set of keys: {0}")]
pub struct BadKeyDocument(&'static str);

/// A key as the registry published it. What it says of itself is judged when a signature names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyDocument {
    /// Its URL.
    id: String,
    algorithm: String,
    /// None in a JWK Set, which has no revoked keys (rule S3).
    status: Option<String>,
    key: Result<PublicKey, KeyFault>,
}

impl KeyDocument {
    /// The key's URL.
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// Reads what `GET /meta/signing-keys/{key-id}` or `GET /meta/signing-keys` gives: one key document, whose key is its `publicKey`
/// whatever its JWK says, or a JWK Set.
///
/// # Errors
/// [`BadKeyDocument`], if it is neither, or a member that is needed is missing or no text.
pub fn key_documents(document: &Value) -> Result<Vec<KeyDocument>, BadKeyDocument> {
    match document.get("keys") {
        None => Ok(vec![key_document(document)?]),
        Some(Value::Array(keys)) => keys.iter().map(key_in_set).collect(),
        Some(_) => Err(BadKeyDocument("`keys` is no array")),
    }
}

fn key_document(document: &Value) -> Result<KeyDocument, BadKeyDocument> {
    let text = |name, lack| document.get(name).and_then(Value::as_str).ok_or(BadKeyDocument(lack));
    Ok(KeyDocument {
        id: text("id", "it has no `id`")?.to_owned(),
        algorithm: text("alg", "it has no `alg`")?.to_owned(),
        status: Some(text("status", "it has no `status`")?.to_owned()),
        key: PublicKey::from_pem(text("publicKey", "it has no `publicKey`")?),
    })
}

fn key_in_set(jwk: &Value) -> Result<KeyDocument, BadKeyDocument> {
    let members = jwk.as_object().ok_or(BadKeyDocument("a key of the set is no object"))?;
    let text = |name, lack| members.get(name).and_then(Value::as_str).ok_or(BadKeyDocument(lack));
    if members.get("use").is_some_and(|purpose| purpose != "sig") {
        return Err(BadKeyDocument("a key of the set is not for signatures"));
    }
    Ok(KeyDocument {
        id: text("kid", "a key of the set has no `kid`")?.to_owned(),
        algorithm: text("alg", "a key of the set has no `alg`")?.to_owned(),
        status: None,
        key: PublicKey::from_jwk(members),
    })
}

/// The key of this URL. If several documents speak of it, all of them have to be right: one that says it is revoked is enough.
pub(super) fn find<'a>(documents: &'a [KeyDocument], url: &str) -> Result<&'a PublicKey, Unverified> {
    let mut found = None;
    for document in documents.iter().filter(|document| document.id == url) {
        found = Some(judge(document)?);
    }
    found.ok_or_else(|| Unverified::new(3, "no document of the key was given"))
}

fn judge(document: &KeyDocument) -> Result<&PublicKey, Unverified> {
    let status = document.status.as_deref();
    ensure(status != Some(KeyState::Revoked.as_str()), 3, "the key is revoked")?;
    ensure(status.is_none_or(|status| KeyState::parse(status).is_some()), 3, "the key's status is unknown")?;
    let key = document.key.as_ref().map_err(|fault| Unverified::new(3, format!("the key: {fault}")))?;
    let algorithm = SigningAlgorithm::parse(&document.algorithm);
    ensure(algorithm == Some(key.algorithm()), 3, "the key is not of the type that its `alg` needs")?;
    let name = document.id.rsplit('/').next();
    ensure(name == Some(&key.id()), 3, "the key's thumbprint is not its id")?;
    Ok(key)
}
