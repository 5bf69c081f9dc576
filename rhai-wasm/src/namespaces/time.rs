//! `time`: the host's clock. Reading it is no service call; sleeping is.

use super::{call_service, Answer, Namespace};
use crate::host;
use rhai::{Dynamic, NativeCallContext};

pub fn register(time: &mut Namespace) {
	time.function("now() -> i64", "Milliseconds since 1970-01-01T00:00:00Z.", || host::now() as i64)
		.function(
			"iso() -> String",
			"The time as RFC 3339 text in UTC, for example `2026-11-24T13:30:19.042Z`.",
			|| iso(host::now() as i64),
		)
		.function(
			"sleep(ms: i64)",
			"Waits that many milliseconds. Waiting costs no CPU time, but wall time.",
			|context: NativeCallContext, ms: i64| sleep(&context, ms as f64),
		);
}

/// Suspends the script for `ms` milliseconds; nothing for zero, negative or impossible times.
pub fn sleep(context: &NativeCallContext, ms: f64) -> Answer<()> {
	if ms.is_nan() || ms <= 0.0 {
		return Ok(());
	}
	// Beyond every wall time limit; keeps the number an integer in the arguments' JSON.
	let ms = Dynamic::from_int(ms.min(1e12).ceil() as i64);
	call_service(context, "time", "sleep", &[&ms]).map(|_| ())
}

/// RFC 3339 in UTC, by Howard Hinnant's `civil_from_days`.
fn iso(ms: i64) -> String {
	let days = ms.div_euclid(86_400_000) + 719_468;
	let of_day = ms.rem_euclid(86_400_000);
	let era = days.div_euclid(146_097);
	let of_era = days.rem_euclid(146_097);
	let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
	let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	let shifted = (5 * of_year + 2) / 153;
	let day = of_year - (153 * shifted + 2) / 5 + 1;
	let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
	let year = year_of_era + era * 400 + i64::from(month <= 2);
	let (hour, minute) = (of_day / 3_600_000, of_day / 60_000 % 60);
	let (second, milli) = (of_day / 1000 % 60, of_day % 1000);
	format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")
}

#[cfg(test)]
mod tests {
	use super::iso;

	#[test]
	fn milliseconds_become_rfc_3339_text() {
		let cases = [
			(0, "1970-01-01T00:00:00.000Z"),
			(951_782_400_000, "2000-02-29T00:00:00.000Z"),
			(1_795_527_019_042, "2026-11-24T13:30:19.042Z"),
			(-1, "1969-12-31T23:59:59.999Z"),
		];
		for (ms, text) in cases {
			assert_eq!(iso(ms), text);
		}
	}
}
