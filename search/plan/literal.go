package plan

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/query"
)

// RanksLiteral reports whether paragraphs with the literal come first. When the query
// is a required phrase it is false, because all of them hold it.
func (p *Plan) RanksLiteral() bool { return p.exactWording && !p.phraseIsLiteral() }

// SeeksLiteral reports whether parts that hold the literal are looked for besides the
// best ones.
func (p *Plan) SeeksLiteral() bool { return p.MayHoldLiteral != nil && !p.phraseIsLiteral() }

// phraseIsLiteral reports whether all hits hold the literal, because it is a required
// phrase.
func (p *Plan) phraseIsLiteral() bool { return p.RequiresPhrase() && !p.passage }

// IsPassage reports whether the literal is all of a query of several words or phrases.
func (p *Plan) IsPassage() bool { return p.passage }

// WordIsLiteral reports whether the query as typed is one word: then the articles
// that hold it are those that hold all words, which the engine returns first.
func (p *Plan) WordIsLiteral() bool {
	return len(p.Words) == 1 && p.Literal != None && p.Words[0].ways[0] == p.Patterns[p.Literal] && analysis.IsHanText(p.Patterns[p.Literal])
}

// setLiteral sets the pattern of a query that is one unbroken text (小红书难民), one
// with spaces between its characters (老 船 长), or a passage (他说“好”，就走了), and the
// node of the parts that may hold it.
func (p *builder) setLiteral(r Request) {
	q := r.Query
	if p.isOneName(q) {
		p.setNameLiteral(q)
		return
	}
	piece := unbroken(q.Groups)
	if spaced := spacedOut(q.Groups); spaced != "" {
		piece, p.plan.spacedOut = spaced, true
	} else if passage := PassageOf(q, r.Text); passage != "" {
		if piece != "" {
			p.pattern(analysis.FoldText(piece)) // for requireLiteral
		}
		p.countTerms(passage)
		if r.Inside != nil || !isFewWords(q, passage) {
			piece, p.plan.passage = passage, true
		}
	}
	if piece == "" {
		return
	}
	t := analysis.NewText(piece)
	p.plan.Literal = p.pattern(t.Folded())
	short := min(t.Len(), utf8.RuneCountInString(piece)) <= maxShortLiteral // … folds to three runes
	p.plan.exactWording = hasSign(strings.TrimRight(t.Folded(), sentenceEnds)) || short && !p.plan.passage || p.plan.passage && p.isOneText(r)
	if p.plan.MayHoldLiteral = MayHold(t); p.plan.MayHoldLiteral == nil && p.plan.passage {
		p.plan.MayHoldLiteral = engine.All{} // of signs alone (。”): signatures tell which parts hold it
	}
}

// countTerms has the terms of a passage counted, also those over the spaces and signs
// between its words. They have no weight; most words that were not copied stand together in
// no text, and then none has to be looked for.
func (p *builder) countTerms(passage string) {
	t := analysis.NewText(passage)
	p.pattern(t.Folded())
	for _, gram := range t.Required() {
		p.pattern(gram)
	}
	for _, char := range t.RequiredChars() {
		p.pattern(char)
	}
}

// verifyPassage makes the node of a passage with signs one that reads the text, of the
// parts whose signatures allow it: nearly all parts may hold the frequent characters
// between the signs of some (用的”).
func (p *builder) verifyPassage() {
	if !p.plan.passage || p.plan.MayHoldLiteral == nil {
		return
	}
	if text := p.plan.Patterns[p.plan.Literal]; hasSign(text) {
		p.plan.MayHoldLiteral = p.verified(p.plan.MayHoldLiteral, "passage="+strconv.Quote(text), []string{text}, p.plan.LiteralSieve, anywhere)
	}
}

// unbroken returns the text of a query that is one word or one phrase, "" for others.
func unbroken(groups []query.Group) string {
	if len(groups) != 1 || len(groups[0]) != 1 || groups[0][0].Not || groups[0][0].Field != query.FieldAny {
		return ""
	}
	return groups[0][0].Text
}

// PassageOf returns all of a query that may be a passage copied from an article, with
// its spaces, quotation marks, bars and other signs, by which it was cut into several
// words, phrases and alternatives (他说“好”，就走了); "" for other queries. A quotation mark
// that nothing closes belongs to it (”他说), since the other one may be outside of what was
// copied. A phrase is none: “好” asks for 好, and all that is found holds it.
func PassageOf(q query.Query, text string) string {
	text = query.Clean(text)
	if q.HasConditions() || unbroken(q.Groups) == text || len(q.Groups) == 1 && len(q.Groups[0]) == 1 && q.Groups[0][0].Phrase {
		return ""
	}
	if q.HasOperators() && !hasSign(analysis.FoldText(text)) {
		return "" // with the word OR
	}
	return text
}

// wholeWord is the number of parts from which a word of letters at an end of a passage is
// likely that word, and no piece of a longer one.
const wholeWord = 20

// EndsAreWords reports whether it is likely that a passage of a plan neither begins nor
// ends with a piece of a word of letters: RFM模型 打分, but not tal 和.
func (p *Plan) EndsAreWords(text string) bool {
	return p.isWholeWord(analysis.LatinPrefix(text)) && p.isWholeWord(analysis.LatinSuffix(text))
}

