package server

import (
	"context"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// A browser is a running Chromium; tabs of it are cheap.
type browser struct{ ctx context.Context }

// startBrowser skips the test where there is no Chromium, unless this is a CI
// machine, which must have one.
func startBrowser(t testing.TB) browser {
	t.Helper()
	path := findChromium()
	if path == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("no Chromium on a CI machine")
		}
		t.Skip("no Chromium found: install chromium, or name one in CHROMIUM, to run the browser tests")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU)
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("%s does not start: %v", path, err)
	}
	return browser{ctx}
}

func findChromium() string {
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	return ""
}

// A tab is a tab of the browser, with pages of its own server.
type tab struct {
	t   testing.TB
	ctx context.Context
	url string
}

// watch records in the page what must never happen.
const watch = `window.seen = [];
document.addEventListener("securitypolicyviolation", (e) => seen.push(e.violatedDirective + " " + e.blockedURI));
window.addEventListener("error", (e) => seen.push("error: " + e.message));
window.alert = () => seen.push("alert");`

func (b browser) tab(t *testing.T, f *fake, width int64) tab {
	t.Helper()
	s := newServer(t, f)
	srv := httptest.NewServer(s.Handler())
	t.Cleanup(srv.Close)
	ctx, cancel := chromedp.NewContext(b.ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil { // without a time limit, which would be the tab's
		t.Fatal(err)
	}
	tb := tab{t, ctx, srv.URL}
	command(tb, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watch})
	command(tb, emulation.SetDeviceMetricsOverride,
		emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 844, DeviceScaleFactor: 1, Mobile: width < 500})
	return tb
}

// stepTime is far longer than a step takes, so that a browser that hangs fails one
// test instead of all.
const stepTime = 20 * time.Second

func (b tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, stepTime)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// open shows a page and waits until its script has run.
func (b tab) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.url + path))
	b.until(`document.readyState === "complete"`)
}

// opened is a new tab of a width that shows a page.
func (b browser) opened(t *testing.T, width int64, path string) tab {
	t.Helper()
	tb := b.tab(t, newFake(), width)
	tb.open(path)
	return tb
}

func eval[T any](b tab, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, stepTime)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// until waits for an expression to be true.
func (b tab) until(expression string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, stepTime/2)
	defer cancel()
	for ctx.Err() == nil {
		if ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](expression)); err == nil && ok {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	b.t.Fatalf("never true: %s; status %q at %s", expression, eval[string](b, `document.getElementById("status")?.textContent || ""`),
		eval[string](b, "location.href"))
}

func (b tab) status(text string) {
	b.t.Helper()
	b.until(`document.getElementById("status").textContent.includes("` + text + `")`)
}

// insert types text as an input method commits it.
func (b tab) insert(text string) {
	b.t.Helper()
	command(b, input.InsertText, input.InsertTextParams{Text: text})
}

func (b tab) key(key string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(key))
}

// enter presses Enter in one event, as a real keyboard sends it: refusing the key
// refuses what it would do.
func (b tab) enter() {
	b.t.Helper()
	command(b, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: "Enter", Code: "Enter", Text: "\r", WindowsVirtualKeyCode: 13})
}

func (b tab) click(selector string) {
	b.t.Helper()
	b.do(chromedp.Click(chromedp.CSS(selector)))
}

// still waits until the page has stopped scrolling: a click goes to where its
// target was a moment before.
func (b tab) still() {
	b.t.Helper()
	b.until(`(window.stillFor = scrollY === window.stillAt ? window.stillFor + 1 : 0, window.stillAt = scrollY, window.stillFor > 4)`)
}

// clean checks that no request was refused or failed, and that no foreign script
// ran.
func (b tab) clean(where string) {
	b.t.Helper()
	if seen := eval[[]string](b, "window.seen || []"); len(seen) > 0 {
		b.t.Errorf("%s: %s", where, strings.Join(seen, "; "))
	}
	if eval[bool](b, "!!window.xss") {
		b.t.Errorf("%s: a script of an article ran", where)
	}
}

func command[P, R any](b tab, c cdp.Command[P, R], params P) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, stepTime)
	defer cancel()
	if _, err := chromedp.Call(ctx, c, params); err != nil {
		b.t.Fatalf("%s: %v", c.Method, err)
	}
}
