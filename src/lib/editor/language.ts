import type { languages } from 'monaco-editor/editor';

export const RHAI = 'rhai';

/** Of the Rhai book's "Keywords" that begin or join statements. */
export const KEYWORDS = [
	...['let', 'const', 'if', 'else', 'switch', 'do', 'while', 'until', 'loop', 'for', 'in', 'continue', 'break'],
	...['return', 'throw', 'try', 'catch', 'fn', 'private', 'import', 'export', 'as', 'global', 'this'],
	...['Fn', 'call', 'curry', 'is_shared', 'is_def_fn', 'is_def_var', 'type_of', 'print', 'debug', 'eval']
];

/** Reserved for later by Rhai, so using one is an error. */
const RESERVED = [
	...['var', 'static', 'shared', 'is', 'goto', 'exit', 'match', 'case', 'public', 'protected', 'new', 'use', 'with'],
	...['module', 'package', 'super', 'spawn', 'thread', 'go', 'sync', 'async', 'await', 'yield', 'default', 'void'],
	...['null', 'nil']
];

const OPERATORS = [
	...['+', '-', '*', '/', '%', '**', '<<', '>>', '&', '|', '^', '=', '==', '!=', '<', '<=', '>', '>=', '&&', '||'],
	...['!', '??', '?.', '+=', '-=', '*=', '/=', '%=', '**=', '<<=', '>>=', '&=', '|=', '^=', '??=', '=>', '..', '..=']
];

export const rhaiConfiguration: languages.LanguageConfiguration = {
	comments: { lineComment: '//', blockComment: ['/*', '*/'] },
	brackets: [
		['{', '}'],
		['[', ']'],
		['(', ')']
	],
	autoClosingPairs: [
		{ open: '{', close: '}' },
		{ open: '[', close: ']' },
		{ open: '(', close: ')' },
		{ open: '"', close: '"', notIn: ['string', 'comment'] },
		{ open: '`', close: '`', notIn: ['string', 'comment'] },
		{ open: '/*', close: ' */', notIn: ['string'] }
	],
	surroundingPairs: [
		{ open: '{', close: '}' },
		{ open: '[', close: ']' },
		{ open: '(', close: ')' },
		{ open: '"', close: '"' },
		{ open: '`', close: '`' }
	],
	folding: { markers: { start: /^\s*\/\/\s*#region\b/, end: /^\s*\/\/\s*#endregion\b/ } },
	indentationRules: { increaseIndentPattern: /^.*[{([][^})\]"'`]*$/, decreaseIndentPattern: /^\s*[})\]]/ }
};

/** Rhai for Monarch, Monaco's tokenizer: nested block comments, and code inside `${...}` of a template. */
export const rhaiTokens: languages.IMonarchLanguage = {
	defaultToken: '',
	tokenPostfix: '.rhai',
	keywords: KEYWORDS,
	constants: ['true', 'false'],
	reserved: RESERVED,
	operators: OPERATORS,
	symbols: /[=><!~?:&|+\-*/^%.]+/,
	escapes: /\\(?:[tnr\\"'`]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})/,
	tokenizer: {
		root: [
			[/(fn)(\s+)([A-Za-z_]\w*)/, ['keyword', 'white', 'function']],
			[/[A-Za-z_]\w*(?=\s*::)/, { cases: { '@keywords': 'keyword', '@default': 'namespace' } }],
			[
				/[A-Za-z_]\w*(?=\s*!?\()/,
				{ cases: { '@keywords': 'keyword', '@reserved': 'invalid', '@default': 'function' } }
			],
			[
				/[A-Za-z_]\w*/,
				{
					cases: { '@keywords': 'keyword', '@constants': 'number', '@reserved': 'invalid', '@default': 'identifier' }
				}
			],
			{ include: '@whitespace' },
			[/#\{/, 'delimiter.bracket', '@braces'],
			[/[{}()[\]]/, '@brackets'],
			[/0x[0-9a-fA-F_]+|0o[0-7_]+|0b[01_]+/, 'number'],
			[/\d[\d_]*(\.\d[\d_]*)?([eE][+-]?\d+)?/, 'number'],
			[/"/, 'string', '@string'],
			[/`/, 'string', '@template'],
			[/'(@escapes|[^\\'])'/, 'string'],
			[/::/, 'delimiter'],
			[/@symbols/, { cases: { '@operators': 'operator', '@default': 'delimiter' } }],
			[/[;,.]/, 'delimiter']
		],
		braces: [[/\}/, 'delimiter.bracket', '@pop'], [/\{/, 'delimiter.bracket', '@braces'], { include: 'root' }],
		whitespace: [
			[/\s+/, 'white'],
			[/\/\*/, 'comment', '@comment'],
			[/\/\/.*$/, 'comment']
		],
		comment: [
			[/[^/*]+/, 'comment'],
			[/\/\*/, 'comment', '@push'],
			[/\*\//, 'comment', '@pop'],
			[/[/*]/, 'comment']
		],
		string: [
			[/[^\\"]+/, 'string'],
			[/@escapes/, 'string.escape'],
			[/\\$/, 'string.escape'],
			[/\\./, 'invalid'],
			[/"/, 'string', '@pop']
		],
		template: [
			[/\$\{/, { token: 'delimiter.bracket', next: '@interpolation' }],
			[/[^\\`$]+/, 'string'],
			[/@escapes/, 'string.escape'],
			[/\$/, 'string'],
			[/\\./, 'invalid'],
			[/`/, 'string', '@pop']
		],
		interpolation: [[/\{/, 'delimiter.bracket', '@braces'], [/\}/, 'delimiter.bracket', '@pop'], { include: 'root' }]
	}
};
