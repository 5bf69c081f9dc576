//! Functions without a namespace: answers, and giving up for good.

use super::{place, Namespace};
use crate::response::Answer;
use crate::{errors, invocation};
use rhai::{Dynamic, EvalAltResult, Map, NativeCallContext};

pub fn register(top_level: &mut Namespace) {
	top_level
		.function(
			"respond(status: i64, body: ?) -> Response",
			"Answers with a status and a body. Return it as the script's last value.\n\n```rhai\nrespond(404, \"no such thing\")\n```",
			|context: NativeCallContext, status: i64, body: Dynamic| {
				Answer::new(status, body, &Map::new(), context.call_position())
			},
		)
		.function(
			"respond(status: i64, body: ?, headers: Map) -> Response",
			"Answers with a status, a body and headers. A header with several values is an array.\n\n```rhai\nrespond(303, (), #{location: \"/\"})\n```",
			|context: NativeCallContext, status: i64, body: Dynamic, headers: Map| {
				Answer::new(status, body, &headers, context.call_position())
			},
		)
		.function(
			"html(text: String) -> Response",
			"Answers with an HTML page.",
			|context: NativeCallContext, text: Dynamic| {
				let headers = Map::from([("content-type".into(), "text/html; charset=utf-8".into())]);
				Answer::new(200, text.to_string().into(), &headers, context.call_position())
			},
		)
		.function(
			"redirect(url: String) -> Response",
			"Sends the visitor to another address, with status 303.",
			|context: NativeCallContext, url: Dynamic| {
				let headers = Map::from([("location".into(), url)]);
				Answer::new(303, Dynamic::UNIT, &headers, context.call_position())
			},
		)
		.function(
			"fail_forever(message: String)",
			"Ends the run as failed and says that trying again is of no use: the event is not retried. Nothing catches this.",
			|context: NativeCallContext, message: Dynamic| -> Result<(), Box<EvalAltResult>> {
				invocation::fail_forever(&message.to_string(), place(&context));
				Err(errors::terminated(context.call_position()))
			},
		);
}
