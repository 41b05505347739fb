package server

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/xunzhang/xunzhang/engine"
)

// cached answers 304 without searching when the client has the answer of this
// generation already, and tags the answer otherwise.
func (s *Server) cached(h handler) handler {
	return func(c *gin.Context) error {
		state, err := s.services.Finder.State(c.Request.Context())
		if err != nil {
			return err
		}
		tag := s.tag(state, c.Request.URL.RequestURI())
		c.Header("ETag", tag)
		c.Header("Cache-Control", "no-cache")
		if matches(c.GetHeader("If-None-Match"), tag) {
			c.Header("Vary", "Accept-Encoding") // as the answer has it
			c.Status(304)
			return nil
		}
		c.Set(keyState, state)
		return h(c)
	}
}

// tag is weak, for took_ms differs. Besides the generation it depends on when
// that was built, for numbers begin anew in a new index, and on the pages.
func (s *Server) tag(state engine.State, uri string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %d %s %s %s", state.Generation, state.BuiltAt.UnixNano(),
		s.pages.Version(), s.config.Version, uri))
	return `W/"` + hex.EncodeToString(sum[:12]) + `"`
}

// matches compares weakly, as If-None-Match wants it.
func matches(header, tag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		part = strings.TrimSpace(part)
		if part == "*" || strings.TrimPrefix(part, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

// stamp takes the tag away when the answer came from another generation than
// the one that it was made for: one was published in between.
func stamp(c *gin.Context, generation int) {
	if stateOf(c).Generation != generation {
		c.Writer.Header().Del("ETag")
	}
}

// stateOf is the state that cached asked for.
func stateOf(c *gin.Context) engine.State {
	v, _ := c.Get(keyState)
	state, _ := v.(engine.State)
	return state
}
