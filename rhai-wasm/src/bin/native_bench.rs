//! Times scripts on native Rhai: the reference that `bench:script` compares the WebAssembly module with.
//!
//! `native-bench <stock|ours> <rounds> <file>...` prints one line of JSON: file name to best milliseconds. `stock` is an
//! engine as Rhai makes it, with the progress callback that any metered host needs; `ours` has all of PiCloud's settings.

use rhai::{Dynamic, Engine, AST};
use rhai_wasm::{engine, meter};

fn main() {
	let mut arguments = std::env::args().skip(1);
	let ours = arguments.next().as_deref() == Some("ours");
	let rounds: u32 = arguments.next().and_then(|rounds| rounds.parse().ok()).expect("rounds");
	let mut engine = if ours { engine::make().0 } else { stock() };
	engine.set_max_call_levels(64);
	let mut line = String::from("{");
	for path in arguments {
		let source = std::fs::read_to_string(&path).expect("a readable script");
		let script = engine.compile(&source).expect("a script that compiles");
		let best = (0..rounds).map(|_| time(&engine, &script)).fold(f64::MAX, f64::min);
		if line.len() > 1 {
			line.push(',');
		}
		let name = std::path::Path::new(&path).file_stem().expect("a file name").to_string_lossy();
		line.push_str(&format!("\"{name}\":{best:.4}"));
	}
	println!("{line}}}");
}

fn stock() -> Engine {
	let mut engine = Engine::new();
	engine.on_progress(|_| meter::step());
	engine
}

fn time(engine: &Engine, script: &AST) -> f64 {
	meter::start(u64::MAX - 1);
	let start = std::time::Instant::now();
	let value = engine.eval_ast::<Dynamic>(script).expect("a script that runs");
	let elapsed = start.elapsed().as_secs_f64() * 1e3;
	let _ = std::hint::black_box(value);
	elapsed
}
