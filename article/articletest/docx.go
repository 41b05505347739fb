package articletest

import (
	"fmt"
	"strings"
)

const docxNames = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" ` +
	`xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"`

// WordXML is a part of a Word document, by default its main part.
func WordXML(root, inner string) string {
	if root == "" {
		root, inner = "document", "<w:body>"+inner+"<w:sectPr/></w:body>"
	}
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:` + root + " " + docxNames + ">" + inner + "</w:" + root + ">"
}

// Run is a piece of text.
func Run(text string) string { return "<w:r><w:rPr><w:b/></w:rPr><w:t>" + text + "</w:t></w:r>" }

// Para is a paragraph with a style, or with other properties.
func Para(style, text string) string {
	if style == "" {
		return "<w:p>" + Run(text) + "</w:p>"
	}
	if !strings.HasPrefix(style, "<") {
		style = `<w:pStyle w:val="` + style + `"/>`
	}
	return "<w:p><w:pPr>" + style + "</w:pPr>" + Run(text) + "</w:p>"
}

// Item is a paragraph that is an item of a list at a level.
func Item(list, level int, text string) string {
	return Para(fmt.Sprintf(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, level, list), text)
}

// Row is a row of a table.
func Row(cells ...string) string {
	return "<w:tr><w:trPr/><w:tc><w:tcPr/>" + strings.Join(cells, "</w:tc><w:tc>") + "</w:tc></w:tr>"
}

// Letter is a Word document as Chinese versions of Word write it: styles have
// numbers as ids, and some are based on others.
var Letter = Files{
	"[Content_Types].xml": "<Types/>",
	"word/styles.xml": WordXML("styles", `<w:docDefaults><w:rPrDefault/></w:docDefaults>
<w:style w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:styleId="2"><w:name w:val="heading 2"/></w:style><w:style w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:styleId="mine"><w:name w:val="我的"/><w:basedOn w:val="2"/></w:style>
<w:style w:styleId="loop"><w:name w:val="圈"/><w:basedOn w:val="loop"/></w:style>
<w:style w:styleId="t"><w:name w:val="Title"/></w:style><w:style w:styleId="c"><w:name w:val="toc 1"/></w:style>
<w:style w:styleId="b"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>`),
	"word/numbering.xml": WordXML("numbering", `<w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="8"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>`),
	"word/document.xml": WordXML("", Para("", "正文。")),
}
