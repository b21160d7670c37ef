//! The face for registrars (`docs/spec/registrar.md`): a file a subject.

mod given;

mod names;
