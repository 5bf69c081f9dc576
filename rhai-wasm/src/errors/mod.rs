//! Rhai's errors as the structured errors of `ts/types.ts`, as JSON text.

use crate::invocation::{self, End, Place};
use crate::json;
use rhai::{Dynamic, EvalAltResult, Map, ParseErrorType, Position};
use std::fmt::Write as _;
use words::{floor_boundary, limit_message, plain_message, runtime_code, shortened, variant_name};

mod words;

/// A thrown value longer than this is cut: enough for any message, small enough to store with every execution.
const MAXIMUM_THROWN_BYTES: usize = 16 * 1024;

/// The value a script catches when a service refuses: `#{code, message}`.
pub fn error_value(code: &str, message: &str) -> Dynamic {
	let mut map = Map::new();
	map.insert("code".into(), code.into());
	map.insert("message".into(), message.into());
	map.into()
}

/// A catchable error with a stable code.
pub fn refused(code: &str, message: &str, position: Position) -> Box<EvalAltResult> {
	EvalAltResult::ErrorRuntime(error_value(code, message), position).into()
}

/// The uncatchable error that carries an end through the interpreter.
pub fn terminated(position: Position) -> Box<EvalAltResult> {
	EvalAltResult::ErrorTerminated(Dynamic::UNIT, position).into()
}

/// A structured error while it is being put together.
#[derive(Default)]
pub struct Report {
	pub kind: &'static str,
	pub code: String,
	pub message: String,
	pub limit: Option<(&'static str, f64)>,
	pub place: Place,
	frames: String,
	thrown: Option<(String, bool)>,
}

impl Report {
	/// Passing a limit: says which, its value and what to do.
	pub fn limit(name: &'static str, value: f64) -> Self {
		Self {
			kind: "limit",
			code: format!("limit.{name}"),
			message: limit_message(name, value),
			limit: Some((name, value)),
			..Self::default()
		}
	}

	/// An import that nothing answers to.
	pub fn missing_module(name: &str, position: Position, importer: Option<&str>) -> Self {
		let mut report = Self {
			kind: "runtime",
			code: "module_not_found".into(),
			message: format!("there is no script '{name}' to import"),
			place: Place { position, module: importer.map(Into::into) },
			..Self::default()
		};
		report.frame("", &report.place.clone());
		report
	}

	/// `run` before a successful `compile`: a fault of the host.
	pub fn not_compiled() -> Self {
		Self {
			kind: "runtime",
			code: "host.not_compiled".into(),
			message: "no script was compiled".into(),
			..Self::default()
		}
	}

	/// The host handed in text that is not JSON.
	pub fn malformed_input(what: &str, error: &str) -> Self {
		Self {
			kind: "runtime",
			code: "host.malformed_input".into(),
			message: format!("{what}: {error}"),
			..Self::default()
		}
	}

	/// What the parser refused.
	pub fn syntax(error: &ParseErrorType, position: Position, module: Option<&str>) -> Self {
		let mut report = match error {
			ParseErrorType::ExprTooDeep => {
				Self::limit("expression_depth", crate::engine::MAXIMUM_EXPRESSION_DEPTH as f64)
			}
			ParseErrorType::BadInput(error) => {
				Self { kind: "syntax", code: variant_name(error), message: error.to_string(), ..Self::default() }
			}
			error => Self { kind: "syntax", code: variant_name(error), message: error.to_string(), ..Self::default() },
		};
		report.place = Place { position, module: module.map(Into::into) };
		report.frame("", &report.place.clone());
		report
	}

	/// What ended a run.
	pub fn run(error: &EvalAltResult) -> Self {
		if let Some(end) = invocation::ended() {
			return Self::ended(end, error.position());
		}
		let mut frames: Vec<(&str, Place)> = Vec::new();
		let (mut function, mut module, mut error) = ("", None::<&str>, error);
		let place = loop {
			let place = Place { position: error.position(), module: module.map(Into::into) };
			frames.push((function, place.clone()));
			match error {
				EvalAltResult::ErrorInFunctionCall(name, source, inner, _) => {
					function = if name.starts_with("anon$") { "closure" } else { name };
					module = Some(source.as_str()).filter(|source| !source.is_empty());
					error = inner;
				}
				EvalAltResult::ErrorInModule(name, inner, _) => {
					function = "";
					module = Some(name.as_str()).filter(|name| !name.is_empty());
					error = inner;
				}
				_ => break place,
			}
		};
		let mut report = Self::innermost(error);
		report.place = frames
			.iter()
			.rev()
			.map(|(_, place)| place)
			.find(|place| !place.position.is_none())
			.cloned()
			.unwrap_or(place);
		for (function, place) in frames.iter().rev() {
			report.frame(function, place);
		}
		report
	}

