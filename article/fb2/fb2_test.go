package fb2_test

import (
	"errors"
	"testing"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/articletest"
)

func book(description, body string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><FictionBook xmlns="f" xmlns:l="x"><description><title-info>` + description + `</title-info>
<publish-info><book-name>印本</book-name></publish-info></description><body>` + body + `</body><binary id="a">eHh4</binary></FictionBook>`
}

func TestFB2(t *testing.T) {
	doc := book(`<genre>prose</genre><author><first-name>小禾</first-name><last-name>林</last-name></author><author><first-name>Jane</first-name><last-name>Doe</last-name></author>
<book-title>街角的烤红薯</book-title><annotation><p>一条街，</p><p>四季。</p></annotation><keywords>小说，散文</keywords><date value="2021-09-22">2021 年</date>`,
		`<title><p>街角</p></title><section><title><p>第一章</p><p>傍晚</p></title><epigraph><p>天黑得早。</p></epigraph>
<p>街角有人<emphasis>卖</emphasis>烤
红薯<a l:href="#n1" type="note">1</a>。</p><section><title><p>雨</p></title><poem><stanza><v>雨打芭蕉</v><v>风过长街</v></stanza></poem></section></section>
<section><title><p>第二章</p></title><subtitle>* * *</subtitle><subtitle>清晨</subtitle><p>雨停了。</p><table><tr><th>名</th><td>数</td></tr></table></section></body>
<body name="notes"><section id="n1"><title><p>1</p></title><p>即甘薯。</p></section>`)
	articletest.Expect(t, "book", articletest.Render(articletest.Parse(t, "x.fb2", doc)), `id: x
title: 街角的烤红薯
brief: 一条街， 四季。
author: 林小禾、Jane Doe
published: 2021-09-22
tags: 小说, 散文
1 # 街角
2 # 第一章 傍晚
3 (第一章 傍晚) 天黑得早。
4 (第一章 傍晚) 街角有人卖烤红薯。
5 (第一章 傍晚) # 雨
6 (雨) 雨打芭蕉
风过长街
7 # 第二章
8 (第二章) # * * *
9 (第二章) # 清晨
10 (清晨) 雨停了。
11 (清晨) 名 | 数
12 # 1
13 (1) 即甘薯。
`)
}

func TestFB2InAnotherEncoding(t *testing.T) {
	doc := "<?xml version=\"1.0\" encoding=\"gbk\"?><FictionBook><body><section><p>\xBD\xD6\xBD\xC7\xD3\xD0\xC8\xCB\xA1\xA3</p></section></body></FictionBook>"
	articletest.Expect(t, "paragraphs", articletest.Body(articletest.Parse(t, "x.fb2", doc)), "1 街角有人。\n")
}

func TestFB2ThatCannotBeRead(t *testing.T) {
	for _, doc := range []string{"<FictionBook><body><p>文", "文 <"} {
		if _, err := article.Parse(article.Raw{Path: "x.fb2", Format: article.FB2, Bytes: []byte(doc)}, article.Options{}); !errors.Is(err, article.ErrFormat) {
			t.Errorf("%s: %v", doc, err)
		}
	}
}

// FuzzFB2 checks that no book ends in a panic or breaks a promise.
func FuzzFB2(f *testing.F) {
	f.Add([]byte(book("<author><nickname>甲</nickname></author><annotation><p>乙</p></annotation>", "<section><title><p>丙</p></title><poem><stanza><v>丁</v></stanza></poem><cite><p>戊</p></cite></section>")))
	f.Add([]byte("<FictionBook><body><table><tr><td><table><tr><td>甲</td></tr></table></td></tr></table><image alt='乙'/></body>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := article.Parse(article.Raw{Path: "x.fb2", Format: article.FB2, Bytes: b}, article.Options{})
		if err == nil {
			articletest.Promises(t, a)
		}
	})
}
