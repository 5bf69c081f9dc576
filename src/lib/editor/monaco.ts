// Everything heavy sits behind this module, which is only ever import()ed, and only in the browser.
import { editor, KeyCode, KeyMod, languages, MarkerSeverity } from 'monaco-editor/editor';
import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/features/clipboard/register';
import 'monaco-editor/features/codicon/register';
import 'monaco-editor/features/comment/register';
import 'monaco-editor/features/contextmenu/register';
import 'monaco-editor/features/find/register';
import 'monaco-editor/features/folding/register';
import 'monaco-editor/features/gotoError/register';
import 'monaco-editor/features/gotoLine/register';
import 'monaco-editor/features/hover/register';
import 'monaco-editor/features/indentation/register';
import 'monaco-editor/features/linesOperations/register';
import 'monaco-editor/features/multicursor/register';
import 'monaco-editor/features/parameterHints/register';
import 'monaco-editor/features/smartSelect/register';
import 'monaco-editor/features/snippet/register';
import 'monaco-editor/features/suggest/register';
// The suggest entry of 0.57 leaves out the widget itself, without which nothing ever pops up.
import 'monaco-editor/editor/contrib/suggest/browser/suggestController';
import 'monaco-editor/features/diffEditor/register';
import 'monaco-editor/features/toggleTabFocusMode/register';
import 'monaco-editor/features/wordHighlighter/register';
import 'monaco-editor/features/wordOperations/register';
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import { RHAI, rhaiConfiguration, rhaiTokens } from './language.ts';
import { readTheme, THEME } from './theme.ts';

self.MonacoEnvironment = { getWorker: () => new EditorWorker() };

languages.register({ id: RHAI, extensions: ['.rhai'], aliases: ['Rhai'] });
languages.setLanguageConfiguration(RHAI, rhaiConfiguration);
languages.setMonarchTokensProvider(RHAI, rhaiTokens);

/** Takes the colours of the page as it is now, for every editor on it. */
function applyTheme(): void {
	const dark = page.classList.contains('dark');
	editor.defineTheme(THEME, readTheme(dark));
	editor.setTheme(THEME);
	// Tells who looks that the editors have followed the page.
	page.dataset['editorTheme'] = dark ? 'dark' : 'light';
}

const page = document.documentElement;
applyTheme();
// The class is what the tokens hang on, whoever changes it and when.
new MutationObserver(() => {
	if (page.classList.contains('dark') !== (page.dataset['editorTheme'] === 'dark')) applyTheme();
}).observe(page, { attributes: true, attributeFilter: ['class'] });

/** What the editor and the comparison have in common; the metrics are those of `code` in app.css. */
export const LOOK = {
	theme: THEME,
	automaticLayout: true,
	fontFamily: "'JetBrains Mono Variable', ui-monospace, monospace",
	fontSize: 13,
	lineHeight: 20,
	fontLigatures: false,
	minimap: { enabled: false },
	scrollBeyondLastLine: false,
	overviewRulerLanes: 0,
	hideCursorInOverviewRuler: true,
	fixedOverflowWidgets: true,
	renderFinalNewline: 'on',
	renderLineHighlight: 'line',
	renderLineHighlightOnlyWhenFocus: true,
	padding: { top: 12, bottom: 12 },
	lineNumbersMinChars: 4,
	glyphMargin: false,
	folding: true,
	stickyScroll: { enabled: false },
	bracketPairColorization: { enabled: false },
	unicodeHighlight: { ambiguousCharacters: false }
} as const satisfies editor.IEditorOptions & { theme: string };

export { editor, KeyCode, KeyMod, languages, MarkerSeverity };
