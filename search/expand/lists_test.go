package expand

import (
	"os"
	"testing"
)

// loadLists loads the lists of the project.
func loadLists(t *testing.T) *Table {
	t.Helper()
	table, err := LoadLists(os.DirFS("../../data/dict"))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// What a reader expects of the lists, with one query a line.
func TestLists(t *testing.T) {
	table := loadLists(t)
	for _, c := range []struct{ query, has string }{
		{"脸书 靠什么赚钱", "facebook"},
		{"臉書廣告", "meta"},
		{"Facebook 广告", "脸书"},
		{"鹅厂的游戏", "腾讯"},
		{"开市客 会员费", "costco"},
		{"抖音海外版 小店", "tiktok"},
		{"洋抖难民", "tiktok"},
		{"TikTok 难民", "洋抖"},
		{"TikTok", "抖音海外版"},
		{"TikTok", "抖音国际版"},
		{"TikTok", "海外版抖音"},
		{"TikTok", "国际版抖音"},
		{"TikTok", "海外抖音"},
		{"抖音国际版", "洋抖"},
		{"腾讯", "鹅厂"},
		{"首次公开发行", "首次公开募股"},
		{"朝鲜", "北韩"},
		{"rednote 是什么", "小红书"},
		{"B站 up主", "哔哩哔哩"},
		{"bilibili会员", "b站"},
		{"日活下跌", "dau"},
		{"西红柿炒鸡蛋", "番茄"},
		{"房东不退押金", "出租人"},
		{"銀髮族 沉迷短影音", "老年人"},
		{"銀髮族 沉迷短影音", "短视频"},
		{"推薦演算法 資訊繭房", "推荐算法"},
		{"推薦演算法 資訊繭房", "信息茧房"},
		{"軟體工程師", "软件工程师"},
		{"資料庫", "数据库"},
		{"資料", "数据"},
		{"計程車", "出租车"},
		{"视频", "视讯"},
		{"软件", "软体"},
	} {
		found := false
		for _, a := range table.MatchTraditional(folded(c.query)) {
			found = found || a.Text == c.has
		}
		if !found {
			t.Errorf("%s does not find %s", c.query, c.has)
		}
	}
}

// Words that only seem to be in a query, or have another meaning there.
func TestListsLeaveAlone(t *testing.T) {
	table := loadLists(t)
	for _, query := range []string{
		"亚马逊河", "尼泊尔的士兵", "东北大学", "非机动车道", "提交行政复议", "统计资料", "序",
		"受送达人", "红", "metaphor", "emailing", "brain",
	} {
		if got := table.Match(folded(query)); len(got) > 0 {
			t.Errorf("%s finds %s", query, shown(got))
		}
	}
}

// A wider or ambiguous word is not searched for instead of a name.
func TestListsGoOneWay(t *testing.T) {
	table := loadLists(t)
	for _, c := range []struct{ query, without string }{
		{"可乐", "肥宅快乐水"},
		{"黄仁勋", "老黄"},
		{"meta", "脸书"},
		{"上海", "魔都"},
		{"出租人", "房东"},
		{"数据", "资料"},
	} {
		for _, a := range table.MatchTraditional(folded(c.query)) {
			if a.Text == c.without {
				t.Errorf("%s finds %s", c.query, c.without)
			}
		}
	}
}

func TestListsReplace(t *testing.T) {
	got := loadLists(t).Match(folded("抖音海外版"))
	if len(got) < 2 || got[0].Display != "TikTok" {
		t.Fatalf("got %+v", got)
	}
	for _, a := range got {
		if !a.Replace {
			t.Errorf("%s does not stand in", a.Display)
		}
	}
}

// Every line of the lists is consistent: none contradicts another, has no effect,
// or works in one direction only without a reason.
func TestListsAreSound(t *testing.T) {
	lists, err := ReadLists(os.DirFS("../../data/dict"), "data/dict")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range Check(nil, lists) {
		t.Errorf("%s:%d: %s: %s", f.File, f.Line, f.Problem, f.Text)
	}
}

// Every alternative makes searches slower, so a word has few.
func TestListsGiveFewAlternatives(t *testing.T) {
	const most = 6
	for _, entries := range loadLists(t).byFirst {
		for _, e := range entries {
			if len(e.to) > most {
				t.Errorf("%s has %d alternatives", e.display, len(e.to))
			}
		}
	}
}

func TestListsAreLargeEnough(t *testing.T) {
	if n := loadLists(t).Len(); n < 3000 {
		t.Errorf("%d words", n)
	}
}
