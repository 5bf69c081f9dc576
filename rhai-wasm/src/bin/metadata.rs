//! Prints `metadata.json`: every function a script can call, as `FunctionMetadata` of `ts/types.ts`. Run natively with the
//! feature `metadata`; the build puts the text into a section of the module.

use rhai::Engine;
use rhai_wasm::namespaces::{self, Documented};
use serde_json::{json, Value};
use std::collections::BTreeSet;

fn main() {
	let mut functions: Vec<Value> = namespaces::register_all(&mut Engine::new()).iter().map(ours).collect();
	let own: BTreeSet<String> =
		functions.iter().filter_map(|function| function["name"].as_str().map(Into::into)).collect();
	let standard = Engine::new().gen_fn_metadata_to_json(true).expect("metadata of the standard library");
	let standard: Value = serde_json::from_str(&standard).expect("JSON");
	let mut listed: Vec<Value> = standard["functions"].as_array().expect("a list").iter().filter_map(library).collect();
	listed.retain(|function| !own.contains(function["name"].as_str().unwrap_or_default()));
	listed.sort_by_key(|function| (function["name"].to_string(), function["signature"].to_string()));
	listed.dedup();
	functions.append(&mut listed);
	// One function a line, so that a change of one shows as one.
	let lines: Vec<String> = functions.iter().map(Value::to_string).collect();
	println!("[\n{}\n]", lines.join(",\n"));
}

fn ours(function: &Documented) -> Value {
	let (name, rest) = function.signature.split_once('(').unwrap_or((function.signature, ")"));
	let (inside, returns) = rest.split_once(')').unwrap_or((rest, ""));
	let parameters: Vec<Value> = inside
		.split(", ")
		.filter(|parameter| !parameter.is_empty())
		.map(|parameter| {
			let (name, kind) = parameter.split_once(": ").unwrap_or((parameter, "?"));
			json!({ "name": name, "type": kind })
		})
		.collect();
	let prefix = if function.namespace.is_empty() { String::new() } else { format!("{}::", function.namespace) };
	json!({
		"namespace": function.namespace,
		"name": name,
		"parameters": parameters,
		"returns": returns.trim().strip_prefix("-> ").unwrap_or("()"),
		"signature": format!("{prefix}{}", function.signature),
		"docs": function.docs,
	})
}

/// A function of Rhai's own library; nothing for operators, setters and indexers, which nobody completes.
fn library(function: &Value) -> Option<Value> {
	let full = function["name"].as_str()?;
	let property = full.strip_prefix("get$");
	let name = property.unwrap_or(full);
	if !name.starts_with(|letter: char| letter.is_ascii_alphabetic()) || name.contains('$') {
		return None;
	}
	let parameters: Vec<(&str, String)> = function["params"].as_array().map_or(Vec::new(), |list| {
		list.iter().map(|parameter| (parameter["name"].as_str().unwrap_or("_"), spoken(&parameter["type"]))).collect()
	});
	let returns = spoken(&function["returnType"]);
	if parameters.iter().map(|(_, kind)| kind).chain([&returns]).any(|kind| NOT_IN_SCRIPTS.contains(&kind.as_str())) {
		return None;
	}
	let listed_parameters: Vec<String> = parameters.iter().map(|(name, kind)| format!("{name}: {kind}")).collect();
	let shown_returns = if returns == "()" { String::new() } else { format!(" -> {returns}") };
	let mut listed = json!({
		"namespace": "",
		"name": name,
		"parameters": parameters.iter().map(|(name, kind)| json!({ "name": name, "type": kind })).collect::<Vec<_>>(),
		"returns": returns,
		"signature": format!("{name}({}){shown_returns}", listed_parameters.join(", ")),
		"docs": docs(&function["docComments"]),
		"standard": true,
	});
	if property.is_some() {
		listed["property"] = true.into();
	}
	Some(listed)
}

/// Rust's number types that no script value has; Rhai registers its arithmetic for all of them.
const NOT_IN_SCRIPTS: [&str; 11] = ["i8", "u8", "i16", "u16", "i32", "u32", "u64", "i128", "u128", "f32", "usize"];

/// A Rust type as a script's author would say it.
fn spoken(kind: &Value) -> String {
	let kind = kind.as_str().unwrap_or("()");
	let kind = kind.strip_prefix("Result<").and_then(|rest| rest.strip_suffix(", Box<EvalAltResult>>")).unwrap_or(kind);
	let kind = kind.trim_start_matches("&mut ").trim_start_matches('&');
	match kind {
		"str" | "ImmutableString" | "String" => "String".into(),
		"Dynamic" => "?".into(),
		kind => kind.into(),
	}
}

fn docs(comments: &Value) -> String {
	let lines = comments.as_array().into_iter().flatten().filter_map(Value::as_str).flat_map(str::lines);
	let text: Vec<&str> =
		lines.map(|line| line.trim_start_matches("///")).map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
	text.join("\n").trim().into()
}
