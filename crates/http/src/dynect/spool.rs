//! Where long answers wait until they are whole (rule P3): in memory up to 256 KiB, beyond that in a file that has no name.
//!
//! An answer is sent once all of it is there, so its status is true and its length known, and a slow reader holds neither a snapshot nor
//! memory. The file is unlinked at once: whatever becomes of the process, nothing is left of it.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::sync::atomic::{AtomicU64, Ordering};

use actix_web::web::Bytes;
use futures_util::stream::{self, Stream};

/// How much is held in memory, in bytes.
const HELD: usize = 256 << 10;

/// How much is read at once on the way out, in bytes.
const PIECE: usize = 64 << 10;

/// A text that is being put together.
#[derive(Debug, Default)]
pub(crate) struct Spool {
    /// The end of it, or all of it.
    held: Vec<u8>,
    /// What precedes that, if it did not fit.
    file: Option<File>,
    length: u64,
}

impl Spool {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds to it. Writes to a file once in a while: for threads that may wait.
    ///
    /// # Errors
    /// What the file system says; what there is by then is of no use.
    pub(crate) fn push(&mut self, text: &str) -> io::Result<()> {
        self.held.extend_from_slice(text.as_bytes());
        self.length += text.len() as u64;
        if self.held.len() <= HELD {
            return Ok(());
        }
        let mut file = match self.file.take() {
            Some(file) => file,
            None => nameless()?,
        };
        file.write_all(&self.held)?;
        self.held.clear();
        self.file = Some(file);
        Ok(())
    }

    /// How long it is, in bytes.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// All of it, from its beginning.
    pub(crate) fn reader(&self) -> impl BufRead {
        BufReader::with_capacity(PIECE, Reader { spool: self, at: 0 })
    }

    /// All of it in pieces, as a body is sent; files are read on threads that may wait.
    pub(crate) fn pieces(self) -> impl Stream<Item = io::Result<Bytes>> {
        stream::try_unfold((self, 0), |(spool, at)| async move {
            if at >= spool.length {
                return Ok(None);
            }
            let (bytes, spool) = match spool.file {
                None => spool.piece(at)?,
                Some(_) => off_the_async_threads(move || spool.piece(at)).await?,
            };
            let after = at + bytes.len() as u64;
            Ok((!bytes.is_empty()).then_some((bytes, (spool, after))))
        })
    }

    fn piece(self, at: u64) -> io::Result<(Bytes, Self)> {
        let mut bytes = vec![0; PIECE];
        let length = self.read_at(at, &mut bytes)?;
        bytes.truncate(length);
        Ok((Bytes::from(bytes), self))
    }

    /// Reads some of it from a place on; nothing at its end.
    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<usize> {
        let in_file = self.length - self.held.len() as u64;
        match &self.file {
            Some(file) if at < in_file => {
                let most = usize::try_from(in_file - at).unwrap_or(usize::MAX).min(into.len());
                file.read_at(into.get_mut(..most).unwrap_or_default(), at)
            }
            _ => {
                let start = usize::try_from(at - in_file).unwrap_or(usize::MAX);
                self.held.get(start..).unwrap_or_default().read(into)
            }
        }
    }
}

struct Reader<'a> {
    spool: &'a Spool,
    at: u64,
}

impl Read for Reader<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.spool.read_at(self.at, into)?;
        self.at += length as u64;
        Ok(length)
    }
}

/// Runs what may wait for the file system.
///
/// # Errors
/// As `work`, or that it panicked.
pub(super) async fn off_the_async_threads<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}

/// A file for us alone that is gone when it is closed. Whoever else may have made one of that name keeps it.
fn nameless() -> io::Result<File> {
    static MADE: AtomicU64 = AtomicU64::new(0);
    loop {
        let name = format!("domesday-{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        match OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path) {
            Ok(file) => return std::fs::remove_file(&path).map(|()| file),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::TryStreamExt;

    use super::*;

    fn spooled(rows: usize) -> (Spool, String) {
        let (mut spool, mut whole) = (Spool::new(), String::new());
        for row in 0..rows {
            let line = format!("{{\"record_id\":{row}}}\n");
            spool.push(&line).unwrap();
            whole.push_str(&line);
        }
        (spool, whole)
    }

    #[actix_web::test]
    async fn p3_what_goes_in_comes_out_in_memory_and_in_a_file() {
        for rows in [0, 3, 100_000] {
            let (spool, whole) = spooled(rows);
            assert_eq!(spool.length(), whole.len() as u64);
            assert_eq!(spool.file.is_some(), rows > 3, "{rows}");
            assert!(spool.held.len() <= HELD);
            let mut read = String::new();
            spool.reader().read_to_string(&mut read).unwrap();
            assert!(read == whole, "{rows}");
            let sent: Vec<Bytes> = spool.pieces().try_collect().await.unwrap();
            assert!(sent.concat() == whole.as_bytes(), "{rows}");
        }
    }
}
