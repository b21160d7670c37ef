//! A hash that is the same on every node and in every release: for entity tags, and for locks that nodes have in common.

use std::hash::Hasher;

/// The hash of a text.
pub(crate) fn of(text: &str) -> u64 {
    of_octets(text.as_bytes())
}

/// The hash of octets.
pub fn of_octets(octets: &[u8]) -> u64 {
    let mut hasher = StableHasher::default();
    hasher.write(octets);
    hasher.finish()
}

/// FNV-1a, 64 bits. Not for tables that callers could fill on purpose.
pub(crate) struct StableHasher(u64);

impl Default for StableHasher {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for StableHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, octets: &[u8]) {
        for octet in octets {
            self.0 = (self.0 ^ u64::from(*octet)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
