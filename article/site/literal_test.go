package site

import (
	"fmt"
	"strings"
	"testing"
)

// written is a literal as text.
func written(v any) string {
	switch v := v.(type) {
	case string:
		return fmt.Sprintf("%q", v)
	case []any:
		var all []string
		for _, item := range v {
			all = append(all, written(item))
		}
		return "[" + strings.Join(all, " ") + "]"
	case *object:
		var all []string
		for i, name := range v.names {
			all = append(all, name+":"+written(v.values[i]))
		}
		return "{" + strings.Join(all, " ") + "}"
	case reference:
		return "@" + string(v)
	}
	return "?"
}

func TestLiterals(t *testing.T) {
	tests := []struct{ what, program, want string }{
		{"texts", "x: ['a', \"b\", `c`, 'it\\'s', '\\u58a8', \"a\\nb\"]", `["a" "b" "c" "it's" "墨" "a\nb"]`},
		{"comments and commas", "x: [ // one\n 'a', /* 'b', */ 'c', ]", `["a" "c"]`},
		{"an object", "x: { a: 'b', 'c-d': ['e'], \"/f/\": {}, }", `{a:"b" c-d:["e"] /f/:{}}`},
		{"what is no literal", "x: ['a' + b, c ? 'd' : 'e', f(1, [2]), `g${h}`, 3, true, ...i, (j) => { return ['k'] }, 'l']", `[? ? ? ? ? ? ? ? "l"]`},
		{"names and calls", "x: [a, b(), c.d, { e }]", `[@a @b ? {e:@e}]`},
		{"a variable", "const x = ['a']\nexport default x", `["a"]`},
		{"a variable of a longer type", "export const x: Theme['x'] | null = ['a'];", `["a"]`},
		{"without a space", "const x: Y={a:'b'}", `{a:"b"}`},
		{"within a helper", "x: { a: arraySidebar(['b']), c: defineSidebar([d]), e: other(['f']) }", `{a:["b"] c:[@d] e:?}`},
		{"a typed variable", "const x: Y[] = ['a'];", `["a"]`},
		{"a type behind it", "x: ['a'] as const, y: 1", `["a"]`},
		{"an argument", "export default x(['a'])", `["a"]`},
		{"what a function returns", "function x() {\n  log('return')\n  return ['a'] }", `["a"]`},
		{"a method", "x: { a() { return 'b' }, c: 'd' }", `{a:? c:"d"}`},
		{"several", "x: ['a'], y: { x: ['b'] }", `["a"] ["b"]`},
		{"compared, not given", "if (x == 'a' || x === 'b') f(x => 1)", ""},
		{"within a text or comment", "'x: 1' // x: ['a']", ""},
		{"never closed", "x: ['a', {b: [", "?"},
	}
	for _, test := range tests {
		p := program{files: [][]byte{[]byte(test.program)}}
		var got []string
		for _, v := range p.calls("x") {
			got = append(got, written(v))
		}
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.what, s, test.want)
		}
	}
}

// Whatever a program is, reading it ends.
func FuzzLiterals(f *testing.F) {
	for _, s := range []string{"sidebar: [{text: 'a', items: ['b', c()]}]", "sidebars = {a: [`b`]}", "function c() { return [", "'\\", "sidebar:sidebar", "function sidebar() { return sidebar() }", "sidebar([[['a','b']]])"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		pages, unread := sidebars(".", false, "sidebar", []byte(s))
		more, _ := sidebars("docs", true, "sidebars", []byte(s))
		if len(pages)+len(more) > 2*len(s) || unread < 0 {
			t.Errorf("%d pages of %d bytes", len(pages)+len(more), len(s))
		}
	})
}
