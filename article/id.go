package article

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/page"
)

// MaxIDBytes is the length of an id; a longer one is cut and made distinct by
// a hash of the whole.
const MaxIDBytes = 512

// newID checks an id. Ids are free text but for control characters, which
// would break lines of logs and reports.
func newID(id string) (string, error) {
	id = strings.TrimSpace(id)
	switch {
	case id == "":
		return "", fmt.Errorf("%w: it is empty", ErrID)
	case !utf8.ValidString(id):
		id = strings.ToValidUTF8(id, "\uFFFD")
	case strings.ContainsFunc(id, unicode.IsControl):
		return "", fmt.Errorf("%w: control characters in %.80q", ErrID, id)
	}
	if len(id) <= MaxIDBytes {
		return id, nil
	}
	sum := sha256.Sum256([]byte(id))
	suffix := "~" + hex.EncodeToString(sum[:16])
	return block.CutBytes(id, MaxIDBytes-len(suffix)) + suffix, nil
}

// pathID returns the id of a document that has none of its own: its path within the
// source without the extension, and without the numbers that Notion appends to
// every name.
func pathID(r Raw) string { return notionID.ReplaceAllString(stemOf(r), "$1$2") }

func stemOf(r Raw) string { return strings.TrimSuffix(r.Path, path.Ext(r.Path)) }

// notionID is what Notion appends to the name of a page that it exports.
var notionID = regexp.MustCompile(`([^/])[ _-][0-9a-f]{32}(/|$)`)

// pathNames returns the ids that a document can have by its path, from the shortest
// on. Each is for the case that other documents have all those before it.
func pathNames(r Raw) []string {
	var names []string
	for _, name := range []string{pathID(r), stemOf(r), r.Path} {
		if id, err := newID(name); err == nil && !slices.Contains(names, id) {
			names = append(names, id)
		}
	}
	return names
}

// dateOfName returns the day that the name of a file begins with, as in the names
// of posts of Jekyll and of diary pages: 2022-03-04-old-bridge.md, 2024_03_05.md. A
// name that is a month, such as 2024-03.md, counts as its first day. An index page has
// the day of its folder's name, and a file in folders of a year, a month and a day
// theirs: 2024/03/05/fog.md.
func dateOfName(name string) time.Time {
	folder, base := path.Dir(name), path.Base(name)
	stem := strings.TrimSuffix(base, path.Ext(base))
	day, _ := cutNameDate(base)
	if day.IsZero() {
		day = page.MonthOfName(stem)
	}
	if day.IsZero() && (strings.EqualFold(stem, "index") || strings.EqualFold(stem, "readme")) {
		day, _ = cutNameDate(path.Base(folder))
	}
	if m := dayFolders.FindStringSubmatch(folder); m != nil && day.IsZero() {
		day = page.ParseDate(m[1])
	}
	return day
}

// dayFolders are the folders of a year, a month and a day at the end of a path.
var dayFolders = regexp.MustCompile(`(?:^|/)((?:19|20)\d\d/[01]?\d/[0-3]?\d)$`)

// cutNameDate cuts a day off the beginning of a name.
func cutNameDate(name string) (time.Time, string) {
	day, rest := page.CutDate(strings.Replace(name, "_", "-", 2))
	if !day.IsZero() {
		rest = name[len(name)-len(rest):]
	} else if len(name) >= len(page.CompactDate) {
		day, _ = page.CutDate(name[:len(page.CompactDate)])
		rest = name[len(page.CompactDate):]
	}
	if next, _ := utf8.DecodeRuneInString(rest); day.IsZero() || unicode.IsDigit(next) {
		return time.Time{}, name
	}
	return day, rest
}

// titleOfName returns the title of an article that has none of its own: the name of
// the file without its date.
func titleOfName(id string) string {
	name := path.Base(id)
	if _, rest := cutNameDate(name); strings.Trim(rest, "-_ ") != "" {
		return strings.Trim(rest, "-_ ")
	}
	return name
}

// selfID returns the last element of the address of a document's original, when the
// file has the same name: the name then identifies the document wherever the file
// lies. A page ".../it/6171431.html" stored as "library/it/2025/01/6171431.md" has
// the id 6171431.
func selfID(r Raw, original string) string {
	name := path.Base(pathID(r))
	last := path.Base(strings.TrimRight(original, "/"))
	if original != "" && strings.TrimSuffix(last, path.Ext(last)) == name {
		return name
	}
	return ""
}
