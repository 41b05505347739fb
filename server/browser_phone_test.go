package server

import (
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// touched opens a page on a phone that is touched.
func (b browser) touched(t *testing.T, f *fake, path string) tab {
	t.Helper()
	tb := b.tab(t, f, 390)
	command(tb, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true})
	tb.open(path)
	return tb
}

// touch taps a point of the window.
func (b tab) touch(x, y float64) {
	b.t.Helper()
	command(b, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: []*input.TouchPoint{{X: x, Y: y}}})
	command(b, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{}})
}

// On a phone a filter is a sheet at the foot of the window: it stays while several
// values are chosen, and a tap on 完成, or beside it, closes it and does nothing else.
func filterSheet(t *testing.T, b browser) {
	tb := b.touched(t, newFake(manyAuthors()...), "/search?q="+escape("盐田"))
	const open = `document.getElementById("filter-author").open`
	tb.click("#filter-author summary")
	tb.until(open)
	if foot := eval[float64](tb, `document.querySelector("#filter-author .panel").getBoundingClientRect().bottom - innerHeight`); foot != 0 {
		t.Errorf("the sheet ends %v pixels below the window", foot)
	}
	tb.click("#filter-author li:nth-child(2) label")
	tb.until(`document.querySelectorAll(".chips li").length === 2 && ` + open)
	tb.click("#filter-author .sheet button")
	tb.until(`!(` + open + `)`)
	tb.click("#filter-author summary")
	tb.until(open)
	before := eval[string](tb, "location.href")
	p := eval[[]float64](tb, `(() => { const r = document.querySelector(".chips a").getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()`)
	tb.touch(p[0], p[1])
	tb.until(`!(` + open + `)`)
	if now := eval[string](tb, "location.href"); now != before {
		t.Errorf("a tap beside the sheet leads to %s", now)
	}
	tb.clean("sheet")
}

// The sheet needs no script: 应用 applies, and a tap beside it closes it.
func sheetWithoutScripts(t *testing.T, b browser) {
	tb := b.tab(t, newFake(manyAuthors()...), 390)
	command(tb, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	const open = `document.getElementById("filter-author").open`
	tb.do(chromedp.Navigate(tb.url+"/search?q="+escape("盐田")), chromedp.Click(chromedp.CSS("#filter-author summary")))
	tb.until(open)
	tb.do(chromedp.MouseClickXY(200, 40))
	tb.until(`!(` + open + `)`)
	tb.do(chromedp.Click(chromedp.CSS("#filter-author summary")), chromedp.Click(chromedp.CSS("#filter-author li:first-child label")),
		chromedp.Click(chromedp.CSS("#filter-author .apply button")), chromedp.WaitVisible(chromedp.CSS(".chips")))
}

// The part of the window that a phone's keyboard leaves free shows the box for
// finding a value, and values to choose.
func sheetAboveKeyboard(t *testing.T, b browser) {
	tb := b.touched(t, newFake(manyAuthors()...), "/search?q="+escape("盐田"))
	tb.click("#filter-author summary")
	command(tb, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 390, Height: 420, DeviceScaleFactor: 1, Mobile: true})
	tb.click("#filter-author .find")
	tb.insert("人2")
	tb.until(`(() => {
		const seen = (e) => { const r = e.getBoundingClientRect(), x = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2); return e === x || e.contains(x); };
		return seen(document.activeElement) && seen(document.querySelector("#filter-author li:not([hidden]) label"));
	})()`)
	tb.clean("keyboard")
}

// The order of the Tab key is the order on the screen, every element with the focus
// is visibly marked, and elements without a function are not in the order.
func tabbing(t *testing.T, b browser) {
	for _, width := range []int64{390, 800, 1280, 1920} {
		tb := b.tab(t, newFake(), width)
		for _, path := range []string{"/", "/search?q=小红书", "/articles/it/6171431?q=小红书", "/help"} {
			tb.open(path)
			last, stops := "", 0
			for range 120 {
				tb.key(kb.Tab)
				at := eval[string](tb, focusAt)
				if at == "" {
					break
				}
				if at != last {
					stops++
				}
				last = at
				if hidden := eval[bool](tb, focusHidden); hidden {
					t.Errorf("%d pixels wide, %s: nobody sees the focus at %s", width, path, at)
				}
			}
			if last != "BUTTON help" || stops < 5 {
				t.Errorf("%d pixels wide, %s: Tab ends at %s after %d stops", width, path, last, stops)
			}
		}
		tb.clean("Tab")
	}
}

