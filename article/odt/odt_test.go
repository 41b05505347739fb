package odt_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/articletest"
)

const names = `xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:draw="d" xmlns:svg="s" xmlns:xlink="x" xmlns:dc="c" xmlns:style="y" xmlns:manifest="m" xmlns:meta="e"`

// document is a text of OpenDocument with a body.
func document(body string) articletest.Files {
	return articletest.Files{
		"mimetype": "application/vnd.oasis.opendocument.text",
		"content.xml": `<?xml version="1.0" encoding="UTF-8"?><office:document-content ` + names + `><office:automatic-styles>
<style:style style:name="P1" style:parent-style-name="Title"/></office:automatic-styles><office:body><office:text>` + body + `</office:text></office:body></office:document-content>`,
	}
}

func TestODT(t *testing.T) {
	doc := document(`<text:p text:style-name="P1">造船札记</text:p><text:h text:outline-level="1">选木</text:h>
<text:p>杉木<text:s/>要<text:span>直</text:span>，<text:line-break/>
晒三年。</text:p><text:h text:outline-level="2">阴干</text:h><text:p>不可暴晒。</text:p>`).With(articletest.Files{
		"meta.xml": `<office:document-meta ` + names + `><office:meta><dc:title> 造船 </dc:title><meta:initial-creator>阿海</meta:initial-creator><dc:creator>别人</dc:creator>
<dc:description>一本旧书。</dc:description><meta:keyword>船，木工</meta:keyword><meta:creation-date>2021-09-22T08:00:00</meta:creation-date><dc:date>2024-05-05T00:00:00</dc:date></office:meta></office:document-meta>`,
	})
	articletest.Expect(t, "document", articletest.Render(articletest.Parse(t, "船/x.odt", doc.Zip(t))), `id: 船/x
title: 造船
brief: 一本旧书。
author: 阿海
published: 2021-09-22
updated: 2024-05-05
tags: 船, 木工
1 # 造船札记
2 # 选木
3 (选木) 杉木 要直，
晒三年。
4 (选木) # 阴干
5 (阴干) 不可暴晒。
`)
	articletest.Expect(t, "title", articletest.Parse(t, "x.odt", document(`<text:p text:style-name="P1">造船札记</text:p><text:p>杉木。</text:p>`).Zip(t)).Title, "造船札记")
}

func TestParagraphsOfODT(t *testing.T) {
	nested := "<text:p>底。</text:p>"
	for range 30 {
		nested = "<table:table><table:table-row><table:table-cell>" + nested + "</table:table-cell></table:table-row></table:table>"
	}
	tests := []struct{ what, body, want string }{
		{"lists", `<text:list><text:list-item><text:p>锯</text:p><text:list><text:list-item><text:p>大锯</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>刨</text:p></text:list-item></text:list>`, "1 锯\n  大锯\n刨\n"},
		{"a table", `<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>名</text:p></table:table-cell><table:table-cell><text:p>数</text:p></table:table-cell></table:table-row></table:table-header-rows>
<table:table-row><table:table-cell><text:p>锯</text:p></table:table-cell><table:table-cell><text:p>1</text:p></table:table-cell></table:table-row></table:table>`, "1 名 | 数\n锯 | 1\n"},
		{"tables in tables", nested, "1 底。\n"},
		{"a note", `<text:p>用榫<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>不用钉。</text:p></text:note-body></text:note>接。</text:p>`, "1 用榫接。\n2 不用钉。\n"},
		{"a picture and a box", `<text:p>见图。<draw:frame><draw:image/><svg:desc>船坞里一条半成的木船</svg:desc></draw:frame><draw:frame><draw:text-box><text:p>框中字。</text:p></draw:text-box></draw:frame></text:p>`, "1 见图。\n2 船坞里一条半成的木船\n3 框中字。\n"},
		{"a section", `<text:section><text:p>节中。</text:p></text:section>`, "1 节中。\n"},
		{"how characters are read", `<text:p><text:ruby><text:ruby-base>榫</text:ruby-base><text:ruby-text>sǔn</text:ruby-text></text:ruby>头。</text:p>`, "1 榫头。\n"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			articletest.Expect(t, "paragraphs", articletest.Body(articletest.Parse(t, "x.odt", document(test.body).Zip(t))), test.want)
		})
	}
}

func TestWhatODTLeavesOut(t *testing.T) {
	r := articletest.Read(t, "x.odt", document(`<text:tracked-changes><text:deletion><text:p>删去的话。</text:p></text:deletion></text:tracked-changes>
<text:table-of-content><text:p>目录一</text:p></text:table-of-content><text:p>正文<office:annotation><text:p>批注。</text:p></office:annotation>。</text:p>`).Zip(t))
	articletest.Expect(t, "left out", articletest.Left(r), "hidden: 删去的话。\nnavigation: 目录一\nhidden: 批注。\n")
}

func TestODTThatCannotBeRead(t *testing.T) {
	locked := document("<text:p>x</text:p>").With(articletest.Files{
		"META-INF/manifest.xml": `<manifest:manifest ` + names + `><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>`,
	})
	for what, doc := range map[string]string{"a password": locked.Zip(t), "no zip": "x", "no content": articletest.Files{"a": "b"}.Zip(t), "broken": document("<text:p>").Zip(t)} {
		_, err := article.Parse(article.Raw{Path: "x.odt", Format: article.ODT, Bytes: []byte(doc)}, article.Options{})
		if !errors.Is(err, article.ErrFormat) || !strings.Contains(err.Error(), "OpenDocument text") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// FuzzODT checks that no text ends in a panic or breaks a promise.
func FuzzODT(f *testing.F) {
	f.Add(`<text:list><text:list-item><text:p>甲</text:p><text:list><text:list-item><text:h>乙</text:h></text:list-item></text:list></text:list-item></text:list>`)
	f.Add(`<table:table><table:table-row><table:table-cell><text:p>甲<text:note><text:note-body><text:p>乙</text:p></text:note-body></text:note></text:p></table:table-cell></table:table-row></table:table>`)
	f.Fuzz(func(t *testing.T, body string) {
		a, err := article.Parse(article.Raw{Path: "x.odt", Format: article.ODT, Bytes: []byte(document(body).Zip(t))}, article.Options{})
		if err == nil {
			articletest.Promises(t, a)
		}
	})
}
