package server

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/xunzhang/xunzhang/engine"
)

// manyAuthors returns articles by thirty authors.
func manyAuthors() []fakeArticle {
	var list []fakeArticle
	for i := range 30 {
		list = append(list, fakeArticle{id: fmt.Sprintf("salt/%d", i), title: fmt.Sprintf("盐的第%d种晒法", i+1), author: fmt.Sprintf("晒盐人%02d", i),
			category: "工艺", published: fmt.Sprintf("2024-%02d-03", i%12+1), text: []string{"海水引进盐田，太阳晒三天，风再吹两天。"}})
	}
	return list
}

// Several values are chosen one after another, a long list is searched in place,
// and what is chosen stays while somebody types on, and can be taken away.
func filtersInPlace(t *testing.T, b browser) {
	tb := b.tab(t, newFake(manyAuthors()...), 1280)
	tb.open("/search?q=" + escape("盐田"))
	tb.click("#filter-author .find")
	tb.insert("晒盐人29")
	tb.until(`[...document.querySelectorAll("#filter-author li")].filter((li) => !li.hidden).length === 1`)
	eval[bool](tb, `(document.querySelector("#filter-author li:not([hidden]) input").click(), true)`)
	tb.status("找到 1 篇")
	tb.until(`document.querySelectorAll(".chips li").length === 2`)
	tb.open("/search?q=" + escape("盐田") + "&author=" + escape("晒盐人00") + "&author=" + escape("晒盐人29") + "&sort=newest")
	tb.status("找到 2 篇")
	tb.click("#q")
	tb.insert(" 太阳")
	tb.until(`decodeURIComponent(location.search).includes("author=晒盐人00&author=晒盐人29&sort=newest") && document.title.startsWith("盐田 太阳")`)
	if chips := eval[string](tb, `[...document.querySelectorAll(".chips li")].map((li) => li.textContent.replace(/\s+/g, " ").trim()).join("|")`); chips != "作者 晒盐人00 ×|作者 晒盐人29 ×|排序 最新 ×|清除筛选" {
		t.Errorf("chips: %s", chips)
	}
	// 清除筛选 on a line of its own begins where the chips do.
	if off := eval[float64](tb, `(() => {
		const list = document.querySelector(".chips"), text = document.createRange();
		list.style.width = "10rem";
		text.selectNodeContents(document.querySelector(".chips .clear"));
		const off = text.getBoundingClientRect().left - list.getBoundingClientRect().left;
		list.style.width = "";
		return off;
	})()`); off != 0 {
		t.Errorf("清除筛选 begins %v pixels from the edge", off)
	}
	tb.click(".chips li:nth-child(3) a")
	tb.until(`!location.search.includes("sort") && document.querySelectorAll(".chips li").length === 3`)
	tb.clean("filters")
}

// A month is chosen by a click, several by dragging.
func monthsDragged(t *testing.T, b browser) {
	tb := b.tab(t, newFake(manyAuthors()...), 1280)
	tb.open("/search?q=" + escape("盐田"))
	if n := eval[int](tb, `document.querySelectorAll(".histogram svg a").length`); n != 12 {
		t.Fatalf("%d bars, want 12", n)
	}
	at := func(bar int) (x, y float64) {
		p := eval[[]float64](tb, fmt.Sprintf(`(() => { const r = document.querySelectorAll(".histogram svg a .slot")[%d].getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()`, bar))
		return p[0], p[1]
	}
	mouse := func(kind input.DispatchMouseEventType, bar int) {
		x, y := at(bar)
		command(tb, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: kind, X: x, Y: y, Button: input.MouseButtonLeft, ClickCount: 1})
	}
	mouse(input.DispatchMouseEventTypeMousePressed, 2)
	mouse(input.DispatchMouseEventTypeMouseMoved, 3)
	mouse(input.DispatchMouseEventTypeMouseMoved, 4)
	mouse(input.DispatchMouseEventTypeMouseReleased, 4)
	tb.until(`location.search.includes("from=2024-03-01&to=2024-05-31")`)
	tb.until(`document.querySelector(".chips li").textContent.includes("2024年3月至2024年5月")`)
	mouse(input.DispatchMouseEventTypeMousePressed, 1)
	mouse(input.DispatchMouseEventTypeMouseReleased, 1)
	tb.until(`location.search.includes("from=2024-04-01&to=2024-04-30")`)
	tb.clean("months")
}

