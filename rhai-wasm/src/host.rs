//! What the module imports. Natively (crate tests, the benchmark's reference) the host answers nothing and never stops a run.

#[cfg(target_arch = "wasm32")]
mod imports {
	#[link(wasm_import_module = "env")]
	extern "C" {
		pub fn host_now() -> f64;
		pub fn host_slice_is_over() -> u32;
		pub fn host_yield() -> u32;
		pub fn host_call(
			namespace: *const u8,
			length: usize,
			name: *const u8,
			length: usize,
			arguments: *const u8,
			length: usize,
		) -> u32;
		pub fn host_log(level: u32, message: *const u8, length: usize, fields: *const u8, length: usize, line: u32);
	}
}

/// The script's clock, in milliseconds since the epoch.
pub fn now() -> f64 {
	#[cfg(target_arch = "wasm32")]
	return unsafe { imports::host_now() };
	#[cfg(not(target_arch = "wasm32"))]
	std::time::UNIX_EPOCH.elapsed().map_or(0.0, |since| since.as_secs_f64() * 1e3)
}

/// Whether this slice has used its 5 ms, or the run its time.
pub fn slice_is_over() -> bool {
	#[cfg(target_arch = "wasm32")]
	return unsafe { imports::host_slice_is_over() } != 0;
	#[cfg(not(target_arch = "wasm32"))]
	false
}

/// Suspends the script so that others get the thread. Answers 0 to go on, or the code of an end (see `invocation::End`).
pub fn yield_slice() -> u32 {
	#[cfg(target_arch = "wasm32")]
	return unsafe { imports::host_yield() };
	#[cfg(not(target_arch = "wasm32"))]
	0
}

/// Suspends the script until the host answered. The answer is in `invocation`'s reply buffer; the code says what it is:
/// 0 a value, 1 a service error, anything else the end of the run.
pub fn call(_namespace: &str, _name: &str, _arguments: &str) -> u32 {
	#[cfg(target_arch = "wasm32")]
	return unsafe {
		imports::host_call(
			_namespace.as_ptr(),
			_namespace.len(),
			_name.as_ptr(),
			_name.len(),
			_arguments.as_ptr(),
			_arguments.len(),
		)
	};
	#[cfg(not(target_arch = "wasm32"))]
	1
}

/// Hands one log line to the host. `line` is 0 where it is unknown; empty `fields` are absent.
pub fn log(_level: u32, _message: &str, _fields: &str, _line: u32) {
	#[cfg(target_arch = "wasm32")]
	unsafe {
		imports::host_log(_level, _message.as_ptr(), _message.len(), _fields.as_ptr(), _fields.len(), _line)
	}
}
