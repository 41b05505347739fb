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

// What a reader expects of the lists, one query a line.
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

// Words that only seem to stand in a query, or mean something else there.
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

func TestListsReplace(t *testing.T) {
	got := loadLists(t).Match(folded("抖音海外版"))
	if len(got) != 1 || !got[0].Replace || got[0].Display != "TikTok" {
		t.Errorf("got %+v", got)
	}
}

func TestListsAreLargeEnough(t *testing.T) {
	if n := loadLists(t).Len(); n < 3000 {
		t.Errorf("%d words", n)
	}
}
