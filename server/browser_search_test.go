package server

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/xunzhang/xunzhang/engine"
)

func TestBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("browser tests take half a minute: left out by -short")
	}
	b := startBrowser(t)
	for name, test := range map[string]func(*testing.T, browser){
		"typing": typing, "input method": composition, "late answers": lateAnswers, "failure": failure,
		"history": historyEntries, "suggestions": suggestions, "keys": keys, "reader": reader,
		"filters": filtersInPlace, "months": monthsDragged, "context": contextPane, "more": moreInPlace, "late": lateIsCalm, "late paragraphs": lateParagraphs,
		"recent": recentSearches, "away": serverAway, "line": suggestionLine,
		"marks": marksOfThree, "outline": outline, "copying": copying,
		"without scripts": withoutScripts, "hostile articles": hostileArticles, "phone": phone,
		"sheet": filterSheet, "narrowest": narrowest, "sheet without scripts": sheetWithoutScripts, "keyboard of a phone": sheetAboveKeyboard, "Tab": tabbing, "first match": firstMatchOfParagraph, "media": otherMedia,
	} {
		t.Run(name, func(t *testing.T) { test(t, b) })
	}
}

// Results follow what is typed, in the same history entry.
func typing(t *testing.T, b browser) {
	tb := b.tab(t, newFake(), 1280)
	tb.open("/")
	entries := eval[int](tb, "history.length")
	tb.click("#q")
	for _, r := range "小红书" {
		tb.insert(string(r))
	}
	tb.status("找到 2 篇")
	tb.until(`document.title === "小红书 - 寻章"`)
	if got := eval[string](tb, "decodeURIComponent(location.pathname + location.search)"); got != "/search?q=小红书" {
		t.Errorf("address %s", got)
	}
	tb.insert(" TikTok")
	tb.status("找到 1 篇")
	if n := eval[int](tb, "history.length"); n != entries {
		t.Errorf("%d history entries, were %d", n, entries)
	}
	if !eval[bool](tb, `document.activeElement.id === "q" && document.querySelector(".hit mark").textContent === "小红书"`) {
		t.Error("the box lost its focus, or there is no mark")
	}
	tb.clean("typing")
}

// Pinyin is not searched for while it is being typed; the characters that it
// becomes are, once.
func composition(t *testing.T, b browser) {
	f := newFake()
	tb := b.tab(t, f, 1280)
	tb.open("/")
	tb.click("#q")
	before := f.searches.Load()
	for _, text := range []string{"x", "xiao", "xiao hong", "xiao hong shu"} {
		command(tb, input.ImeSetComposition, input.ImeSetCompositionParams{Text: text, SelectionStart: int64(len(text)), SelectionEnd: int64(len(text))})
		tb.do(chromedp.Sleep(250 * time.Millisecond))
	}
	// Enter belongs to the input method while it composes.
	eval[bool](tb, `document.getElementById("q").dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", keyCode: 229, isComposing: true, bubbles: true, cancelable: true}))`)
	if n := f.searches.Load(); n != before || eval[string](tb, "location.pathname") != "/" {
		t.Errorf("%d searches while composing", n-before)
	}
	tb.insert("小红书")
	tb.status("找到 2 篇")
	if got := eval[string](tb, `document.getElementById("q").value`); got != "小红书" {
		t.Errorf("the box has %q", got)
	}
	if n := f.searches.Load() - before; n > 3 { // the results, the suggestions, and what one of them finds
		t.Errorf("%d searches for one word", n)
	}
}

