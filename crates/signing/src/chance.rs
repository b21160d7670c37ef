//! Chance: numbers for new things, and bytes nobody can guess.
//!
//! UUIDs are of version 7, so that rows made one after the other stand side by side in their index. Their time part comes from the
//! system and not from the `Clock` port: it orders, and is never read as a time.

use domesday_app::ports::Ids;
use ring::rand::{SecureRandom, SystemRandom};
use uuid::{Builder, Uuid};

use crate::time::system_time;

/// The operating system gives no random bytes: nothing safe can be done on such a machine.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no random bytes")]
pub struct NoChance;

/// The operating system's chance.
#[derive(Debug)]
pub struct SystemChance {
    source: SystemRandom,
}

impl SystemChance {
    /// Chance that was tried once.
    ///
    /// # Errors
    /// [`NoChance`].
    pub fn new() -> Result<Self, NoChance> {
        let source = SystemRandom::new();
        source.fill(&mut [0; 32]).map_err(|_| NoChance)?;
        Ok(Self { source })
    }
}

impl Ids for SystemChance {
    fn uuid(&self) -> Uuid {
        let mut random = [0; 10];
        self.fill(&mut random);
        let milliseconds = u64::try_from(system_time().timestamp_millis()).unwrap_or_default();
        Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid()
    }

    fn fill(&self, bytes: &mut [u8]) {
        if self.source.fill(bytes).is_err() {
            // It worked at the start. Going on with bytes that can be guessed would be worse than ending.
            std::process::abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn uuids_are_of_version_7_and_differ() {
        let chance = SystemChance::new().unwrap();
        let drawn: HashSet<Uuid> = (0..1000).map(|_| chance.uuid()).collect();
        assert_eq!(drawn.len(), 1000);
        assert!(drawn.iter().all(|uuid| uuid.get_version_num() == 7));
    }

    #[test]
    fn bytes_are_filled_to_the_end() {
        let chance = SystemChance::new().unwrap();
        let mut seen = [0_u8; 64];
        for _ in 0..20 {
            let mut bytes = [0; 64];
            chance.fill(&mut bytes);
            seen.iter_mut().zip(bytes).for_each(|(seen, byte)| *seen |= byte);
        }
        assert!(seen.iter().all(|byte| *byte != 0));
    }
}
