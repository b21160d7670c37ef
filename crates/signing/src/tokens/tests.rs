//! What tokens must be (deterministic), and everything that must not pass for one.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use chrono::{TimeDelta, TimeZone, Utc};
use domesday_domain::account::UserId;

use super::*;

const OURS: &str = r#"{"typ":"JWT","alg":"HS256","kid":"0123456789abcdef"}"#;

fn secret() -> Secret {
    Secret { id: "0123456789abcdef".into(), bytes: (0..32).collect() }
}

fn session() -> Session {
    let created = Utc.with_ymd_and_hms(2026, 11, 21, 12, 0, 0).unwrap();
    Session {
        id: SessionId(Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0001)),
        user: UserId(7),
        secret: secret().id,
        created,
        expires: created + TimeDelta::hours(12),
        idle: None,
        registrar: false,
        idling: None,
    }
}

fn tokens() -> SessionTokens {
    SessionTokens::new().unwrap()
}

fn claims() -> String {
    let session = session();
    let (iat, exp) = (session.created.timestamp(), session.expires.timestamp());
    format!(r#"{{"sid":"{}","iat":{iat},"exp":{exp},"iss":"domesday"}}"#, session.id.0)
}

/// A token made by hand with a right signature over whatever it says.
fn forged(header: &str, claims: &str, secret: &Secret) -> String {
    let message = format!("{}.{}", BASE64.encode(header), BASE64.encode(claims));
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &secret.bytes), message.as_bytes());
    format!("{message}.{}", BASE64.encode(tag.as_ref()))
}

#[test]
fn a_session_yields_the_same_token_always() {
    let token = tokens().mint(&session(), &secret());
    assert_eq!(token, tokens().mint(&session(), &secret()));
    assert_eq!(token, forged(OURS, &claims(), &secret()), "member order is part of the form");
    assert_eq!(tokens().claimed_secret(&token), Some(secret().id));
    assert_eq!(tokens().verify(&token, &secret()), Some(session().id));
}

#[test]
fn expiry_is_left_to_the_row() {
    let mut old = session();
    old.expires = Utc.with_ymd_and_hms(2001, 1, 1, 0, 0, 0).unwrap();
    assert_eq!(tokens().verify(&tokens().mint(&old, &secret()), &secret()), Some(old.id));
}

