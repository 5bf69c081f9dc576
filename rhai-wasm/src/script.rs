//! One script: compiled once, run many times, with nothing left of a run for the next.

use crate::engine::{self, Globals};
use crate::errors::{error_value, Report};
use crate::json::TooLarge;
use crate::response::{self, Prepared};
use crate::{check, invocation, json, modules};
use rhai::{Dynamic, Engine, EvalAltResult, Position, Scope, AST};

/// Which inputs the text of a script speaks of at all. There is no `eval`, so a name that is not in the text is never read,
/// and its JSON need not be either.
#[derive(Clone, Copy, Default)]
struct Mentions {
	event: bool,
	request: bool,
	context: bool,
}

/// An engine with the one script it runs.
pub struct Instance {
	engine: Engine,
	globals: Globals,
	script: Option<AST>,
	mentions: Mentions,
}

impl Default for Instance {
	/// An instance without a script.
	fn default() -> Self {
		let (engine, globals) = engine::make();
		Self { engine, globals, script: None, mentions: Mentions::default() }
	}
}

impl Instance {
	/// Checks a source without keeping it. Answers `CheckResult` of `ts/types.ts` as JSON text.
	pub fn check(&mut self, source: &str) -> String {
		engine::before_compiling(&mut self.engine);
		let result = check::check(&self.engine, source);
		engine::after_compiling(&mut self.engine);
		result
	}

	/// Makes the first text the script; the rest are name and source of each module it may import. Answers the names it
	/// imports, as JSON text.
	///
	/// # Errors
	/// What does not parse, or is imported but not there. The instance then has no script.
	pub fn compile(&mut self, texts: &[&str]) -> Result<String, Box<Report>> {
		self.script = None;
		engine::before_compiling(&mut self.engine);
		let result = self.parse(texts);
		engine::after_compiling(&mut self.engine);
		result
	}

	fn parse(&mut self, texts: &[&str]) -> Result<String, Box<Report>> {
		let (source, modules) = texts.split_first().unwrap_or((&"", &[]));
		let pairs: Vec<(&str, &str)> = modules.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
		let script = self.engine.compile(source).map_err(|error| Report::syntax(&error.0, error.1, None))?;
		let loaded = modules::load(&self.engine, &script, &pairs)?;
		let used = |word: &str| {
			source.contains(word)
				|| pairs.iter().any(|(name, text)| text.contains(word) && loaded.iter().any(|known| known == name))
		};
		self.mentions = Mentions { event: used("event"), request: used("req"), context: used("ctx") };
		if engine::captures_globals(&script) || modules::any(engine::captures_globals) {
			self.globals.let_closures_capture(&mut self.engine);
		}
		let mut out = String::from("[");
		check::write_imports(&script, &mut out);
		out.push(']');
		self.script = Some(script);
		Ok(out)
	}

	/// Reads the inputs a script mentions, and puts them where it sees them.
	///
	/// # Errors
	/// Text that is not JSON.
	pub fn begin(&mut self, event: &[u8], context: &[u8]) -> Result<(), Box<Report>> {
		self.engine.set_max_call_levels(invocation::limits().call_depth as usize);
		if self.mentions.event || self.mentions.request {
			let event = read(event, "event")?;
			let is_request = event.as_map_ref().is_ok_and(|map| {
				map.get("kind").is_some_and(|kind| kind.as_immutable_string_ref().is_ok_and(|kind| *kind == "http"))
			});
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

	/// Runs the script and turns its last value into an answer.
	///
	/// # Errors
	/// Whatever ended the run otherwise.
	pub fn evaluate(&self) -> Result<Prepared, Box<Report>> {
		let Some(script) = &self.script else {
			return Err(Report::not_compiled().into());
		};
		let value = match self.engine.eval_ast_with_scope::<Dynamic>(&mut Scope::new(), script) {
			Ok(value) => value,
			Err(error) => return Err(Report::run(&error).into()),
		};
		if let Some(end) = invocation::ended() {
			return Err(Report::ended(end, Position::NONE).into());
		}
		let maximum = invocation::limits().response_bytes as usize;
		response::prepare(&value, maximum).map_err(|error| {
			match error {
				TooLarge::Bytes => {
					invocation::end(invocation::End::ResponseBytes);
					Report::ended(invocation::End::ResponseBytes, Position::NONE)
				}
				TooLarge::Depth => Report::run(&EvalAltResult::ErrorRuntime(
					error_value("response.too_deep", "the result nests more than 128 levels deep"),
					Position::NONE,
				)),
			}
			.into()
		})
	}

	/// Drops what the run was given.
	pub fn finish(&mut self) {
		for cell in [&mut self.globals.event, &mut self.globals.request, &mut self.globals.context] {
			Globals::set(cell, Dynamic::UNIT);
		}
	}
}

fn read(text: &[u8], what: &str) -> Result<Dynamic, Box<Report>> {
	let text = String::from_utf8_lossy(text);
	json::read(&text).map_err(|error| Report::malformed_input(what, &error).into())
}
