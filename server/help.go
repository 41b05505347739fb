package server

import (
	"errors"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/web"
)

// helpPage shows every way to write a query, made of words of this index.
func (s *Server) helpPage(c *gin.Context) error {
	ctx := c.Request.Context()
	all, err := s.finder(c).Search(ctx, search.Request{Page: 1, Size: 1})
	if err != nil {
		return err
	}
	stamp(c, all.Generation)
	var list []web.Offer
	for _, o := range operators(s.config.Examples, all) {
		found, err := s.finder(c).Search(ctx, search.Request{Text: o.Text, Page: 1, Size: 1, Facets: 1})
		if errors.Is(err, search.ErrQuery) { // a name that is no query, for example one that is too long
			continue
		}
		if err != nil {
			return err
		}
		o.Count, o.Href = found.Total, web.Query{Text: o.Text}.Href()
		if found.Total > 0 {
			list = append(list, o)
		}
	}
	html(c)
	return s.pages.Help(c.Writer, web.NewHelpPage(list))
}

// operators are examples of the query language, made of the first two words of the
// owner's examples and of the most frequent metadata of this index.
func operators(examples []string, all *search.Response) []web.Offer {
	words := strings.Fields(strings.NewReplacer(`"`, "", "-", "").Replace(strings.Join(examples, " ")))
	for _, tag := range all.Facets["tag"] {
		words = append(words, tag.Value)
	}
	if len(words) < 2 {
		return nil
	}
	first, second := words[0], words[1]
	list := []web.Offer{
		{Text: first, Label: "一个词"},
		{Text: first + " " + second, Label: "几个词都要有，顺序和远近不限；只含一部分的排在后面"},
		{Text: `"` + first + `"`, Label: "一字不差地出现；中文引号也行"},
		{Text: first + " -" + second, Label: "有前一个词，没有减号后面的词"},
		{Text: first + " OR " + second, Label: "两个词有一个就行；也可以写 |"},
		{Text: "title:" + first, Label: "标题里有；也可以写 标题："},
	}
	for _, f := range []struct{ kind, label string }{{"tag", "标签是；也可以写 标签："}, {"author", "作者是；也可以写 作者："}, {"category", "分类是；也可以写 分类："}} {
		if values := all.Facets[f.kind]; len(values) > 0 && values[0].Value != "" {
			list = append(list, web.Offer{Text: f.kind + ":" + values[0].Value, Label: f.label})
		}
	}
	if years := all.Facets["year"]; len(years) > 0 {
		list = append(list, web.Offer{Text: first + " " + years[0].Value + ".." + years[0].Value, Label: "发表在这段时间；也可以写到月、日：2024-05..2024-08"})
	}
	return list
}
