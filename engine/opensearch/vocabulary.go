package opensearch

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/engine"
)

// The vocabulary of a generation holds every term of every field with the
// number of live parts that hold it. It is written at publish, in blocks that
// are documents of the side index, so that frequencies are those of the whole
// index, exact whatever the shards and whatever has been deleted; a search
// reads the few blocks that its terms lie in, all in one request.

// blockTerms is how many terms a block holds at most.
const blockTerms = 4096

// An entry is a term with the number of parts that hold it.
type entry struct {
	term  string
	parts int
}

// A blockInfo is where a block begins.
type blockInfo struct {
	Field engine.Field `json:"field"`
	First []byte       `json:"first"` // its first term
}

// A vocabulary finds the terms of a generation.
type vocabulary struct {
	e      *Engine
	token  string // of the generation
	blocks []blockInfo
}

// blockID names the document of a block.
func blockID(token string, n int) string { return fmt.Sprintf("%s-terms-%d", token, n) }

// encodeBlock writes entries in ascending order: how many bytes a term shares with
// the one before, the other bytes, the count.
func encodeBlock(entries []entry) []byte {
	var b []byte
	before := ""
	for _, e := range entries {
		n := 0
		for n < len(before) && n < len(e.term) && before[n] == e.term[n] {
			n++
		}
		b = binary.AppendUvarint(b, uint64(n))
		b = binary.AppendUvarint(b, uint64(len(e.term)-n))
		b = append(b, e.term[n:]...)
		b = binary.AppendUvarint(b, uint64(e.parts))
		before = e.term
	}
	return b
}

func decodeBlock(b []byte) ([]entry, error) {
	r := reader{b: b}
	entries := make([]entry, 0, blockTerms)
	before := ""
	for len(r.b) > 0 {
		n := r.number()
		if n > len(before) {
			r.err = errStreams
		}
		if r.err != nil {
			break
		}
		term := before[:n] + string(r.bytes(r.number()))
		entries = append(entries, entry{term, r.number()})
		before = term
	}
	if r.err != nil {
		return nil, fmt.Errorf("a block of the vocabulary: %w: %w", engine.ErrDamaged, r.err)
	}
	return entries, nil
}

// at is the block that a term lies in if it lies in any, -1 for none.
func (v *vocabulary) at(f engine.Field, term string) int {
	i, exact := slices.BinarySearchFunc(v.blocks, entryKey{f, term}, func(b blockInfo, k entryKey) int {
		if b.Field != k.field {
			return strings.Compare(string(b.Field), string(k.field))
		}
		return strings.Compare(string(b.First), k.term)
	})
	if exact {
		return i
	}
	if i == 0 || v.blocks[i-1].Field != f {
		return -1
	}
	return i - 1
}

type entryKey struct {
	field engine.Field
	term  string
}

// inMemory says whether blocks can be read without asking the cluster.
func (v *vocabulary) inMemory(numbers []int) bool {
	return !slices.ContainsFunc(numbers, func(n int) bool {
		_, ok := v.e.blocks.get(blockID(v.token, n))
		return !ok
	})
}

