import type { FunctionMetadata } from 'rhai-wasm';
import type { Checker } from './checker.ts';
import { RHAI } from './language.ts';

type Monaco = typeof import('./monaco.ts');

let offered = false;

/**
 * Completions and hovers from the engine's own registrations, for every Rhai editor on the page. Without an engine there
 * are none, and nothing else is lost.
 */
export function offerCompletions({ languages }: Monaco, checker: Checker): void {
	if (offered) return;
	offered = true;
	let loading: Promise<FunctionMetadata[]> | undefined;
	const functions = (): Promise<FunctionMetadata[]> => {
		loading ??= checker.metadata();
		return loading.catch(() => {
			loading = undefined;
			return [];
		});
	};

	languages.registerCompletionItemProvider(RHAI, {
		triggerCharacters: [':'],
		async provideCompletionItems(model, position) {
			const word = model.getWordUntilPosition(position);
			const before = model.getLineContent(position.lineNumber).slice(0, word.startColumn - 1);
			const namespace = /(\w+)::$/.exec(before)?.[1] ?? '';
			const range = {
				startLineNumber: position.lineNumber,
				endLineNumber: position.lineNumber,
				startColumn: word.startColumn,
				endColumn: word.endColumn
			};
			const known = await functions();
			const seen = new Set<string>();
			const suggestions = known
				.filter(
					(entry) =>
						entry.namespace === namespace && isWord(entry.name) && !seen.has(entry.name) && seen.add(entry.name)
				)
				.map((entry) => ({
					label: entry.name,
					kind: languages.CompletionItemKind.Function,
					detail: entry.signature,
					documentation: { value: entry.docs },
					insertText: entry.parameters.length === 0 ? `${entry.name}()` : `${entry.name}($0)`,
					insertTextRules: languages.CompletionItemInsertTextRule.InsertAsSnippet,
					range
				}));
			if (namespace !== '') return { suggestions };
			const namespaces = new Set(known.map((entry) => entry.namespace).filter((name) => name !== ''));
			const modules = [...namespaces].map((name) => ({
				label: name,
				kind: languages.CompletionItemKind.Module,
				insertText: `${name}::`,
				command: { id: 'editor.action.triggerSuggest', title: 'Suggest' },
				range
			}));
			return { suggestions: [...modules, ...suggestions] };
		}
	});

	languages.registerHoverProvider(RHAI, {
		async provideHover(model, position) {
			const word = model.getWordAtPosition(position);
			if (!word) return null;
			const before = model.getLineContent(position.lineNumber).slice(0, word.startColumn - 1);
			const namespace = /(\w+)::$/.exec(before)?.[1] ?? '';
			const found = (await functions()).filter((entry) => entry.name === word.word && entry.namespace === namespace);
			if (found.length === 0) return null;
			return {
				contents: found.slice(0, 4).map((entry) => ({ value: '```rhai\n' + entry.signature + '\n```\n' + entry.docs }))
			};
		}
	});
}

/** Operators are registered as functions too, under their signs. */
function isWord(name: string): boolean {
	return /^[A-Za-z_]\w*$/.test(name);
}
