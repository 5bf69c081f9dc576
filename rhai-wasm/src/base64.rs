//! RFC 4648 base64 with padding.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Appends the encoding of `bytes`.
pub fn encode(bytes: &[u8], out: &mut String) {
	out.reserve(bytes.len().div_ceil(3) * 4);
	for chunk in bytes.chunks(3) {
		let word = (u32::from(chunk[0]) << 16)
			| (u32::from(chunk.get(1).copied().unwrap_or(0)) << 8)
			| u32::from(chunk.get(2).copied().unwrap_or(0));
		for place in 0..4 {
			if place <= chunk.len() {
				out.push(char::from(ALPHABET[(word >> (18 - 6 * place)) as usize & 63]));
			} else {
				out.push('=');
			}
		}
	}
}

/// The bytes `text` stands for; nothing when it is not padded base64.
pub fn decode(text: &str) -> Option<Vec<u8>> {
	let text = text.as_bytes();
	if text.len() % 4 != 0 {
		return None;
	}
	let padding = text.iter().rev().take(2).take_while(|byte| **byte == b'=').count();
	let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
	for (index, group) in text.chunks(4).enumerate() {
		let last = (index + 1) * 4 == text.len();
		let mut word = 0;
		for (place, byte) in group.iter().enumerate() {
			let six = match byte {
				b'A'..=b'Z' => byte - b'A',
				b'a'..=b'z' => byte - b'a' + 26,
				b'0'..=b'9' => byte - b'0' + 52,
				b'+' => 62,
				b'/' => 63,
				b'=' if last && place >= 4 - padding => 0,
				_ => return None,
			};
			word = (word << 6) | u32::from(six);
		}
		bytes.extend_from_slice(&word.to_be_bytes()[1..]);
	}
	bytes.truncate(bytes.len() - padding);
	Some(bytes)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_is_encoded_decodes_to_the_same_bytes() {
		for length in 0..20u8 {
			let bytes: Vec<u8> = (0..length).map(|byte| byte.wrapping_mul(57)).collect();
			let mut text = String::new();
			encode(&bytes, &mut text);
			assert_eq!(decode(&text), Some(bytes));
		}
	}

	#[test]
	fn text_that_is_not_base64_is_refused() {
		for text in ["a", "ab==c", "====", "a===", "ab=c", "ab!d"] {
			assert_eq!(decode(text), None, "{text}");
		}
	}
}
