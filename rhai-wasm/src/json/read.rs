//! A JSON reader that makes Rhai values directly.

use super::{BLOB_KEY, MAXIMUM_DEPTH};
use crate::base64;
use rhai::{Dynamic, Map};

struct Reader<'t> {
	text: &'t str,
	at: usize,
}

/// Reads one JSON value. A number without point and exponent that fits is an `i64`, any other a float.
///
/// # Errors
/// What is wrong and at which byte.
pub fn read(text: &str) -> Result<Dynamic, String> {
	let mut reader = Reader { text, at: 0 };
	let value = reader.value(0)?;
	reader.skip_space();
	if reader.at < text.len() {
		return Err(reader.wrong("text after the value"));
	}
	Ok(value)
}

impl Reader<'_> {
	#[cold]
	fn wrong(&self, what: &str) -> String {
		format!("{what} at byte {}", self.at)
	}

	fn peek(&self) -> u8 {
		self.text.as_bytes().get(self.at).copied().unwrap_or(0)
	}

	fn skip_space(&mut self) {
		while matches!(self.peek(), b' ' | b'\n' | b'\r' | b'\t') {
			self.at += 1;
		}
	}

	fn literal(&mut self, word: &str, value: Dynamic) -> Result<Dynamic, String> {
		if !self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
			return Err(self.wrong("unexpected character"));
		}
		self.at += word.len();
		Ok(value)
	}

	fn value(&mut self, depth: usize) -> Result<Dynamic, String> {
		if depth > MAXIMUM_DEPTH {
			return Err(self.wrong("nesting deeper than 128"));
		}
		self.skip_space();
		match self.peek() {
			b'{' => self.map(depth),
			b'[' => self.array(depth),
			b'"' => self.string(|text| Dynamic::from(rhai::ImmutableString::from(text))),
			b't' => self.literal("true", Dynamic::TRUE),
			b'f' => self.literal("false", Dynamic::FALSE),
			b'n' => self.literal("null", Dynamic::UNIT),
			b'-' | b'0'..=b'9' => self.number(),
			0 if self.at >= self.text.len() => Err(self.wrong("the text ends")),
			_ => Err(self.wrong("unexpected character")),
		}
	}

	fn map(&mut self, depth: usize) -> Result<Dynamic, String> {
		self.at += 1;
		let mut map = Map::new();
		self.skip_space();
		if self.peek() == b'}' {
			self.at += 1;
			return Ok(map.into());
		}
		loop {
			self.skip_space();
			if self.peek() != b'"' {
				return Err(self.wrong("expected a key"));
			}
			let key = self.string(|text| rhai::Identifier::from(text))?;
			self.skip_space();
			if self.peek() != b':' {
				return Err(self.wrong("expected ':'"));
			}
			self.at += 1;
			let value = self.value(depth + 1)?;
			map.insert(key, value);
			self.skip_space();
			match self.peek() {
				b',' => self.at += 1,
				b'}' => break,
				_ => return Err(self.wrong("expected ',' or '}'")),
			}
		}
		self.at += 1;
		if map.len() == 1 {
			if let Some(blob) = map.get(BLOB_KEY).and_then(as_blob) {
				return Ok(Dynamic::from_blob(blob));
			}
		}
		Ok(map.into())
	}

	fn array(&mut self, depth: usize) -> Result<Dynamic, String> {
		self.at += 1;
		let mut array = rhai::Array::new();
		self.skip_space();
		if self.peek() == b']' {
			self.at += 1;
			return Ok(array.into());
		}
		loop {
			array.push(self.value(depth + 1)?);
			self.skip_space();
			match self.peek() {
				b',' => self.at += 1,
				b']' => break,
				_ => return Err(self.wrong("expected ',' or ']'")),
			}
		}
		self.at += 1;
		Ok(array.into())
	}

	fn number(&mut self) -> Result<Dynamic, String> {
		let start = self.at;
		let mut whole = true;
		loop {
			match self.peek() {
				b'0'..=b'9' => {}
				b'-' if self.at == start => {}
				b'.' | b'e' | b'E' | b'+' | b'-' => whole = false,
				_ => break,
			}
			self.at += 1;
		}
		let text = &self.text[start..self.at];
		let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
		let valid = match digits {
			[b'0', b'0'..=b'9', ..] | [] | [b'.', ..] | [b'e' | b'E', ..] => false,
			_ => digits.last().is_some_and(u8::is_ascii_digit) && !text.contains(".e") && !text.contains(".E"),
		};
		if !valid {
			return Err(self.wrong("malformed number"));
		}
		if whole && text != "-0" {
			if let Ok(integer) = text.parse::<i64>() {
				return Ok(integer.into());
			}
		}
		text.parse::<f64>().map(Dynamic::from).map_err(|_| self.wrong("malformed number"))
	}

	/// Hands the string's text to `make`, without a copy where it holds no escape.
	fn string<T>(&mut self, make: impl Fn(&str) -> T) -> Result<T, String> {
		self.at += 1;
		let bytes = self.text.as_bytes();
		let start = self.at;
		while let Some(byte) = bytes.get(self.at) {
			match byte {
				b'"' => {
					self.at += 1;
					return Ok(make(&self.text[start..self.at - 1]));
				}
				b'\\' => return self.escaped(start).map(|text| make(&text)),
				0..=31 => return Err(self.wrong("control character in a string")),
				_ => self.at += 1,
			}
		}
		Err(self.wrong("the text ends inside a string"))
	}

	fn escaped(&mut self, start: usize) -> Result<String, String> {
		let mut text = String::from(&self.text[start..self.at]);
		let mut plain = self.at;
		loop {
			match self.peek() {
				b'"' => {
					text.push_str(&self.text[plain..self.at]);
					self.at += 1;
					return Ok(text);
				}
				b'\\' => {
					text.push_str(&self.text[plain..self.at]);
					self.at += 1;
					text.push(self.escape()?);
					plain = self.at;
				}
				0..=31 => return Err(self.wrong("control character or end of text in a string")),
				_ => self.at += 1,
			}
		}
	}

	fn escape(&mut self) -> Result<char, String> {
		let letter = self.peek();
		self.at += 1;
		Ok(match letter {
			b'"' => '"',
			b'\\' => '\\',
			b'/' => '/',
			b'b' => '\u{8}',
			b'f' => '\u{c}',
			b'n' => '\n',
			b'r' => '\r',
			b't' => '\t',
			b'u' => {
				let first = self.unit()?;
				let code = if (0xd800..0xdc00).contains(&first) && self.text.as_bytes()[self.at..].starts_with(b"\\u") {
					let before = self.at;
					self.at += 2;
					let second = self.unit()?;
					if (0xdc00..0xe000).contains(&second) {
						0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00)
					} else {
						self.at = before;
						first
					}
				} else {
					first
				};
				// A surrogate without its partner stands for no character; U+FFFD is what TextEncoder makes of it.
				char::from_u32(code).unwrap_or('\u{fffd}')
			}
			_ => return Err(self.wrong("unknown escape")),
		})
	}

	fn unit(&mut self) -> Result<u32, String> {
		let digits = self.text.get(self.at..self.at + 4);
		let Some(digits) = digits.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit())) else {
			return Err(self.wrong("malformed escape"));
		};
		self.at += 4;
		u32::from_str_radix(digits, 16).map_err(|_| self.wrong("malformed escape"))
	}
}

fn as_blob(value: &Dynamic) -> Option<Vec<u8>> {
	base64::decode(&value.as_immutable_string_ref().ok()?)
}
