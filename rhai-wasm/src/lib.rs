//! Real Rhai behind a small WebAssembly interface.
//!
//! The host (see `ts/`) makes one instance per running script. What crosses the boundary is JSON text in and JSON text
//! out; JavaScript never re-serialises a value, so `2.0` stays a float and every `i64` stays exact.

pub mod abi;
pub mod base64;
pub mod check;
pub mod engine;
pub mod errors;
pub mod host;
pub mod invocation;
pub mod json;
pub mod meter;
pub mod modules;
pub mod namespaces;
pub mod response;
pub mod script;

#[cfg(target_arch = "wasm32")]
mod memory;