// A slow answer to an older text never replaces a newer one; the old results
// stay, dimmed.
func lateAnswers(t *testing.T, b browser) {
	f := newFake()
	slow := make(chan struct{})
	f.wait = func(ctx context.Context) error {
		if r := f.last.Load(); r != nil && r.Text == "改" && r.Size > 1 {
			select {
			case <-slow:
			case <-ctx.Done():
			}
		}
		return nil
	}
	tb := b.tab(t, f, 1280)
	tb.open("/search?q=小红书")
	eval[string](tb, `document.getElementById("q").value = ""`)
	tb.click("#q")
	tb.insert("改")
	tb.until(`document.getElementById("main").classList.contains("stale")`)
	if !eval[bool](tb, `document.querySelectorAll(".hit").length === 2`) {
		t.Error("the old results went away")
	}
	tb.insert("稿")
	tb.status("找到 31 篇")
	close(slow)
	tb.do(chromedp.Sleep(300 * time.Millisecond))
	tb.until(`document.title === "改稿 - 寻章" && document.querySelector(".hit mark").textContent === "改稿"`)
	tb.until(`!document.getElementById("main").classList.contains("stale")`)
}

// A failure keeps the results and offers to try again.
func failure(t *testing.T, b browser) {
	f := newFake()
	var down atomic.Bool
	f.fail = func(string) error {
		if down.Load() {
			return engine.ErrUnavailable
		}
		return nil
	}
	tb := b.tab(t, f, 1280)
	tb.open("/search?q=小红书")
	down.Store(true)
	tb.click("#q")
	tb.insert(" TikTok")
	tb.until(`document.getElementById("banner").textContent.includes("服务器正忙")`)
	tb.status("找到 2 篇")
	down.Store(false)
	tb.click("#banner button")
	tb.status("找到 1 篇")
	tb.until(`!document.getElementById("banner").textContent`)
}

// Enter, filters and pages add an entry each; Back returns to text, results
// and place.
func historyEntries(t *testing.T, b browser) {
	tb := b.tab(t, newFake(), 1280)
	tb.open("/search?q=改稿")
	entries := eval[int](tb, "history.length")
	eval[bool](tb, "scrollTo(0, 900), true")
	tb.until("scrollY > 800")
	tb.click(`.paging [rel=next]`)
	tb.until(`new URLSearchParams(location.search).get("page") === "2" && scrollY < 10`)
	tb.click("#filter-author .panel li:first-child input")
	tb.until(`!!document.querySelector(".chips") && document.querySelector("#filter-author").open`)
	tb.until(`document.activeElement.checked`)
	if n := eval[int](tb, "history.length"); n != entries+2 {
		t.Errorf("%d entries added, want 2", n-entries)
	}
	tb.do(chromedp.Evaluate[chromedp.Void]("history.back()"))
	tb.until(`new URLSearchParams(location.search).get("page") === "2" && !document.querySelector(".chips")`)
	tb.do(chromedp.Evaluate[chromedp.Void]("history.back()"))
	tb.until(`!location.search.includes("page") && scrollY > 800`)
	tb.click("#q")
	tb.insert("，")
	tb.until(`document.getElementById("main").textContent.includes("没有找到")`)
	tb.key(kb.Enter)
	tb.do(chromedp.Evaluate[chromedp.Void]("setTimeout(() => history.back(), 400)"))
	tb.until(`document.getElementById("q").value === "改稿" && document.querySelectorAll(".hit").length === 10`)
	tb.clean("history")
}

// Suggestions are a combobox: none is chosen at first, the arrow keys choose, Enter
// accepts, Escape closes, Tab leaves.
func suggestions(t *testing.T, b browser) {
	tb := b.tab(t, newFake(), 1280)
	tb.open("/")
	tb.click("#q")
	tb.insert("小")
	tb.until(`document.querySelector("#suggest li")?.textContent === "小红书2 篇" && document.getElementById("q").ariaExpanded === "true"`)
	if eval[bool](tb, `!!document.querySelector("#suggest [aria-selected=true]")`) {
		t.Error("something is chosen beforehand")
	}
	tb.key(kb.ArrowDown)
	tb.until(`document.getElementById("q").getAttribute("aria-activedescendant") === "suggest-0" && document.querySelector("#suggest-0").ariaSelected === "true"`)
	tb.key(kb.ArrowUp)
	tb.until(`!document.getElementById("q").hasAttribute("aria-activedescendant")`)
	tb.key(kb.Escape)
	tb.until(`document.getElementById("suggest").hidden && document.getElementById("q").ariaExpanded === "false"`)
	tb.insert("红")
	tb.until(`!document.getElementById("suggest").hidden`)
	tb.key(kb.ArrowDown)
	tb.key(kb.Enter)
	tb.until(`document.getElementById("q").value === "小红书" && document.title.startsWith("小红书")`)
	tb.clean("suggestions")
	tb.open("/articles/note/1") // titles only where no results stand below
	tb.click("#q")
	tb.insert("迎")
	tb.until(`document.querySelector("#suggest small")?.textContent === "文章"`)
	tb.key(kb.ArrowDown)
	tb.enter()
	tb.until(`location.pathname === "/articles/it/6171431"`)
	tb.clean("suggestions of the reader page")
}

