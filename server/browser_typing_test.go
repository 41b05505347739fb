package server

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// typedQueries are what somebody types who looks for something in articles for
// product managers.
func typedQueries() []string {
	return strings.Fields("小红书运营 用户增长 竞品分析 私域流量 产品经理面试 需求文档 数据分析 抖音直播 用户画像 AB测试 " +
		"大模型应用 会员体系 冷启动 埋点设计 推荐算法 社区团购 短视频变现 留存率 商业模式 中台 " +
		"B端产品 交互设计 增长黑客 知识付费 跨境电商 拼多多砍价 元宇宙 数字化转型 内容审核 搜索引擎 " +
		"支付系统 权限设计 如何做竞品分析 ChatGPT TikTok难民 虚拟人 下沉市场 客户成功 SaaS定价 品牌营销")
}

// probed notes when the last key was typed and when what it found was painted: the
// frame behind the one in which the results came.
const probed = `window.probe = {};
document.getElementById("q").addEventListener("input", () => { probe.key = performance.now(); probe.painted = 0; }, true);
new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => { probe.painted = performance.now(); })))
	.observe(document.getElementById("main"), { childList: true });
performance.setResourceTimingBufferSize(5000);`

// toldOf is what the probe knows of a query: the whole time, until the request was
// sent, until the first byte, until the last, and until it was painted; in
// milliseconds. Nothing until there is all of it.
const toldOf = `(() => {
	const e = performance.getEntriesByType("resource").findLast((e) => decodeURIComponent(e.name).endsWith("/search?q=%s"));
	if (!e || !e.responseEnd || e.startTime < probe.key || probe.painted < e.responseEnd) return [];
	return [probe.painted - probe.key, e.requestStart - probe.key, e.responseStart - e.requestStart, e.responseEnd - e.responseStart, probe.painted - e.responseEnd];
})()`

// keyPace is how fast somebody types.
const keyPace = 120 * time.Millisecond

// BenchmarkTyping measures the time from the last key of a query to its painted
// results, on running servers: XUNZHANG_TYPING names their addresses, which take
// turns.
//
//	XUNZHANG_TYPING="http://127.0.0.1:8080 http://127.0.0.1:8090" go test -run '^$' -bench Typing -benchtime 1x ./server
//
// tools/typing.sh starts a server of an index and runs this.
func BenchmarkTyping(b *testing.B) {
	addresses := strings.Fields(os.Getenv("XUNZHANG_TYPING"))
	if len(addresses) == 0 {
		b.Skip("XUNZHANG_TYPING names no address of a server")
	}
	browser := startBrowser(b)
	times := make([][][]float64, len(addresses))
	var tabs []tab
	for _, address := range addresses {
		ctx, cancel := chromedp.NewContext(browser.ctx)
		defer cancel()
		if err := chromedp.Do(ctx); err != nil {
			b.Fatal(err)
		}
		tb := tab{b, ctx, address}
		command(tb, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 1280, Height: 900, DeviceScaleFactor: 1})
		tabs = append(tabs, tb)
	}
	for b.Loop() {
		for _, query := range typedQueries() {
			for i, tb := range tabs {
				times[i] = append(times[i], tb.typed(query))
			}
		}
	}
	for i, address := range addresses {
		for part, name := range []string{"all", "until-request", "server", "transfer", "render"} {
			var all []float64
			for _, of := range times[i] {
				all = append(all, of[part])
			}
			slices.Sort(all)
			b.Logf("%s %-13s p50 %6.1f ms, p95 %6.1f ms", address, name, all[len(all)/2], all[len(all)*95/100])
			if part == 0 {
				b.ReportMetric(all[len(all)/2], fmt.Sprintf("ms-p50-%d", i))
				b.ReportMetric(all[len(all)*95/100], fmt.Sprintf("ms-p95-%d", i))
			}
		}
	}
}

// typed types a query into the empty box of the first page, and returns what its
// last key took.
func (b tab) typed(query string) []float64 {
	b.t.Helper()
	command(b, page.BringToFront, cdp.Empty{})
	b.open("/")
	b.do(chromedp.Evaluate[chromedp.Void](probed), chromedp.Evaluate[chromedp.Void](`document.getElementById("q").focus()`))
	for _, r := range query {
		b.insert(string(r))
		time.Sleep(keyPace)
	}
	for range 500 {
		if of := eval[[]float64](b, fmt.Sprintf(toldOf, query)); len(of) > 0 {
			return of
		}
		time.Sleep(10 * time.Millisecond)
	}
	b.t.Fatalf("%s: no results", query)
	return nil
}
