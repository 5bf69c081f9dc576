// Prints scripts as a JSON list of [name, source], for the comparison of Rhai's two interpreters:
//
//   node bench/script-cases.ts | cargo run --release --manifest-path rhai-wasm/Cargo.toml \
//     --features grain --bin grain-differential -- rhai-wasm/bench/*.rhai
import { languageCases } from '../rhai-wasm/test/language-cases.ts';

/** Each ends in an error; what counts is the message and the position. */
const failing = [
	'\n  nothing + 1',
	'1;\n\tnothing(2)',
	'let a = 1; let b = 0;\na\n / b',
	'let a = 9223372036854775807; a + 1',
	'let a = [1];\na[5]',
	'let a = "abc"; a[9]',
	'let a = 1; a.b',
	'let a = 1;\nif a { 2 }',
	'let a = true; a[0]',
	'let a = 1; for x in a { }',
	'fn f() { this } f()',
	'let a = "é"; throw a',
	'fn outer(a) {\n\tinner(a) + 1\n}\nfn inner(a) {\n\ta / 0\n}\n\nouter(1)',
	'let f = |x| x / 0;\n[1].map(f)',
	'[3,1].sort(|a, b| a.foo)',
	'let a = [1,2,3];\na.filter(|x| x.y > 1)',
	'let m = #{a: 1};\nm.a.b.c',
	'let m = #{};\nm.a[0] = 1',
	'switch 1 { 1 => 1 / 0, _ => 2 }',
	'let x = 1;\nx += "a" - 1',
	'let s = `a${1/0}b`;',
	'for i in 0..3 {\n  if i == 2 { throw i }\n}',
	'while true {\n\tlet a = [];\n\ta[0] += 1;\n}',
	'try { 1/0 } catch (e) { throw e }',
	'try { nothing } catch (e) { e.line + 1 }',
	'try {\n\n nothing() } catch (e) { [e.line, e.position, e.error] }',
	'do { x } while true',
	'fn f(n) { f(n + 1) }\nf(0)',
	'loop { }',
	'let a = 1;\n{ let b = 2; }\nb',
	'const A = #{x: 1}; A.x = 2',
	'let a = 5; a.foo()',
	'fn f(a) { a.foo() }\nlet b = f(1);',
	'let f = Fn("g"); f.call()',
	'(1..3).foo',
	'let a = "x"; a -= 1',
	'-"a"',
	'!1',
	'let a = 1; a && true',
	'let a = #{}; a.f = |x| this.y.z; a.f(1)'
];

/** Loops over two variables, and closures that capture what a loop counts. */
const loops = [
	'let r = []; for (x, i) in ["a", "b"] { r.push(|| i) } r.map(|f| f.call())',
	'let fs = []; for i in 0..3 { fs.push(|| i) } fs.map(|f| f.call())',
	'let fs = []; for x in [1,2] { fs.push(|y| x + y) } fs[1].call(5)',
	'let s = 0; for (x, i) in 10..13 { s += x * i } s',
	'let s = 0; for (v, i) in [5, 6] { for (w, j) in [1, 2] { s += v * w + i * j } } s',
	'let n = 0; for i in 0..3 { let f = || { n += i }; f.call() } n',
	'let a = [1,2,3]; for x in a { a.push(x) } a',
	'let f = |x| { for (y, i) in [x] { return y + i } }; f.call(3)',
	'let x = 0; for x in 0..3 { } x',
	'let i = 9; let fs = []; for (x, i) in [7] { fs.push(|| x + i) } [i, fs[0].call()]'
];

const named = (kind: string, sources: string[]) => sources.map((source, index) => [`${kind} ${String(index)}`, source]);
console.log(
	JSON.stringify([
		...languageCases.map(([name, source]) => [name, source]),
		...named('error', failing),
		...named('loop', loops)
	])
);
