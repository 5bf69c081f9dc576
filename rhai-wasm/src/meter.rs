//! Counts operations and looks at the host's clock, on every step of the interpreter.

use crate::host;
use crate::invocation::{self, End};
use rhai::Dynamic;
use std::cell::Cell;

/// Operations between two looks at the clock. An operation can be a native call that takes half a millisecond
/// (`a.reverse()` of a million elements), and then a slice lasts this many times as long: with 64 some 30 ms, where 4096
/// kept the thread for two seconds and had the executor killed. The look (about 60 ns) costs ordinary script, at about
/// 70 ns an operation, one hundredth of its time.
const OPERATIONS_BETWEEN_LOOKS: u64 = 64;

thread_local! {
	static OPERATIONS: Cell<u64> = const { Cell::new(0) };
	static NEXT_LOOK: Cell<u64> = const { Cell::new(u64::MAX) };
	static MAXIMUM: Cell<u64> = const { Cell::new(u64::MAX) };
}

/// Starts counting for a run of at most `maximum` operations.
pub fn start(maximum: u64) {
	OPERATIONS.set(0);
	MAXIMUM.set(maximum);
	NEXT_LOOK.set(OPERATIONS_BETWEEN_LOOKS.min(maximum.saturating_add(1)));
}

/// Makes the next step end the run, and every step after it: a native function may have swallowed the first refusal.
pub fn end_now() {
	NEXT_LOOK.set(0);
}

/// Operations since [`start`]. Rhai's own count forgets what callbacks of native functions (`map`, `sort`) did; this one does not.
pub fn operations() -> u64 {
	OPERATIONS.get()
}

/// The interpreter's `on_progress`: a value ends the run.
#[inline]
pub fn step() -> Option<Dynamic> {
	let operations = OPERATIONS.get() + 1;
	OPERATIONS.set(operations);
	if operations < NEXT_LOOK.get() {
		return None;
	}
	look(operations)
}

#[cold]
#[inline(never)]
fn look(operations: u64) -> Option<Dynamic> {
	if invocation::has_ended() {
		return Some(Dynamic::UNIT);
	}
	let maximum = MAXIMUM.get();
	if operations > maximum {
		invocation::end(End::Operations);
		return Some(Dynamic::UNIT);
	}
	if host::slice_is_over() {
		if let Some(end) = End::from_code(host::yield_slice()) {
			invocation::end(end);
			return Some(Dynamic::UNIT);
		}
	}
	NEXT_LOOK.set((operations + OPERATIONS_BETWEEN_LOOKS).min(maximum.saturating_add(1)));
	None
}
