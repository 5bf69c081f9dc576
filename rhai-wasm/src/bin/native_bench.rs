//! Times scripts on the native engine: the reference `bench:script` compares the WebAssembly module with.
//!
//! `native-bench <rounds> <file>...` prints one line of JSON: file name to best milliseconds.

fn main() {
	let mut arguments = std::env::args().skip(1);
	let rounds: u32 = arguments.next().and_then(|rounds| rounds.parse().ok()).expect("rounds");
	let (engine, _globals) = rhai_wasm::engine::make();
	let mut engine = engine;
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

fn time(engine: &rhai::Engine, script: &rhai::AST) -> f64 {
	rhai_wasm::meter::start(u64::MAX - 1);
	let start = std::time::Instant::now();
	let value = engine.eval_ast::<rhai::Dynamic>(script).expect("a script that runs");
	let elapsed = start.elapsed().as_secs_f64() * 1e3;
	let _ = std::hint::black_box(value);
	elapsed
}
