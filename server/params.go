package server

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/search/query"
)

// params reads the parameters of a request, and collects what is wrong with them.
// Each method returns a usable value even then, so that a page for readers can be
// shown where the API answers 400.
type params struct {
	values url.Values
	known  map[string]bool
	faults faultError
}

// strict reads a query string of the API.
func strict(raw string) *params {
	values, err := url.ParseQuery(raw)
	p := &params{values: values}
	if err != nil {
		p.fault("query string", "is not correctly percent-encoded")
	}
	return p
}

// lenient reads a query string that a person may have typed: what is not
// percent-encoded correctly is taken literally.
func lenient(raw string) *params {
	if len(raw) > MaxAddressBytes {
		raw = raw[:MaxAddressBytes]
		if i := strings.LastIndexByte(raw, '%'); i > len(raw)-3 {
			raw = raw[:i]
		}
	}
	values := url.Values{}
	for pair := range strings.SplitSeq(raw, "&") {
		name, value, _ := strings.Cut(pair, "=")
		values.Add(unescape(name), unescape(value))
	}
	return &params{values: values}
}

func unescape(s string) string {
	if out, err := url.QueryUnescape(s); err == nil {
		return out
	}
	return strings.ReplaceAll(s, "+", " ")
}

func (p *params) fault(name, format string, args ...any) {
	p.faults = append(p.faults, Fault{Parameter: cut(clean(name)), Detail: fmt.Sprintf(format, args...)})
}

// err is nil when every parameter was known and right.
func (p *params) err() error {
	for _, name := range slices.Sorted(maps.Keys(p.values)) {
		if !p.known[name] {
			p.fault(name, "is not a parameter here")
		}
	}
	if len(p.faults) == 0 {
		return nil
	}
	return p.faults
}

func (p *params) know(name string) {
	if p.known == nil {
		p.known = map[string]bool{}
	}
	p.known[name] = true
}

// one returns a parameter that may occur once; ok is false when it is missing.
func (p *params) one(name string) (value string, ok bool) {
	p.know(name)
	list := p.values[name]
	if len(list) == 0 {
		return "", false
	}
	if len(list) > 1 {
		p.fault(name, "stands %d times", len(list))
	}
	return list[0], true
}

// text returns a parameter as valid UTF-8, cut to the limits.
func (p *params) text(name string, runes, bytes int) string {
	s, _ := p.one(name)
	if err := query.CheckText(s); err != nil {
		p.fault(name, "is %v", err)
		s = strings.ToValidUTF8(s, "")
	}
	if isLonger(s, runes, bytes) {
		p.fault(name, "is longer than %d characters or %d bytes", runes, bytes)
		s = shorten(s, runes, bytes)
	}
	return s
}

func isLonger(s string, runes, bytes int) bool {
	return len(s) > bytes || utf8.RuneCountInString(s) > runes
}

// shorten cuts a text to a number of runes and of bytes.
func shorten(s string, runes, bytes int) string {
	n := 0
	for i, r := range s {
		if n == runes || i+utf8.RuneLen(r) > bytes {
			return s[:i]
		}
		n++
	}
	return s
}

func (p *params) number(name string, fallback, lowest, highest int) int {
	s, ok := p.one(name)
	if !ok {
		return fallback
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < lowest || n > highest || strings.HasPrefix(s, "+") {
		p.fault(name, "is not a number from %d to %d", lowest, highest)
		return fallback
	}
	return n
}

// beyond returns the page that an address asks for if it is after the last possible
// page, else 0.
func (p *params) beyond(size int) int {
	value, _ := p.one("page")
	n, err := strconv.Atoi(value)
	if err != nil || n <= search.MaxWindow/size {
		return 0
	}
	return n
}

func (p *params) flag(name string) bool {
	return p.choice(name, "false", "true") == "true"
}

// choice returns one of the allowed values, the first of which is the default.
func (p *params) choice(name string, allowed ...string) string {
	s, ok := p.one(name)
	if !ok {
		return allowed[0]
	}
	if !slices.Contains(allowed, s) {
		p.fault(name, "is none of %s", strings.Join(allowed, ", "))
		return allowed[0]
	}
	return s
}

// date returns a day, zero when the parameter is missing or empty.
func (p *params) date(name string) time.Time {
	s, _ := p.one(name)
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		p.fault(name, "is not a date as 2025-01-31")
	}
	return t
}

// list returns the values of a parameter that may occur several times.
func (p *params) list(name string) []string {
	p.know(name)
	var out []string
	if len(p.values[name]) > MaxFilterValues {
		p.fault(name, "stands more than %d times", MaxFilterValues)
	}
	for _, v := range p.values[name] {
		switch {
		case v == "" || slices.Contains(out, v):
		case len(out) == MaxFilterValues:
			return out
		default:
			if err := checkValue(v); err != nil {
				p.fault(name, "is %v", err)
				continue
			}
			out = append(out, v)
		}
	}
	return out
}

// checkValue returns an error unless a text can be the value of a filter.
func checkValue(v string) error {
	if utf8.RuneCountInString(v) > MaxFilterRunes {
		return fmt.Errorf("longer than %d characters", MaxFilterRunes)
	}
	return query.CheckText(v)
}

// noNUL returns an error that names the parameters with the character NUL. Pages
// forgive what comes with a paste, and no browser sends that.
func (p *params) noNUL() error {
	var faults faultError
	for _, name := range slices.Sorted(maps.Keys(p.values)) {
		if strings.Contains(name, "\x00") || slices.ContainsFunc(p.values[name], func(v string) bool { return strings.Contains(v, "\x00") }) {
			faults = append(faults, Fault{Parameter: cut(clean(name)), Detail: "has the control character U+0000"})
		}
	}
	if len(faults) == 0 {
		return nil
	}
	return faults
}

func (p *params) years() []int {
	var out []int
	for _, v := range p.list("year") {
		n, err := strconv.Atoi(v)
		if err != nil || n < 1 || n > 9999 {
			p.fault("year", "is not a year from 1 to 9999")
			continue
		}
		out = append(out, n)
	}
	return out
}

// request reads the parameters of a search that the API and the page have in common.
func (p *params) request(size int) search.Request {
	r := search.Request{
		Text:       p.text("q", search.MaxQueryRunes, search.MaxQueryBytes),
		Page:       p.number("page", 1, 1, maxPage),
		Size:       size,
		Sort:       sortOf(p.choice("sort", sortNames()...)),
		Categories: p.list("category"),
		Authors:    p.list("author"),
		Tags:       p.list("tag"),
		Years:      p.years(),
		From:       p.date("from"),
		To:         p.date("to"),
		Literal:    p.flag("literal"),
	}
	if r.Page*r.Size > search.MaxWindow {
		p.fault("page", "times size is above %d", search.MaxWindow)
		r.Page = 1
	}
	if !r.To.IsZero() && r.From.After(r.To) {
		p.fault("from", "is after to")
		r.From, r.To = r.To, r.From
	}
	return r
}

// sortNames are the names of orders, in the order of the values of engine.Sort.
func sortNames() []string { return []string{"relevance", "newest", "oldest", "views", "updated"} }

func sortOf(name string) engine.Sort { return engine.Sort(slices.Index(sortNames(), name)) }