	/// A run that was ended from outside the script.
	pub fn ended(end: End, position: Position) -> Self {
		let limits = invocation::limits();
		let mut report = match end {
			End::WallTime => Self::limit("wall_time_ms", limits.wall_time_ms),
			End::CpuTime => Self::limit("cpu_time_ms", limits.cpu_time_ms),
			End::Operations => Self::limit("operations", limits.operations),
			End::ServiceCalls => Self::limit("service_calls", limits.service_calls),
			End::LogBytes => Self::limit("log_bytes", limits.log_bytes),
			End::ResponseBytes => Self::limit("response_bytes", limits.response_bytes),
			End::Stopped => {
				Self { kind: "stopped", code: "stopped".into(), message: "stopped".into(), ..Self::default() }
			}
			End::Terminal => Self {
				kind: "terminal",
				code: "fail_forever".into(),
				message: invocation::message(),
				..Self::default()
			},
		};
		report.place = invocation::place().unwrap_or(Place { position, module: None });
		report.frame("", &report.place.clone());
		report
	}

	fn innermost(error: &EvalAltResult) -> Self {
		match error {
			EvalAltResult::ErrorRuntime(value, _) => Self::thrown(value),
			EvalAltResult::ErrorStackOverflow(_) => Self::limit("call_depth", invocation::limits().call_depth),
			EvalAltResult::ErrorParsing(error, position) => Self::syntax(error, *position, None),
			error => {
				Self { kind: "runtime", code: runtime_code(error), message: plain_message(error), ..Self::default() }
			}
		}
	}

	fn thrown(value: &Dynamic) -> Self {
		let mut text = String::new();
		let cut = json::write(value, &mut text, MAXIMUM_THROWN_BYTES).is_err();
		let field = |name: &str| {
			let map = value.as_map_ref().ok()?;
			let text = map.get(name)?.as_immutable_string_ref().ok()?.to_string();
			Some(text)
		};
		let message = match value.as_immutable_string_ref() {
			Ok(text) => shortened(&text).to_string(),
			Err(_) => field("message").unwrap_or_else(|| shortened(&text).to_string()),
		};
		if cut {
			// A string keeps its beginning, as valid JSON; of anything else the text is simply cut off.
			if let Ok(whole) = value.as_immutable_string_ref() {
				text.clear();
				json::write_text(&whole[..floor_boundary(&whole, MAXIMUM_THROWN_BYTES / 2)], &mut text);
			}
			text.truncate(floor_boundary(&text, MAXIMUM_THROWN_BYTES));
		}
		let code = field("code").filter(|code| code.len() <= 128).unwrap_or_else(|| "thrown".into());
		Self { kind: "thrown", code, message, thrown: Some((text, cut)), ..Self::default() }
	}

	fn frame(&mut self, function: &str, place: &Place) {
		self.frames.push_str(if self.frames.is_empty() { "{\"function\":" } else { ",{\"function\":" });
		json::write_text(function, &mut self.frames);
		write_place(place, &mut self.frames);
		self.frames.push('}');
	}

	/// The error as JSON text.
	pub fn to_json(&self) -> String {
		let mut out = String::from("{\"kind\":\"");
		out.push_str(self.kind);
		out.push_str("\",\"code\":");
		json::write_text(&self.code, &mut out);
		out.push_str(",\"message\":");
		json::write_text(shortened(&self.message), &mut out);
		write_place(&self.place, &mut out);
		let _ = write!(out, ",\"stack\":[{}]", self.frames);
		if let Some((name, value)) = self.limit {
			let _ = write!(out, ",\"limit\":{{\"name\":\"{name}\",\"value\":{value}}}");
		}
		if let Some((value, cut)) = &self.thrown {
			out.push_str(",\"value\":");
			json::write_text(value, &mut out);
			if *cut {
				out.push_str(",\"valueCut\":true");
			}
		}
		out.push('}');
		out
	}
}

fn write_place(place: &Place, out: &mut String) {
	if let Some(line) = place.position.line() {
		let _ = write!(out, ",\"line\":{line},\"column\":{}", place.position.position().unwrap_or(1));
	}
	if let Some(module) = &place.module {
		out.push_str(",\"module\":");
		json::write_text(module, out);
	}
}
