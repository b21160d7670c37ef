//! One file of the key directory: read with a look at who else may read it, written so that it is there whole or not at all.

use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use zeroize::Zeroizing;

use super::KeyDirectoryError;
use crate::keys::{SigningKey, pem};

fn unreadable(path: &Path) -> impl FnOnce(io::Error) -> KeyDirectoryError {
    let path = path.to_owned();
    move |cause| KeyDirectoryError::Unreadable { path, cause }
}

/// Makes a directory that only its owner may enter, and those above it that are missing. One that is there stays as it is.
pub(super) fn make_directory(path: &Path) -> Result<(), KeyDirectoryError> {
    let mut maker = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut maker, 0o700);
    maker.recursive(true).create(path).map_err(unreadable(path))
}

/// The names of the keys in a directory, sorted.
pub(super) fn names(directory: &Path) -> Result<Vec<OsString>, KeyDirectoryError> {
    let mut names = Vec::new();
    for entry in fs::read_dir(directory).map_err(unreadable(directory))? {
        let name = entry.map_err(unreadable(directory))?.file_name();
        if Path::new(&name).extension().is_some_and(|extension| extension == "pem") {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Reads a key. What is judged is the file that was opened, whatever its name leads to a moment later.
pub(super) fn read(path: &Path) -> Result<SigningKey, KeyDirectoryError> {
    // Before it is opened: opening a pipe would wait for somebody to write.
    is_regular(path, &fs::metadata(path).map_err(unreadable(path))?)?;
    let file = File::open(path).map_err(unreadable(path))?;
    let metadata = file.metadata().map_err(unreadable(path))?;
    is_regular(path, &metadata)?;
    is_private(path, &metadata)?;
    let mut text = Zeroizing::new(String::with_capacity(pem::LONGEST + 1));
    let most = pem::LONGEST as u64 + 1;
    file.take(most).read_to_string(&mut text).map_err(unreadable(path))?;
    SigningKey::from_pem(&text).map_err(|fault| KeyDirectoryError::Fault { path: path.to_owned(), fault })
}

fn is_regular(path: &Path, metadata: &Metadata) -> Result<(), KeyDirectoryError> {
    metadata.is_file().then_some(()).ok_or_else(|| KeyDirectoryError::NoFile { path: path.to_owned() })
}

/// Nobody but the owner may do anything with it.
#[cfg(unix)]
fn is_private(path: &Path, metadata: &Metadata) -> Result<(), KeyDirectoryError> {
    let mode = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o7777;
    (mode & 0o077 == 0).then_some(()).ok_or_else(|| KeyDirectoryError::Mode { path: path.to_owned(), mode })
}

/// There are no such modes here.
#[cfg(not(unix))]
fn is_private(_: &Path, _: &Metadata) -> Result<(), KeyDirectoryError> {
    Ok(())
}

/// Writes a file of mode 0600 under a name that no key has, then gives it its own: it is there whole, also after a power cut.
pub(super) fn write(directory: &Path, name: &str, text: &str) -> Result<(), KeyDirectoryError> {
    static WRITTEN: AtomicU64 = AtomicU64::new(0);
    let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
    let draft = directory.join(format!(".{name}.{}-{number}.draft", std::process::id()));
    let whole = directory.join(name);
    // A rename would silently take the place of a file that says it is this key and is not.
    let free = || if whole.try_exists()? { Err(io::ErrorKind::AlreadyExists.into()) } else { Ok(()) };
    let written = write_draft(&draft, text).and_then(|()| free()).and_then(|()| fs::rename(&draft, &whole));
    if let Err(cause) = written {
        // Its text is secret; if it cannot be removed either, there is nothing better to do than to tell the first cause.
        let _ = fs::remove_file(&draft);
        return Err(KeyDirectoryError::Unreadable { path: whole, cause });
    }
    flush_directory(directory).map_err(unreadable(directory))
}

fn write_draft(draft: &PathBuf, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.write(true).create_new(true).open(draft)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// Makes a name durable.
#[cfg(unix)]
fn flush_directory(directory: &Path) -> io::Result<()> {
    File::open(directory)?.sync_all()
}

/// A directory is no file here, and its names are durable by themselves.
#[cfg(not(unix))]
fn flush_directory(_: &Path) -> io::Result<()> {
    Ok(())
}
