import type { editor as Editor } from 'monaco-editor/editor';

/** Name of the one Monaco theme; it is defined again from the page's tokens whenever they change. */
export const THEME = 'picloud';

/**
 * The editor's theme, made of the page's own tokens, so that light and dark stay in one place: app.css.
 */
export function readTheme(dark: boolean): Editor.IStandaloneThemeData {
	const colour = tokenReader();
	const rule = (token: string, name: string, fontStyle?: string) => ({
		token,
		foreground: colour(name).slice(1, 7),
		...(fontStyle === undefined ? {} : { fontStyle })
	});
	return {
		base: dark ? 'vs-dark' : 'vs',
		inherit: false,
		rules: [
			rule('', '--text'),
			rule('keyword', '--code-keyword'),
			rule('function', '--code-function'),
			rule('namespace', '--code-function'),
			rule('string', '--code-string'),
			rule('string.escape', '--code-number'),
			rule('number', '--code-number'),
			rule('comment', '--code-comment'),
			rule('invalid', '--fail'),
			rule('operator', '--text-muted'),
			rule('delimiter', '--text-muted')
		],
		colors: {
			'editor.background': colour('--surface-raised'),
			'editor.foreground': colour('--text'),
			'editorGutter.background': colour('--surface-raised'),
			'editorLineNumber.foreground': colour('--text-muted'),
			'editorLineNumber.activeForeground': colour('--text'),
			'editor.lineHighlightBackground': colour('--surface-subtle'),
			'editor.lineHighlightBorder': '#00000000',
			'editor.selectionBackground': colour('--accent', 0.24),
			'editor.inactiveSelectionBackground': colour('--accent', 0.14),
			'editor.wordHighlightBackground': colour('--accent', 0.12),
			'editor.findMatchBackground': colour('--warn', 0.4),
			'editor.findMatchHighlightBackground': colour('--warn', 0.2),
			'editorCursor.foreground': colour('--accent'),
			'editorIndentGuide.background1': colour('--border'),
			'editorIndentGuide.activeBackground1': colour('--text-muted', 0.45),
			'editorBracketMatch.background': colour('--accent', 0.14),
			'editorBracketMatch.border': colour('--accent', 0.6),
			'editorBracketHighlight.foreground1': colour('--text-muted'),
			'editorBracketHighlight.foreground2': colour('--text-muted'),
			'editorBracketHighlight.foreground3': colour('--text-muted'),
			'editorError.foreground': colour('--fail'),
			'editorWarning.foreground': colour('--warn'),
			'editorOverviewRuler.border': '#00000000',
			'editorWidget.background': colour('--surface-raised'),
			'editorWidget.foreground': colour('--text'),
			'editorWidget.border': colour('--border'),
			'editorHoverWidget.background': colour('--surface-raised'),
			'editorHoverWidget.foreground': colour('--text'),
			'editorHoverWidget.border': colour('--border'),
			'editorSuggestWidget.background': colour('--surface-raised'),
			'editorSuggestWidget.foreground': colour('--text'),
			'editorSuggestWidget.border': colour('--border'),
			'editorSuggestWidget.selectedBackground': colour('--accent', 0.16),
			'editorSuggestWidget.selectedForeground': colour('--text'),
			'editorSuggestWidget.highlightForeground': colour('--accent'),
			'editorSuggestWidget.focusHighlightForeground': colour('--accent'),
			'list.hoverBackground': colour('--surface-subtle'),
			'input.background': colour('--surface-raised'),
			'input.foreground': colour('--text'),
			'input.border': colour('--border-strong'),
			focusBorder: colour('--accent'),
			'scrollbar.shadow': '#00000000',
			'scrollbarSlider.background': colour('--text-muted', 0.25),
			'scrollbarSlider.hoverBackground': colour('--text-muted', 0.4),
			'scrollbarSlider.activeBackground': colour('--text-muted', 0.5),
			'diffEditor.insertedTextBackground': colour('--ok', 0.13),
			'diffEditor.removedTextBackground': colour('--fail', 0.13),
			'diffEditor.insertedLineBackground': colour('--ok', 0.07),
			'diffEditor.removedLineBackground': colour('--fail', 0.07),
			'diffEditor.diagonalFill': colour('--border'),
			'diffEditor.unchangedRegionBackground': colour('--surface-subtle'),
			'diffEditor.unchangedRegionForeground': colour('--text-muted')
		}
	};
}

/** Monaco understands only hex colours, and a canvas turns any CSS colour into its bytes. */
function tokenReader(): (name: string, alpha?: number) => string {
	const style = getComputedStyle(document.documentElement);
	const canvas = document.createElement('canvas');
	canvas.width = 1;
	canvas.height = 1;
	const context = canvas.getContext('2d', { willReadFrequently: true });
	if (!context) throw new Error('This browser gives no canvas to read colours from.');
	return (name, alpha = 1) => {
		context.clearRect(0, 0, 1, 1);
		context.fillStyle = style.getPropertyValue(name).trim();
		context.fillRect(0, 0, 1, 1);
		const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
		const hex = [red, green, blue, Math.round(alpha * 255)].map((byte) => byte.toString(16).padStart(2, '0'));
		return `#${hex.join('')}`;
	};
}
