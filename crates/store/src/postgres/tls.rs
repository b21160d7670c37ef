//! Encryption towards PostgreSQL, by the `sslmode` of the URL as libpq's users know it.
//!
//! `disable`, `prefer` (the default) and `require` do not look at the certificate; `verify-ca` and `verify-full` check it against the
//! file in `sslrootcert`.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

/// What the URL asks for.
pub(super) struct Encryption {
    mode: SslMode,
    verify: Verify,
    roots: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Verify {
    Nothing,
    Authority,
    AuthorityAndName,
}

impl Encryption {
    /// Takes `sslmode` and `sslrootcert` out of a URL.
    pub(super) fn from_url(url: &str) -> Result<(Self, String), String> {
        let (base, query) = url.split_once('?').unwrap_or((url, ""));
        let mut wanted = Self { mode: SslMode::Prefer, verify: Verify::Nothing, roots: None };
        let mut rest = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.split_once('=') {
                Some(("sslmode", mode)) => {
                    (wanted.mode, wanted.verify) = match mode {
                        "disable" => (SslMode::Disable, Verify::Nothing),
                        "allow" | "prefer" => (SslMode::Prefer, Verify::Nothing),
                        "require" => (SslMode::Require, Verify::Nothing),
                        "verify-ca" => (SslMode::Require, Verify::Authority),
                        "verify-full" => (SslMode::Require, Verify::AuthorityAndName),
                        other => return Err(format!("database.url: unknown sslmode {other:?}")),
                    }
                }
                Some(("sslrootcert", file)) => wanted.roots = Some(file.replace("%2F", "/")),
                _ => rest.push(pair),
            }
        }
        let url = if rest.is_empty() { base.to_owned() } else { format!("{base}?{}", rest.join("&")) };
        Ok((wanted, url))
    }

    pub(super) fn mode(&self) -> SslMode {
        self.mode
    }

    /// The TLS client, with its way of checking certificates.
    pub(super) fn connector(&self) -> Result<MakeRustlsConnect, String> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let inner = match self.verify {
            Verify::Nothing => None,
            _ => Some(self.verifier(&provider)?),
        };
        let check = Arc::new(Check { verify: self.verify, inner, provider: provider.clone() });
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|e| e.to_string())?;
        Ok(MakeRustlsConnect::new(builder.dangerous().with_custom_certificate_verifier(check).with_no_client_auth()))
    }

    fn verifier(&self, provider: &Arc<rustls::crypto::CryptoProvider>) -> Result<Arc<WebPkiServerVerifier>, String> {
        let file = self.roots.as_deref().ok_or("database.url: sslmode=verify-… needs sslrootcert=FILE")?;
        let mut roots = RootCertStore::empty();
        let certificates = CertificateDer::pem_file_iter(file).map_err(|error| format!("{file}: {error}"))?;
        for certificate in certificates {
            roots
                .add(certificate.map_err(|error| format!("{file}: {error}"))?)
                .map_err(|error| format!("{file}: {error}"))?;
        }
        let builder = WebPkiServerVerifier::builder_with_provider(roots.into(), provider.clone());
        builder.build().map_err(|error| format!("{file}: {error}"))
    }
}

/// Checks as much of the server's certificate as was asked for.
#[derive(Debug)]
struct Check {
    verify: Verify,
    inner: Option<Arc<WebPkiServerVerifier>>,
    provider: Arc<rustls::crypto::CryptoProvider>,
}

impl ServerCertVerifier for Check {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(inner) = &self.inner else { return Ok(ServerCertVerified::assertion()) };
        match inner.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now) {
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if self.verify == Verify::Authority => Ok(ServerCertVerified::assertion()),
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        rustls::crypto::verify_tls12_signature(
            message,
            certificate,
            signed,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        rustls::crypto::verify_tls13_signature(
            message,
            certificate,
            signed,
            &self.provider.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_url_says_how_to_encrypt() {
        let (wanted, url) =
            Encryption::from_url("postgres://u@h/db?sslmode=verify-full&a=b&sslrootcert=/x.pem").unwrap();
        assert_eq!(url, "postgres://u@h/db?a=b");
        assert_eq!(wanted.verify, Verify::AuthorityAndName);
        assert_eq!(wanted.roots.as_deref(), Some("/x.pem"));
        assert!(Encryption::from_url("postgres://u@h/db?sslmode=maybe").is_err());
        assert!(Encryption::from_url("postgres://u@h/db").is_ok_and(|(wanted, _)| wanted.mode == SslMode::Prefer));
    }
}
