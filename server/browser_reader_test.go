package server

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// The reader page walks from match to match and leads back to the results.
func reader(t *testing.T, b browser) {
	tb := b.tab(t, newFake(), 1280)
	tb.open("/search?q=小红书&category=互联网")
	tb.click(".hit .para")
	tb.until(`location.pathname === "/articles/it/6171431" && location.hash.startsWith("#p-") && document.readyState === "complete"`)
	tb.key("n")
	tb.until(`document.querySelectorAll("mark.at").length === 1 && /^\d+ \/ \d+$/.test(document.getElementById("at").textContent)`)
	first := eval[string](tb, `document.getElementById("at").textContent`)
	tb.key("p")
	tb.until(`document.getElementById("at").textContent !== "` + first + `"`)
	tb.still()
	tb.click("#back")
	tb.until(`location.pathname === "/search" && location.search.includes("category")`)
	tb.clean("reader")
}

// The walk goes through what was typed alone; fragments are marked otherwise, and
// a rail shows where the matches are.
func marksOfThree(t *testing.T, b browser) {
	tb := b.tab(t, newFake(), 1280)
	tb.open("/articles/it/6171431?q=" + escape("小红书 ~难民"))
	whole := eval[int](tb, `document.querySelectorAll("article > [id] mark:not([class])").length`)
	fragments := eval[int](tb, `document.querySelectorAll("article > [id] mark.part").length`)
	if whole < 3 || fragments < 2 {
		t.Fatalf("%d marks of what was typed, %d of fragments", whole, fragments)
	}
	tb.status(fmt.Sprintf("%d 处匹配", whole))
	for i := range whole {
		tb.key("n")
		tb.until(fmt.Sprintf(`document.getElementById("at").textContent === "%d / %d" && document.querySelector("mark.at").textContent === "小红书"`, i+1, whole))
	}
	tb.until(`document.querySelectorAll(".rail rect").length > 0`)
	if style := eval[string](tb, `getComputedStyle(document.querySelector("mark.part")).textDecorationStyle`); style != "dotted" {
		t.Errorf("a fragment is underlined %s", style)
	}
	tb.open("/articles/it/6171431?q=" + escape("~难民"))
	tb.status(fmt.Sprintf("%d 处匹配", fragments))
	tb.clean("marks")
}

// The outline stays visible and shows the current section and its matches; on
// phones it opens from the head.
func outline(t *testing.T, b browser) {
	tb := b.tab(t, newFake(longArticle()), 1280)
	tb.open("/articles/long?q=" + escape("尺子"))
	tb.until(`document.querySelector("#toc a[aria-current] span") === null`)
	tb.do(chromedp.Evaluate[chromedp.Void](`document.getElementById("p-21").scrollIntoView({behavior: "instant"})`))
	tb.until(`document.querySelector("#toc a[aria-current] span").textContent === "第三节"`)
	if top := eval[float64](tb, `document.getElementById("toc").getBoundingClientRect().top`); top < 0 || top > 100 {
		t.Errorf("the outline is at %v when the third section is read", top)
	}
	if marks := eval[string](tb, `document.querySelector("#toc li:nth-child(3) small").textContent`); marks != "匹配 36 处" {
		t.Errorf("the third section has %q", marks)
	}
	ph := b.tab(t, newFake(longArticle()), 390)
	ph.open("/articles/long?q=" + escape("尺子"))
	if eval[bool](ph, `document.getElementById("toc").checkVisibility()`) {
		t.Error("the outline stands before the text on a phone")
	}
	ph.click(".contents")
	ph.until(`document.getElementById("toc").checkVisibility()`)
	ph.click("#toc li:nth-child(4) a")
	ph.until(`location.hash === "#p-31" && !document.getElementById("toc").checkVisibility()`)
	ph.clean("outline")
}

// longArticle has four sections of a heading and nine paragraphs.
func longArticle() fakeArticle {
	a := fakeArticle{id: "long", title: "一把尺子的四节", author: "量者", category: "科技", published: "2024-05-06"}
	for _, section := range []string{"第一节", "第二节", "第三节", "第四节"} {
		a.text = append(a.text, "# "+section)
		for range 9 {
			a.text = append(a.text, strings.Repeat("先用尺子量一遍，再用手量一遍，两遍不同的时候相信手。", 4))
		}
	}
	return a
}

// Copied text has no numbers of paragraphs; a paragraph can be shared as a
// quotation or as a link.
func copying(t *testing.T, b browser) {
	for _, width := range []int64{1280, 390} {
		tb := b.tab(t, newFake(), width)
		tb.open("/articles/it/6171431?q=小红书")
		if got := eval[string](tb, `(getSelection().selectAllChildren(document.querySelector("article")), getSelection().toString())`); !strings.Contains(got, "一夜之间") || strings.Contains(got, "¶") {
			t.Errorf("selected: %s", got)
		}
		eval[bool](tb, `(getSelection().removeAllRanges(), navigator.clipboard.writeText = async (text) => { window.copied = text }, true)`)
		// The buttons follow the pointer only where they cover no text.
		if got := eval[bool](tb, `(document.querySelector("#p-3").dispatchEvent(new MouseEvent("mousemove", { bubbles: true })), !!document.querySelector("#p-3 .copy"))`); got != (width > 1000) {
			t.Errorf("%d pixels wide: the buttons follow the pointer: %v", width, got)
		}
		if width > 1000 {
			tb.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("#p-2 .n").focus()`))
		} else {
			tb.click("#p-2 .n")
		}
		tb.until(`document.querySelectorAll("#p-2 .copy button").length === 2`)
		// They cover no line next to the paragraph.
		if foot := eval[float64](tb, `innerHeight - document.querySelector("#p-2 .copy").getBoundingClientRect().bottom`); width < 1000 && foot != 0 {
			t.Errorf("%d pixels wide: the buttons are %v pixels above the foot of the window", width, foot)
		}
		if !eval[bool](tb, `(() => {
			const b = document.querySelector("#p-2 .copy button:first-child"), r = b.getBoundingClientRect();
			return document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2) === b;
		})()`) {
			t.Errorf("%d pixels wide: something lies over the button", width)
		}
		eval[bool](tb, `(document.querySelector("#p-2 .copy button:first-child").click(), true)`)
		tb.until(`window.copied?.endsWith("/articles/it/6171431#p-2")`)
		if got := eval[string](tb, "copied"); !strings.HasPrefix(got, "一月的第二个星期，小红书的首页") || !strings.Contains(got, "\n——林间小记，《小红书迎来远客") {
			t.Errorf("the quotation is %s", got)
		}
		tb.status("已复制")
		eval[bool](tb, `((p) => { const a = document.createElement("a"); a.href = "/"; a.append(p.firstElementChild.nextSibling || ""); p.firstElementChild.after(a); document.querySelector("#p-2 .copy button:first-child").click(); return true; })(document.getElementById("p-2"))`)
		tb.until(`window.copied.includes("的首页忽然多了")`)
		eval[bool](tb, `(document.querySelector("#p-2 .copy button:last-child").click(), true)`)
		tb.until(`window.copied.startsWith("http") && window.copied.endsWith("/articles/it/6171431#p-2")`)
		if width < 1000 {
			tap := `(document.querySelector("#p-3").click(), !!document.querySelector("#p-3 .copy"))`
			if first, second := eval[bool](tb, tap), eval[bool](tb, tap); !first || second {
				t.Errorf("buttons after a tap: %v, after another one: %v", first, second)
			}
		}
		tb.clean("copying")
	}
}