// Everything can be reached with the keyboard.
func keys(t *testing.T, b browser) {
	tb := b.tab(t, newFake(), 1280)
	tb.open("/search?q=小红书")
	// One event, as a real keyboard sends it: refusing the key refuses the text.
	command(tb, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: "/", Text: "/"})
	tb.until(`document.activeElement.id === "q" && document.getElementById("q").value === "小红书"`)
	tb.key(kb.Escape)
	tb.until(`document.activeElement.id === "q" && document.getElementById("q").value === "小红书"`)
	tb.key(kb.ArrowDown)
	tb.until(`document.activeElement.matches(".hit:nth-child(1) .title")`)
	tb.key(kb.ArrowDown)
	tb.until(`document.activeElement.matches(".hit:nth-child(2) .title")`)
	tb.key(kb.ArrowUp)
	tb.key(kb.ArrowUp)
	tb.until(`document.activeElement.id === "q"`)
	eval[bool](tb, `document.activeElement.blur(), true`)
	tb.key("?")
	tb.until(`document.getElementById("keys").open`)
	tb.key(kb.Escape)
	tb.until(`!document.getElementById("keys").open`)
	// With the Tab key readers need not go through all filters.
	eval[bool](tb, `document.querySelector(".tools .skip").focus(), true`)
	tb.enter()
	tb.until(`document.activeElement.id === "results" && document.querySelectorAll(".hit").length === 2`)
	tb.key(kb.Tab)
	tb.until(`document.activeElement.matches(".hit:nth-child(1) .title")`)
	tb.do(chromedp.KeyEvent("k", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	tb.until(`document.activeElement.id === "q"`)
	tb.key(kb.ArrowDown)
	tb.key(kb.Enter)
	tb.until(`location.pathname === "/articles/it/6171431"`)
}

// Everything works without scripts: searching, filters, pages, reading.
func withoutScripts(t *testing.T, b browser) {
	tb := b.tab(t, newFake(manyAuthors()...), 1280)
	command(tb, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	tb.do(chromedp.Navigate(tb.url+"/"), chromedp.SendKeys(chromedp.CSS("#q"), "改稿"+kb.Enter),
		chromedp.WaitVisible(chromedp.CSS(".hit")), chromedp.Click(chromedp.CSS("#filter-author summary")),
		chromedp.Click(chromedp.CSS("#filter-author .panel li:first-child input")),
		chromedp.Click(chromedp.CSS("#filter-author .panel li:nth-child(2) input")), chromedp.Click(chromedp.CSS("#filter-author .apply button")), chromedp.WaitVisible(chromedp.CSS(".chips")),
		chromedp.Click(chromedp.CSS(".chips .clear")), chromedp.WaitNotPresent(chromedp.CSS(".chips")),
		chromedp.Click(chromedp.CSS(".paging [rel=next]")), chromedp.WaitVisible(chromedp.CSS(".paging [rel=prev]")),
		chromedp.Click(chromedp.CSS(".hit .title")), chromedp.WaitVisible(chromedp.CSS("article mark")),
		chromedp.Click(chromedp.CSS("#back")), chromedp.WaitVisible(chromedp.CSS(".hit")),
		chromedp.Navigate(tb.url+"/search?q="+escape("盐田")), chromedp.WaitVisible(chromedp.CSS(".hit")))
	if shown := eval[bool](tb, `document.getElementById("help").checkVisibility() || document.querySelector(".find").checkVisibility()`); shown {
		t.Error("something that needs the script shows")
	}
}

// hostile has scripts everywhere that an article has text.
func hostile() fakeArticle {
	const evil = `"'><script>window.xss=1</script><img src=x onerror="window.xss=1"><svg/onload=window.xss=1>{{7*7}}${7*7}`
	return fakeArticle{id: `x"><script>window.xss=1</script>`, title: "毒 " + evil, brief: evil, author: "毒" + evil, category: evil,
		published: "2025<script>", url: "javascript:window.xss=1", tags: []string{"毒" + evil, strings.Repeat("长", 200)},
		text: []string{"# " + evil, "毒 " + evil, "毒 " + strings.Repeat("https://example.com/", 40)}}
}

func hostileArticles(t *testing.T, b browser) {
	a := hostile()
	tb := b.tab(t, newFake(a), 1280)
	query := "/search?q=" + strings.ReplaceAll(escape(a.title), "%20", "+")
	for _, path := range []string{"/search?q=毒", query, "/search?tag=" + escape(a.tags[0]), "/articles/" + escape(a.id) + "?q=毒",
		"/articles/" + escape(`<script>window.xss=1</script>`) + "?q=" + escape(`"><script>window.xss=1</script>`)} {
		tb.open(path)
		tb.clean(path)
		if bad := eval[int](tb, `[...document.links].filter((a) => !/^https?:/.test(a.href)).length`); bad > 0 {
			t.Errorf("%s: %d links that are none of the web", path, bad)
		}
	}
	tb.open("/articles/note/1")
	tb.click("#q")
	tb.insert("毒")
	tb.until(`document.querySelector("#suggest li:last-child")?.textContent.includes("<script>") && !!document.querySelector("#suggest [data-href]")`)
	tb.clean("typing")
	tb.key(kb.ArrowUp) // the last is a title
	tb.enter()
	tb.until(`location.pathname.startsWith("/articles/x")`)
	tb.clean("suggestion")
}

// On a phone nothing is wider than the screen, and touch targets are large.
func phone(t *testing.T, b browser) {
	tb := b.tab(t, newFake(hostile()), 390)
	for _, path := range []string{"/", "/search?q=小红书+TikTok&category=互联网&year=2025&tag=TikTok&author=林间小记", "/search?q=改稿&page=2",
		"/search?q=毒", "/search?q=没有的词", "/articles/it/6171431?q=小红书", "/articles/" + escape(hostile().id) + "?q=毒", "/nothing"} {
		tb.open(path)
		if w := eval[int](tb, "document.documentElement.scrollWidth"); w > 390 {
			t.Errorf("%s: %d pixels wide", path, w)
		}
		small := eval[[]string](tb, `[...document.querySelectorAll("button, input:not([type=hidden]):not([type=checkbox]), .choices label, summary, .chips a, .sorts a, .paging a, .title, .para, .tag, .more, .by a, .toc a, .crumbs a")]
			.filter((e) => e.offsetParent && e.getBoundingClientRect().height < 43.5).map((e) => e.outerHTML.slice(0, 80))`)
		for _, s := range small {
			t.Errorf("%s: less than 44 pixels high: %s", path, s)
		}
		tb.clean(path)
	}
	tb.open("/search?q=毒")
	tb.click("#filter-tag summary")
	if w := eval[int](tb, "document.documentElement.scrollWidth"); w > 390 {
		t.Errorf("an open filter: %d pixels wide", w)
	}
	if size := eval[float64](tb, `parseFloat(getComputedStyle(document.getElementById("q")).fontSize)`); size < 16 {
		t.Errorf("the box has %v pixels: phones zoom in", size)
	}
}

// escape percent-encodes every byte that is not a letter or a digit.
func escape(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
