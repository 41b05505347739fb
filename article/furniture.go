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
	minRepeats  = 8     // articles that a block must stand in to be furniture
	repeatShare = 0.002 // and the share of the source's articles
	edge        = 12    // paragraphs at either end of an article that are counted
	maxBlock    = 300   // runes of a block that is counted
)

// Furniture counts in how many articles of one source a block stands, and so
// tells the site's furniture from the authors' text: notices of copyright,
// credits of pictures, calls to follow. Blocks are compared without white
// space and with digits, the article's author, names after "@" and names in
// brackets masked, so that "本文由 @甲 原创发布" and "本文由 @乙 原创发布" are one.
//
// Only the paragraphs within twelve of an article's beginning or end are
// counted and dropped, for that is where furniture stands, and those that are
// nothing but links, as advertisements between the text are; phrases such as
// "举个例子：" stand there too. Headings are never furniture, as "总结" is
// repeated with reason. It is not meant for JSONL, whose paragraphs their
// owner chose.
//
// The zero value is not usable; see NewFurniture. It is not safe for
// concurrent use.
type Furniture struct {
	articles int
	counts   map[uint64]uint32 // articles by key of a block
}

// NewFurniture returns an empty count.
func NewFurniture() *Furniture { return &Furniture{counts: map[uint64]uint32{}} }

// Blocks returns the keys of the blocks of an article that Furniture counts,
// ascending and distinct: what a job must keep to take the article out again.
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
	return i < edge || i >= len(all)-edge || all[i].isOnlyLinks()
}

// Add counts an article.
func (f *Furniture) Add(a Article) { f.AddBlocks(Blocks(a)) }

// Remove takes out an article that was counted before.
func (f *Furniture) Remove(a Article) { f.RemoveBlocks(Blocks(a)) }

// AddBlocks counts an article by its Blocks.
func (f *Furniture) AddBlocks(keys []uint64) {
	f.articles++
	for _, k := range keys {
		if f.counts[k] < math.MaxUint32 {
			f.counts[k]++
		}
	}
}

// RemoveBlocks takes out an article by the Blocks that it was counted by.
func (f *Furniture) RemoveBlocks(keys []uint64) {
	f.articles = max(f.articles-1, 0)
	for _, k := range keys {
		if f.counts[k]--; f.counts[k] == 0 || f.counts[k] == math.MaxUint32 {
			delete(f.counts, k)
		}
	}
}

// Merge adds the counts of other articles of the same source.
func (f *Furniture) Merge(other *Furniture) {
	f.articles += other.articles
	for k, n := range other.counts {
		f.counts[k] = uint32(min(uint64(f.counts[k])+uint64(n), math.MaxUint32))
	}
}

// Is reports whether a block of Blocks is furniture, by the articles counted
// so far.
func (f *Furniture) Is(key uint64) bool { return int(f.counts[key]) >= f.Threshold() }

// Threshold is the number of articles from which a block is furniture.
func (f *Furniture) Threshold() int {
	return max(minRepeats, int(math.Ceil(repeatShare*float64(f.articles))))
}

// Drop returns an article without its furniture, and how many paragraphs went.
// The others keep their numbers. An article of nothing else is left as it is.
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

// blockKey is the hash of a paragraph's masked text; ok is false for what is
// never counted.
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

// minRest is how many runes a text must have beside names for them to be
// masked: "【案例】" alone is no name.
const minRest = 10

// maskNames drops white space and masks digits and, in texts that say
// something else, names: after "@" up to punctuation, and in brackets.
func maskNames(s string) string {
	masked := mask(s, true)
	if utf8.RuneCountInString(masked) < minRest {
		return mask(s, false)
	}
	return masked
}

func mask(s string, names bool) string {
	var b strings.Builder
	var skip func(rune) bool // whether a rune still belongs to what is masked
	for _, r := range s {
		if skip != nil && skip(r) {
			continue
		}
		skip = nil
		switch {
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

func isName(r rune) bool { return !unicode.IsPunct(r) && !unicode.IsSymbol(r) }
