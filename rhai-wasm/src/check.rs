//! What an editor wants to know of a source: is it well-formed, which functions does it declare, what does it import.

use crate::errors::Report;
use crate::{json, modules};
use rhai::{Engine, FnAccess, ScriptFuncDef, AST};
use std::fmt::Write as _;

/// `CheckResult` of `ts/types.ts` as JSON text. Rhai's parser stops at the first error, so there is at most one diagnostic.
pub fn check(engine: &Engine, source: &str) -> String {
	match engine.compile(source) {
		Err(error) => {
			let report = Report::syntax(&error.0, error.1, None);
			let line = error.1.line().unwrap_or_else(|| source.lines().count().max(1));
			let column =
				error.1.position().unwrap_or_else(|| source.lines().last().map_or(1, |last| last.chars().count() + 1));
			diagnostic(&report, line, column.max(1), source)
		}
		Ok(ast) => {
			let mut out = String::from("{\"diagnostics\":[],\"functions\":[");
			let mut functions: Vec<_> =
				ast.shared_lib().iter_script_fn_info().map(|(.., function)| function.clone()).collect();
			functions.sort_by_key(|function| function.body.start_position());
			for (index, function) in functions.iter().filter(|function| !function.name.starts_with("anon$")).enumerate()
			{
				if index > 0 {
					out.push(',');
				}
				declared(function, source, &mut out);
			}
			out.push_str("],\"imports\":[");
			write_imports(&ast, &mut out);
			out.push_str("]}");
			out
		}
	}
}

/// The names a script imports, as the items of a JSON list.
pub fn write_imports(ast: &AST, out: &mut String) {
	for (index, (name, _)) in modules::imports(ast).iter().enumerate() {
		if index > 0 {
			out.push(',');
		}
		json::write_text(name, out);
	}
}

fn diagnostic(report: &Report, line: usize, column: usize, source: &str) -> String {
	let mut out = String::from("{\"diagnostics\":[{\"severity\":\"error\",\"code\":");
	json::write_text(&report.code, &mut out);
	out.push_str(",\"message\":");
	json::write_text(&report.message, &mut out);
	let _ = write!(out, ",\"line\":{line},\"column\":{column}");
	let word = source.lines().nth(line - 1).map(|text| {
		text.chars().skip(column - 1).take_while(|letter| letter.is_alphanumeric() || *letter == '_').count()
	});
	if let Some(length) = word.filter(|length| *length > 0) {
		let _ = write!(out, ",\"endColumn\":{}", column + length);
	}
	out.push_str("}],\"functions\":[],\"imports\":[]}");
	out
}

fn declared(function: &ScriptFuncDef, source: &str, out: &mut String) {
	let body = function.body.start_position();
	let (line, column) = name_position(source, body.line().unwrap_or(1), body.position().unwrap_or(1), &function.name);
	out.push_str("{\"name\":");
	json::write_text(&function.name, out);
	out.push_str(",\"parameters\":[");
	for (index, parameter) in function.params.iter().enumerate() {
		if index > 0 {
			out.push(',');
		}
		json::write_text(parameter, out);
	}
	let private = function.access == FnAccess::Private;
	let _ = write!(out, "],\"private\":{private},\"docs\":");
	json::write_text(&docs_above(source, line), out);
	let _ = write!(out, ",\"line\":{line},\"column\":{column}}}");
}

/// Where a function's name stands: the last `fn name` before its body. Rhai keeps the position of the body only.
fn name_position(source: &str, line: usize, column: usize, name: &str) -> (usize, usize) {
	let before: usize = source.split_inclusive('\n').take(line - 1).map(str::len).sum();
	let within: usize = source[before..].chars().take(column.saturating_sub(1)).map(char::len_utf8).sum();
	let text = &source[..before + within];
	let found = text.rmatch_indices(name).map(|(at, _)| at).find(|at| {
		let word_before = text[..*at].trim_end();
		word_before.ends_with("fn") || word_before.ends_with('.') && word_before.contains("fn ")
	});
	let Some(at) = found else {
		return (line, column);
	};
	let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
	(text[..at].matches('\n').count() + 1, text[start..at].chars().count() + 1)
}

/// The doc comment that ends on the line above `line`, without its markers.
fn docs_above(source: &str, line: usize) -> String {
	let lines: Vec<&str> = source.lines().take(line - 1).map(str::trim).collect();
	let start = lines.iter().rposition(|text| !text.starts_with("///")).map_or(0, |at| at + 1);
	if start < lines.len() {
		let text: Vec<&str> =
			lines[start..].iter().map(|text| text[3..].strip_prefix(' ').unwrap_or(&text[3..])).collect();
		return text.join("\n");
	}
	if lines.last().is_none_or(|text| !text.ends_with("*/")) {
		return String::new();
	}
	let Some(start) = lines.iter().rposition(|text| text.starts_with("/*")) else {
		return String::new();
	};
	if !lines[start].starts_with("/**") {
		return String::new();
	}
	let text = lines[start..].join("\n");
	let inner = text.trim_start_matches("/**").trim_end_matches("*/");
	let text: Vec<&str> = inner.lines().map(|text| text.trim_start_matches('*').trim()).collect();
	text.join("\n").trim().into()
}
