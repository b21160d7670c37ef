//! The directory that holds a node's private keys (`attestations.md` S4): one PEM file a key, readable by nobody else.
//!
//! Every `*.pem` in it is a key, whatever else its name says: the key's id is computed from the key. All of them are read at the start,
//! and a file that is wrong stops it there. Keys are then served from memory; one that is asked for and not known makes the directory
//! be looked at again, so that a file given to a running node is found. A link counts as what it leads to.

mod file;

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use domesday_domain::signing_key::is_key_id;

use super::{KeyFault, SigningKey};

/// Why the directory or a file in it does not serve. Each names the path.
#[derive(Debug, thiserror::Error)]
pub enum KeyDirectoryError {
    /// It cannot be read, made or written.
    #[error("{}: {cause}", path.display())]
    Unreadable {
        /// The file or the directory.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// Others may read or change the file.
    #[error("{}: a private key needs mode 0600, and this file has {mode:04o}: `chmod 600` it", path.display())]
    Mode {
        /// The file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// It is no regular file.
    #[error("{}: a private key has to be a regular file, or a link to one", path.display())]
    NoFile {
        /// What stands there.
        path: PathBuf,
    },
    /// What is in it is no private key that can sign.
    #[error("{}: {fault}", path.display())]
    Fault {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        fault: KeyFault,
    },
}

/// What was read so far.
#[derive(Default)]
struct Known {
    keys: HashMap<String, Arc<SigningKey>>,
    /// The names of the files that were read: a key never changes, so none is read twice.
    names: HashSet<OsString>,
}

/// A directory of private keys; safe to share between threads.
pub struct KeyDirectory {
    path: PathBuf,
    known: RwLock<Known>,
    /// One key is stored at a time.
    storing: Mutex<()>,
}

impl std::fmt::Debug for KeyDirectory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeyDirectory").field("path", &self.path).finish_non_exhaustive()
    }
}

impl KeyDirectory {
    /// Reads every key of a directory; one that is not there is made, with mode 0700. Reads files: not on an async thread, nor the rest.
    ///
    /// # Errors
    /// [`KeyDirectoryError`], for the first file that is wrong: no server starts with it.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, KeyDirectoryError> {
        let directory = Self { path: path.into(), known: RwLock::default(), storing: Mutex::default() };
        file::make_directory(&directory.path)?;
        match directory.look_again()? {
            None => Ok(directory),
            Some(error) => Err(error),
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The ids of the keys that were read so far, sorted.
    pub fn ids(&self) -> Vec<String> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let mut ids: Vec<String> = known.keys.keys().cloned().collect();
        ids.sort();
        ids
    }

    /// The key of this id: from memory, or from a file that was not there before.
    ///
    /// # Errors
    /// [`KeyDirectoryError`] if the key is not found, and the directory or a new file in it is wrong.
    pub fn get(&self, id: &str) -> Result<Option<Arc<SigningKey>>, KeyDirectoryError> {
        if let Some(key) = self.in_memory(id) {
            return Ok(Some(key));
        }
        if !is_key_id(id) {
            return Ok(None);
        }
        let wrong = self.look_again()?;
        match (self.in_memory(id), wrong) {
            (Some(key), _) => Ok(Some(key)),
            (None, None) => Ok(None),
            (None, Some(error)) => Err(error),
        }
    }

    /// Keeps a key as `{id}.pem`, mode 0600, durably. A key that is here already stays as it is.
    ///
    /// # Errors
    /// [`KeyDirectoryError`], if it cannot be written, or if what stands there under its name is not this key.
    pub fn store(&self, key: SigningKey) -> Result<Arc<SigningKey>, KeyDirectoryError> {
        let _one_at_a_time = self.storing.lock().unwrap_or_else(PoisonError::into_inner);
        let id = key.public().id();
        if let Some(known) = self.get(&id)? {
            return Ok(known);
        }
        let name = format!("{id}.pem");
        file::write(&self.path, &name, &key.to_pkcs8_pem())?;
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.names.insert(name.into());
        Ok(known.keys.entry(id).or_insert_with(|| Arc::new(key)).clone())
    }

    fn in_memory(&self, id: &str) -> Option<Arc<SigningKey>> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).keys.get(id).cloned()
    }

    /// Reads the files that are new, in the order of their names. Gives the first error of a file; a wrong one hides no other.
    fn look_again(&self) -> Result<Option<KeyDirectoryError>, KeyDirectoryError> {
        let mut wrong = None;
        for name in file::names(&self.path)? {
            if self.known.read().unwrap_or_else(PoisonError::into_inner).names.contains(&name) {
                continue;
            }
            match file::read(&self.path.join(&name)) {
                Ok(key) => {
                    let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
                    known.keys.entry(key.public().id()).or_insert_with(|| Arc::new(key));
                    known.names.insert(name);
                }
                Err(error) => wrong = wrong.or(Some(error)),
            }
        }
        Ok(wrong)
    }
}

#[cfg(test)]
mod tests;
