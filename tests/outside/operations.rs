//! What an operator does (`docs/operating.md`): copies, backups that are restored, and the files that a server is installed with.

mod filled;

mod copied;
mod documents;
mod killed;
mod refused;
mod restored;
mod secrets;
