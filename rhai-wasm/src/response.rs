//! What a script's last value means as an HTTP answer.

use crate::base64;
use crate::errors::refused;
use crate::json::{self, TooLarge, Writer};
use rhai::{Dynamic, EvalAltResult, Map, Position};

/// What `respond`, `html` and `redirect` make. A script can only return it.
#[derive(Clone)]
pub struct Answer {
	status: u16,
	/// Lower-case name and value.
	headers: Vec<(String, String)>,
	body: Dynamic,
}

impl Answer {
	/// Checks what a script gave to `respond`.
	///
	/// # Errors
	/// A status outside 200 to 599, or a header that HTTP can't carry.
	pub fn new(status: i64, body: Dynamic, headers: &Map, position: Position) -> Result<Self, Box<EvalAltResult>> {
		if !(200..=599).contains(&status) {
			return Err(refused(
				"response.invalid_status",
				&format!("{status} is not a status a script can answer with (200 to 599)"),
				position,
			));
		}
		let mut checked = Vec::with_capacity(headers.len());
		for (name, value) in headers {
			let name = name.as_str().to_ascii_lowercase();
			if name.is_empty()
				|| !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
			{
				return Err(refused("response.invalid_header", &format!("'{name}' is not a header name"), position));
			}
			let values = match value.as_array_ref() {
				Ok(values) => values.iter().map(Dynamic::to_string).collect(),
				Err(_) => vec![value.to_string()],
			};
			for value in values {
				if value.bytes().any(|byte| byte < 32 && byte != b'\t' || byte == 127) {
					return Err(refused(
						"response.invalid_header",
						&format!("the value of '{name}' holds a control character"),
						position,
					));
				}
				checked.push((name.clone(), value));
			}
		}
		Ok(Self { status: status as u16, headers: checked, body })
	}

	/// The answer as a value: a map of its parts.
	pub(crate) fn write(&self, writer: &mut Writer, depth: usize) -> Result<(), TooLarge> {
		writer.out.push_str("{\"status\":");
		writer.out.push_str(&self.status.to_string());
		writer.out.push_str(",\"body\":");
		writer.value(&self.body, depth + 1)?;
		writer.out.push('}');
		Ok(())
	}
}

/// How the body is to be read. Part of the host's interface.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Encoding {
	#[default]
	Text = 0,
	Base64 = 1,
	/// The body is the value's JSON text.
	Value = 2,
}

/// An answer ready for the host.
#[derive(Default)]
pub struct Prepared {
	pub value: String,
	pub status: u16,
	/// JSON text: a list of pairs. Empty when the content type alone says it all.
	pub headers: String,
	/// 0 none, 1 text, 2 JSON, 3 bytes.
	pub content_type: u32,
	pub body: String,
	pub encoding: Encoding,
}

/// Turns a script's last value into an answer of at most `maximum` bytes.
///
/// # Errors
/// [`TooLarge`].
pub fn prepare(value: &Dynamic, maximum: usize) -> Result<Prepared, TooLarge> {
	let mut prepared = Prepared { status: 200, ..Prepared::default() };
	if let Some(answer) = value.read_lock::<Answer>() {
		let bodyless = matches!(answer.status, 204 | 205 | 304);
		if !bodyless {
			prepared.body(&answer.body, maximum, false)?;
		}
		prepared.status = answer.status;
		prepared.headers(&answer.headers);
		// The value repeats the body as JSON, where escapes may double it.
		json::write(value, &mut prepared.value, maximum.saturating_mul(2).saturating_add(1024))?;
		return Ok(prepared);
	}
	if value.is_unit() {
		prepared.status = 204;
	}
	prepared.body(value, maximum, true)?;
	if prepared.encoding != Encoding::Value {
		json::write(value, &mut prepared.value, maximum.saturating_mul(2).saturating_add(1024))?;
	}
	Ok(prepared)
}

impl Prepared {
	/// Text for the host alone.
	pub fn text(value: String) -> Self {
		Self { value, ..Self::default() }
	}

	fn body(&mut self, value: &Dynamic, maximum: usize, is_value: bool) -> Result<(), TooLarge> {
		if value.is_unit() {
			return Ok(());
		}
		if let Ok(text) = value.as_immutable_string_ref() {
			if text.len() > maximum {
				return Err(TooLarge::Bytes);
			}
			self.content_type = 1;
			self.body.push_str(&text);
		} else if let Ok(blob) = value.as_blob_ref() {
			if blob.len() > maximum {
				return Err(TooLarge::Bytes);
			}
			self.content_type = 3;
			self.encoding = Encoding::Base64;
			base64::encode(&blob, &mut self.body);
		} else {
			self.content_type = 2;
			if is_value {
				self.encoding = Encoding::Value;
				json::write(value, &mut self.value, maximum)?;
			} else {
				json::write(value, &mut self.body, maximum)?;
			}
		}
		Ok(())
	}

	fn headers(&mut self, headers: &[(String, String)]) {
		if headers.iter().any(|(name, _)| name == "content-type") {
			self.content_type = 0;
		}
		for (name, value) in headers {
			self.headers.push_str(if self.headers.is_empty() { "[[" } else { ",[" });
			json::write_text(name, &mut self.headers);
			self.headers.push(',');
			json::write_text(value, &mut self.headers);
			self.headers.push(']');
		}
		if !self.headers.is_empty() {
			self.headers.push(']');
		}
	}
}
