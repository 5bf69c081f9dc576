//! Codes and messages.

use rhai::EvalAltResult;
use std::fmt::Write as _;

/// Messages repeat script data (names, thrown strings); a person reads no more than this.
const MAXIMUM_MESSAGE_BYTES: usize = 4 * 1024;

/// What a person reads when a limit ended the run.
pub fn limit_message(name: &str, value: f64) -> String {
	let shown = grouped(value as u64);
	match name {
		"wall_time_ms" => format!("wall time limit of {shown} ms reached"),
		"cpu_time_ms" => format!("CPU time limit of {shown} ms reached"),
		"memory_bytes" => format!("memory limit of {shown} bytes reached"),
		"operations" => format!("operations limit of {shown} reached: is there a loop that never ends?"),
		"service_calls" => format!("limit of {shown} service calls reached"),
		"log_bytes" => format!("log limit of {shown} bytes reached"),
		"response_bytes" => format!("response limit of {shown} bytes reached: the answer is too big"),
		"call_depth" => format!("call depth limit of {shown} reached: does a function call itself without end?"),
		"expression_depth" => format!("expression depth limit of {shown} reached: split the expression up"),
		"source_bytes" => format!("source limit of {shown} bytes reached"),
		_ => format!("limit {name} of {shown} reached"),
	}
}

fn grouped(value: u64) -> String {
	let digits = value.to_string();
	let mut out = String::with_capacity(digits.len() * 4 / 3);
	for (index, digit) in digits.chars().enumerate() {
		if index > 0 && (digits.len() - index) % 3 == 0 {
			out.push(',');
		}
		out.push(digit);
	}
	out
}

/// The last character boundary of `text` that is not past `at`.
pub fn floor_boundary(text: &str, mut at: usize) -> usize {
	if at >= text.len() {
		return text.len();
	}
	while !text.is_char_boundary(at) {
		at -= 1;
	}
	at
}

/// As much of a message as a person reads.
pub fn shortened(text: &str) -> &str {
	&text[..floor_boundary(text, MAXIMUM_MESSAGE_BYTES)]
}

/// `ErrorVariableNotFound(..)` as `variable_not_found`: the names of Rhai's own variants are stable and documented.
pub fn variant_name(error: &impl std::fmt::Debug) -> String {
	struct Name(String);
	impl std::fmt::Write for Name {
		fn write_str(&mut self, text: &str) -> std::fmt::Result {
			for letter in text.chars() {
				if !letter.is_ascii_alphanumeric() {
					return Err(std::fmt::Error);
				}
				if letter.is_ascii_uppercase() && !self.0.is_empty() {
					self.0.push('_');
				}
				self.0.push(letter.to_ascii_lowercase());
			}
			Ok(())
		}
	}
	let mut name = Name(String::new());
	let _ = write!(name, "{error:?}");
	name.0
}

/// The stable code of an error of the interpreter.
pub fn runtime_code(error: &EvalAltResult) -> String {
	match error {
		EvalAltResult::ErrorArithmetic(message, _) => {
			let message = message.to_lowercase();
			if message.contains("division by zero") {
				"division_by_zero"
			} else if message.contains("overflow") {
				"overflow"
			} else {
				"arithmetic"
			}
			.into()
		}
		error => {
			let name = variant_name(error);
			name.strip_prefix("error_").unwrap_or(&name).into()
		}
	}
}

/// Rhai's text without the position at its end, which travels apart.
pub fn plain_message(error: &EvalAltResult) -> String {
	let text = error.to_string();
	let position = error.position();
	if position.is_none() {
		return text;
	}
	text.strip_suffix(&format!(" ({position})")).unwrap_or(&text).into()
}
