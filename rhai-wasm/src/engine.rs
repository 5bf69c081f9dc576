//! The engine every script runs on: real Rhai, with the limits and the surface of PiCloud.

use crate::{invocation, meter, modules, namespaces};
use rhai::{ASTNode, Dynamic, Engine, Module, OptimizationLevel, Stmt, AST};

/// Nesting of expressions in a script's body, and in functions; Rhai's own defaults. The shadow stack is sized for them
/// together with call depth 64 (docs/decisions/0010-shadow-stack.md).
pub const MAXIMUM_EXPRESSION_DEPTH: usize = 64;
const MAXIMUM_FUNCTION_EXPRESSION_DEPTH: usize = 32;

/// Strings the parser shares. While a script runs nothing is interned: Rhai's cache scans itself whenever it is full, which
/// took half the time of a script that builds strings, and it would keep one run's strings for the next.
const INTERNED_WHILE_COMPILING: usize = 256;

/// Prepares the engine for parsing.
pub fn before_compiling(engine: &mut Engine) {
	engine.set_max_strings_interned(INTERNED_WHILE_COMPILING);
}

/// Prepares the engine for running what it has parsed.
pub fn after_compiling(engine: &mut Engine) {
	engine.set_max_strings_interned(0);
}

/// `event`, `req` and `ctx`, as seen from anywhere in a script, functions included. Shared values: reading one copies a
/// pointer, and the next run puts new content into the same cells.
pub struct Globals {
	pub event: Dynamic,
	pub request: Dynamic,
	pub context: Dynamic,
}

/// Makes an engine and the cells of its globals.
pub fn make() -> (Engine, Globals) {
	let mut engine = Engine::new();
	// Folding constants while parsing is unbounded work: 25 lines of `const A1 = A0 + A0` made gigabytes.
	engine.set_optimization_level(OptimizationLevel::None);
	engine.set_max_expr_depths(MAXIMUM_EXPRESSION_DEPTH, MAXIMUM_FUNCTION_EXPRESSION_DEPTH);
	// `meter` counts, because Rhai's own count forgets callbacks.
	engine.set_max_operations(0);
	engine.on_progress(|_| meter::step());
	// Positions inside a text that only exists at run time would point at the wrong line of the script.
	engine.disable_symbol("eval");
	engine.on_print(|text| invocation::log(namespaces::log::INFO, text, "", invocation::Place::default()));
	engine.on_debug(|text, source, position| {
		let place = invocation::Place { position, module: source.map(Into::into) };
		invocation::log(namespaces::log::DEBUG, text, "", place);
	});
	engine.set_module_resolver(modules::Resolver);
	namespaces::register_all(&mut engine);

	let globals = Globals { event: cell(), request: cell(), context: cell() };
	let mut module = Module::new();
	module.set_var("event", globals.event.clone());
	module.set_var("req", globals.request.clone());
	module.set_var("ctx", globals.context.clone());
	engine.register_global_module(module.into());
	after_compiling(&mut engine);
	(engine, globals)
}

fn cell() -> Dynamic {
	Dynamic::UNIT.into_shared()
}

/// Whether a closure in `script` captures `event`, `req` or `ctx`.
pub fn captures_globals(script: &AST) -> bool {
	// `walk` answers whether it was never told to stop.
	!script.walk(&mut |path: &[ASTNode]| {
		let Some(ASTNode::Stmt(Stmt::Share(captured))) = path.last() else {
			return true;
		};
		!captured.iter().any(|(variable, _)| GLOBAL_NAMES.contains(&variable.name.as_str()))
	})
}

const GLOBAL_NAMES: [&str; 3] = ["event", "req", "ctx"];

impl Globals {
	/// Lets closures capture the globals. Rhai looks for what a closure captures in the scope only, unless a resolver knows
	/// the name; but a resolver is asked at every access to any variable, so it is installed for the scripts that need it.
	pub fn let_closures_capture(&self, engine: &mut Engine) {
		let [event, request, context] = [self.event.clone(), self.request.clone(), self.context.clone()];
		#[allow(deprecated, reason = "not deprecated, but marked as volatile; the version is pinned")]
		engine.on_var(move |name, index, scope| {
			let value = match name {
				"event" => &event,
				"req" => &request,
				"ctx" => &context,
				_ => return Ok(None),
			};
			let is_shadowed = index > 0 || scope.scope().contains(name);
			Ok((!is_shadowed).then(|| value.clone()))
		});
	}

	/// Puts `value` into a cell, as a constant.
	pub fn set(cell: &mut Dynamic, value: Dynamic) {
		if let Some(mut content) = cell.write_lock::<Dynamic>() {
			*content = value.into_read_only();
		}
	}
}
