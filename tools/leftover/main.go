// Command leftover reads sources and counts the paragraphs of prose in which syntax
// of their format is left, by kind, with examples: what a reader of the format
// should have understood. Code and formulas of the source are not counted, because
// their signs are meant literally.
//
//	go run ./tools/leftover [-n EXAMPLES] SOURCE...
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"html"
	"os"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/xunzhang/xunzhang/article"
)

// A kind is a kind of syntax.
type kind struct {
	name    string
	pattern *regexp.Regexp
}

func kinds() []kind {
	list := [][2]string{
		{"HTML tags", `</?(?:p|div|span|a|b|i|em|strong|font|br|hr|img|center|table|tr|td|th|ul|ol|li|sup|sub|kbd|details|summary|u|small|iframe|video|audio|figure|section|script|style|button)(?:\s+[a-zA-Z-]+=[^<>]*)?\s*/?>`},
		{"HTML entities", `&(?:nbsp|lt|gt|amp|quot|#\d{2,5}|ldquo|rdquo|mdash|hellip);`},
		{"comments of HTML", `<!--|-->`},
		{"links", `\]\((?:https?:|/|\./|\.\./|#)[^)\s]*\)`},
		{"images", `!\[[^\]]*\]\(`},
		{"wiki links", `!?\[\[[^\[\]]+\]\]`},
		{"bold", `\*\*\S[^*]*\*\*|__\p{Han}[^_]*__`},
		{"strikethrough", `~~\p{Han}[^~]*~~`},
		{"highlights", `==\p{Han}[^=]*==`},
		{"headings", `(?m)^#{1,6} \S`},
		{"code fences", "(?m)^(?:```|~~~)"},
		{"containers", `(?m)^:{3,}|^!!! |^\?\?\?\+? |^=== "`},
		{"callouts", `\[!(?:NOTE|TIP|WARNING|IMPORTANT|CAUTION|INFO)\]`},
		{"shortcodes", `\{\{[<%][^}]*[>%]\}\}|\{%[^%]*%\}`},
		{"attributes", `\{:?\s*[#.][A-Za-z][\w-]*[^{}]*\}`},
		{"templates", `\{\{\s*[\w.$]+\s*(?:\|[^}]*)?\}\}`},
		{"rules of tables", `\|\s*:?-{3,}:?\s*\|`},
		{"footnotes", `\[\^[^\]\s]+\]`},
		{"front matter", `(?m)^(?:layout|permalink|toc|comments|mathjax): `},
		{"imports", `(?m)^import .* from ['"]`},
		{"escapes", `\\[*_#\[\]` + "`" + `]`},
		{"tasks", `(?m)^\s*[-*] \[[ xX]\] `},
	}
	all := make([]kind, len(list))
	for i, k := range list {
		all[i] = kind{k[0], regexp.MustCompile(k[1])}
	}
	return all
}

func main() {
	examples := flag.Int("n", 3, "examples of each kind")
	flag.Parse()
	for _, source := range flag.Args() {
		if err := count(context.Background(), source, *examples); err != nil {
			fmt.Fprintln(os.Stderr, "leftover:", err)
			os.Exit(1)
		}
	}
}

// count reads a source and prints what is left in it.
func count(ctx context.Context, source string, examples int) error {
	prose, left := 0, 0
	found := map[string][]string{}
	all := kinds()
	err := article.Walk(ctx, source, article.Options{}, article.Visitor{Raw: func(r article.Raw) error {
		reading, err := article.Read(r, article.Options{})
		if err != nil {
			return ctx.Err() // reindex reports documents that cannot be read
		}
		meant := quoted(string(r.Bytes))
		for _, p := range reading.Article.Paragraphs {
			if !isProse(p.Text) {
				continue
			}
			prose++
			if names := kindsIn(p.Text, all, meant); len(names) > 0 {
				left++
				for _, name := range names {
					found[name] = append(found[name], fmt.Sprintf("%s#%d %s", r.Path, p.Number, strings.ReplaceAll(p.Text, "\n", " ⏎ ")))
				}
			}
		}
		return ctx.Err()
	}})
	if err != nil && !errors.Is(err, ctx.Err()) {
		return err
	}
	fmt.Printf("%s: syntax in %d of %d paragraphs of prose, %.2f in 1,000\n", source, left, prose, 1000*float64(left)/float64(max(1, prose)))
	for _, k := range all {
		list := found[k.name]
		if len(list) == 0 {
			continue
		}
		fmt.Printf("  %s: %d\n", k.name, len(list))
		for i := 0; i < min(examples, len(list)); i++ {
			fmt.Printf("    %.300s\n", list[i*len(list)/min(examples, len(list))])
		}
	}
	return nil
}

// kindsIn returns the kinds of syntax in a text, without what the source quotes.
func kindsIn(text string, all []kind, meant string) []string {
	var names []string
	for _, k := range all {
		left := func(found string) bool { return !strings.Contains(meant, strings.TrimSpace(found)) }
		if slices.ContainsFunc(k.pattern.FindAllString(text, -1), left) {
			names = append(names, k.name)
		}
	}
	return names
}

// asItIs matches text that Markdown and HTML show unchanged: blocks and spans of
// code, and formulas.
var asItIs = regexp.MustCompile("(?s)(?:^|\\n)[ \\t>]*```.*?\\n[ \\t>]*```|(?:^|\\n)[ \\t>]*~~~.*?\\n[ \\t>]*~~~|``[^`].*?``|`[^`]+`|<pre.*?</pre>|<code.*?</code>|" +
	`\$\$.*?\$\$|\$[^$\n]+\$|\\\(.*?\\\)|\\\[.*?\\\]|(?m:^(?: {4}|\t).*$)`)

// quoted returns the code and formulas of a source, as written and as HTML shows
// them.
func quoted(source string) string {
	all := strings.Join(asItIs.FindAllString(source, -1), "\n")
	return all + "\n" + html.UnescapeString(all)
}

// isProse reports whether at least half of the letters of a text are Han. Programs,
// which have a syntax of their own, are not prose.
func isProse(text string) bool {
	han, letters := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
			if unicode.Is(unicode.Han, r) {
				han++
			}
		}
	}
	return han > 0 && 2*han >= letters
}