// read returns blocks, those that are not in memory with one request.
func (v *vocabulary) read(ctx context.Context, numbers []int) (map[int][]entry, error) {
	blocks := make(map[int][]entry, len(numbers))
	var ids []string
	missing := map[string]int{}
	for _, n := range numbers {
		id := blockID(v.token, n)
		if b, ok := v.e.blocks.get(id); ok {
			blocks[n] = b
			continue
		}
		if _, ok := missing[id]; !ok {
			missing[id] = n
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return blocks, nil
	}
	data, err := v.e.sideData(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("vocabulary: %w", err)
	}
	for i, id := range ids {
		plain, err := v.e.codec.expand(data[i])
		if err != nil {
			return nil, fmt.Errorf("vocabulary: document %s: %w: %w", id, engine.ErrDamaged, err)
		}
		b, err := decodeBlock(plain)
		if err != nil {
			return nil, err
		}
		v.e.blocks.put(id, b, 48*len(b)+3*len(plain))
		blocks[missing[id]] = b
	}
	return blocks, nil
}

// frequencies returns for each term in how many parts it occurs, and whether the
// cluster had to be asked.
func (v *vocabulary) frequencies(ctx context.Context, terms []engine.Term) (counts []int, asked bool, err error) {
	at := make([]int, len(terms))
	var wanted []int
	for i, t := range terms {
		if at[i] = v.at(t.Field, t.Text); at[i] >= 0 {
			wanted = append(wanted, at[i])
		}
	}
	asked = !v.inMemory(wanted)
	blocks, err := v.read(ctx, wanted)
	if err != nil {
		return nil, asked, err
	}
	out := make([]int, len(terms))
	for i, t := range terms {
		if at[i] < 0 {
			continue
		}
		b := blocks[at[i]]
		if n, ok := slices.BinarySearchFunc(b, t.Text, func(e entry, s string) int { return strings.Compare(e.term, s) }); ok {
			out[i] = b[n].parts
		}
	}
	return out, asked, nil
}

// spellingBlocks are the first blocks of spellings, as many as one request reads.
func (v *vocabulary) spellingBlocks() []int {
	var numbers []int
	for i, b := range v.blocks {
		if slices.Contains(spellings(), b.Field) && len(numbers) < getMost {
			numbers = append(numbers, i)
		}
	}
	return numbers
}

// readAhead is how many blocks a walk reads with one request.
const readAhead = 32

// walk calls fn for every term of a field that begins with prefix, in order,
// until it returns false.
func (v *vocabulary) walk(ctx context.Context, f engine.Field, prefix string, fn func(term string, parts int) bool) error {
	first := v.at(f, prefix)
	if first < 0 {
		first = slices.IndexFunc(v.blocks, func(b blockInfo) bool { return b.Field == f })
	}
	if first < 0 {
		return ctx.Err()
	}
	step := 1 // a prefix rarely reaches beyond a block
	for at := first; at < len(v.blocks); at, step = at+step, readAhead {
		var wanted []int
		for i := at; i < min(at+step, len(v.blocks)) && v.within(i, f, prefix, first); i++ {
			wanted = append(wanted, i)
		}
		if len(wanted) == 0 {
			break
		}
		blocks, err := v.read(ctx, wanted)
		if err != nil {
			return err
		}
		for _, i := range wanted {
			if done, err := walkBlock(ctx, blocks[i], prefix, fn); done || err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// entries are all terms of a field in order.
func (v *vocabulary) entries(ctx context.Context, f engine.Field) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		ended := false
		err := v.walk(ctx, f, "", func(term string, parts int) bool {
			ended = !yield(entry{term, parts}, nil)
			return !ended
		})
		if err != nil && !ended {
			yield(entry{}, err)
		}
	}
}

// within says whether a block may hold terms with a prefix. Block first may,
// whatever it begins with.
func (v *vocabulary) within(i int, f engine.Field, prefix string, first int) bool {
	b := v.blocks[i]
	return b.Field == f && (i == first || strings.HasPrefix(string(b.First), prefix) || string(b.First) < prefix)
}

func walkBlock(ctx context.Context, entries []entry, prefix string, fn func(string, int) bool) (done bool, err error) {
	first, _ := slices.BinarySearchFunc(entries, prefix, func(e entry, s string) int { return strings.Compare(e.term, s) })
	for _, e := range entries[first:] {
		if err := ctx.Err(); err != nil {
			return true, err
		}
		if !strings.HasPrefix(e.term, prefix) || !fn(e.term, e.parts) {
			return true, nil
		}
	}
	return false, nil
}

// writeVocabulary stores the vocabulary that is made of old (nil for none) and the
// counts, and where its blocks begin.
func (e *Engine) writeVocabulary(ctx context.Context, m *manifest, c *counts, old *vocabulary) error {
	b := e.newBulk(e.o.sideName())
	m.Blocks = 0
	infos, err := c.merge(ctx, old, func(block []byte) error {
		id := blockID(m.Token, m.Blocks)
		m.Blocks++
		return b.index(ctx, id, id, sideDoc{Kind: kindChunk, Token: m.Token, Data: e.codec.compress(block)})
	})
	if err == nil {
		err = b.flush(ctx)
	}
	if err != nil {
		return fmt.Errorf("vocabulary: %w", err)
	}
	text, err := json.Marshal(infos)
	if err != nil {
		return fmt.Errorf("vocabulary: %w", err)
	}
	m.Vocabulary, err = e.writeFile(ctx, m.Token, m.Token+"-vocabulary", text)
	return err
}

func (e *Engine) openVocabulary(ctx context.Context, m *manifest) (*vocabulary, error) {
	text, err := e.readFile(ctx, m.Vocabulary)
	if err != nil {
		return nil, fmt.Errorf("vocabulary of generation %d: %w", m.Number, err)
	}
	v := &vocabulary{e: e, token: m.Token}
	if err := json.Unmarshal(text, &v.blocks); err != nil {
		return nil, fmt.Errorf("vocabulary of generation %d: %w: %w", m.Number, engine.ErrDamaged, err)
	}
	if len(v.blocks) != m.Blocks {
		return nil, fmt.Errorf("vocabulary of generation %d: %w: %d blocks instead of %d", m.Number, engine.ErrDamaged, len(v.blocks), m.Blocks)
	}
	return v, nil
}