// From 1,400 pixels on the paragraph that is looked at stands in its context.
func contextPane(t *testing.T, b browser) {
	tb := b.tab(t, newFake(longArticle()), 1920)
	tb.open("/search?q=小红书")
	tb.until(`document.querySelectorAll("#context .para").length > 3`)
	tb.do(chromedp.Evaluate[chromedp.Void](`document.querySelector(".hit:nth-child(2) .para").focus()`))
	tb.until(`document.querySelector("#context h2").textContent.includes("搜索框比推荐流") && !!document.querySelector("#context [aria-current]")`)
	tb.open("/search?q=" + escape("尺子"))
	tb.do(chromedp.Evaluate[chromedp.Void](`document.querySelectorAll(".hit .para")[2].focus()`))
	tb.until(`(() => {
		const pane = document.getElementById("context").getBoundingClientRect(), at = document.querySelector("#context [aria-current]")?.getBoundingClientRect();
		return document.querySelector("#context [aria-current] .no")?.dataset.n === "4" && at.top >= pane.top && at.bottom <= pane.bottom;
	})()`)
	tb.clean("context")
	if n := eval[int](b.opened(t, 1280, "/search?q=小红书"), `document.querySelectorAll("#context .para").length`); n != 0 {
		t.Errorf("%d paragraphs where there is no room for them", n)
	}
}

// The paragraphs that are not shown open in place.
func moreInPlace(t *testing.T, b browser) {
	tb := b.tab(t, newFake(longArticle()), 1280)
	tb.open("/search?q=" + escape("尺子"))
	tb.click(".more")
	tb.until(`document.querySelectorAll(".hit .excerpt li").length === 33 && document.querySelector(".more").textContent === "收起"`)
	if path := eval[string](tb, "location.pathname"); path != "/search" {
		t.Errorf("at %s", path)
	}
	tb.click(".more")
	tb.until(`!document.querySelector(".hit .excerpt") && document.querySelector(".more").textContent === "还有 33 段"`)
	tb.clean("more")
}

// Late answers move nothing on the page: paragraphs, suggestions, results, values
// of a filter.
func lateIsCalm(t *testing.T, b browser) {
	var slow *atomic.Bool
	steps := []struct {
		name, path string
		do         func(tb tab)
	}{
		{"paragraphs", "/search?q=" + escape("尺子"), func(tb tab) {
			tb.click(".more")
			tb.until(`document.querySelectorAll(".hit .opened li").length === 33 && document.querySelector(".opened").style.height !== ""`)
		}},
		{"results and suggestions", "/search?q=" + escape("盐田"), func(tb tab) {
			tb.click("#q")
			tb.insert(" 太阳")
			tb.until(`document.title.startsWith("盐田 太阳") && document.querySelectorAll(".hit").length === 10`)
			tb.do(chromedp.Sleep(lateness))
		}},
		{"values of a filter", "/search?q=" + escape("盐田"), func(tb tab) {
			if eval[bool](tb, "innerWidth < 1100") {
				tb.click("#filter-author summary")
			}
			tb.click("#filter-author .find")
			tb.insert("晒盐人29")
			tb.until(`[...document.querySelectorAll("#filter-author li")].filter((li) => !li.hidden).length === 1`)
		}},
		{"results on the first page", "/", func(tb tab) {
			tb.click("#q")
			tb.insert("盐田")
			tb.until(`document.querySelectorAll(".hit").length === 10`)
			tb.do(chromedp.Sleep(lateness))
		}},
		{"suggestions later than results", "/", func(tb tab) {
			slow.Store(false)
			eval[bool](tb, `(((now) => { window.fetch = (url, o) => String(url).startsWith("/completions") ? new Promise((done) => setTimeout(done, 900)).then(() => now(url, o)) : now(url, o); })(window.fetch), true)`)
			tb.click("#q")
			tb.insert("编")
			tb.until(`document.querySelectorAll(".hit").length > 0 && document.querySelectorAll("#suggest li").length > 0`)
		}},
		{"suggestions of the reader", "/articles/long", func(tb tab) {
			tb.click("#q")
			tb.insert("小")
			tb.until(`document.querySelectorAll("#suggest.late li").length > 0 && document.getElementById("suggest").checkVisibility()`)
		}},
	}
	for _, width := range []int64{390, 1280} {
		var f *fake
		f, slow = slowFake()
		tb := b.tab(t, f, width)
		for _, step := range steps {
			slow.Store(false)
			tb.open(step.path)
			slow.Store(true)
			step.do(tb)
			tb.do(chromedp.Sleep(100 * time.Millisecond))
			for _, moved := range evalPromise[[]string](tb, shifted) {
				t.Errorf("%d pixels wide, %s: the layout shifts by %s", width, step.name, moved)
			}
		}
		tb.clean("late")
	}
}

