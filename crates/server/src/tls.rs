//! TLS for the server, from PEM files.

use std::sync::Arc;

use anyhow::Context;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// Reads a certificate chain and its key.
///
/// # Errors
/// When a file cannot be read, or the two do not belong together.
pub(crate) fn configuration(certificate: &str, key: &str) -> anyhow::Result<ServerConfig> {
    let chain = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .with_context(|| format!("server.tls.certificate: {certificate}"))?;
    anyhow::ensure!(!chain.is_empty(), "server.tls.certificate: {certificate} holds no certificate");
    let key_der = PrivateKeyDer::from_pem_file(key).with_context(|| format!("server.tls.key: {key}"))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key_der)
        .context("server.tls: certificate and key do not fit")
}
