//! The module's exports. One call in, one block of results out; text passes through two buffers that are reused.
//!
//! The host never calls two of these at once, except `reply` while a run is suspended.

use crate::engine::{self, Globals};
use crate::errors::Report;
use crate::invocation::{self, Limits};
use crate::json::TooLarge;
use crate::response::{self, Prepared};
use crate::{check, json, meter, modules};
use rhai::{Dynamic, Engine, EvalAltResult, Scope, AST};
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

#[derive(Clone, Copy, Default)]
struct Mentions {
	event: bool,
	request: bool,
	context: bool,
}

struct Instance {
	engine: Engine,
	globals: Globals,
	script: Option<AST>,
	mentions: Mentions,
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
	let (engine, globals) = engine::make();
	INSTANCE.with_borrow_mut(|slot| *slot = Some(Instance { engine, globals, script: None, mentions: Mentions::default() }));
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

/// How much the buffer holds without growing.
#[no_mangle]
pub extern "C" fn input_capacity() -> usize {
	INPUT.with_borrow(Vec::capacity)
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

/// Checks the source in the input.
#[no_mangle]
pub extern "C" fn check(length: usize) {
	let input = take_input(length);
	let value = INSTANCE.with_borrow(|slot| {
		let instance = slot.as_ref().expect("init was called");
		check::check(&instance.engine, &String::from_utf8_lossy(&input))
	});
	give_back_input(input);
	publish(Prepared { value, ..Prepared::default() }, 0);
}

/// Compiles what is in the input: texts, each with its length before it (32 bits, little-endian): the script, then name and
/// source of each module it may import. Replaces the instance's script.
#[no_mangle]
pub extern "C" fn compile(length: usize) {
	let input = take_input(length);
	let result = INSTANCE.with_borrow_mut(|slot| {
		let instance = slot.as_mut().expect("init was called");
		instance.script = None;
		instance.compile(&texts(&input))
	});
	drop(input);
	match result {
		Ok(value) => publish(Prepared { value, ..Prepared::default() }, 0),
		Err(report) => publish(Prepared { value: report.to_json(), ..Prepared::default() }, 1),
	}
}

/// Runs the script on the event and the context in the input.
#[no_mangle]
pub extern "C" fn run(event: usize, context: usize) {
	let input = take_input(event + context);
	invocation::start(LIMITS.get());
	modules::start_run();
	let started = INSTANCE.with_borrow_mut(|slot| slot.as_mut().expect("init was called").begin(&input[..event], &input[event..]));
	give_back_input(input);
	let result = match started {
		Ok(()) => INSTANCE.with_borrow(|slot| slot.as_ref().expect("init was called").evaluate()),
		Err(report) => Err(report),
	};
	INSTANCE.with_borrow_mut(|slot| slot.as_mut().expect("init was called").finish());
	modules::start_run();
	match result {
		Ok(prepared) => publish(prepared, 0),
		Err(report) => publish(Prepared { value: report.to_json(), ..Prepared::default() }, 1),
	}
}

impl Instance {
	fn compile(&mut self, texts: &[&str]) -> Result<String, Report> {
		let (source, modules) = texts.split_first().unwrap_or((&"", &[]));
		let pairs: Vec<(&str, &str)> = modules.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
		let script = self.engine.compile(source).map_err(|error| Report::syntax(&error.0, error.1, None))?;
		let loaded = modules::load(&self.engine, &script, &pairs)?;
		let used = |word: &str| {
			source.contains(word)
				|| pairs.iter().any(|(name, text)| text.contains(word) && loaded.iter().any(|known| known == name))
		};
		self.mentions = Mentions { event: used("event"), request: used("req"), context: used("ctx") };
		let mut out = String::from("[");
		check::write_imports(&script, &mut out);
		out.push(']');
		self.script = Some(script);
		Ok(out)
	}

	/// Reads the inputs a script mentions, and puts them where it sees them.
	fn begin(&mut self, event: &[u8], context: &[u8]) -> Result<(), Report> {
		self.engine.set_max_call_levels(invocation::limits().call_depth as usize);
		if self.mentions.event || self.mentions.request {
			let event = read(event, "event")?;
			let is_request = event
				.as_map_ref()
				.is_ok_and(|map| map.get("kind").is_some_and(|kind| kind.as_immutable_string_ref().is_ok_and(|kind| *kind == "http")));
			match (self.mentions.event, self.mentions.request && is_request) {
				(true, true) => {
					Globals::set(&mut self.globals.request, event.clone());
					Globals::set(&mut self.globals.event, event);
				}
				(false, true) => Globals::set(&mut self.globals.request, event),
				_ => Globals::set(&mut self.globals.event, event),
			}
		}
		if self.mentions.context {
			Globals::set(&mut self.globals.context, read(context, "ctx")?);
		}
		Ok(())
	}

	fn evaluate(&self) -> Result<Prepared, Report> {
		let Some(script) = &self.script else {
			return Err(Report::not_compiled());
		};
		let value = match self.engine.eval_ast_with_scope::<Dynamic>(&mut Scope::new(), script) {
			Ok(value) => value,
			Err(error) => return Err(Report::run(&error)),
		};
		if let Some(end) = invocation::ended() {
			return Err(Report::ended(end, rhai::Position::NONE));
		}
		let maximum = invocation::limits().response_bytes as usize;
		response::prepare(&value, maximum).map_err(|error| match error {
			TooLarge::Bytes => {
				invocation::end(invocation::End::ResponseBytes);
				Report::ended(invocation::End::ResponseBytes, rhai::Position::NONE)
			}
			TooLarge::Depth => Report::run(&EvalAltResult::ErrorRuntime(
				crate::errors::error_value("response.too_deep", "the result nests more than 128 levels deep"),
				rhai::Position::NONE,
			)),
		})
	}

	/// Drops what the run was given.
	fn finish(&mut self) {
		for cell in [&mut self.globals.event, &mut self.globals.request, &mut self.globals.context] {
			Globals::set(cell, Dynamic::UNIT);
		}
	}
}

fn read(text: &[u8], what: &str) -> Result<Dynamic, Report> {
	let text = String::from_utf8_lossy(text);
	json::read(&text).map_err(|error| Report::malformed_input(what, &error))
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

fn publish(prepared: Prepared, failed: u32) {
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