// lateness is how late answers come that are slow: later than what Core Web Vitals
// take for an answer to a click or a key.
const lateness = 900 * time.Millisecond

// slowFake answers late while it is set to be slow.
func slowFake() (*fake, *atomic.Bool) {
	var slow atomic.Bool
	f := newFake(append(manyAuthors(), longArticle())...)
	f.wait = func(ctx context.Context) error {
		if slow.Load() {
			select {
			case <-time.After(lateness):
			case <-ctx.Done():
			}
		}
		return nil
	}
	return f, &slow
}

// Late paragraphs have a box of a certain height, until somebody reads there.
func lateParagraphs(t *testing.T, b browser) {
	f, slow := slowFake()
	tb := b.tab(t, f, 1280)
	tb.open("/search?q=" + escape("尺子"))
	slow.Store(true)
	tb.click(".more")
	tb.until(`document.querySelector(".opened")?.ariaBusy === "true"`)
	tb.until(`document.querySelectorAll(".opened li").length === 33 && !document.querySelector(".opened").ariaBusy && document.querySelector(".opened").style.height !== ""`)
	tb.key(kb.Shift)
	tb.until(`document.querySelector(".opened").style.height === ""`)
	tb.click(".more")
	tb.until(`!document.querySelector(".opened") && document.querySelector(".more").textContent === "还有 33 段"`)
	// Both before they come, and before the box moves the link away from the mouse.
	tb.do(chromedp.Evaluate[chromedp.Void](`for (let i = 0; i < 2; i++) document.querySelector(".more").click()`))
	tb.do(chromedp.Sleep(lateness + 300*time.Millisecond))
	tb.until(`!document.querySelector(".opened") && document.querySelector(".more").textContent === "还有 33 段"`)
	tb.clean("late paragraphs")
}

// The empty box offers what was searched for in this browser, until that is
// cleared.
func recentSearches(t *testing.T, b browser) {
	tb := b.tab(t, newFake(), 1280)
	tb.open("/")
	tb.click("#q")
	tb.insert("改稿")
	tb.enter()
	tb.status("找到 31 篇")
	tb.open("/")
	tb.click("#q")
	tb.until(`[...document.querySelectorAll("#suggest li")].map((li) => li.textContent).join() === "改稿,清除"`)
	tb.click("#suggest li:last-child")
	tb.until(`document.getElementById("suggest").hidden && localStorage.getItem("recent") === "[]"`)
	tb.clean("recent")
}

// While the server cannot be reached the results stay, and are updated when it is
// back.
func serverAway(t *testing.T, b browser) {
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
	tb.until(`!!document.getElementById("banner").textContent && document.querySelectorAll(".hit").length === 2`)
	if band := eval[float64](tb, `document.querySelector("search").getBoundingClientRect().height - document.getElementById("form").getBoundingClientRect().height`); band > 0 {
		t.Errorf("%v empty pixels below the box", band)
	}
	down.Store(false)
	tb.status("找到 1 篇") // by itself
	tb.until(`!document.getElementById("banner").textContent`)
}

// Suggestions have a line of their own: nothing lies over the results.
func suggestionLine(t *testing.T, b browser) {
	for _, width := range []int64{390, 1280} {
		tb := b.tab(t, newFake(), width)
		tb.open("/search?q=" + escape("改"))
		tb.click("#q")
		eval[string](tb, `document.getElementById("q").value = ""`)
		tb.insert("小")
		tb.until(`document.querySelector("#suggest li")?.textContent === "小红书2 篇" && document.title.startsWith("小") && document.querySelectorAll(".hit").length > 1`)
		if covered := eval[float64](tb, `document.querySelector("#suggest").getBoundingClientRect().bottom - document.getElementById("status").getBoundingClientRect().top`); covered > 0 {
			t.Errorf("%d pixels wide: %v pixels of what stands below are covered", width, covered)
		}
		tb.click("#clear")
		tb.until(`document.getElementById("q").value === "" && document.activeElement.id === "q" && location.search === "?q="`)
		tb.clean("suggestions")
	}
}
