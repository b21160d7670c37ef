//! Signing keys as everybody sees them (section 10): as documents, and as a JWK Set (RFC 7517).

use domesday_domain::entity::RegistryUrl;
use domesday_domain::signing_key::{KeyState, PublicSigningKey};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Context, second};

/// A signing key.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegistrySigningKey)]
pub(crate) struct KeyDocument {
    context: Context,
    /// Its URL; the last segment is its RFC 7638 thumbprint.
    id: String,
    /// Its type.
    #[schema(example = "https://registries/key-types/rsa")]
    kind: &'static str,
    /// The public key as PEM text of its SubjectPublicKeyInfo.
    #[serde(rename = "publicKey")]
    public_key: String,
    #[serde(rename = "publicKeyJwk")]
    public_key_jwk: Jwk,
    /// `RS256` or `ES256`.
    alg: &'static str,
    /// `new`, `active`, `retired` or `revoked`.
    status: &'static str,
    /// When it was made or imported.
    #[schema(format = "date-time")]
    created: String,
    /// When it ceased to sign.
    #[serde(rename = "retiredAt", skip_serializing_if = "Option::is_none")]
    #[schema(format = "date-time")]
    retired_at: Option<String>,
    /// When it was revoked.
    #[serde(rename = "revokedAt", skip_serializing_if = "Option::is_none")]
    #[schema(format = "date-time")]
    revoked_at: Option<String>,
    /// Why it was revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// A public key as a JWK: with `n` and `e` of RSA, or with `crv`, `x` and `y` of a curve.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = RegistryJwk)]
pub(crate) struct Jwk {
    /// `RSA` or `EC`.
    kty: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    crv: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    e: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    x: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    y: Option<String>,
    /// `RS256` or `ES256`.
    alg: &'static str,
    /// `sig`.
    #[serde(rename = "use")]
    purpose: &'static str,
    /// The key's URL.
    kid: String,
}

impl Jwk {
    /// A key; none if what is stored of it is damaged.
    fn of(url: &RegistryUrl, key: &PublicSigningKey) -> Option<Self> {
        let (alg, kid) = (key.algorithm.as_str(), url.signing_key(&key.id));
        let mut jwk = Self { alg, purpose: "sig", kid, ..Self::default() };
        for (name, value) in key.jwk_members()? {
            match name {
                "kty" => jwk.kty = value,
                "crv" => jwk.crv = Some(value),
                "n" => jwk.n = Some(value),
                "e" => jwk.e = Some(value),
                "x" => jwk.x = Some(value),
                "y" => jwk.y = Some(value),
                _ => return None,
            }
        }
        Some(jwk)
    }
}

impl KeyDocument {
    /// A key; none if what is stored of it is damaged.
    pub(crate) fn of(url: &RegistryUrl, key: &PublicSigningKey) -> Option<Self> {
        Some(Self {
            context: Context::of_key(url),
            id: url.signing_key(&key.id),
            kind: key.algorithm.key_kind(),
            public_key: key.pem.clone(),
            public_key_jwk: Jwk::of(url, key)?,
            alg: key.algorithm.as_str(),
            status: key.state.as_str(),
            created: second(key.created),
            retired_at: key.retired.map(second),
            revoked_at: key.revoked.map(second),
            reason: key.reason.clone(),
        })
    }
}

/// All keys but revoked ones.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RegistryKeySet)]
pub(crate) struct KeySet {
    keys: Vec<Jwk>,
}

impl KeySet {
    /// The keys that are not revoked (rule S3); none if what is stored of one is damaged.
    pub(crate) fn of(url: &RegistryUrl, keys: &[PublicSigningKey]) -> Option<Self> {
        let trusted = keys.iter().filter(|key| key.state != KeyState::Revoked);
        Some(Self { keys: trusted.map(|key| Jwk::of(url, key)).collect::<Option<_>>()? })
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domesday_domain::signing_key::SigningAlgorithm;

    use super::*;

    const PEM: &str = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEKvTv44cMUtlmwMmBwEE2l9oZUmpX\nSXayzuHX83p+UWZ38bhUs3ixVsnHL09eNfXxSWmsChRq0eXrsWEooy7Ucg==\n-----END PUBLIC KEY-----\n";

    fn key(id: &str) -> PublicSigningKey {
        PublicSigningKey::new(id.to_owned(), SigningAlgorithm::Es256, PEM.to_owned(), DateTime::UNIX_EPOCH)
    }

    #[test]
    fn section_10_a_key_is_shown_as_pem_and_as_jwk() {
        let url = RegistryUrl::parse("https://r.example").unwrap();
        let shown = serde_json::to_string(&KeyDocument::of(&url, &key("k1")).unwrap()).unwrap();
        let expected = format!(
            concat!(
                r#"{{"context":{{"baseUrl":"https://r.example","schemas":["https://registries/schemas/signing-key.json"]}},"#,
                r#""id":"https://r.example/meta/signing-keys/k1","kind":"https://registries/key-types/ec","publicKey":{pem},"#,
                r#""publicKeyJwk":{{"kty":"EC","crv":"P-256","x":"KvTv44cMUtlmwMmBwEE2l9oZUmpXSXayzuHX83p-UWY","#,
                r#""y":"d_G4VLN4sVbJxy9PXjX18UlprAoUatHl67FhKKMu1HI","alg":"ES256","use":"sig","#,
                r#""kid":"https://r.example/meta/signing-keys/k1"}},"alg":"ES256","status":"new","#,
                r#""created":"1970-01-01T00:00:00Z"}}"#,
            ),
            pem = serde_json::to_string(PEM).unwrap(),
        );
        assert_eq!(shown, expected);
    }

    #[test]
    fn s3_a_set_has_all_keys_but_revoked_ones() {
        let url = RegistryUrl::parse("https://r.example").unwrap();
        let mut revoked = key("k2");
        revoked.revoke(DateTime::UNIX_EPOCH, "lost").unwrap();
        let shown = serde_json::to_value(KeySet::of(&url, &[key("k1"), revoked.clone(), key("k3")]).unwrap()).unwrap();
        let kids: Vec<_> = shown["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap()).collect();
        assert_eq!(kids, ["https://r.example/meta/signing-keys/k1", "https://r.example/meta/signing-keys/k3"]);
        let shown = serde_json::to_value(KeyDocument::of(&url, &revoked).unwrap()).unwrap();
        assert_eq!((&shown["status"], &shown["reason"]), (&"revoked".into(), &"lost".into()));
        assert_eq!(shown["revokedAt"], "1970-01-01T00:00:00Z");
    }
}
