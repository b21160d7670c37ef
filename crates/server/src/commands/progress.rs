//! Progress on standard error: a bar on a terminal, a line at the end for whoever asked for it elsewhere.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::output::note;

/// Something counted while it goes on.
pub(crate) struct Progress {
    bar: ProgressBar,
    /// Shown, but not on a terminal, where a bar would be noise.
    as_line: Option<&'static str>,
}

impl Progress {
    /// Counts `what`; tells nothing unless `shown`.
    pub(crate) fn shown(what: &'static str, shown: bool) -> Self {
        let on_terminal = std::io::stderr().is_terminal();
        let target = if shown && on_terminal { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {pos} {msg} ({elapsed})") {
            bar.set_style(style);
        }
        Self { bar: bar.with_message(what), as_line: (shown && !on_terminal).then_some(what) }
    }

    /// So many so far.
    pub(crate) fn set(&self, count: u64) {
        self.bar.set_position(count);
    }

    /// So many more.
    pub(crate) fn add(&self, count: u64) {
        self.bar.inc(count);
    }

    /// It is over.
    pub(crate) fn finish(&self) {
        self.bar.finish();
        if let Some(what) = self.as_line {
            // Nobody may be listening any more.
            let _ = note(format!("{} {what}", self.bar.position()));
        }
    }
}