#[test]
fn a_session_that_lives_from_its_last_use_has_one_token_for_all_of_its_life() {
    let young = Session { idle: Some(TimeDelta::hours(8)), ..session() };
    let old = Session { expires: young.expires + TimeDelta::days(400), ..young.clone() };
    let token = tokens().mint(&young, &secret());
    assert_eq!(token, tokens().mint(&old, &secret()));
    assert_eq!(tokens().verify(&token, &secret()), Some(young.id));
    let claims = format!(r#"{{"sid":"{}","iat":{},"iss":"domesday"}}"#, young.id.0, young.created.timestamp());
    assert_eq!(token, forged(OURS, &claims, &secret()), "no `exp`: its end is not known yet");
}

#[test]
fn a_token_changed_in_any_byte_is_refused() {
    let token = tokens().mint(&session(), &secret());
    for place in 0..token.len() {
        let mut bytes = token.clone().into_bytes();
        bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(bytes).unwrap();
        assert_eq!(tokens().verify(&changed, &secret()), None, "at {place}");
    }
}

#[test]
fn a_truncated_or_lengthened_token_is_refused() {
    let token = tokens().mint(&session(), &secret());
    for length in 0..token.len() {
        assert_eq!(tokens().verify(&token[..length], &secret()), None, "first {length} bytes");
    }
    for more in ["A", "=", ".", ".A", " ", "\n", "\0"] {
        assert_eq!(tokens().verify(&format!("{token}{more}"), &secret()), None, "{more:?} behind");
        assert_eq!(tokens().verify(&format!("{more}{token}"), &secret()), None, "{more:?} before");
    }
}

#[test]
fn only_our_header_is_read_however_well_it_is_signed() {
    for header in [
        r#"{"typ":"JWT","alg":"none","kid":"0123456789abcdef"}"#,
        r#"{"typ":"JWT","alg":"HS512","kid":"0123456789abcdef"}"#,
        r#"{"typ":"JWT","alg":"RS256","kid":"0123456789abcdef"}"#,
        r#"{"typ":"JOSE","alg":"HS256","kid":"0123456789abcdef"}"#,
        r#"{"typ":"jwt","alg":"HS256","kid":"0123456789abcdef"}"#,
        r#"{"alg":"HS256","kid":"0123456789abcdef"}"#,
        r#"{"typ":"JWT","alg":"HS256"}"#,
        r#"{"typ":"JWT","alg":"HS256","kid":"0123456789abcdef","crit":["exp"]}"#,
        r#"{"typ":"JWT","alg":"HS256","kid":"0123456789abcdef","crit":[]}"#,
        r#"{"typ":"JWT","alg":"HS256","kid":"0123456789abcdef","jku":"https://example.org"}"#,
        r#"{"typ":"JWT","alg":"HS256","kid":"0123456789abcdef","x":1}"#,
        r#"{"typ":"JWT","alg":"HS256","alg":"HS256","kid":"0123456789abcdef"}"#,
        r#"{"typ":"JWT","alg":"HS256","kid":7}"#,
        r#"{"typ":"JWT","alg":"HS256","kid":"0123\u0000"}"#,
        r#"{"typ":"JWT","alg":"HS256","kid":"../secret"}"#,
        r#"{"typ":"JWT","alg":"HS256","kid":""}"#,
        "[]",
        "null",
        "",
    ] {
        let token = forged(header, &claims(), &secret());
        assert_eq!(tokens().claimed_secret(&token), None, "{header}");
        assert_eq!(tokens().verify(&token, &secret()), None, "{header}");
    }
}

#[test]
fn an_unsigned_token_is_refused() {
    let message = format!("{}.{}", BASE64.encode(OURS), BASE64.encode(claims()));
    assert_eq!(tokens().verify(&format!("{message}."), &secret()), None);
    let none = format!("{}.{}.", BASE64.encode(r#"{"typ":"JWT","alg":"none"}"#), BASE64.encode(claims()));
    assert_eq!(tokens().verify(&none, &secret()), None);
}

#[test]
fn a_token_is_good_under_its_own_secret_only() {
    let other = Secret { id: "fedcba9876543210".into(), bytes: vec![9; 32] };
    let token = tokens().mint(&session(), &secret());
    assert_eq!(tokens().verify(&token, &other), None);
    let swapped = Secret { id: secret().id, bytes: other.bytes.clone() };
    assert_eq!(tokens().verify(&token, &swapped), None, "the same id over other bytes");
    let renamed = Secret { id: other.id, bytes: secret().bytes };
    assert_eq!(tokens().verify(&token, &renamed), None, "another id over the same bytes");
}

#[test]
fn signed_claims_of_another_form_are_refused() {
    for claims in [
        r#"{"iat":1,"exp":2,"iss":"domesday"}"#,
        r#"{"sid":"x","iat":1,"exp":2,"iss":"domesday"}"#,
        r#"{"sid":"01930000-0000-7000-8000-000000000001","iat":1,"exp":2,"iss":"elsewhere"}"#,
        r#"{"sid":"01930000-0000-7000-8000-000000000001","iat":1,"exp":"x","iss":"domesday"}"#,
        r#"{"sid":"01930000-0000-7000-8000-000000000001","iat":1,"exp":2}"#,
        "7",
        "",
    ] {
        assert_eq!(tokens().verify(&forged(OURS, claims, &secret()), &secret()), None, "{claims}");
    }
}

#[test]
fn a_huge_or_foreign_text_is_no_token() {
    let huge = forged(OURS, &format!(r#"{{"sid":"{}"}}"#, "x".repeat(1_000_000)), &secret());
    assert_eq!(tokens().claimed_secret(&huge), None);
    for text in ["", ".", "..", "...", "a.b.c", "æ.ø.å", "日本語", "\0.\0.\0", "🔑.🔑.🔑", &".".repeat(1000)]
    {
        assert_eq!(tokens().claimed_secret(text), None, "{text:?}");
        assert_eq!(tokens().verify(text, &secret()), None, "{text:?}");
    }
}

#[test]
fn the_configured_secret_is_the_same_on_every_node_and_long() {
    let text = "0123456789abcdef0123456789abcdef";
    let secret = configured_secret(text).unwrap();
    assert_eq!(secret, configured_secret(text).unwrap());
    assert_ne!(secret.id, configured_secret("another0123456789abcdef0123456789").unwrap().id);
    assert_eq!(tokens().verify(&tokens().mint(&session(), &secret), &secret), Some(session().id));
    assert!(configured_secret(&text[1..]).is_err());
}
