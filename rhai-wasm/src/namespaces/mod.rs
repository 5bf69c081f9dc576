//! Everything a script can call beside Rhai's own library: one file per namespace.
//!
//! A function is registered with its signature and documentation in one place; the same place serves the engine, the
//! editor's completions and the reference. In the module that runs scripts the documentation is dropped by the compiler.

pub mod log;
mod time;
mod top_level;
mod values;

use crate::invocation::{self, Place, Reply};
use crate::{errors, json};
use rhai::{Dynamic, Engine, EvalAltResult, FuncRegistration, Module, NativeCallContext, RhaiNativeFunc, Variant};

pub type Answer<T = Dynamic> = Result<T, Box<EvalAltResult>>;

/// One documented function.
#[derive(Clone, Debug)]
pub struct Documented {
	pub namespace: &'static str,
	pub signature: &'static str,
	pub docs: &'static str,
}

/// Puts every namespace into the engine, and answers their documentation.
pub fn register_all(engine: &mut Engine) -> Vec<Documented> {
	let mut documented = Vec::new();
	for (name, register) in [("log", log::register as fn(&mut Namespace)), ("time", time::register)] {
		let mut namespace = Namespace::new(name);
		register(&mut namespace);
		documented.append(&mut namespace.documented);
		engine.register_static_module(name, namespace.module.into());
	}
	let mut top_level = Namespace::new("");
	top_level::register(&mut top_level);
	values::register(&mut top_level);
	documented.append(&mut top_level.documented);
	engine.register_global_module(top_level.module.into());
	values::register_types(engine);
	documented
}

/// The functions of one namespace while they are being registered; `""` is the top level.
pub struct Namespace {
	name: &'static str,
	module: Module,
	documented: Vec<Documented>,
}

impl Namespace {
	fn new(name: &'static str) -> Self {
		Self { name, module: Module::new(), documented: Vec::new() }
	}

	/// Registers `function` under the name `signature` starts with: `sleep(ms: i64)`, `now() -> i64`.
	/// The docs are Markdown; their first sentence is what a completion shows.
	pub fn function<A: 'static, const N: usize, const X: bool, R: Variant + Clone, const F: bool, FUNC>(
		&mut self,
		signature: &'static str,
		docs: &'static str,
		function: FUNC,
	) -> &mut Self
	where
		FUNC: RhaiNativeFunc<A, N, X, R, F> + 'static,
	{
		let name = signature.split('(').next().unwrap_or(signature);
		FuncRegistration::new(name).with_volatility(true).set_into_module(&mut self.module, function);
		if cfg!(feature = "metadata") {
			self.documented.push(Documented { namespace: self.name, signature, docs });
		}
		self
	}
}

/// Where in the script a native function was called.
pub fn place(context: &NativeCallContext) -> Place {
	Place {
		position: context.call_position(),
		module: context.call_source().filter(|source| !source.is_empty()).map(Into::into),
	}
}

/// Asks the host's `namespace::name` with `arguments`, and suspends the script until it answered.
///
/// # Errors
/// What the service refused, as a catchable `#{code, message, ...}`; or the end of the run, which nothing catches.
pub fn call_service(context: &NativeCallContext, namespace: &str, name: &str, arguments: &[&Dynamic]) -> Answer {
	let position = context.call_position();
	let mut text = String::from("[");
	for (index, argument) in arguments.iter().enumerate() {
		if index > 0 {
			text.push(',');
		}
		if json::write(argument, &mut text, MAXIMUM_ARGUMENT_BYTES).is_err() {
			let message = format!("argument {} of {namespace}::{name} is too big or nests too deeply", index + 1);
			return Err(errors::refused("service.argument_too_large", &message, position));
		}
	}
	text.push(']');
	match invocation::call_service(namespace, name, &text, place(context)) {
		Ok(Reply::Value(value)) => Ok(value),
		Ok(Reply::Error(error)) => Err(EvalAltResult::ErrorRuntime(error, position).into()),
		Err(invocation::Ended) => Err(errors::terminated(position)),
	}
}

/// Above the largest body a service takes (10 MB over http), below what would fill an instance's memory twice.
const MAXIMUM_ARGUMENT_BYTES: usize = 16 * 1024 * 1024;
