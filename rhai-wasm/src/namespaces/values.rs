//! Rhai's own functions that need the host or exact JSON: `timestamp`, `sleep`, `parse_json`, `to_json`.

use super::{time, Namespace};
use crate::response::Answer;
use crate::{errors, host, json};
use rhai::{Dynamic, Engine, Map, NativeCallContext};

/// A moment on the host's clock, in milliseconds. Stands in for Rhai's `Instant`, which reads a clock of its own.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
struct Moment(f64);

impl Moment {
	fn elapsed(&mut self) -> f64 {
		((host::now() - self.0) / 1e3).max(0.0)
	}
}

pub fn register(top_level: &mut Namespace) {
	top_level
		.function(
			"timestamp() -> Timestamp",
			"This moment; `.elapsed` says how many seconds have passed since.",
			|| Moment(host::now()),
		)
		.function("elapsed(since: Timestamp) -> f64", "Seconds since that moment.", |since: Moment| {
			Moment::elapsed(&mut { since })
		})
		.function("sleep(seconds: i64)", "Waits that many seconds.", |context: NativeCallContext, seconds: i64| {
			time::sleep(&context, seconds as f64 * 1e3)
		})
		.function("sleep(seconds: f64)", "Waits that many seconds.", |context: NativeCallContext, seconds: f64| {
			time::sleep(&context, seconds * 1e3)
		})
		.function(
			"parse_json(text: String) -> ?",
			"Reads JSON text. Numbers without point or exponent are integers, any other is a float.",
			|context: NativeCallContext, text: &str| {
				json::read(text).map_err(|error| errors::refused("json.malformed", &error, context.call_position()))
			},
		)
		.function("to_json(map: Map) -> String", "The map as JSON text.", |context: NativeCallContext, map: Map| {
			let mut text = String::new();
			json::write(&Dynamic::from_map(map), &mut text, usize::MAX)
				.map(|()| text)
				.map_err(|_| errors::refused("json.too_deep", "the value nests too deeply", context.call_position()))
		});
}

pub fn register_types(engine: &mut Engine) {
	engine.register_type_with_name::<Answer>("Response");
	engine
		.register_type_with_name::<Moment>("Timestamp")
		.register_get("elapsed", Moment::elapsed)
		.register_fn("-", |a: Moment, b: Moment| (a.0 - b.0) / 1e3)
		.register_fn("-", |a: Moment, seconds: f64| Moment(a.0 - seconds * 1e3))
		.register_fn("-", |a: Moment, seconds: i64| Moment(a.0 - seconds as f64 * 1e3))
		.register_fn("+", |a: Moment, seconds: f64| Moment(a.0 + seconds * 1e3))
		.register_fn("+", |a: Moment, seconds: i64| Moment(a.0 + seconds as f64 * 1e3))
		.register_fn("==", |a: Moment, b: Moment| a == b)
		.register_fn("!=", |a: Moment, b: Moment| a != b)
		.register_fn("<", |a: Moment, b: Moment| a < b)
		.register_fn("<=", |a: Moment, b: Moment| a <= b)
		.register_fn(">", |a: Moment, b: Moment| a > b)
		.register_fn(">=", |a: Moment, b: Moment| a >= b)
		.register_fn("to_string", |_: &mut Moment| "<timestamp>")
		.register_fn("to_debug", |_: &mut Moment| "<timestamp>");
}
