use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A day of the Gregorian calendar, written as 2026-11-22.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    pub year: u16,
    pub month: u8,
    pub day: u8,
}

const SECONDS_OF_DAY: u64 = 86_400;

impl Date {
    /// As EXIF writes it, `YYYY:MM:DD HH:MM:SS`; `None` where the camera's clock was never set.
    pub(super) fn of_exif(text: &[u8]) -> Option<Self> {
        let exif::DateTime { year, month, day, .. } = exif::DateTime::from_ascii(text).ok()?;
        let is_day = (1..=12).contains(&month) && (1..=31).contains(&day) && year > 1970;
        is_day.then_some(Self { year, month, day })
    }

    /// The day of a moment by universal time; before 1970 it is the first day of that year.
    ///
    /// Counts 400-year cycles of 146 097 days from 1 March 0000, so that the leap day ends a year (Fliegel and Van
    /// Flandern 1968).
    pub fn of(moment: SystemTime) -> Self {
        let since = moment.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        let days = since.as_secs() / SECONDS_OF_DAY + 719_468;
        let (cycle, day_of_cycle) = (days / 146_097, days % 146_097);
        let leap_days = day_of_cycle / 1_460 - day_of_cycle / 36_524 + day_of_cycle / 146_096;
        let year_of_cycle = (day_of_cycle - leap_days) / 365;
        let day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = 400 * cycle + year_of_cycle + u64::from(month <= 2);
        Self { year: u16::try_from(year).unwrap_or(u16::MAX), month: month as u8, day: day as u8 }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_lies_on_its_day() {
        // Seconds from `date -u -d 2000-02-29 +%s` and the like.
        let dates = [
            (0, "1970-01-01"),
            (951_782_400, "2000-02-29"),
            (951_868_800, "2000-03-01"),
            (1_795_305_599, "2026-11-21"),
            (1_795_305_600, "2026-11-22"),
            (4_107_542_400, "2100-03-01"),
        ];
        for (seconds, expected) in dates {
            assert_eq!(Date::of(UNIX_EPOCH + Duration::from_secs(seconds)).to_string(), expected);
        }
    }

    #[test]
    fn exif_tells_a_day_unless_the_clock_was_never_set() {
        assert_eq!(Date::of_exif(b"2026:11:22 09:30:00"), Some(Date { year: 2026, month: 11, day: 22 }));
        for unset in [&b"0000:00:00 00:00:00"[..], b"    :  :     :  :  ", b"yesterday"] {
            assert_eq!(Date::of_exif(unset), None);
        }
    }
}
