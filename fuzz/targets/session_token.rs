//! Session tokens: of all texts only the very one that was minted verifies, and no text names another secret than it was signed with.
//! The input is a text, or a change of the honest token: `=`, a place, and what stands there instead.
#![no_main]

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{DateTime, TimeDelta};
use domesday_app::ports::{Secret, Tokens};
use domesday_domain::account::{Session, SessionId, UserId};
use domesday_signing::{SessionTokens, configured_secret};
use libfuzzer_sys::fuzz_target;
use uuid::Uuid;

struct Honest {
    tokens: SessionTokens,
    secret: Secret,
    id: SessionId,
    token: String,
}

static HONEST: LazyLock<Honest> = LazyLock::new(|| {
    let tokens = SessionTokens::new().unwrap_or_else(|fault| panic!("{fault}"));
    let secret = configured_secret("0123456789abcdef0123456789abcdef").unwrap_or_else(|fault| panic!("{fault}"));
    let created = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
    let id = SessionId(Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0001));
    let session = Session {
        id,
        user: UserId(7),
        secret: secret.id.clone(),
        created,
        expires: created + TimeDelta::hours(12),
        idle: None,
        registrar: false,
        idling: None,
    };
    let token = tokens.mint(&session, &secret);
    assert_eq!(tokens.verify(&token, &secret), Some(id));
    Honest { tokens, secret, id, token }
});

/// The honest token with some of it replaced.
fn changed(octets: &[u8]) -> Option<String> {
    let (place, instead) = octets.split_first_chunk::<2>()?;
    let mut token = HONEST.token.clone().into_bytes();
    let start = usize::from(u16::from_be_bytes(*place)) % token.len();
    let end = (start + instead.len()).min(token.len());
    token.splice(start..end, instead.iter().copied());
    String::from_utf8(token).ok()
}

fn check(token: &str) {
    let Honest { tokens, secret, id, token: honest } = &*HONEST;
    let verified = tokens.verify(token, secret);
    assert_eq!(verified, (token == honest).then_some(*id), "{token}");
    if let Some(claimed) = tokens.claimed_secret(token) {
        assert!((1..=64).contains(&claimed.len()) && token.len() <= 1024, "{token}");
        let other = Secret { id: claimed, bytes: vec![7; 32] };
        assert_eq!(tokens.verify(token, &other), None, "{token}");
    }
}

fuzz_target!(|octets: &[u8]| {
    if let Some(token) = octets.strip_prefix(b"=").and_then(changed) {
        check(&token);
    }
    // Header and claims of one's own, each line one part, under the signature that there is.
    let mut parts: Vec<String> = octets.splitn(2, |octet| *octet == b'\n').map(|part| BASE64.encode(part)).collect();
    parts.extend(HONEST.token.rsplit_once('.').map(|(_, signature)| signature.to_owned()));
    check(&parts.join("."));
    if let Ok(text) = std::str::from_utf8(octets) {
        check(text);
        check(&format!("{}{text}", HONEST.token));
    }
});
