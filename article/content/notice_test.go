package content

import (
	"strings"
	"testing"
)

func TestIsNotice(t *testing.T) {
	for text, want := range map[string]bool{
		"本文由 @渡口的老周 原创发布于河边杂志。未经作者许可，禁止转载。":              true,
		"本文由河边杂志作者【老周】，公众号：【渡口】，原创/授权 发布于河边杂志，未经许可，禁止转载": true,
		"本文為作者原創，未經授權請勿轉載":                               true,
		"未经本站书面授权，不得以任何形式转载、摘编":                          true,
		"转载请注明出处":                                  true,
		"转载本文请联系原作者获取授权":                           true,
		"作者保留一切权利，谢绝任何形式的转载":                       true,
		"© 2024 River Notes. All rights reserved.": true,
		"版權所有 © 河邊雜誌":                              true,

		"我的文章被人转载了怎么办？先留证据。":  false,
		"著作权人许可他人转载的，应当订立合同。": false,
		"平台规定，未经许可的用户不得登录。":   false,
		"本文由三部分组成：渡口、铁桥和码头。":  false,
		"版权所有者可以要求平台删除照片。":    false,
		"版權所有權屬於攝影師，不屬於被拍的人。": false,
		"禁止在渡口转身。":            false,
		"":                    false,
		"很多公众号末尾都写着禁止转载，但是什么算转载，" + strings.Repeat("法院怎么看要分情况说。", 12): false,
	} {
		if got := (Paragraph{Text: text}).IsNotice(); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestAddressesAreLinks(t *testing.T) {
	for text, want := range map[string]bool{
		"原文链接：https://example.org/2024/old-bridge": true,
		"www.example.org": true,
		"渡口的时刻表在网站上每天更新，见 https://example.org": false,
		"https 是一种协议": false,
	} {
		if got := (Paragraph{Text: text}).IsLinks(); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
