package rtf_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/articletest"
)

// letter is a rich text as Word writes it in China: fonts with sets of
// characters, styles by number, Chinese in bytes of GBK and by numbers.
const letter = `{\rtf1\ansi\ansicpg936\uc2\deff0{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f13\fnil\fcharset134{\*\falt SimSun}\'cb\'ce\'cc\'e5;}{\f14\fnil\fcharset136 PMingLiU;}}
{\colortbl;\red0\green0\blue0;}{\stylesheet{\ql Normal;}{\s1\outlinelevel0 heading 1;}{\s2\outlinelevel1 heading 2;}{\*\cs10 \additive Default;}{\s15 Title;}}
{\*\generator Wx;}{\info{\title \'d2\'bb\'b7\'e2\'d0\'c5}{\author \u38463?\u28023??}{\keywords \'bc\'d2\'ca\'e9}{\creatim\yr2021\mo9\dy22\hr8}{\revtim\yr2024\mo5\dy5}{\company x}}
{\header\pard \'d2\'b3\'c3\'bc\par}
\pard\plain\s15 \f13 \'d2\'bb\'b7\'e2\'d0\'c5\par
{\pard\s1 {\f13 \'c6\'f0}\par}
\pard\plain {\f13 \'bd\'d6\'bd\'c7\'d3\'d0\'c8\'cb\'c2\'f4}\u28900\'3f\'3f\u32418 ??{\f14 \'c1\'a6}{\footnote\pard \chftn \f13\'bc\'b4\'b8\'ca\'ca\'ed\'a1\'a3}{\f13 \'a1\'a3}{\v \f13\'b0\'b5\'d3\'ef}{\*\unknown x}{\pict\bin5 }}}}}}\par
\pard \f13 \'cc\'ec\'ba\'da\line \'d3\'ea\'cd\'a3 \endash \{\\\}\~\u-10179 ??\u-8704 ??\par
\trowd\pard\intbl \f13\'c3\'fb\cell \'ca\'fd\par \'c1\'bf\cell\row\trowd\pard\intbl \'b8\'ca\cell 1\cell\row
\pard {\deleted \f13\'c9\'be}\f13\'d0\'a1\~{\field{\*\fldinst HYPERLINK "http://a.example"}{\fldrslt \'ca\'e9}}\'a1\'a3\par}`

func TestRTF(t *testing.T) {
	r := articletest.Read(t, "x.rtf", letter)
	articletest.Expect(t, "document", articletest.Render(r.Article), `id: x
title: 一封信
author: 阿海
published: 2021-09-22
updated: 2024-05-05
tags: 家书
1 # 起
2 (起) 街角有人卖烤红薯。
3 (起) 即甘薯。
4 (起) 天黑
雨停 –{\} 😀
5 (起) 名 | 数 量
甘 | 1
6 (起) 小 书。
`)
	articletest.Expect(t, "left out", articletest.Left(r), "furniture: 页眉\nhidden: 暗语\nhidden: 删\n")
}

func TestShortRTF(t *testing.T) {
	tests := []struct{ what, doc, want string }{
		{"nothing said about its bytes", `{\rtf1 caf\'e9 \u25991?}`, "1 café 文\n"},
		{"without an end", `{\rtf1\ansicpg936 \'bd\'d6\par {\b \'bd\'c7`, "1 街\n2 角\n"},
		{"a style that is named only", `{\rtf1\ansicpg936{\stylesheet{\s3 heading 3;}{\s4 \'b1\'ea\'cc\'e2 4;}}\pard\s3 \'bd\'d6\par\pard\s4 \'bd\'c7\par\pard \'d3\'ea\par}`, "1 # 角\n2 (角) 雨\n"},
		{"a text box", `{\rtf1\ansicpg936{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt\pard \'bd\'d6\par}}{\shprslt{\shptxt x}}}\'bd\'c7}`, "1 街\n2 角\n"},
		{"a half of a byte", `{\rtf1 a\'`, "1 a\n"},
		{"a list", `{\rtf1\ansicpg936{\listtext 1.\tab}\'bd\'d6\par{\pntext 2.\tab}\'bd\'c7\par}`, "1 1. 街\n2 2. 角\n"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			articletest.Expect(t, "paragraphs", articletest.Body(articletest.Parse(t, "a/x.rtf", test.doc)), test.want)
		})
	}
}

func TestRTFThatCannotBeRead(t *testing.T) {
	for _, doc := range []string{"x", "", `{\rtf1` + strings.Repeat("{", 2000), `{\rtf1 }`} {
		_, err := article.Parse(article.Raw{Path: "x.rtf", Format: article.RTF, Bytes: []byte(doc)}, article.Options{})
		if !errors.Is(err, article.ErrFormat) && !errors.Is(err, article.ErrEmpty) {
			t.Errorf("%.20s: %v", doc, err)
		}
	}
}

// FuzzRTF checks that no rich text ends in a panic or breaks a promise.
func FuzzRTF(f *testing.F) {
	f.Add([]byte(letter))
	f.Add([]byte(`{\rtf1{\info{\title a}{\*\b{\c}}}{\footnote{\footnote x}}\trowd\cell\row\u-1\'\bin99 x`))
	f.Add([]byte(`{\rtf1{\deleted a{\v b{\header c}}}\uc9\u55357 x\u56832 y\nestcell\nestrow{\upr{a}{\*\ud{b}}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := article.Parse(article.Raw{Path: "x.rtf", Format: article.RTF, Bytes: b}, article.Options{})
		if err == nil {
			articletest.Promises(t, a)
		}
	})
}
