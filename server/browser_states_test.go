package server

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/xunzhang/xunzhang/engine"
)

// A state is something that a reader may see.
type state struct {
	name string
	path string
	do   func(tb tab) // what brings the page into the state, nil for nothing
}

func states() []state {
	suggesting := func(tb tab) {
		tb.click("#q")
		tb.insert("小")
		tb.until(`document.querySelectorAll("#suggest li").length > 0`)
	}
	return []state{
		{"home", "/", nil},
		{"results", "/search?q=小红书", nil},
		{"many results", "/search?q=改稿&page=2", nil},
		{"filtered", "/search?q=小红书&category=互联网&year=2025&sort=newest&from=2020-01-01", nil},
		{"month", "/search?q=盐田&from=2024-03-01&to=2024-03-31", func(tb tab) {
			eval[bool](tb, `(wide => { if (!wide) document.querySelector("#filter-date").open = true; return true; })(innerWidth >= 1100)`)
		}},
		{"open filter", "/search?q=改稿", func(tb tab) {
			eval[bool](tb, `(wide => { if (!wide) document.querySelector("#filter-author").open = true; return true; })(innerWidth >= 1100)`)
		}},
		{"nothing", "/search?q=小红书+量子引力", nil},
		{"behind the last page", "/search?q=改稿&page=99", nil},
		{"other words", "/search?q=脸书", nil},
		{"corrected", "/search?q=xiao+hong+shu", nil},
		{"paragraphs in place", "/search?q=尺子", func(tb tab) {
			tb.click(".more")
			tb.until(`document.querySelectorAll(".hit .excerpt li").length > 0`)
		}},
		{"suggestions", "/", suggesting},
		{"suggestions of the reader", "/articles/note/1", suggesting},
		{"reader", "/articles/it/6171431?q=小红书+~难民", func(tb tab) {
			tb.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("#p-2 .n").focus()`))
		}},
		{"outline", "/articles/long?q=尺子", func(tb tab) {
			eval[bool](tb, `(() => { if (innerWidth < 1216) document.getElementById("toc").showPopover(); return true; })()`)
		}},
		{"matches", "/articles/long?q=尺子&only=matches", nil},
		{"choices", "/search?q=盐田&list=author", nil},
		{"help", "/help", nil},
		{"not found", "/articles/nothing", nil},
		{"keys", "/search?q=小红书", func(tb tab) {
			tb.do(chromedp.Evaluate[chromedp.Void](`document.getElementById("keys").showModal()`))
		}},
		{"server away", "/search?q=小红书", func(tb tab) {
			tb.click("#q")
			tb.insert(" 失败")
			tb.until(`!!document.getElementById("banner").textContent`)
		}},
	}
}

// looks are the screens on which states are looked at: widths with light and dark,
// and a zoom of 200 %, which halves the width.
type look struct {
	width, height int64
	dark          bool
	scale         float64
}

func looks() []look {
	if os.Getenv("XUNZHANG_LONG") == "" && os.Getenv("XUNZHANG_SCREENS") == "" {
		return []look{{1280, 900, false, 1}, {390, 844, true, 1}}
	}
	var all []look
	for _, dark := range []bool{false, true} {
		for _, width := range []int64{390, 640, 1280, 1920} {
			all = append(all, look{width, 900, dark, 1})
		}
		all = append(all, look{640, 450, dark, 2}) // 1280 at 200 %
	}
	return all
}

func (l look) String() string {
	scheme := "light"
	if l.dark {
		scheme = "dark"
	}
	return fmt.Sprintf("%d-%s-%.0fx", l.width, scheme, l.scale)
}

// TestStates looks at every state on several screens: axe-core finds nothing, nothing
// is wider than the screen, and nothing moves by itself. XUNZHANG_SCREENS names a
// folder for pictures of them all; these, or XUNZHANG_LONG, take every screen.
func TestStates(t *testing.T) {
	if testing.Short() {
		t.Skip("browser tests take half a minute: left out by -short")
	}
	b, axe := startBrowser(t), axeScript(t)
	f := newFake(append(manyAuthors(), longArticle())...)
	f.fail = func(text string) error {
		if strings.Contains(text, "失败") {
			return engine.ErrUnavailable
		}
		return nil
	}
	for _, l := range looks() {
		t.Run(l.String(), func(t *testing.T) {
			tb := b.tab(t, f, l.width)
			l.set(tb)
			for _, s := range states() {
				tb.open(s.path)
				if s.do != nil {
					s.do(tb)
				}
				tb.checkState(s.name, axe)
				tb.picture(s.name, l)
			}
		})
	}
}

func (l look) set(tb tab) {
	scheme := "light"
	if l.dark {
		scheme = "dark"
	}
	command(tb, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
	command(tb, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: l.width, Height: l.height, DeviceScaleFactor: l.scale, Mobile: l.width < 500})
}

// shifted returns what moved by itself, and how far, by the definition of Core Web
// Vitals.
const shifted = `new Promise((done) => {
	const all = [];
	new PerformanceObserver((list) => {
		for (const e of list.getEntries()) if (!e.hadRecentInput) all.push(e.value.toFixed(6) + " of " + e.sources.map((s) => s.node?.outerHTML?.slice(0, 80)).join(" and "));
	}).observe({ type: "layout-shift", buffered: true });
	setTimeout(() => done(all), 50);
})`

func (b tab) checkState(name, axe string) {
	b.t.Helper()
	b.clean(name)
	for _, moved := range evalPromise[[]string](b, shifted) {
		b.t.Errorf("%s: the layout shifts by %s", name, moved)
	}
	if over := eval[int](b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
		b.t.Errorf("%s: %d pixels wider than the screen", name, over)
	}
	if axe == "" {
		return
	}
	b.do(chromedp.Evaluate[chromedp.Void](axe + "; undefined"))
	found := evalPromise[[]string](b, `axe.run(document, { resultTypes: ["violations"] }).then((r) =>
		r.violations.map((v) => v.id + " (" + v.help + "): " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120) + " — " + (n.any[0]?.message || n.all[0]?.message || n.none[0]?.message)).join(" | ")))`)
	for _, violation := range found {
		b.t.Errorf("%s: axe: %s", name, violation)
	}
}

// picture writes a screenshot of the tab, if XUNZHANG_SCREENS is set.
func (b tab) picture(name string, l look) {
	b.t.Helper()
	dir := os.Getenv("XUNZHANG_SCREENS")
	if dir == "" {
		return
	}
	ctx, cancel := context.WithTimeout(b.ctx, stepTime)
	defer cancel()
	shot, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{})
	if err != nil {
		b.t.Fatal(err)
	}
	file := filepath.Join(dir, strings.ReplaceAll(name, " ", "-")+"-"+l.String()+".png")
	if err := os.WriteFile(file, shot.Data, 0o644); err != nil {
		b.t.Fatal(err)
	}
}

// evalPromise returns the value of a promise in the page.
func evalPromise[T any](b tab, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, stepTime)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}
