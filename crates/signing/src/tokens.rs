//! Session tokens: JWTs that name a session's row and prove that we named it.
//!
//! A token is a function of the row and of the secret: member order and times are fixed, so the same session yields the same text
//! again, on every node, and no token is ever stored. Its header has one form; a header that differs in anything (another algorithm or
//! `typ`, a `crit`, any further member) is refused before its signature is looked at, since `jsonwebtoken` itself checks neither `typ`
//! nor `crit`. `exp` is for the client's eyes: whether a session has run out is judged by its row. So it stands only in tokens of
//! sessions whose end is known from the start: one that lives from its last use has no `exp`, and the same token for all of its life.

use domesday_app::ports::{Secret, Tokens};
use domesday_domain::account::{Session, SessionId};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use ring::hmac;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::provider;

const ISSUER: &str = "domesday";

/// Ours are about 250 bytes; longer texts are not looked at.
const MAX_TOKEN: usize = 1024;

/// Secret ids are words of our own making; anything else never reaches the database.
const MAX_SECRET_ID: usize = 64;

/// Another library of this process made `jsonwebtoken` unable to sign or verify HS256.
#[derive(Debug, thiserror::Error)]
#[error("session tokens cannot be signed in this process")]
pub struct TokensUnusable;

/// Session tokens as JWTs signed with HS256.
#[derive(Debug)]
pub struct SessionTokens {
    validation: Validation,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    sid: Uuid,
    iat: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    exp: Option<i64>,
    iss: String,
}

impl SessionTokens {
    /// Tokens that were tried once: what is minted is verified.
    ///
    /// # Errors
    /// [`TokensUnusable`].
    pub fn new() -> Result<Self, TokensUnusable> {
        provider::install();
        let mut validation = Validation::new(Algorithm::HS256);
        validation.validate_exp = false;
        validation.set_issuer(&[ISSUER]);
        validation.set_required_spec_claims(&["iss"]);
        let tokens = Self { validation };
        let secret = Secret { id: "trial".into(), bytes: vec![0x5a; 32] };
        let claims = Claims { sid: Uuid::from_u128(1), iat: 0, exp: Some(1), iss: ISSUER.into() };
        let token = sign(&claims, &secret).map_err(|_| TokensUnusable)?;
        (tokens.verify(&token, &secret) == Some(SessionId(claims.sid))).then_some(tokens).ok_or(TokensUnusable)
    }
}

impl Tokens for SessionTokens {
    fn mint(&self, session: &Session, secret: &Secret) -> String {
        let iat = session.created.timestamp();
        let exp = session.idle.is_none().then(|| session.expires.timestamp());
        let claims = Claims { sid: session.id.0, iat, exp, iss: ISSUER.into() };
        // Signing worked at the start and knows no reason to fail later; an empty text would be refused like any other non-token.
        sign(&claims, secret).unwrap_or_default()
    }

    fn claimed_secret(&self, token: &str) -> Option<String> {
        if token.len() > MAX_TOKEN {
            return None;
        }
        let header = decode_header(token).ok()?;
        let id = header.kid.clone().filter(|id| is_secret_id(id))?;
        (header == header_naming(&id)).then_some(id)
    }

    fn verify(&self, token: &str, secret: &Secret) -> Option<SessionId> {
        if self.claimed_secret(token)? != secret.id {
            return None;
        }
        let key = DecodingKey::from_secret(&secret.bytes);
        let read = decode::<Claims>(token, &key, &self.validation).ok()?;
        Some(SessionId(read.claims.sid))
    }
}

fn sign(claims: &Claims, secret: &Secret) -> jsonwebtoken::errors::Result<String> {
    encode(&header_naming(&secret.id), claims, &EncodingKey::from_secret(&secret.bytes))
}

/// The only header a token here has.
fn header_naming(id: &str) -> Header {
    Header { kid: Some(id.to_owned()), ..Header::new(Algorithm::HS256) }
}

fn is_secret_id(text: &str) -> bool {
    (1..=MAX_SECRET_ID).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// A secret of the configuration is too easily guessed.
#[derive(Debug, thiserror::Error)]
#[error(
    "sessions.secret must be at least {LEAST_SECRET} bytes long, random ones: `openssl rand -base64 32` makes some"
)]
pub struct WeakSecret;

const LEAST_SECRET: usize = 32;

/// The secret that the configuration gives. Its id is made of it, so that the same text is the same secret on every node.
///
/// # Errors
/// [`WeakSecret`] when it is too short.
pub fn configured_secret(text: &str) -> Result<Secret, WeakSecret> {
    if text.len() < LEAST_SECRET {
        return Err(WeakSecret);
    }
    let labelled = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, text.as_bytes()), b"domesday: id of the token secret");
    let id = labelled.as_ref().iter().take(8).fold("c-".to_owned(), |id, byte| format!("{id}{byte:02x}"));
    Ok(Secret { id, bytes: text.as_bytes().to_vec() })
}

#[cfg(test)]
mod tests;
