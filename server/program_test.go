package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"

	xunzhang "github.com/xunzhang/xunzhang/client"
)

// A program with the Go client gets everything that the API has, and errors that it
// can distinguish.
func TestGoClient(t *testing.T) {
	srv, tokens := newKeyedServer(t, newFake())
	url, stop, ended := start(t, srv)
	c, err := xunzhang.New(url, xunzhang.Options{Key: strings.TrimPrefix(tokens["admin"], "Bearer ")})
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	found, err := c.Search(ctx, xunzhang.Query{Text: "小红书", Size: 1})
	if err != nil || found.Total != 2 || found.Generation != 42 || found.Articles[0].Title.Text() != "小红书迎来远客：一次没有预告的全球联欢" {
		t.Errorf("%+v %v", found, err)
	}
	var ids []string
	for a, err := range c.Articles(ctx, xunzhang.Query{Categories: []string{"写作"}, Size: 3, Fields: []string{"articles.id"}}) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, a.ID)
	}
	if len(ids) != 16 || ids[0] != "note/1" || ids[15] != "note/31" {
		t.Errorf("%v", ids)
	}
	n := 0
	for p, err := range c.AllParagraphs(ctx, xunzhang.Query{Text: "小红书"}) {
		if n++; err != nil || p.Article == nil {
			t.Fatalf("%+v %v", p, err)
		}
	}
	for _, id := range []string{"it/6171431", "en/a b&c?d#e"} {
		if a, err := c.Article(ctx, id, "TikTok"); err != nil || a.ID != id {
			t.Errorf("%s: %+v %v", id, a, err)
		}
	}
	if _, err := c.Article(ctx, "none", ""); !errors.Is(err, xunzhang.ErrNotFound) {
		t.Errorf("%v", err)
	}
	if list, err := c.Related(ctx, "6171502", 3); err != nil || len(list) != 3 {
		t.Errorf("%v %v", list, err)
	}
	if list, err := c.Suggest(ctx, "小", 5); err != nil || list[0].Text != "小红书" {
		t.Errorf("%v %v", list, err)
	}
	if a, err := c.Analyze(ctx, "小红书"); err != nil || a.Words[0].End != 9 {
		t.Errorf("%v %v", a, err)
	}
	if s, err := c.Stats(ctx); err != nil || s.Articles != 35 || s.Version != "test" {
		t.Errorf("%+v %v", s, err)
	}
	if list, err := c.Batch(ctx, []xunzhang.Query{{Text: "小红书"}, {Text: "zzz"}}); err != nil || list[0].Results.Total != 2 || list[1].Results.Total != 0 {
		t.Errorf("%+v %v", list, err)
	}
	if _, err := c.Batch(ctx, []xunzhang.Query{{Text: "a", Page: -1}}); !errors.Is(err, xunzhang.ErrBadRequest) {
		t.Errorf("%v", err)
	}
	n = 0
	for _, err := range c.Export(ctx, xunzhang.Filter{}) {
		if n++; err != nil {
			t.Fatal(err)
		}
	}
	if n != 35 {
		t.Errorf("%d articles are exported", n)
	}
	without, err := xunzhang.New(url, xunzhang.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range without.Export(ctx, xunzhang.Filter{}) {
		if !errors.Is(err, xunzhang.ErrUnauthorized) {
			t.Errorf("%v", err)
		}
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// The types of the client have every member of an answer: each answer is the same
// when it is encoded again.
func TestGoClientHasEveryMember(t *testing.T) {
	s, tokens := newKeyedServer(t, newFake())
	for path, into := range map[string]any{
		"/api/v1/search?q=小红书&explain=true": &xunzhang.Results{}, "/api/v1/search?q=小红树": &xunzhang.Results{}, "/api/v1/search?q=脸书": &xunzhang.Results{},
		"/api/v1/paragraphs?q=小红书": &xunzhang.ParagraphResults{}, "/api/v1/articles/it/6171431?q=小红书": &xunzhang.Article{}, "/api/v1/stats": &xunzhang.Stats{},
	} {
		w := get(s, path)
		compareAgain(t, path, w.Body.Bytes(), into)
	}
	w := request(s, http.MethodPost, "/api/v1/analyze", `{"text":"小红书"}`)
	compareAgain(t, "analyze", w.Body.Bytes(), &xunzhang.Analysis{})
	line, _, _ := strings.Cut(get(s, pathExport, "Authorization", tokens["read"]).Body.String(), "\n")
	compareAgain(t, "export", []byte(line), &xunzhang.Exported{})
}

// compareAgain decodes an answer strictly, encodes it again and compares.
func compareAgain(t *testing.T, name string, body []byte, into any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	again, err := json.Marshal(into)
	if err != nil {
		t.Fatal(err)
	}
	var a, b any
	if err := errors.Join(json.Unmarshal(body, &a), json.Unmarshal(again, &b)); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(a, b) {
		t.Errorf("%s:\n%s\nwant\n%s", name, again, body)
	}
}
