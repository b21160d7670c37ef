//! Results too large to be held: rows as they are kept, a line each, while they come from the registry (rule P3).

use std::io::{self, BufRead};

use domesday_app::registry::Items;

use super::call::Call;
use super::failure::Failure;
use super::format::{Tree, Writer};
use super::spool::{Spool, off_the_async_threads};
use super::texts;

/// What begins a line that names the list in which the rows after it are.
const LIST: char = '>';

/// How much is gathered before it is handed over, in bytes.
const BATCH: usize = 64 << 10;

/// The rows of a result, in `data` itself or in lists that are its members.
#[derive(Debug)]
pub(crate) struct Rows {
    spool: Spool,
    named: bool,
    count: usize,
}

/// Rows that are being put together.
pub(crate) struct Gathering {
    rows: Rows,
    batch: String,
    /// The longest result that is kept, in bytes (rule J10).
    most: u64,
    incident: String,
}

impl Gathering {
    /// No rows yet; `data` is to be a list.
    pub(crate) fn list(call: &Call) -> Self {
        let rows = Rows { spool: Spool::new(), named: false, count: 0 };
        let most = u64::try_from(call.registry().job_result_max()).unwrap_or(u64::MAX);
        Self { rows, batch: String::new(), most, incident: call.caller().request_id.clone() }
    }

    /// The same; `data` is to be a map of lists, each begun with [`Gathering::begin`].
    pub(crate) fn lists(call: &Call) -> Self {
        let mut gathering = Self::list(call);
        gathering.rows.named = true;
        gathering
    }

    /// Begins a list of this name, which stays empty if no row follows.
    pub(crate) fn begin(&mut self, name: &str) {
        self.batch.push(LIST);
        self.batch.push_str(name);
        self.batch.push('\n');
    }

    /// Adds a row.
    ///
    /// # Errors
    /// Too large a result (rule J10), or a file system that fails.
    pub(crate) async fn add(&mut self, row: &Tree) -> Result<(), Failure> {
        self.rows.count += 1;
        self.batch.push_str(&row.to_stored());
        self.batch.push('\n');
        if self.batch.len() < BATCH { Ok(()) } else { self.hand_over().await }
    }

    /// Adds the rows of each item of a stream.
    ///
    /// # Errors
    /// As [`Gathering::add`]; what cut the stream short.
    pub(crate) async fn take<I, R: IntoIterator<Item = Tree>>(
        &mut self,
        call: &Call,
        mut items: Items<I>,
        rows: impl Fn(I) -> R,
    ) -> Result<(), Failure> {
        while let Some(item) = items.recv().await {
            let item = item.map_err(|refusal| call.cut_short(&refusal))?;
            for row in rows(item) {
                self.add(&row).await?;
            }
        }
        Ok(())
    }

    /// Adds the rows of another list.
    ///
    /// # Errors
    /// As [`Gathering::add`].
    pub(crate) async fn append(&mut self, rows: Rows) -> Result<(), Failure> {
        self.hand_over().await?;
        if self.rows.spool.length() + rows.length() > self.most {
            return Err(texts::too_large());
        }
        self.rows.count += rows.count;
        let mut spool = std::mem::take(&mut self.rows.spool);
        let copied = off_the_async_threads(move || {
            let mut lines = rows.spool.reader();
            let mut batch = String::new();
            while lines.read_line(&mut batch)? > 0 {
                if batch.len() >= BATCH {
                    spool.push(&batch)?;
                    batch.clear();
                }
            }
            spool.push(&batch).map(|()| spool)
        });
        self.rows.spool = copied.await.map_err(|error| failed(&error, &self.incident))?;
        Ok(())
    }

    /// All rows.
    ///
    /// # Errors
    /// As [`Gathering::add`].
    pub(crate) async fn finish(mut self) -> Result<Rows, Failure> {
        self.hand_over().await?;
        Ok(self.rows)
    }

    async fn hand_over(&mut self) -> Result<(), Failure> {
        let (mut spool, batch) = (std::mem::take(&mut self.rows.spool), std::mem::take(&mut self.batch));
        if spool.length() + batch.len() as u64 > self.most {
            return Err(texts::too_large());
        }
        let pushed = off_the_async_threads(move || spool.push(&batch).map(|()| spool)).await;
        self.rows.spool = pushed.map_err(|error| failed(&error, &self.incident))?;
        Ok(())
    }
}

/// The failure of a file system, told to the log.
pub(super) fn failed(error: &io::Error, incident: &str) -> Failure {
    tracing::error!(request_id = incident, %error, "an answer could not be spooled");
    texts::internal(incident)
}

impl Rows {
    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// What `data` is without them: the list or the map that they are in.
    pub(super) fn around(&self) -> Tree {
        if self.named { Tree::Map(Vec::new()) } else { Tree::List(Vec::new()) }
    }

    /// How long they are as they are kept, in bytes.
    pub(super) fn length(&self) -> u64 {
        self.spool.length()
    }

    /// The lines.
    pub(super) fn lines(&self) -> impl BufRead {
        self.spool.reader()
    }
}

/// Writes rows into `data`, which is opened as what it is; what is written goes to `out` row by row.
///
/// # Errors
/// A line that is none, or a file system that fails.
pub(super) fn write(
    writer: &mut Writer,
    data: &Tree,
    lines: impl BufRead,
    mut out: impl FnMut(String) -> io::Result<()>,
) -> io::Result<()> {
    let named = matches!(data, Tree::Map(_));
    let mut is_open = false;
    if named {
        writer.open_map("data");
    } else {
        writer.open_list("data");
    }
    for line in lines.lines() {
        let line = line?;
        match line.strip_prefix(LIST) {
            Some(name) => {
                if std::mem::replace(&mut is_open, true) {
                    writer.close();
                }
                writer.open_list(name);
            }
            None => writer.item(&Tree::from_stored(&line).ok_or_else(|| io::Error::other("a row that is none"))?),
        }
        out(writer.take())?;
    }
    Ok(())
}
