package search

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/rank"
)

// The missing words of an article are the same whether they are taken from its
// score or its text is read.
func TestLackingByScoreAndByText(t *testing.T) {
	s := libraryWith(t, Options{Expand: aliases(t, "脸书 = facebook")},
		doc{ID: "name", Title: "短剧出海", Paragraphs: []string{"HashMap 与梁宁，视频号，10万人。"}},
		doc{ID: "piece", Title: "笔记", Brief: "脸书", Paragraphs: []string{"ConcurrentHashMap 说的是宁静的桥梁，视频和号码。"}},
		doc{ID: "spaced", Title: "视 频 号", Author: "梁　宁", Paragraphs: []string{"Facebook 上的十万人，文化 学习。"}},
		doc{ID: "none", Title: "无关", Tags: []string{"梁宁"}, Paragraphs: []string{"这里没有。"}},
		doc{ID: "long", Title: "长文", Paragraphs: slices.Repeat([]string{"脸书很长。"}, 40)},
		doc{ID: "model", Title: "型号", Paragraphs: []string{"Redis5G 与 iPhone15Pro，桥梁。"}},
	)
	compared := 0
	for _, text := range []string{"梁宁 视频号", "HashMap 脸书", "10万 梁宁", "化学 脸书", "facebook hashmap 短剧", "视频号 没有 桥梁 学习", "5G 桥梁", "iPhone15 桥梁"} {
		x, err := s.open(t.Context(), Request{Text: text, Page: 1, Size: 10})
		if err != nil {
			t.Fatal(err)
		}
		o, err := x.answer(t.Context(), x.articleRanking(10))
		if err != nil {
			t.Fatal(err)
		}
		words := o.plan.Words[:min(plan.MostWords, len(o.plan.Words))]
		byScore, byText := map[string][]string{}, map[string][]string{}
		for _, c := range o.ranking.Candidates {
			var known []plan.Word
			for i, w := range words {
				lacks, ok := c.Part.Lacks(i)
				if !c.Scored || !ok {
					continue
				}
				if known = append(known, w); lacks {
					byScore[c.Article] = append(byScore[c.Article], w.Text)
				}
			}
			unscored := map[string]*rank.Candidate{c.Article: {Hit: c.Hit}}
			maps.Copy(byText, readMissing(known, unscored, map[string][][]byte{c.Article: {c.Stored}}, &s.matchers))
			compared += len(known)
		}
		if got, want := fmt.Sprint(byScore), fmt.Sprint(byText); got != want {
			t.Errorf("%s: by score %s, by text %s", text, got, want)
		}
		o.release(s)
		x.close()
	}
	if compared < 30 {
		t.Errorf("only %d words were compared", compared)
	}
}

// An engineWithoutRest leaves Result.Rest out, as an engine may.
type engineWithoutRest struct{ engine.Engine }

type viewWithoutRest struct{ engine.View }

func (e engineWithoutRest) View(ctx context.Context) (engine.View, error) {
	v, err := e.Engine.View(ctx)
	return viewWithoutRest{v}, err
}

func (v viewWithoutRest) Search(ctx context.Context, r engine.Request) (*engine.Result, error) {
	found, err := v.View.Search(ctx, r)
	if err == nil {
		found.Rest = nil
	}
	return found, err
}

// Which words an article of several parts lacks is told from all of its parts, whether
// these come with the hits or have to be fetched.
func TestMissingWordsOfLongArticles(t *testing.T) {
	filling := slices.Repeat([]string{strings.Repeat("这一段说别的事。", 100)}, 25) // above part.MaxRunes
	s := library(t,
		doc{ID: "long", Title: "长文", Paragraphs: slices.Concat([]string{"开头说咸肉。"}, filling, []string{"结尾说笋干。"})},
		doc{ID: "short", Title: "短文", Paragraphs: []string{"只说笋干。"}})
	for name, s := range map[string]*Service{"with the hits": s, "fetched": NewService(engineWithoutRest{s.engine}, sharedAnalyzer(t), Options{})} {
		r := find(t, s, Request{Text: "笋干 咸肉 黄酒"})
		missing := map[string]string{}
		for _, a := range r.Articles {
			missing[a.ID] = strings.Join(a.Missing, " ")
		}
		if got, want := fmt.Sprint(missing), "map[long:黄酒 short:咸肉 黄酒]"; got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// Every article that is listed behind those with all words names a word that it lacks.
func TestPartialHitsNameWhatTheyLack(t *testing.T) {
	s := library(t,
		doc{ID: "whole", Title: "手机", Paragraphs: []string{"5G 的桥梁，iPhone15 的桥梁。"}},
		doc{ID: "piece", Title: "型号", Paragraphs: []string{"Redis5G 与 iPhone15Pro，桥梁。"}},
	)
	for query, want := range map[string]string{"5G 桥梁": "whole[] piece[5G]", "iPhone15 桥梁": "whole[] piece[iPhone15]"} {
		var got []string
		for _, a := range find(t, s, Request{Text: query}).Articles {
			got = append(got, fmt.Sprint(a.ID, a.Missing))
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}
