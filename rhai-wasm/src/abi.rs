//! The module's exports. One call in, one block of results out; text passes through two buffers that are reused.
//!
//! The host never calls two of these at once, except `reply` while a run is suspended.

use crate::errors::Report;
use crate::invocation::{self, Limits};
use crate::meter;
use crate::modules;
use crate::response::Prepared;
use crate::script::Instance;
use std::cell::{Cell, RefCell};

/// Kept free in a fresh instance, untouched and so without cost: a run that needs less does not grow the memory, and its
/// instance can be used again.
const HEADROOM_BYTES: usize = 1024 * 1024;
/// An input buffer larger than this is given back after the run.
const KEPT_INPUT_BYTES: usize = 64 * 1024;

/// What the host reads after a call. Pointers into `RESULT`.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Header {
	/// 0 done, 1 failed (the value is the error).
	failed: u32,
	value: (u32, u32),
	body: (u32, u32),
	encoding: u32,
	headers: (u32, u32),
	content_type: u32,
	status: u32,
	service_calls: u32,
	/// The code of the end, or 0.
	ended: u32,
	operations: f64,
}

thread_local! {
	static INSTANCE: RefCell<Option<Instance>> = const { RefCell::new(None) };
	static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
	static RESULT: RefCell<Prepared> = RefCell::new(Prepared::default());
	static HEADER: Cell<Header> = Cell::new(Header::default());
	static LIMITS: Cell<Limits> = Cell::new(Limits::default());
}

/// Builds the engine. Called once, when the snapshot is made.
#[no_mangle]
pub extern "C" fn init() {
	INSTANCE.with_borrow_mut(|slot| *slot = Some(Instance::default()));
	INPUT.with_borrow_mut(|input| input.reserve(4096));
	drop(Vec::<u8>::with_capacity(HEADROOM_BYTES));
}

/// Where the host reads results.
#[no_mangle]
pub extern "C" fn header() -> *const Header {
	HEADER.with(Cell::as_ptr)
}

/// Where the host writes limits, in the order of [`Limits`].
#[no_mangle]
pub extern "C" fn limits() -> *const Limits {
	LIMITS.with(Cell::as_ptr)
}

/// A buffer of at least `length` bytes for the next call's text.
#[no_mangle]
pub extern "C" fn input(length: usize) -> *mut u8 {
	INPUT.with_borrow_mut(|input| {
		input.clear();
		input.reserve(length);
		input.as_mut_ptr()
	})
}

/// Operations of the run so far: what there is to say of a run that trapped.
#[no_mangle]
pub extern "C" fn operations() -> f64 {
	meter::operations() as f64
}

/// A buffer for the answer to the service call that is waiting.
#[no_mangle]
pub extern "C" fn reply(length: usize) -> *mut u8 {
	invocation::reply_buffer(length)
}

/// Takes the input's first `length` bytes, which the host has written.
fn take_input(length: usize) -> Vec<u8> {
	INPUT.with_borrow_mut(|input| {
		debug_assert!(length <= input.capacity());
		// SAFETY: the host wrote `length` bytes into the capacity it was given.
		unsafe { input.set_len(length) };
		std::mem::take(input)
	})
}

fn give_back_input(mut input: Vec<u8>) {
	if input.capacity() <= KEPT_INPUT_BYTES {
		input.clear();
		INPUT.with_borrow_mut(|slot| *slot = input);
	}
}

fn with_instance<T>(work: impl FnOnce(&mut Instance) -> T) -> T {
	INSTANCE.with_borrow_mut(|slot| work(slot.as_mut().expect("init was called")))
}

/// Checks the source in the input.
#[no_mangle]
pub extern "C" fn check(length: usize) {
	let input = take_input(length);
	let value = with_instance(|instance| instance.check(&String::from_utf8_lossy(&input)));
	give_back_input(input);
	publish(Ok(Prepared::text(value)));
}

/// Compiles what is in the input: texts, each with its length before it (32 bits, little-endian): the script, then name and
/// source of each module it may import. Replaces the instance's script.
#[no_mangle]
pub extern "C" fn compile(length: usize) {
	let input = take_input(length);
	let result = with_instance(|instance| instance.compile(&texts(&input)));
	drop(input);
	publish(result.map(Prepared::text));
}

/// Runs the script on the event and the context in the input.
#[no_mangle]
pub extern "C" fn run(event: usize, context: usize) {
	let input = take_input(event + context);
	invocation::start(LIMITS.get());
	modules::start_run();
	let started = with_instance(|instance| instance.begin(&input[..event], &input[event..]));
	give_back_input(input);
	let result = started.and_then(|()| with_instance(|instance| instance.evaluate()));
	with_instance(Instance::finish);
	modules::start_run();
	publish(result);
}

fn texts(mut input: &[u8]) -> Vec<&str> {
	let mut texts = Vec::new();
	while let Some((length, rest)) = input.split_first_chunk::<4>() {
		let (text, rest) = rest.split_at((u32::from_le_bytes(*length) as usize).min(rest.len()));
		texts.push(std::str::from_utf8(text).unwrap_or_default());
		input = rest;
	}
	texts
}

fn publish(result: Result<Prepared, Box<Report>>) {
	let failed = u32::from(result.is_err());
	let prepared = result.unwrap_or_else(|report| Prepared::text(report.to_json()));
	let span = |text: &String| (text.as_ptr() as usize as u32, text.len() as u32);
	HEADER.set(Header {
		failed,
		value: span(&prepared.value),
		body: span(&prepared.body),
		encoding: prepared.encoding as u32,
		headers: span(&prepared.headers),
		content_type: prepared.content_type,
		status: u32::from(prepared.status),
		service_calls: invocation::service_calls(),
		ended: invocation::ended().map_or(0, |end| end as u32),
		operations: meter::operations() as f64,
	});
	RESULT.set(prepared);
}
