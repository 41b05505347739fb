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

func TestIsAnnouncement(t *testing.T) {
	for text, want := range map[string]bool{
		"本文将从三个方面介绍渡口的历史。":  true,
		"在本文中，我们来看老桥是怎么修的。": true,
		"這篇文章整理了十座老橋。":      true,
		"今天聊聊铁桥为什么叫铁桥。":     true,
		"我想和大家谈谈码头。":        true,
		"下一期我们再来聊一聊河边的集市。":  true,
		"本篇是系列的第二篇。":        true,
		"日本文化里，桥是分别的地方。":    false,
		"脚本文件放在渡口目录里。":      false,
		"成本文件里没有写修桥的钱。":     false,
		"他在渡口等人来聊天。":        false,
		"聊聊天，喝喝茶，桥就过了。":     false,
		"这篇论文测量了铁桥的振动。":     false,
		"铁桥建成以后，渡口的船少了一半。":  false,
		"": false,
		"本文认为，" + strings.Repeat("铁桥建成以后，渡口的船少了一半。", 10): false,
	} {
		if got := (Paragraph{Text: text}).IsAnnouncement(); got != want {
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
