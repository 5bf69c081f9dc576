//! `import "name" as m;`: other scripts of the project, given to `compile` as source.

use crate::errors::Report;
use rhai::{
	ASTNode, Engine, EvalAltResult, Expr, GlobalRuntimeState, ImmutableString, Module, ModuleResolver, Position, Scope,
	Shared, Stmt, AST,
};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

thread_local! {
	/// Parsed, kept for the life of the instance.
	static SOURCES: RefCell<BTreeMap<String, Shared<AST>>> = const { RefCell::new(BTreeMap::new()) };
	/// Evaluated in this run, so that an import's body runs once a run, however often it is imported.
	static LOADED: RefCell<BTreeMap<String, Shared<Module>>> = const { RefCell::new(BTreeMap::new()) };
	/// Being evaluated just now: an import of one of these is circular.
	static LOADING: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Forgets what the run before evaluated.
pub fn start_run() {
	LOADED.with_borrow_mut(BTreeMap::clear);
	LOADING.with_borrow_mut(Vec::clear);
}

/// The names a script imports by literal, each with the place of its first import.
pub fn imports(ast: &AST) -> Vec<(ImmutableString, Position)> {
	let mut seen = BTreeSet::new();
	let mut imports = Vec::new();
	ast.walk(&mut |path: &[ASTNode]| {
		if let Some(ASTNode::Stmt(Stmt::Import(import, _))) = path.last() {
			if let Expr::StringConstant(name, position) = &import.0 {
				if seen.insert(name.clone()) {
					imports.push((name.clone(), *position));
				}
			}
		}
		true
	});
	imports
}

/// Parses every module that `ast` needs, and what those need. Answers all names, in the order they were met.
///
/// # Errors
/// A module that is missing, or does not parse.
pub fn load(engine: &Engine, ast: &AST, sources: &[(&str, &str)]) -> Result<Vec<String>, Box<Report>> {
	SOURCES.with_borrow_mut(BTreeMap::clear);
	start_run();
	let mut names: Vec<String> = Vec::new();
	let mut wanted: Vec<(ImmutableString, Position, Option<String>)> =
		imports(ast).into_iter().map(|(name, position)| (name, position, None)).collect();
	let mut next = 0;
	while let Some((name, position, importer)) = wanted.get(next).cloned() {
		next += 1;
		if names.iter().any(|known| known == name.as_str()) {
			continue;
		}
		let Some((_, source)) = sources.iter().find(|(known, _)| *known == name.as_str()) else {
			return Err(Report::missing_module(&name, position, importer.as_deref()).into());
		};
		let mut module = engine.compile(*source).map_err(|error| Report::syntax(&error.0, error.1, Some(&name)))?;
		module.set_source(name.clone());
		let found = imports(&module).into_iter().map(|(found, position)| (found, position, Some(name.to_string())));
		wanted.extend(found);
		SOURCES.with_borrow_mut(|known| known.insert(name.to_string(), module.into()));
		names.push(name.to_string());
	}
	Ok(names)
}

/// Whether any loaded module is so.
pub fn any(test: impl Fn(&AST) -> bool) -> bool {
	SOURCES.with_borrow(|known| known.values().any(|module| test(module)))
}

/// Finds modules among those given to `compile`.
pub struct Resolver;

impl ModuleResolver for Resolver {
	fn resolve(
		&self,
		engine: &Engine,
		_: Option<&str>,
		path: &str,
		position: Position,
	) -> Result<Shared<Module>, Box<EvalAltResult>> {
		if let Some(module) = LOADED.with_borrow(|loaded| loaded.get(path).cloned()) {
			return Ok(module);
		}
		let Some(ast) = SOURCES.with_borrow(|known| known.get(path).cloned()) else {
			return Err(EvalAltResult::ErrorModuleNotFound(path.into(), position).into());
		};
		if LOADING.with_borrow(|loading| loading.iter().any(|name| name == path)) {
			let message = format!("'{path}' imports itself");
			return Err(crate::errors::refused("module.circular", &message, position));
		}
		LOADING.with_borrow_mut(|loading| loading.push(path.into()));
		let module = Module::eval_ast_as_new(Scope::new(), &ast, engine);
		LOADING.with_borrow_mut(Vec::pop);
		let module: Shared<Module> = match module {
			Ok(module) => module.into(),
			Err(error) if error.is_system_exception() => return Err(error),
			Err(error) => return Err(EvalAltResult::ErrorInModule(path.into(), error, position).into()),
		};
		LOADED.with_borrow_mut(|loaded| loaded.insert(path.into(), module.clone()));
		Ok(module)
	}

	fn resolve_raw(
		&self,
		engine: &Engine,
		global: &mut GlobalRuntimeState,
		_: &mut Scope,
		path: &str,
		position: Position,
	) -> Result<Shared<Module>, Box<EvalAltResult>> {
		self.resolve(engine, global.source(), path, position)
	}
}
