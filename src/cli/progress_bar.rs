use std::io::{IsTerminal, Write};
use std::sync::Mutex;

use crate::progress::{Progress, Stage};

const WIDTH: u64 = 24;

/// Progress on standard error: a bar when that is a terminal, nothing otherwise.
pub(super) fn progress_bar() -> Progress {
    if !std::io::stderr().is_terminal() {
        return Progress::unwatched();
    }
    let shown = Mutex::new(String::new());
    Progress::new(move |stage| {
        let line = bar(stage);
        if let Ok(mut shown) = shown.lock()
            && *shown != line
        {
            // A terminal that cannot show a bar is no reason to stop.
            let _ = write!(std::io::stderr(), "\r\x1b[2K{line}\r");
            *shown = line;
        }
    })
}

fn bar(stage: Stage) -> String {
    if stage.total == 0 {
        return format!("{}…", stage.name);
    }
    let filled = WIDTH * stage.done.min(stage.total) / stage.total;
    let bar: String = (0..WIDTH).map(|step| if step < filled { '#' } else { '-' }).collect();
    format!("{} [{bar}] {:3} %", stage.name, 100 * stage.done.min(stage.total) / stage.total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_fills_with_the_work() {
        let half = bar(Stage { name: "measuring", done: 2, total: 4 });
        assert_eq!(half, "measuring [############------------]  50 %");
        assert_eq!(bar(Stage { name: "decoding", done: 0, total: 0 }), "decoding…");
    }
}
