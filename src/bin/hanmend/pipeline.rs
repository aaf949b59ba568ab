//! Work spread over threads whose results come back in the order of the work, with only so much of it under way.

use std::collections::BTreeMap;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc;

use crate::failure::Failure;

/// Pieces of work for each thread that may be under way: being done, or done and waiting for one before them.
const AHEAD: usize = 2;

/// Bytes taken and given back at once, untouched, before all work: as much as the C library of Linux then keeps of what
/// one piece gives back, where it would hand it to the system and fault it in anew for the next.
const KEPT: usize = 16 << 20;

/// The threads of the program, for files, records and whatever is split further.
///
/// # Errors
/// Where the system gives no more threads.
pub fn start(threads: usize) -> Result<(), Failure> {
    drop(std::hint::black_box(Vec::<u8>::with_capacity(KEPT)));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    pool.map_err(|error| Failure::Told(format!("{threads} threads: {error}")))
}

/// Does every piece of `work` by `each` on the threads of the program, and hands the results to `collect` in order, on the calling
/// thread. `work` is asked for the next piece only when there is room for it.
///
/// # Errors
/// The first error of `collect`; work under way is finished, the rest is not begun.
pub fn in_order<W: Send, D: Send>(
    threads: usize,
    mut work: impl Iterator<Item = W>,
    each: impl Fn(W) -> D + Sync,
    mut collect: impl FnMut(D) -> Result<(), Failure>,
) -> Result<(), Failure> {
    if threads == 1 {
        return work.try_for_each(|piece| collect(each(piece)));
    }
    let (sender, receiver) = mpsc::channel();
    let each = &each;
    rayon::in_place_scope(|scope| {
        let (mut begun, mut collected) = (0, 0);
        let mut early = BTreeMap::new();
        loop {
            while begun - collected < threads * AHEAD {
                let Some(piece) = work.next() else { break };
                let (sender, number) = (sender.clone(), begun);
                scope.spawn(move |_| {
                    let done = panic::catch_unwind(AssertUnwindSafe(|| each(piece)));
                    // Nobody receives any more where `collect` has failed.
                    let _ = sender.send((number, done));
                });
                begun += 1;
            }
            if collected == begun {
                return Ok(());
            }
            // A sender is kept here: there is always one.
            let Ok((number, done)) = receiver.recv() else { return Ok(()) };
            early.insert(number, done.unwrap_or_else(|panicked| panic::resume_unwind(panicked)));
            while let Some(done) = early.remove(&collected) {
                collected += 1;
                collect(done)?;
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn the_order_is_kept_and_little_is_under_way() {
        for threads in [1, 3] {
            let under_way = AtomicUsize::new(0);
            let work = (0..100).inspect(|_| {
                assert!(under_way.fetch_add(1, Ordering::SeqCst) < threads * AHEAD);
            });
            let slow_at_first = |n: u64| {
                std::thread::sleep(std::time::Duration::from_micros((100 - n) * 10));
                n * 2
            };
            let mut out = Vec::new();
            let collect = |n| {
                under_way.fetch_sub(1, Ordering::SeqCst);
                out.push(n);
                Ok(())
            };
            in_order(threads, work, slow_at_first, collect).unwrap();
            assert_eq!(out, (0..200).step_by(2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_error_ends_it() {
        let begun = AtomicUsize::new(0);
        let each = |n| {
            begun.fetch_add(1, Ordering::SeqCst);
            n
        };
        let collect = |n: i32| if n == 5 { Err(Failure::Pipe) } else { Ok(()) };
        assert!(matches!(in_order(2, 0..1000, each, collect), Err(Failure::Pipe)));
        assert!(begun.load(Ordering::SeqCst) < 20);
    }
}
