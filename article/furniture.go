package article

import (
	"hash/fnv"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Rules of counting, in articles and paragraphs.
const (
	minRepeats  = 8     // articles in which a block must occur to be furniture
	repeatShare = 0.002 // and the share of the source's articles
	edge        = 12    // paragraphs at either end of an article that are counted
	maxBlock    = 300   // runes of a block that is counted
)

// Furniture counts in how many articles of one source a block occurs, to separate
// the site's furniture from the authors' text: copyright notices, picture credits,
// calls to follow. Blocks are compared without white space and with digits, the
// article's author, names after "@" and names in brackets masked, so that "本文由
// @甲 原创发布" and "本文由 @乙 原创发布" are one.
//
// Only paragraphs within twelve of an article's beginning or end are counted and
// dropped, because furniture stands there, and paragraphs that are nothing but
// links, because advertisements between the text are such. Phrases that authors
// repeat, such as "举个例子：", stand there too: text that introduces what follows is
// never furniture, and neither are headings, because many articles have a heading
// "总结". Furniture is not meant for JSONL, whose paragraphs their owner chose.
//
// The zero value is not usable; see NewFurniture. It is not safe for concurrent
// use.
type Furniture struct {
	articles int
	counts   map[uint64]uint32 // articles by key of a block
}

// NewFurniture returns an empty count.
func NewFurniture() *Furniture { return &Furniture{counts: map[uint64]uint32{}} }

// Blocks returns the keys of the blocks of an article that Furniture counts,
// ascending and distinct. A job keeps them, so that it can count an article again
// without reading it.
func Blocks(a Article) []uint64 {
	var keys []uint64
	mask := masker(a)
	for i := range a.Paragraphs {
		if isCounted(a.Paragraphs, i) {
			if key, ok := blockKey(&a.Paragraphs[i], mask); ok {
				keys = append(keys, key)
			}
		}
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// isCounted reports whether a paragraph may be furniture, by its place or by
// being links alone.
func isCounted(all []Paragraph, i int) bool {
	return i < edge || i >= len(all)-edge || all[i].IsOnlyLinks()
}

// Add counts an article.
func (f *Furniture) Add(a Article) { f.AddBlocks(Blocks(a)) }

// AddBlocks counts an article by its Blocks.
func (f *Furniture) AddBlocks(keys []uint64) {
	f.articles++
	for _, k := range keys {
		f.counts[k]++
	}
}

// Is reports whether a block of Blocks is furniture, by the articles counted
// so far.
func (f *Furniture) Is(key uint64) bool { return int(f.counts[key]) >= f.Threshold() }

// Threshold is the number of articles from which a block is furniture.
func (f *Furniture) Threshold() int {
	return max(minRepeats, int(math.Ceil(repeatShare*float64(f.articles))))
}

// Drop returns an article without its furniture, and how many paragraphs were
// dropped. The others keep their numbers. An article that has nothing else stays as
// it is.
func (f *Furniture) Drop(a Article) (Article, int) {
	mask := masker(a)
	kept := make([]Paragraph, 0, len(a.Paragraphs))
	text := false
	for i, p := range a.Paragraphs {
		if isCounted(a.Paragraphs, i) {
			if key, ok := blockKey(&p, mask); ok && f.Is(key) {
				continue
			}
		}
		text = text || !p.Heading
		kept = append(kept, p)
	}
	dropped := len(a.Paragraphs) - len(kept)
	if dropped == 0 || !text {
		return a, 0
	}
	a.Paragraphs = kept
	return a, dropped
}

// blockKey returns the hash of a paragraph's masked text; ok is false for a
// paragraph that is never counted.
func blockKey(p *Paragraph, mask *strings.Replacer) (key uint64, ok bool) {
	if p.Heading || isLeadIn(p.Text) || utf8.RuneCountInString(p.Text) > maxBlock {
		return 0, false
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte(maskNames(mask.Replace(p.Text)))) // a hash never fails
	return h.Sum64(), true
}

// isLeadIn reports whether a text introduces what follows, and so belongs to
// it: it ends with a colon, or begins with a number as headings do.
func isLeadIn(text string) bool {
	if strings.HasSuffix(text, "：") || strings.HasSuffix(text, ":") {
		return true
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, "（(第"))
	return unicode.IsDigit(first) || strings.ContainsRune("一二三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩", first)
}

// masker replaces the author's name by a character that no text has.
func masker(a Article) *strings.Replacer {
	if utf8.RuneCountInString(a.Author) < 2 {
		return strings.NewReplacer()
	}
	return strings.NewReplacer(a.Author, "\x00")
}

// minRest is how many runes a text must have besides names for names to be masked:
// in "【案例】" the word in brackets is all there is, and not a name.
const minRest = 10

// maskNames drops white space and masks digits. In texts that have enough besides,
// it also masks names: after "@" up to punctuation, and in brackets.
func maskNames(s string) string {
	masked := mask(s, true)
	if utf8.RuneCountInString(masked) < minRest {
		return mask(s, false)
	}
	return masked
}

func mask(s string, names bool) string {
	var b strings.Builder
	b.Grow(len(s))
	var skip func(rune) bool // whether a rune still belongs to what is masked
	for _, r := range s {
		if skip != nil && skip(r) {
			continue
		}
		skip = nil
		switch {
		case r >= firstHan && r <= lastHan: // as most are, told first because it costs least
			b.WriteRune(r)
		case unicode.IsSpace(r):
		case unicode.IsDigit(r):
			b.WriteByte('0')
			skip = unicode.IsDigit
		case (r == '@' || r == '＠') && names:
			b.WriteByte('@')
			skip = isName
		case r == '【' && names:
			b.WriteRune(r)
			skip = func(r rune) bool { return r != '】' }
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// The block of the usual characters of Han.
const firstHan, lastHan = 0x4E00, 0x9FFF

func isName(r rune) bool { return !unicode.IsPunct(r) && !unicode.IsSymbol(r) }