func (p *Plan) isWholeWord(end string) bool {
	if end == "" {
		return true
	}
	id := slices.Index(p.Patterns, end)
	return isLetters(end) && id >= 0 && p.Terms[id].Parts >= wholeWord
}

// isOneText reports whether a passage without signs is surely no list of words: no text
// holds all of these whole, or they are a single character and one more word (30 万, A 股).
// Among three words a single character may be one as well (B 产品 调研).
func (p *builder) isOneText(r Request) bool {
	texts := r.Query.Texts()
	return r.Inside != nil && r.Inside.Only || len(texts) == 2 && slices.ContainsFunc(texts, isOneRune) && utf8.RuneCountInString(r.Text) <= maxShortLiteral
}

// isFewWords reports whether a passage is a few words with nothing but spaces between,
// which are wanted wherever they stand. A single character among them is seldom a word
// by itself (源 B 的变化).
func isFewWords(q query.Query, passage string) bool {
	folded := analysis.FoldText(passage)
	return !hasSign(folded) && utf8.RuneCountInString(folded) <= maxShortLiteral && !slices.ContainsFunc(q.Texts(), isOneRune)
}

func isOneRune(text string) bool { return utf8.RuneCountInString(text) == 1 }

// hasSign reports whether a folded text has a sign other than a space.
func hasSign(folded string) bool {
	return strings.ContainsFunc(folded, func(r rune) bool { return r != ' ' && isSign(r) })
}

// isOneName reports whether a whole query is one name in several writings.
func (p *builder) isOneName(q query.Query) bool {
	if len(p.names) != 1 || len(p.plan.Slots) != 1 || slices.ContainsFunc(q.Groups, func(g query.Group) bool { return !isPlain(g) }) {
		return false
	}
	id, ok := p.index[analysis.FoldText(strings.Join(q.Texts(), " "))]
	if !ok {
		return false
	}
	name := p.pattern(p.plan.Alts[p.names[0]].Text)
	other, isWriting := p.same[id]
	return id == name || isWriting && other == name
}

// setNameLiteral makes each writing of a name a literal, and the scores the same
// whichever was typed. Only the typed one is looked for besides the best parts, and
// comes first: the others are found as well, but the reader may have copied this one.
func (p *builder) setNameLiteral(q query.Query) {
	name, typed := p.plan.Alts[p.names[0]].Text, analysis.FoldText(strings.Join(q.Texts(), " "))
	p.typedTexts, p.plan.Folded, p.plan.bare = []string{name}, name, bare(name)
	p.plan.Literal, p.plan.writing, p.plan.exactWording = p.pattern(name), p.pattern(typed), true
	p.plan.MayHoldLiteral = MayHold(analysis.NewText(typed))
}

// IsLiteral reports whether a pattern is the query as typed, or another writing of the
// name that the query is.
func (p *Plan) IsLiteral(pattern int32) bool {
	return p.IsTyped(pattern) || p.LiteralIsName() && int(p.Canonical[pattern]) == p.Literal
}

// LiteralIsName reports whether the query is a name that the lists write in several ways.
func (p *Plan) LiteralIsName() bool { return p.Literal != None && p.Terms[p.Literal].IsName }

// IsTyped reports whether a pattern is the query as typed, in this writing.
func (p *Plan) IsTyped(pattern int32) bool { return int(pattern) == p.typed() }

// Typed returns the text of the pattern for which IsTyped is true.
func (p *Plan) Typed() string { return p.Patterns[p.typed()] }

// typed returns the pattern of the query as typed.
func (p *Plan) typed() int {
	if p.LiteralIsName() {
		return p.writing
	}
	return p.Literal
}

// leastSpaced is how many single characters of Han, with spaces between, are one piece
// that is spaced out, as OCR writes them (老 船 长). Two may be two words.
const leastSpaced = 3

// spacedOut is the text whose characters are the words of a query, "" where the
// query is not of that form. Each character is a word of its own as well.
func spacedOut(groups []query.Group) string {
	if len(groups) < leastSpaced {
		return ""
	}
	var b strings.Builder
	for _, g := range groups {
		a := g[0]
		r, size := utf8.DecodeRuneInString(a.Text)
		if len(g) > 1 || a.Not || a.Phrase || a.Field != query.FieldAny || size != len(a.Text) || !analysis.IsHan(r) {
			return ""
		}
		b.WriteString(a.Text)
	}
	return b.String()
}

// maxShortLiteral is the length in runes up to which an unbroken query is taken as a
// name or exact wording: paragraphs that hold it come first. With a sign in it any text
// is, since it was copied rather than typed; without one the words of a long question
// may stand together by chance.
const maxShortLiteral = 8

// sentenceEnds are folded signs that are typed at the end of a question too: what holds
// the question is not the best answer to it.
const sentenceEnds = "?!。. "

// MayHold matches every part that holds the text, and few others. It is nil for a
// text without terms, such as one of signs alone.
func MayHold(t analysis.Text) engine.Node {
	var all engine.And
	for _, gram := range t.Required() {
		all = append(all, engine.Term{Field: engine.Grams, Text: gram})
	}
	for _, char := range t.RequiredChars() {
		all = append(all, engine.Term{Field: engine.Chars, Text: char})
	}
	if len(all) == 0 {
		return nil
	}
	return all
}
