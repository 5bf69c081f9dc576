//! `log`: lines in the execution's log.

use super::{place, Namespace};
use crate::{errors, invocation, json};
use rhai::{Dynamic, EvalAltResult, Map, NativeCallContext};

pub const DEBUG: u32 = 0;
pub const INFO: u32 = 1;
const WARN: u32 = 2;
const ERROR: u32 = 3;

pub fn register(log: &mut Namespace) {
	log.function("debug(message: ?)", "Writes a line at level `debug`.", |context: NativeCallContext, message: Dynamic| {
		write(&context, DEBUG, &message, None)
	})
	.function(
		"debug(message: ?, fields: Map)",
		"Writes a line at level `debug` with fields to search by.",
		|context: NativeCallContext, message: Dynamic, fields: Map| write(&context, DEBUG, &message, Some(fields)),
	)
	.function("info(message: ?)", "Writes a line at level `info`, as `print` does.", |context: NativeCallContext, message: Dynamic| {
		write(&context, INFO, &message, None)
	})
	.function(
		"info(message: ?, fields: Map)",
		"Writes a line at level `info` with fields to search by.\n\n```rhai\nlog::info(\"paid\", #{order: 7, cents: 1250});\n```",
		|context: NativeCallContext, message: Dynamic, fields: Map| write(&context, INFO, &message, Some(fields)),
	)
	.function("warn(message: ?)", "Writes a line at level `warn`.", |context: NativeCallContext, message: Dynamic| {
		write(&context, WARN, &message, None)
	})
	.function(
		"warn(message: ?, fields: Map)",
		"Writes a line at level `warn` with fields to search by.",
		|context: NativeCallContext, message: Dynamic, fields: Map| write(&context, WARN, &message, Some(fields)),
	)
	.function("error(message: ?)", "Writes a line at level `error`. The run goes on.", |context: NativeCallContext, message: Dynamic| {
		write(&context, ERROR, &message, None)
	})
	.function(
		"error(message: ?, fields: Map)",
		"Writes a line at level `error` with fields to search by. The run goes on.",
		|context: NativeCallContext, message: Dynamic, fields: Map| write(&context, ERROR, &message, Some(fields)),
	);
}

fn write(
	context: &NativeCallContext,
	level: u32,
	message: &Dynamic,
	fields: Option<Map>,
) -> Result<(), Box<EvalAltResult>> {
	let mut text = String::new();
	if let Some(fields) = fields {
		let maximum = invocation::limits().log_bytes as usize;
		if json::write(&Dynamic::from_map(fields), &mut text, maximum).is_err() {
			// Fields that do not fit the whole log end the run as any other line past the limit does.
			invocation::end_at(invocation::End::LogBytes, place(context));
		}
	}
	match message.as_immutable_string_ref() {
		Ok(line) => invocation::log(level, &line, &text, place(context)),
		Err(_) => invocation::log(level, &message.to_string(), &text, place(context)),
	}
	if invocation::has_ended() {
		return Err(errors::terminated(context.call_position()));
	}
	Ok(())
}
