package article

import (
	"strings"
	"testing"
)

func TestDocx(t *testing.T) {
	doc := letter.with(files{
		"docProps/core.xml": `<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>一封信</dc:title><dc:creator>白露</dc:creator>
<cp:keywords>番薯；红薯,甘薯、地瓜;</cp:keywords><dc:description>写给
远方。</dc:description><dcterms:modified>2024-05-05T00:00:00Z</dcterms:modified><dcterms:created>2021-09-22T00:00:00Z</dcterms:created></cp:coreProperties>`,
		"word/document.xml": wordXML("", para("t", "一封信")+para("1", "起")+para("", "街角有人卖烤红薯。")+para("2", "承")+para("", "天黑得很早。")+para("1", "合")+para("", "雨停了。")),
		"word/footnotes.xml": wordXML("footnotes", `<w:footnote w:type="separator" w:id="-1">`+para("", "线")+`</w:footnote><w:footnote w:id="1">`+
			para("", "即甘薯。")+`</w:footnote>`),
		"word/endnotes.xml": wordXML("endnotes", `<w:endnote w:id="1">`+para("", "据县志。")+`</w:endnote>`),
	})
	expect(t, "document", render(parse(t, "信/x.docx", doc.zip(t))), `id: 信/x
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
		{"style", para("1", "起") + para("t", "一封信") + para("", "正文。"), "一封信"},
		{"heading", para("", "正文。") + para("2", "承") + para("1", "起"), "承"},
		{"file", para("", "正文。"), "x"},
	} {
		doc := letter.with(files{"word/document.xml": wordXML("", test.body)})
		expect(t, test.what, parse(t, "a/x.docx", doc.zip(t)).Title, test.want)
	}
}

func TestParagraphsOfDocx(t *testing.T) {
	many := strings.Repeat(item(2, 0, strings.Repeat("字", 100)), 3) + item(2, 1, strings.Repeat("字", 200))
	nested := para("", "底。")
	for range 40 {
		nested = "<w:tbl>" + row(nested, para("", "侧")) + "</w:tbl>"
	}
	hundred := strings.Repeat("字", 100)
	tests := []struct{ what, body, want string }{
		{"runs", "<w:p>" + run("街") + "<w:r><w:t>角</w:t><w:tab/><w:t>右</w:t><w:br/><w:t>边</w:t></w:r><w:proofErr/>" + run("。") + "</w:p>", "1 街角 右\n边。\n"},
		{"changes", "<w:p>" + run("甲") + `<w:del w:id="1"><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del><w:ins w:id="2">` + run("新") + "</w:ins><w:moveFrom>" + run("移") + "</w:moveFrom></w:p>", "1 甲新\n"},
		{"fields", `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE \* MERGE</w:instrText></w:r>` + run("第三页") + `</w:p>`, "1 第三页\n"},
		{"styles", para("1", "一") + para("mine", "二") + para("", "甲。") + para("Heading3", "三") + para("", "乙。") + para("标题 1", "四") + para("loop", "丙。"),
			"1 # 二\n2 (二) 甲。\n3 (二) # 三\n4 (三) 乙。\n5 # 四\n6 (四) 丙。\n"},
		{"outlines of their own", para(`<w:outlineLvl w:val="2"/>`, "题") + para("", "甲。") + para(`<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>`, "乙。"), "1 甲。\n2 乙。\n"},
		{"contents", para("c", "起 3") + para("1", "题") + para("", "甲。") + para("2", "节"), "1 甲。\n2 # 节\n"},
		{"tables", "<w:tbl><w:tblPr/>" + row(para("", "名"), para("", "数")) + "<w:sdt><w:sdtContent>" + row(para("", "甲")+para("", "乙"), "<w:p/>", para("", "1")) + "</w:sdtContent></w:sdt>" + row("<w:p/>") + "</w:tbl>", "1 名 | 数\n甲 乙 |  | 1\n"},
		{"tables in tables", "<w:tbl>" + row("<w:tbl>"+row(para("", "甲"), para("", "乙"))+"</w:tbl>", para("", "丙")) + "</w:tbl>", "1 甲 | 乙 | 丙\n"},
		{"tables in many tables", nested, "1 底。" + strings.Repeat(" 侧", 32) + strings.Repeat(" | 侧", 8) + "\n"},
		{"lists", para("b", "甲") + item(1, 0, "乙") + "<w:p/>" + item(2, 0, "一") + item(2, 1, "子") + item(2, 1, "丑") + para("", "间。") + item(2, 0, "二") + item(2, 1, "寅") + item(0, 0, "尾。"),
			"1 甲\n乙\n1. 一\n  1. 子\n  2. 丑\n2 间。\n3 2. 二\n  1. 寅\n4 尾。\n"},
		{"long lists", many, "1 1. " + hundred + "\n2 2. " + hundred + "\n3 3. " + hundred + "\n4 1. " + hundred + hundred + "\n"},
		{"text boxes", `<w:p>` + run("甲。") + `<w:r><mc:AlternateContent><mc:Choice><w:drawing><a:t>图</a:t><w:txbxContent>` + para("", "框。") + `</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>` +
			para("", "框。") + `</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>` + run("乙。") + `</w:p>`, "1 甲。乙。\n2 框。\n"},
		{"hidden", "<w:p>" + run("甲。") + `<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r></w:p>`, "1 甲。显\n"},
		{"enclosed", `<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:hyperlink>` + run("链") + `</w:hyperlink>` + run("，甲。") + `<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p></w:sdtContent></w:sdt>`, "1 链，甲。x=1\n"},
		{"spoken", `<w:p><w:r><w:ruby><w:rt>` + run("hóng") + `</w:rt><w:rubyBase>` + run("红") + `</w:rubyBase></w:ruby></w:r>` + run("薯。") + `</w:p>`, "1 红薯。\n"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			doc := letter.with(files{"word/document.xml": wordXML("", test.body)})
			expect(t, "paragraphs", body(parse(t, "x.docx", doc.zip(t))), test.want)
		})
	}
}

func TestDocxWithOtherNamesOfParts(t *testing.T) {
	const kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	doc := files{
		"_rels/.rels":                   `<Relationships><Relationship Type="` + kind + `officeDocument" Target="/word/document2.xml"/></Relationships>`,
		"word/_rels/document2.xml.rels": `<Relationships><Relationship Type="` + kind + `styles" Target="styles9.xml"/></Relationships>`,
		"word/styles9.xml":              letter["word/styles.xml"],
		"word/document2.xml":            strings.ReplaceAll(wordXML("", para("", "甲。")+para("1", "题")+para("", "乙。")), "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"),
	}
	expect(t, "paragraphs", body(parse(t, "x.docx", doc.zip(t))), "1 甲。\n2 # 题\n3 (题) 乙。\n")
}
