package server

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
)

// errAccept says that the header Accept excludes the only form that an answer has.
var errAccept = errors.New("the header Accept excludes the answer")

// Media types of answers of the API.
const (
	kindJSON        = "application/json"
	kindLines       = "application/x-ndjson"
	kindSuggestions = "application/x-suggestions+json"
	kindEvents      = "text/event-stream"
)

// negotiated wraps a handler of the API, and refuses requests that accept none of the
// media types of its answers (RFC 9110, 12.5.1): a client that expects another form
// could not read them. Errors are problems in JSON whatever is accepted.
func negotiated(h handler, kinds ...string) handler {
	return func(c *gin.Context) error {
		if !slices.ContainsFunc(kinds, func(kind string) bool { return accepts(c.Request.Header, kind) }) {
			return fmt.Errorf("%w: it is %s", errAccept, kinds[0])
		}
		return h(c)
	}
}

// negotiatedSuggestions is negotiated for completions, whose form a parameter chooses.
func negotiatedSuggestions(h handler) handler {
	return func(c *gin.Context) error {
		kind := kindJSON
		if lenient(c.Request.URL.RawQuery).values.Get("format") == "opensearch" {
			kind = kindSuggestions
		}
		return negotiated(h, kind)(c)
	}
}

// accepts reports whether the header Accept includes a media type. Of the ranges that
// match it the most specific one decides, and excludes it with a quality of 0. Without
// the header, or with nothing valid in it, everything is accepted.
func accepts(h http.Header, kind string) bool {
	main, _, _ := strings.Cut(kind, "/")
	specificity := map[string]int{"*/*": 1, main + "/*": 2, kind: 3}
	said, deciding, quality := false, 0, 0.0
	for element := range strings.SplitSeq(strings.Join(h.Values("Accept"), ","), ",") {
		of, parameters, err := mime.ParseMediaType(element)
		if err != nil || !strings.Contains(of, "/") {
			continue
		}
		said = true
		switch n := specificity[of]; {
		case n > deciding:
			deciding, quality = n, qualityOf(parameters)
		case n > 0 && n == deciding:
			quality = max(quality, qualityOf(parameters))
		}
	}
	return !said || quality > 0
}

// qualityOf is the weight of a media range, 1 when it has none.
func qualityOf(parameters map[string]string) float64 {
	q, err := strconv.ParseFloat(parameters["q"], 64)
	if err != nil {
		return 1
	}
	return q
}
