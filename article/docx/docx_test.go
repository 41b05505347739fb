package docx_test

import (
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/article/articletest"
)

func TestDocx(t *testing.T) {
	doc := articletest.Letter.With(articletest.Files{
		"docProps/core.xml": `<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>一封信</dc:title><dc:creator>白露</dc:creator>
<cp:keywords>番薯；红薯,甘薯、地瓜;</cp:keywords><dc:description>写给
远方。</dc:description><dcterms:modified>2024-05-05T00:00:00Z</dcterms:modified><dcterms:created>2021-09-22T00:00:00Z</dcterms:created></cp:coreProperties>`,
		"word/document.xml": articletest.WordXML("", articletest.Para("t", "一封信")+articletest.Para("1", "起")+articletest.Para("", "街角有人卖烤红薯。")+articletest.Para("2", "承")+articletest.Para("", "天黑得很早。")+articletest.Para("1", "合")+articletest.Para("", "雨停了。")),
		"word/footnotes.xml": articletest.WordXML("footnotes", `<w:footnote w:type="separator" w:id="-1">`+articletest.Para("", "线")+`</w:footnote><w:footnote w:id="1">`+
			articletest.Para("", "即甘薯。")+`</w:footnote>`),
		"word/endnotes.xml": articletest.WordXML("endnotes", `<w:endnote w:id="1">`+articletest.Para("", "据县志。")+`</w:endnote>`),
	})
	articletest.Expect(t, "document", articletest.Render(articletest.Parse(t, "信/x.docx", doc.Zip(t))), `id: 信/x
title: 一封信
brief: 写给 远方。
author: 白露
published: 2021-09-22
tags: 番薯, 红薯, 甘薯, 地瓜
1 # 起
2 (起) 街角有人卖烤红薯。
3 (起) # 承
4 (承) 天黑得很早。
5 # 合
6 (合) 雨停了。
7 (合) 即甘薯。
8 (合) 据县志。
`)
}

func TestTitleOfDocx(t *testing.T) {
	for _, test := range []struct{ what, body, want string }{
		{"style", articletest.Para("1", "起") + articletest.Para("t", "一封信") + articletest.Para("", "正文。"), "一封信"},
		{"heading", articletest.Para("", "正文。") + articletest.Para("2", "承") + articletest.Para("1", "起"), "承"},
		{"file", articletest.Para("", "正文。"), "x"},
	} {
		doc := articletest.Letter.With(articletest.Files{"word/document.xml": articletest.WordXML("", test.body)})
		articletest.Expect(t, test.what, articletest.Parse(t, "a/x.docx", doc.Zip(t)).Title, test.want)
	}
}

