/** Rhai's documented language, case by case: what it is about, the script, and its value as JSON text. */
export const languageCases: [about: string, script: string, value: string][] = [
	[
		'integers add, subtract, multiply, divide and take remainders',
		'[7 + 2, 7 - 2, 7 * 2, 7 / 2, 7 % 2, -7 / 2]',
		'[9,5,14,3,1,-3]'
	],
	['an integer keeps all 64 bits', '[9007199254740993, 9223372036854775807]', '[9007199254740993,9223372036854775807]'],
	['integers have hex, octal, binary and grouped literals', '[0xff, 0o17, 0b101, 1_000_000]', '[255,15,5,1000000]'],
	['integers shift and combine bit by bit', '[1 << 4, 256 >> 2, 6 & 3, 6 | 3, 6 ^ 3]', '[16,64,2,7,5]'],
	['powers of integers are integers', '[2 ** 10, 2.0 ** 3]', '[1024,8.0]'],
	['floats keep their point', '[2.0, 1.5 + 1.5, 7.0 / 2.0, 1e3]', '[2.0,3.0,3.5,1000.0]'],
	['integers and floats mix into floats', '[1 + 1.5, 3 / 2.0]', '[2.5,1.5]'],
	[
		'floats round, floor and convert',
		'[(2.5).round(), (2.7).floor(), (2.2).ceiling(), (2.9).to_int(), (3).to_float()]',
		'[3.0,2.0,3.0,2,3.0]'
	],
	['functions of mathematics', '[abs(-3), sqrt(16.0), min(2, 3), max(2, 3), (9.0).sqrt()]', '[3,4.0,2,3,3.0]'],
	['text parses into numbers', '[parse_int("42"), parse_int("ff", 16), parse_float("2.5")]', '[42,255,2.5]'],
	['comparisons', '[1 < 2, 2 <= 2, 3 > 4, 3 >= 3, 1 == 1.0, 1 != 2]', '[true,true,false,true,true,true]'],
	['logic stops early', 'let n = 0; let f = || { n += 1; true }; false && f.call(); true || f.call(); n', '0'],
	['exclusive or and not', '[true ^ true, true ^ false, !true]', '[false,true,false]'],
	['strings join and repeat into longer ones', '"a" + "b" + 1 + 2.5 + true', '"ab12.5true"'],
	['strings count characters, not bytes', '["é😀".len(), "é😀".bytes]', '[2,6]'],
	['strings are indexed by character, from the end too', '["héllo"[1], "héllo"[-1]]', '["é","o"]'],
	['strings slice by range', '["hello"[1..3], "hello"[1..=3], "hello".sub_string(2)]', '["el","ell","llo"]'],
	[
		'strings search and change',
		'let s = "a-b-c"; s.replace("-", "+"); [s, s.contains("b"), s.index_of("c"), s.starts_with("a"), s.ends_with("x")]',
		'["a+b+c",true,4,true,false]'
	],
	[
		'strings split, trim and change case',
		'let s = "  x "; s.trim(); ["a,b,c".split(","), s, "Ab".to_upper(), "Ab".to_lower()]',
		'[["a","b","c"],"x","AB","ab"]'
	],
	['escapes in strings', '"\\t\\n\\x41\\u0042\\U0001F600\\""', '"\\t\\nAB😀\\""'],
	[
		'strings interpolate expressions',
		'let n = 3; `n is ${n}, twice ${n * 2}, ${if n > 2 { "big" } else { "small" }}`',
		'"n is 3, twice 6, big"'
	],
	['multi-line strings keep their lines', '`a\nb`', '"a\\nb"'],
	['characters', "['x', 'x'.to_int(), 'x' + 'y', 'a' < 'b']", '["x",120,"xy",true]'],
	['blobs hold bytes', 'let b = blob(3, 0x41); b[1] = 0x42; [b.len(), b[1], b.as_string()]', '[3,66,"ABA"]'],
	['a blob is tagged base64 in JSON', 'let b = blob(); b.push(1); b.push(255); b', '{"$blob":"Af8="}'],
	[
		'blobs read and write numbers',
		'let b = blob(8); b.write_le(0..8, 258); [b[0], b[1], b.parse_le_int(0..8)]',
		'[2,1,258]'
	],
	[
		'arrays grow, shrink and index from the end',
		'let a = [1, 2, 3]; a.push(4); a.insert(0, 0); a.pop(); a.shift(); a += 9; [a, a[-1], a.len]',
		'[[1,2,3,9],9,4]'
	],
	['arrays hold anything', '[1, "a", [2.5, #{b: ()}], true]', '[1,"a",[2.5,{"b":null}],true]'],
	[
		'arrays map, filter and reduce',
		'[1, 2, 3, 4].filter(|x| x % 2 == 0).map(|x| x * x).reduce(|sum, x| (sum ?? 0) + x)',
		'20'
	],
	['arrays sort by a comparison', 'let a = [3, 1, 2]; a.sort(|x, y| y - x); a', '[3,2,1]'],
	[
		'arrays answer some, all, find and index',
		'[[1, 2].some(|x| x > 1), [1, 2].all(|x| x > 1), [1, 5].find(|x| x > 2), [4, 5].index_of(5)]',
		'[true,false,5,1]'
	],
	[
		'arrays contain, reverse, splice and extract',
		'let a = [1, 2, 3, 4]; a.reverse(); let b = a.extract(1..3); a.splice(0..1, [9, 8]); [2 in a, a, b]',
		'[true,[9,8,3,2,1],[3,2]]'
	],
	[
		'maps are read by dot and by index',
		'let m = #{a: 1, "b c": 2}; m.d = 4; [m.a, m["b c"], m.d, m.missing]',
		'[1,2,4,null]'
	],
	[
		'maps list keys and values, and remove',
		'let m = #{b: 2, a: 1}; m.remove("b"); [m.keys(), m.values(), m.len(), "a" in m]',
		'[["a"],[1],1,true]'
	],
	['maps merge', '#{a: 1, b: 1} + #{b: 2}', '{"a":1,"b":2}'],
	['maps nest and are written through', 'let m = #{a: #{b: [1, 2]}}; m.a.b[1] = 5; m', '{"a":{"b":[1,5]}}'],
	['a missing property can be guarded', 'let m = #{}; [m?.a, m.a?.b, m.a ?? 7]', '[null,null,7]'],
	['if is an expression', 'let x = if 1 > 2 { "a" } else if 2 > 1 { "b" } else { "c" }; x', '"b"'],
	[
		'switch matches values, ranges and conditions',
		'let f = |x| switch x { 1 => "one", 2 | 3 => "few", 4..10 => "some", _ => "many" }; [f.call(1), f.call(3), f.call(7), f.call(42), switch 5 { 5 if 1 > 2 => "never", 5 => "then" }]',
		'["one","few","some","many","then"]'
	],
	['switch matches text and arrays', 'switch "b" { "a" => 1, "b" => 2, _ => 3 }', '2'],
	[
		'while, until and loop with break values',
		'let n = 0; while n < 3 { n += 1 } do { n += 1 } until n >= 5; let v = loop { n += 1; if n == 8 { break n * 2 } }; [n, v]',
		'[8,16]'
	],
	[
		'for walks arrays, text, ranges and maps',
		'let s = ""; for x in [1, 2] { s += x } for c in "ab" { s += c } for i in 0..2 { s += i } for i in 0..=1 { s += i } for k in #{z: 1}.keys() { s += k } s',
		'"12ab0101z"'
	],
	['for counts', 'let a = []; for (x, i) in ["p", "q"] { a.push(`${i}${x}`) } a', '["0p","1q"]'],
	['ranges step', 'let a = []; for i in range(10, 0, -3) { a.push(i) } a', '[10,7,4,1]'],
	[
		'ranges know what they contain',
		'let r = 2..5; [5 in 1..6, 6 in 1..6, 6 in 1..=6, r.start, r.end, r.is_exclusive()]',
		'[true,false,true,2,5,true]'
	],
	['continue skips', 'let n = 0; for i in 0..10 { if i % 2 == 0 { continue } n += i } n', '25'],
	['variables shadow and blocks have scopes', 'let x = 1; { let x = 2; } let x = x + 10; x', '11'],
	['constants are visible in functions through global', 'const LIMIT = 42; fn f() { global::LIMIT } f()', '42'],
	[
		'functions recurse and call later ones',
		'fn even(n) { if n == 0 { true } else { odd(n - 1) } } fn odd(n) { if n == 0 { false } else { even(n - 1) } } even(10)',
		'true'
	],
	['functions are told apart by their number of parameters', 'fn f(a) { 1 } fn f(a, b) { 2 } [f(0), f(0, 0)]', '[1,2]'],
	['functions get copies', 'fn change(a) { a.push(1) } let a = []; change(a); a', '[]'],
	['return leaves early', 'fn f(x) { if x { return "early" } "late" } [f(true), f(false)]', '["early","late"]'],
	['methods see this', 'fn double() { this *= 2 } let x = 21; x.double(); x', '42'],
	['methods can be bound to a type', 'fn int.plus(n) { this + n } let x = 40; x.plus(2)', '42'],
	['closures capture by reference', 'let n = 1; let add = |x| n += x; add.call(4); n', '5'],
	['closures nest', 'let a = 1; let f = |x| { let g = |y| a + x + y; g.call(100) }; f.call(10)', '111'],
	[
		'function pointers call by name and curry',
		'fn add(a, b) { a + b } let f = Fn("add"); let g = f.curry(40); [f.call(1, 2), g.call(2)]',
		'[3,42]'
	],
	['maps with closures are objects', 'let o = #{n: 1, inc: |by| this.n += by}; o.inc(4); o.n', '5'],
	[
		'throw and catch hand over any value',
		'let r = (); try { throw #{why: "because"} } catch (e) { r = e.why } r',
		'"because"'
	],
	['catch sees what Rhai itself refuses', 'let r = (); try { 1 / 0 } catch (e) { r = e.error } r', '"ErrorArithmetic"'],
	[
		'a caught error can be thrown again',
		'let r = ""; try { try { throw "a" } catch (e) { throw e + "b" } } catch (e) { r = e } r',
		'"ab"'
	],
	[
		'types have names',
		'[type_of(1), type_of(1.0), type_of("a"), type_of([]), type_of(#{}), type_of(()), type_of(true), type_of(|| 1)]',
		'["i64","f64","string","array","map","()","bool","Fn"]'
	],
	['unit is null', '()', 'null'],
	['comments nest and are no code', '/* a /* b */ c */ 1 // + 1', '1'],
	['doc comments are comments', '/// Adds one.\nfn inc(x) { x + 1 }\ninc(1)', '2'],
	['assignment operators', 'let x = 10; x += 5; x -= 3; x *= 2; x /= 4; x %= 4; x <<= 3; x', '16'],
	['exit ends the script with a value', 'fn f() { exit(7) } f(); 8', '7'],
	[
		'JSON text parses and prints exactly',
		'[parse_json("{\\"a\\": 2.0, \\"b\\": [1, null]}").a, #{a: 2.0}.to_json()]',
		'[2.0,"{\\"a\\":2.0}"]'
	],
	['bits can be indexed', 'let x = 0; x[3] = true; [x, x[3], x[0]]', '[8,true,false]'],
	[
		'in asks arrays, maps, text and ranges',
		'[1 in [1], "a" in #{a: 1}, "el" in "hello", 2 in 0..3, 5 !in [1]]',
		'[true,true,true,true,true]'
	],
	['statements in braces are an expression', 'let x = { let y = 4; y * 2 }; x', '8'],
	['names may be Unicode only in text', '"你好, мир"', '"你好, мир"']
];
