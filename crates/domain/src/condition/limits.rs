//! How large a condition may be (rule C7): small enough to be read in a moment and to be evaluated without a thought for the stack.

/// Bytes of UTF-8 of the whole text.
pub(super) const BYTES: usize = 1024;
/// Tokens other than parentheses.
pub(super) const TOKENS: usize = 64;
/// `!` and `(` within each other.
pub(super) const DEPTH: usize = 8;
/// Different references.
pub(super) const REFERENCES: usize = 8;
/// Names in the path of a reference.
pub(super) const NAMES: usize = 4;
/// Characters of a string, unescaped.
pub(super) const CHARACTERS: usize = 256;