func TestParagraphsOfDocx(t *testing.T) {
	many := strings.Repeat(articletest.Item(2, 0, strings.Repeat("字", 100)), 3) + articletest.Item(2, 1, strings.Repeat("字", 200))
	nested := articletest.Para("", "底。")
	for range 40 {
		nested = "<w:tbl>" + articletest.Row(nested, articletest.Para("", "侧")) + "</w:tbl>"
	}
	hundred := strings.Repeat("字", 100)
	tests := []struct{ what, body, want string }{
		{"runs", "<w:p>" + articletest.Run("街") + "<w:r><w:t>角</w:t><w:tab/><w:t>右</w:t><w:br/><w:t>边</w:t></w:r><w:proofErr/>" + articletest.Run("。") + "</w:p>", "1 街角 右\n边。\n"},
		{"changes", "<w:p>" + articletest.Run("甲") + `<w:del w:id="1"><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del><w:ins w:id="2">` + articletest.Run("新") + "</w:ins><w:moveFrom>" + articletest.Run("移") + "</w:moveFrom></w:p>", "1 甲新\n"},
		{"fields", `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE \* MERGE</w:instrText></w:r>` + articletest.Run("第三页") + `</w:p>`, "1 第三页\n"},
		{"styles", articletest.Para("1", "一") + articletest.Para("mine", "二") + articletest.Para("", "甲。") + articletest.Para("Heading3", "三") + articletest.Para("", "乙。") + articletest.Para("标题 1", "四") + articletest.Para("loop", "丙。"),
			"1 # 二\n2 (二) 甲。\n3 (二) # 三\n4 (三) 乙。\n5 # 四\n6 (四) 丙。\n"},
		{"outlines of their own", articletest.Para(`<w:outlineLvl w:val="2"/>`, "题") + articletest.Para("", "甲。") + articletest.Para(`<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>`, "乙。"), "1 甲。\n2 乙。\n"},
		{"contents", articletest.Para("c", "起 3") + articletest.Para("1", "题") + articletest.Para("", "甲。") + articletest.Para("2", "节"), "1 甲。\n2 # 节\n"},
		{"tables", "<w:tbl><w:tblPr/>" + articletest.Row(articletest.Para("", "名"), articletest.Para("", "数")) + "<w:sdt><w:sdtContent>" + articletest.Row(articletest.Para("", "甲")+articletest.Para("", "乙"), "<w:p/>", articletest.Para("", "1")) + "</w:sdtContent></w:sdt>" + articletest.Row("<w:p/>") + "</w:tbl>", "1 名 | 数\n甲 乙 |  | 1\n"},
		{"tables in tables", "<w:tbl>" + articletest.Row("<w:tbl>"+articletest.Row(articletest.Para("", "甲"), articletest.Para("", "乙"))+"</w:tbl>", articletest.Para("", "丙")) + "</w:tbl>", "1 甲 | 乙 | 丙\n"},
		{"tables in many tables", nested, "1 底。" + strings.Repeat(" 侧", 32) + strings.Repeat(" | 侧", 8) + "\n"},
		{"lists", articletest.Para("b", "甲") + articletest.Item(1, 0, "乙") + "<w:p/>" + articletest.Item(2, 0, "一") + articletest.Item(2, 1, "子") + articletest.Item(2, 1, "丑") + articletest.Para("", "间。") + articletest.Item(2, 0, "二") + articletest.Item(2, 1, "寅") + articletest.Item(0, 0, "尾。"),
			"1 甲\n乙\n1. 一\n  1. 子\n  2. 丑\n2 间。\n3 2. 二\n  1. 寅\n4 尾。\n"},
		{"long lists", many, "1 1. " + hundred + "\n2 2. " + hundred + "\n3 3. " + hundred + "\n4 1. " + hundred + hundred + "\n"},
		{"text boxes", `<w:p>` + articletest.Run("甲。") + `<w:r><mc:AlternateContent><mc:Choice><w:drawing><a:t>图</a:t><w:txbxContent>` + articletest.Para("", "框。") + `</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>` +
			articletest.Para("", "框。") + `</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>` + articletest.Run("乙。") + `</w:p>`, "1 甲。乙。\n2 框。\n"},
		{"hidden", "<w:p>" + articletest.Run("甲。") + `<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r></w:p>`, "1 甲。显\n"},
		{"enclosed", `<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:hyperlink>` + articletest.Run("链") + `</w:hyperlink>` + articletest.Run("，甲。") + `<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p></w:sdtContent></w:sdt>`, "1 链，甲。x=1\n"},
		{"spoken", `<w:p><w:r><w:ruby><w:rt>` + articletest.Run("hóng") + `</w:rt><w:rubyBase>` + articletest.Run("红") + `</w:rubyBase></w:ruby></w:r>` + articletest.Run("薯。") + `</w:p>`, "1 红薯。\n"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			doc := articletest.Letter.With(articletest.Files{"word/document.xml": articletest.WordXML("", test.body)})
			articletest.Expect(t, "paragraphs", articletest.Body(articletest.Parse(t, "x.docx", doc.Zip(t))), test.want)
		})
	}
}

func TestDocxWithOtherNamesOfParts(t *testing.T) {
	const kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	doc := articletest.Files{
		"_rels/.rels":                   `<Relationships><Relationship Type="` + kind + `officeDocument" Target="/word/document2.xml"/></Relationships>`,
		"word/_rels/document2.xml.rels": `<Relationships><Relationship Type="` + kind + `styles" Target="styles9.xml"/></Relationships>`,
		"word/styles9.xml":              articletest.Letter["word/styles.xml"],
		"word/document2.xml":            strings.ReplaceAll(articletest.WordXML("", articletest.Para("", "甲。")+articletest.Para("1", "题")+articletest.Para("", "乙。")), "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"),
	}
	articletest.Expect(t, "paragraphs", articletest.Body(articletest.Parse(t, "x.docx", doc.Zip(t))), "1 甲。\n2 # 题\n3 (题) 乙。\n")
}
