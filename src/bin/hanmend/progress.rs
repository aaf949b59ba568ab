//! A bar on standard error for runs that take a while, when someone watches: how much, how fast, how long still.

use std::io::{self, IsTerminal, Read};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A run shorter than this shows no bar.
const SHORT: Duration = Duration::from_secs(1);

/// The bar, hidden where standard error is no terminal, or the text goes to one.
#[derive(Debug, Clone)]
pub struct Progress {
    bar: ProgressBar,
    begun: Option<Instant>,
}

impl Progress {
    pub fn hidden() -> Progress {
        Progress { bar: ProgressBar::hidden(), begun: None }
    }

    /// A bar that appears when the run has taken a while.
    pub fn watched() -> Progress {
        if !io::stderr().is_terminal() || io::stdout().is_terminal() {
            return Progress::hidden();
        }
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
        Progress { bar, begun: Some(Instant::now()) }
    }

    pub fn is_watched(&self) -> bool {
        self.begun.is_some()
    }

    /// So many bytes more are to be read.
    pub fn expect(&self, bytes: u64) {
        self.bar.inc_length(bytes);
    }

    /// Counts the bytes that are read.
    pub fn count<R: Read>(&self, from: R) -> Counted<R> {
        Counted { from, progress: self.clone() }
    }

    fn done(&self, bytes: u64) {
        let Some(begun) = self.begun else { return };
        self.bar.inc(bytes);
        if self.bar.is_hidden() && begun.elapsed() > SHORT {
            let template = "{spinner} {bytes} of {total_bytes} {bar:30} {binary_bytes_per_sec}, {eta} left";
            if let Ok(style) = ProgressStyle::with_template(template) {
                self.bar.set_style(style);
            }
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }

    /// Writes to standard error without drawing over it.
    pub fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// A reader whose bytes are counted.
pub struct Counted<R> {
    from: R,
    progress: Progress,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(bytes)?;
        self.progress.done(count as u64);
        Ok(count)
    }
}
