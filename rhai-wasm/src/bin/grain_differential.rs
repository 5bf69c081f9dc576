//! Runs cases on the AST walker and as Grain bytecode, and prints where results, messages or error positions differ.
//!
//! Reads a JSON list of `[name, source]` from standard input. Then times both on the scripts given as arguments.

use rhai::grain::{Compiler, Vm};
use rhai::{Dynamic, Engine, OptimizationLevel, Scope, AST};
use std::io::Read;

type Outcome = Result<Dynamic, Box<rhai::EvalAltResult>>;

fn main() {
	let mut text = String::new();
	std::io::stdin().read_to_string(&mut text).expect("cases on standard input");
	let cases: Vec<(String, String)> = serde_json::from_str(&text).expect("a list of [name, source]");
	let mut engine = Engine::new();
	engine.set_optimization_level(OptimizationLevel::None).set_max_operations(5_000_000);
	let (mut same, mut different) = (0, 0);
	for (name, source) in &cases {
		let Ok(script) = engine.compile(source) else { continue };
		let [walker, grain] = [shown(&walk(&engine, &script)), shown(&bytecode(&engine, &script))];
		if walker == grain {
			same += 1;
		} else {
			different += 1;
			println!("{name}\n{source}\n\twalker {walker}\n\tgrain  {grain}");
		}
	}
	println!("{same} cases agree, {different} differ");

	engine.set_max_operations(0);
	for path in std::env::args().skip(1) {
		let script = engine.compile(std::fs::read_to_string(&path).expect("a readable script")).expect("a good script");
		let [walker, grain] = [walk, bytecode].map(|run| best(|| run(&engine, &script)));
		println!("{path}: walker {walker:.1} ms, grain {grain:.1} ms");
	}
}

fn walk(engine: &Engine, script: &AST) -> Outcome {
	engine.eval_ast_with_scope(&mut Scope::new(), script)
}

fn bytecode(engine: &Engine, script: &AST) -> Outcome {
	let program = Compiler::new().compile(script).into_shared();
	Vm::new(engine).eval_with_callbacks(&mut Scope::new(), &program)
}

fn shown(outcome: &Outcome) -> String {
	match outcome {
		Ok(value) => format!("{value:?}"),
		Err(error) => format!("{error} at {:?}", error.position()),
	}
}

fn best(run: impl Fn() -> Outcome) -> f64 {
	let time = || {
		let start = std::time::Instant::now();
		let _ = run().expect("a script that runs");
		start.elapsed().as_secs_f64() * 1e3
	};
	(0..5).map(|_| time()).fold(f64::MAX, f64::min)
}
