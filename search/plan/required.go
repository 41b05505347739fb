package plan

import (
	"context"
	"slices"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/query"
)

// Conditions of a query: what an article must hold (phrases, texts in its title),
// and what it must not (exclusions).

// addRequired records the phrases of a group, of which a paragraph must hold one.
func (p *builder) addRequired(g query.Group) {
	if !isCondition(g) || g[0].Field == query.FieldTitle {
		return
	}
	var patterns []int
	for _, a := range g {
		patterns = append(patterns, p.pattern(analysis.FoldText(a.Text)))
	}
	p.plan.Required = append(p.plan.Required, patterns)
}

// isCondition reports whether a group consists of phrases alone ("a" OR "b"), or of
// texts for the title alone: an article must hold one of them. A group with other
// atoms is no condition.
func isCondition(g query.Group) bool {
	title := g[0].Field == query.FieldTitle
	return !g[0].Not && !slices.ContainsFunc(g, func(a query.Atom) bool {
		return (a.Field == query.FieldTitle) != title || !title && (!a.Phrase || a.Field != query.FieldAny)
	})
}

// phraseFilter matches the parts that hold the phrases of the query, and whose
// titles hold the texts required there.
func (p *builder) phraseFilter(q query.Query) engine.Node {
	var all engine.Node
	for _, g := range q.Groups {
		if !isCondition(g) {
			continue
		}
		var any engine.Or
		var read []analysis.Text // phrases that need stored parts, so that each part is read once
		for _, a := range g {
			t := analysis.NewText(a.Text)
			switch {
			case a.Field == query.FieldTitle:
				any.Nodes = append(any.Nodes, p.requireText(a.Text, inTitle))
			case exactNode(t) != nil:
				any.Nodes = append(any.Nodes, exactNode(t))
			default:
				read = append(read, t)
			}
		}
		if len(read) > 0 {
			any.Nodes = append(any.Nodes, p.requireAny(read))
		}
		all = allOf(all, oneOf(any))
	}
	return all
}

// oneOf returns the Or of several nodes, or the only node.
func oneOf(or engine.Or) engine.Node {
	if len(or.Nodes) == 1 {
		return or.Nodes[0]
	}
	return or
}

// excludedTexts returns the texts that no article may hold because of an excluded
// atom: the atom in all its writings.
func (p *builder) excludedTexts(ctx context.Context, a query.Atom) ([]string, error) {
	if a.Field != query.FieldAny && a.Field != query.FieldTitle {
		return nil, nil // a filter
	}
	t := analysis.NewText(a.Text)
	texts := []string{a.Text}
	ways, err := p.corpusJoinings(ctx, p.an.Words(t), a.Text)
	for _, w := range ways {
		texts = append(texts, w.pair, w.word)
	}
	for _, c := range t.Chars() {
		p.pattern(c) // for the sieve
	}
	return texts, err
}

// exclusions matches the parts of articles that hold no excluded text in any of
// their parts.
func (p *builder) exclusions(excluded [][]string) engine.Node {
	var all engine.Node
	leaveOut := func(n engine.Node) { all = allOf(all, engine.Not{Node: engine.InArticle{Node: n}}) }
	var read []analysis.Text // texts that need stored parts, so that each part is read once
	for _, texts := range excluded {
		for _, text := range texts {
			t := analysis.NewText(text)
			if n := exactNode(t); n != nil {
				leaveOut(n)
			} else {
				read = append(read, t)
			}
		}
	}
	if len(read) > 0 {
		leaveOut(p.requireAny(read))
	}
	return all
}

// requireLiteral makes a phrase of a query of single characters (数，而), because
// such characters occur somewhere in most articles, and of one of signs alone (%), which
// are in no term. It is nil for other queries.
func (p *builder) requireLiteral(q query.Query) engine.Node {
	text := analysis.FoldText(unbroken(q.Groups))
	id, ok := p.index[text]
	if !ok || len(p.plan.Required) > 0 {
		return nil
	}
	if t := analysis.NewText(text); len(t.Required()) > 0 || len(t.RequiredChars()) == 1 || t.Len() == 0 {
		return nil
	}
	p.plan.Required, p.plan.Terms[id].mark = [][]int{{id}}, true
	return p.requireText(text, anywhere)
}

// RequiresPhrase reports whether one paragraph, or the title, must match alone,
// because it must contain a phrase.
func (p *Plan) RequiresPhrase() bool { return len(p.Required) > 0 }
