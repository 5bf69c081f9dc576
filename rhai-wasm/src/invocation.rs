//! The state of the one run an instance has at a time: its limits, what it used, and why it was ended.

use crate::{host, meter};
use rhai::{Dynamic, Position};
use std::cell::{Cell, RefCell};

/// In the order in which the host writes them.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Limits {
	pub wall_time_ms: f64,
	pub cpu_time_ms: f64,
	pub memory_bytes: f64,
	pub operations: f64,
	pub service_calls: f64,
	pub log_bytes: f64,
	pub response_bytes: f64,
	pub call_depth: f64,
	pub source_bytes: f64,
}

/// Why a run was ended from outside the script. Codes are part of the host's interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
	WallTime = 2,
	CpuTime = 3,
	Stopped = 4,
	Operations = 5,
	ServiceCalls = 6,
	LogBytes = 7,
	ResponseBytes = 8,
	Terminal = 9,
}

impl End {
	/// The end a host's answer stands for; 0 and 1 are not ends.
	pub fn from_code(code: u32) -> Option<Self> {
		match code {
			0 | 1 => None,
			2 => Some(Self::WallTime),
			3 => Some(Self::CpuTime),
			_ => Some(Self::Stopped),
		}
	}
}

/// Where a run was ended, as far as it is known.
#[derive(Clone, Default)]
pub struct Place {
	pub position: Position,
	pub module: Option<String>,
}

thread_local! {
	static LIMITS: Cell<Limits> = Cell::new(Limits::default());
	static ENDED: Cell<Option<End>> = const { Cell::new(None) };
	static PLACE: RefCell<Option<Place>> = const { RefCell::new(None) };
	static MESSAGE: RefCell<String> = const { RefCell::new(String::new()) };
	static SERVICE_CALLS: Cell<u32> = const { Cell::new(0) };
	static LOG_BYTES: Cell<f64> = const { Cell::new(0.0) };
	static REPLY: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Forgets the run before, whatever became of it.
pub fn start(limits: Limits) {
	LIMITS.set(limits);
	ENDED.set(None);
	PLACE.with_borrow_mut(|place| *place = None);
	SERVICE_CALLS.set(0);
	LOG_BYTES.set(0.0);
	meter::start(limits.operations as u64);
}

pub fn limits() -> Limits {
	LIMITS.get()
}

pub fn service_calls() -> u32 {
	SERVICE_CALLS.get()
}

pub fn has_ended() -> bool {
	ENDED.get().is_some()
}

pub fn ended() -> Option<End> {
	ENDED.get()
}

/// Ends the run at its next step. The first reason counts.
pub fn end(reason: End) {
	if ENDED.get().is_none() {
		ENDED.set(Some(reason));
	}
	meter::end_now();
}

/// Ends the run where a native function was called, which is known exactly.
pub fn end_at(reason: End, place: Place) {
	if ENDED.get().is_none() {
		PLACE.with_borrow_mut(|slot| *slot = Some(place));
	}
	end(reason);
}

/// Ends the run for good because the script asked for it.
pub fn fail_forever(message: &str, place: Place) {
	MESSAGE.with_borrow_mut(|slot| *slot = message.into());
	end_at(End::Terminal, place);
}

pub fn message() -> String {
	MESSAGE.with_borrow(Clone::clone)
}

pub fn place() -> Option<Place> {
	PLACE.with_borrow(Clone::clone)
}

/// A buffer of `length` bytes for the host's answer to the call that is waiting.
pub fn reply_buffer(length: usize) -> *mut u8 {
	REPLY.with_borrow_mut(|reply| {
		reply.clear();
		reply.resize(length, 0);
		reply.as_mut_ptr()
	})
}

/// What a service answered.
pub enum Reply {
	Value(Dynamic),
	Error(Dynamic),
}

/// The run is over; why is in [`ended`].
pub struct Ended;

/// Asks the host, and suspends until it answered. Counts against `service_calls`.
///
/// # Errors
/// The run ended, here or while waiting.
pub fn call_service(namespace: &str, name: &str, arguments: &str, place: Place) -> Result<Reply, Ended> {
	let calls = SERVICE_CALLS.get() + 1;
	if f64::from(calls) > LIMITS.get().service_calls {
		end_at(End::ServiceCalls, place);
		return Err(Ended);
	}
	SERVICE_CALLS.set(calls);
	let code = host::call(namespace, name, arguments);
	if let Some(reason) = End::from_code(code) {
		end_at(reason, place);
		return Err(Ended);
	}
	let text = REPLY.with_borrow_mut(std::mem::take);
	let value = std::str::from_utf8(&text)
		.map_err(|error| error.to_string())
		.and_then(crate::json::read)
		.unwrap_or_else(|error| crate::errors::error_value("service.malformed_answer", &error));
	Ok(if code == 0 { Reply::Value(value) } else { Reply::Error(value) })
}

/// Writes a log line, cut at the log limit; passing it ends the run.
pub fn log(level: u32, message: &str, fields: &str, place: Place) {
	if has_ended() {
		return;
	}
	let maximum = LIMITS.get().log_bytes;
	let left = (maximum - LOG_BYTES.get()).max(0.0) as usize;
	let line = place.position.line().unwrap_or(0) as u32;
	let bytes = message.len() + fields.len() + LOG_LINE_OVERHEAD;
	LOG_BYTES.set(LOG_BYTES.get() + bytes as f64);
	if bytes <= left {
		return host::log(level, message, fields, line);
	}
	let mut cut = left.saturating_sub(LOG_LINE_OVERHEAD).min(message.len());
	while !message.is_char_boundary(cut) {
		cut -= 1;
	}
	if cut > 0 {
		host::log(level, &message[..cut], "", line);
	}
	end_at(End::LogBytes, place);
}

/// What a line costs beside its text, so that a loop of empty lines ends too: about what a stored line adds
/// (time, level, line number as JSON).
const LOG_LINE_OVERHEAD: usize = 32;