// focusAt names the element with the focus, "" for the page as a whole.
const focusAt = `(() => { const e = document.activeElement; return e === document.body ? "" : e.tagName + " " + (e.id || e.name + e.value + e.textContent.trim().slice(0, 12)); })()`

// focusHidden is whether what has the focus is outside of the window, covered, or
// has no outline. The calendar of a field for a day has an outline of its own.
const focusHidden = `(() => {
	const e = document.activeElement, r = e.getBoundingClientRect(), at = document.elementFromPoint(r.x + Math.min(r.width / 2, 20), r.y + Math.min(r.height / 2, 20));
	return r.bottom < 0 || r.top > innerHeight || !(at && (e.contains(at) || at.contains(e))) || e.type !== "date" && getComputedStyle(e).outlineStyle !== "solid";
})()`

// Arriving at a paragraph, n goes to its first match, not to the next one.
func firstMatchOfParagraph(t *testing.T, b browser) {
	tb := b.tab(t, newFake(longArticle()), 1280)
	tb.open("/articles/long?q=" + escape("尺子") + "#p-22")
	tb.until(`scrollY > 500`)
	tb.do(chromedp.Sleep(50 * time.Millisecond))
	tb.key("n")
	tb.until(`document.querySelector("#p-22 mark") === document.querySelector("mark.at")`)
	tb.clean("first match")
}

// On the narrowest phones too, names of orders, of ways back and numbers stay on one
// line, and nothing is wider than the screen.
func narrowest(t *testing.T, b browser) {
	tb := b.tab(t, newFake(longArticle()), 320)
	for _, page := range []struct{ path, whole string }{
		{"/search?q=小红书&sort=newest", ".sorts a, .drop > summary"},
		{"/articles/long?q=" + escape("尺子"), ".crumbs a, .crumbs button"},
		{"/help", ".number"},
	} {
		tb.open(page.path)
		eval[bool](tb, `(document.querySelectorAll("td.number").forEach((td) => { td.textContent = "12,345"; }), true)`)
		broken := eval[[]string](tb, `[...document.querySelectorAll("`+page.whole+`")].filter((e) => {
			const text = document.createRange();
			text.selectNodeContents(e);
			return e.checkVisibility() && text.getBoundingClientRect().height > 30;
		}).map((e) => e.textContent)`)
		if over := eval[int](tb, "document.documentElement.scrollWidth - innerWidth"); len(broken) > 0 || over > 0 {
			t.Errorf("%s: on several lines: %q; %d pixels wider than the screen", page.path, broken, over)
		}
	}
	tb.clean("narrowest")
}

// With forced colours, reduced motion and on paper, everything that must be visible
// is.
func otherMedia(t *testing.T, b browser) {
	tb := b.tab(t, newFake(), 1280)
	command(tb, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "forced-colors", Value: "active"}}})
	tb.open("/search?q=小红书")
	if same := eval[bool](tb, `(() => { const m = getComputedStyle(document.querySelector(".snippet mark")), p = getComputedStyle(document.querySelector(".snippet")); return m.backgroundColor === p.backgroundColor; })()`); same {
		t.Error("forced colours hide the marks")
	}
	if bars := eval[string](tb, `getComputedStyle(document.querySelector(".histogram rect:last-child")).fill`); bars == eval[string](tb, `getComputedStyle(document.body).backgroundColor`) {
		t.Errorf("forced colours hide the months: %s", bars)
	}
	command(tb, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
	for _, path := range []string{"/search?q=小红书", "/articles/it/6171431?q=小红书"} {
		tb.open(path)
		if shown := eval[[]string](tb, `[...document.querySelectorAll("form, .foot, .rail, .toc, .context, .copy, .paging, .chips")].filter((e) => e.checkVisibility()).map((e) => e.outerHTML.slice(0, 60))`); len(shown) > 0 {
			t.Errorf("%s: on paper there are %q", path, shown)
		}
		if !eval[bool](tb, `document.querySelector(".printed").checkVisibility()`) {
			t.Errorf("%s: paper does not say where it is from", path)
		}
		if link := eval[string](tb, `getComputedStyle(document.querySelector(".out"), "::after").content`); link != `" https://example.com/it/6171431.html"` {
			t.Errorf("%s: the original is printed as %s", path, link)
		}
	}
	tb.clean("media")
}
