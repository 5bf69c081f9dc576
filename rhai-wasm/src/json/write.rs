//! A JSON writer over Rhai values that stops at a size.

use super::{BLOB_KEY, MAXIMUM_DEPTH};
use crate::base64;
use rhai::Dynamic;
use std::fmt::Write as _;

/// The text would pass the writer's maximum, or the value nests deeper than [`MAXIMUM_DEPTH`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooLarge {
	Bytes,
	Depth,
}

/// Where the text goes, and how long it may become.
pub struct Writer<'o> {
	pub out: &'o mut String,
	pub maximum: usize,
}

/// Appends `value` as JSON. `()`, functions, NaN and infinities are `null`; any other type is its name.
///
/// # Errors
/// [`TooLarge`]; `out` then holds what was written so far, at most a little past the maximum.
pub fn write(value: &Dynamic, out: &mut String, maximum: usize) -> Result<(), TooLarge> {
	let maximum = out.len().saturating_add(maximum);
	Writer { out, maximum }.value(value, 0)
}

/// Appends `text` as a JSON string.
pub fn write_text(text: &str, out: &mut String) {
	out.push('"');
	let mut plain = 0;
	for (at, byte) in text.bytes().enumerate() {
		let escape = match byte {
			b'"' => "\\\"",
			b'\\' => "\\\\",
			b'\n' => "\\n",
			b'\r' => "\\r",
			b'\t' => "\\t",
			0..=31 => "",
			_ => continue,
		};
		out.push_str(&text[plain..at]);
		if escape.is_empty() {
			let _ = write!(out, "\\u{byte:04x}");
		} else {
			out.push_str(escape);
		}
		plain = at + 1;
	}
	out.push_str(&text[plain..]);
	out.push('"');
}

impl Writer<'_> {
	fn fits(&self, more: usize) -> Result<(), TooLarge> {
		if self.out.len().saturating_add(more) > self.maximum {
			return Err(TooLarge::Bytes);
		}
		Ok(())
	}

	pub(crate) fn value(&mut self, value: &Dynamic, depth: usize) -> Result<(), TooLarge> {
		if depth > MAXIMUM_DEPTH {
			return Err(TooLarge::Depth);
		}
		if let Ok(text) = value.as_immutable_string_ref() {
			self.fits(text.len() + 2)?;
			write_text(&text, self.out);
		} else if let Ok(integer) = value.as_int() {
			let _ = write!(self.out, "{integer}");
		} else if let Ok(float) = value.as_float() {
			if float.is_finite() {
				let _ = write!(self.out, "{float:?}");
			} else {
				self.out.push_str("null");
			}
		} else if let Ok(flag) = value.as_bool() {
			self.out.push_str(if flag { "true" } else { "false" });
		} else if let Ok(map) = value.as_map_ref() {
			self.out.push('{');
			for (index, (key, item)) in map.iter().enumerate() {
				if index > 0 {
					self.out.push(',');
				}
				self.fits(key.len() + 3)?;
				write_text(key, self.out);
				self.out.push(':');
				self.value(item, depth + 1)?;
			}
			self.out.push('}');
		} else if let Ok(array) = value.as_array_ref() {
			self.out.push('[');
			for (index, item) in array.iter().enumerate() {
				if index > 0 {
					self.out.push(',');
				}
				self.value(item, depth + 1)?;
			}
			self.out.push(']');
		} else if let Ok(blob) = value.as_blob_ref() {
			self.fits(blob.len().div_ceil(3) * 4 + 12)?;
			let _ = write!(self.out, "{{\"{BLOB_KEY}\":\"");
			base64::encode(&blob, self.out);
			self.out.push_str("\"}");
		} else if let Ok(letter) = value.as_char() {
			write_text(letter.encode_utf8(&mut [0; 4]), self.out);
		} else if value.is_unit() || value.is_fnptr() {
			self.out.push_str("null");
		} else if let Some(response) = value.read_lock::<crate::response::Answer>() {
			response.write(self, depth)?;
		} else if let Some(range) = value.read_lock::<std::ops::Range<i64>>() {
			let _ = write!(self.out, "\"{}..{}\"", range.start, range.end);
		} else if let Some(range) = value.read_lock::<std::ops::RangeInclusive<i64>>() {
			let _ = write!(self.out, "\"{}..={}\"", range.start(), range.end());
		} else {
			write_text(value.type_name(), self.out);
		}
		self.fits(0)
	}
}
