//! A bar on standard error for long inputs, when someone watches.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::input::Input;

/// Bytes and files from which on a bar is shown.
const LONG: u64 = 16 << 20;
const MANY: usize = 64;

/// The bar, hidden for short inputs and where standard error is no terminal.
pub struct Progress(ProgressBar);

impl Progress {
    pub fn new(inputs: &[Input]) -> Progress {
        let total: u64 = inputs.iter().map(|input| input.size).sum();
        if (total <= LONG && inputs.len() < MANY) || !io::stderr().is_terminal() {
            return Progress(ProgressBar::hidden());
        }
        let bar = ProgressBar::new(total);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {bytes} of {total_bytes} {bar:30} {eta}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress(bar)
    }

    /// Counts `bytes` as done.
    pub fn done(&self, bytes: u64) {
        self.0.inc(bytes);
    }

    /// Writes to standard error without drawing over it.
    pub fn aside(&self, write: impl FnOnce() -> io::Result<()>) {
        // Nobody is left to tell where standard error is closed.
        let _ = self.0.suspend(write);
    }

    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}
