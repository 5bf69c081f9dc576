//! JSON text to Rhai values and back, exactly: integers stay `i64`, floats keep their point, blobs are tagged base64.
//!
//! A blob is `{"$blob": "<base64>"}`, in both directions.

mod read;
mod write;

pub use read::read;
pub use write::{write, write_text, TooLarge, Writer};

/// The one key of the map that stands for a blob.
pub const BLOB_KEY: &str = "$blob";

/// Deeper nesting is refused in both directions: reading, writing and dropping a value recurse, and the stack is small.
pub const MAXIMUM_DEPTH: usize = 128;
