//! How a job is run on an open transaction: panics contained, lost races told apart.

use std::panic::{AssertUnwindSafe, catch_unwind};

use domesday_app::ports::{Failure, ReadJob, Snapshot, UnitOfWork, Verdict, WriteJob};

/// How often a job that loses races is run before its caller is told to come back.
pub(crate) const ATTEMPTS: u32 = 10;

/// Runs a job once; a panic in it becomes a failure of that job alone.
pub(crate) fn run_once(job: &mut dyn WriteJob, tx: &mut dyn UnitOfWork) -> Result<Verdict, Failure> {
    catch_unwind(AssertUnwindSafe(|| job.run(tx))).map_err(|panic| Failure::Broken(describe(&*panic)))
}

/// Runs a read; a panic in it drops its answer, which its caller sees as a defect.
pub(crate) fn read_once(job: Box<dyn ReadJob>, snapshot: &mut dyn Snapshot) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| job.run(snapshot))) {
        tracing::error!(cause = describe(&*panic), "a read panicked");
    }
}

fn describe(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("panicked: {}", text.unwrap_or("without a message"))
}
