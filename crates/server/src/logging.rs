//! Structured logs on standard error: text for people, JSON for machines. No secret is ever logged: requests are logged by the pattern of
//! their route, without query, headers or body.

use tracing_subscriber::EnvFilter;

use crate::configuration::{Log, LogFormat};

/// Who reads the log.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    /// The operator of a server: everything at the configured level.
    Operator,
    /// Whoever ran a command: only what went wrong.
    Caller,
}

/// Starts logging.
///
/// # Errors
/// When `log.level` is no level.
pub(crate) fn start(log: &Log, reader: Reader) -> anyhow::Result<()> {
    let level = match reader {
        Reader::Operator => log.level.as_str(),
        Reader::Caller => "error",
    };
    // Clients that break off or speak no HTTP are not our errors, and anybody can be such a client.
    let filter: EnvFilter =
        format!("actix_http=off,{level}").parse().map_err(|error| anyhow::anyhow!("log.level: {error}"))?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    match log.format {
        LogFormat::Text => builder.with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr())).init(),
        LogFormat::Json => builder.json().flatten_event(true).init(),
    }
    Ok(())
}
