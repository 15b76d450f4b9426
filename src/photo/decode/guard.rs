//! Keeps a decoder's panic from ending the program or writing to the terminal.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;

thread_local! {
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// A decoder stumbled over its own assumptions.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Panicked;

/// Runs `work`; a panic in it becomes an error and prints nothing.
///
/// `work` must leave nothing behind that a panic could break: what it was given is thrown away after an error.
pub(super) fn guard<T>(work: impl FnOnce() -> T) -> Result<T, Panicked> {
    hush_guarded_threads();
    let before = IS_GUARDED.replace(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    IS_GUARDED.set(before);
    outcome.map_err(|_| Panicked)
}

/// Puts a hook before the one that prints panics, once for the whole process.
fn hush_guarded_threads() {
    static HUSH: Once = Once::new();
    HUSH.call_once(|| {
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !is_expected(info) {
                print(info);
            }
        }));
    });
}

/// A panic on a guarded thread, or in a decoder that started threads of its own.
fn is_expected(info: &PanicHookInfo<'_>) -> bool {
    let is_decoder = info.location().is_some_and(|place| place.file().contains("heifer"));
    IS_GUARDED.get() || is_decoder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_error_and_the_next_work_is_done() {
        assert_eq!(guard(|| [1, 2].iter().map(|n| 1 / (n - 1)).sum::<i32>()), Err(Panicked));
        assert_eq!(guard(|| guard(|| 3)), Ok(Ok(3)));
        assert!(!IS_GUARDED.get());
    }
}
