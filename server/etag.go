package server

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/xunzhang/xunzhang/engine"
)

// cached returns a handler that answers 304 without searching when the client
// already has the response of this generation, and otherwise adds an ETag.
func (s *Server) cached(h handler) handler {
	return func(c *gin.Context) error {
		state, err := s.services.Finder.State(c.Request.Context())
		if err != nil {
			return err
		}
		access := accessOf(c)
		tag := s.tag(state, c.Request.URL.RequestURI(), access.categories...)
		c.Header("ETag", tag)
		c.Header("Cache-Control", revalidated(access))
		condition := strings.TrimSpace(c.GetHeader("If-None-Match"))
		if matches(condition, tag) {
			unchanged(c)
			return nil
		}
		c.Set(keyState, state)
		if condition == "*" {
			return unlessThere(c, h)
		}
		return h(c)
	}
}

// revalidated is the Cache-Control of an answer that caches ask about each time. One to a
// key is kept by no cache that several clients share.
func revalidated(a access) string {
	if a.key != "" {
		return "private, no-cache"
	}
	return "no-cache"
}

// unchanged answers 304.
func unchanged(c *gin.Context) {
	c.Writer.Header().Add("Vary", "Accept-Encoding") // as the whole response has it
	c.Status(http.StatusNotModified)
}

// unlessThere handles "If-None-Match: *", which matches any existing response: only
// the handler knows whether there is one.
func unlessThere(c *gin.Context, h handler) error {
	w := &heldWriter{ResponseWriter: c.Writer}
	c.Writer = w
	err := h(c)
	c.Writer = w.ResponseWriter
	if err != nil {
		return err
	}
	w.drop()
	unchanged(c)
	return nil
}

// tagContent adds an ETag made from the content of a body in memory, and discards the
// body when the client already has it. The tag is weak, because the body may be sent
// compressed or not.
func tagContent(c *gin.Context) {
	w, held := c.Writer.(*heldWriter)
	if !held || w.Status() != http.StatusOK || w.Header().Get("Cache-Control") == "no-store" {
		return
	}
	sum := sha256.Sum256(w.body.Bytes())
	tag := `W/"` + hex.EncodeToString(sum[:12]) + `"`
	c.Header("ETag", tag)
	if condition := strings.TrimSpace(c.GetHeader("If-None-Match")); condition == "*" || matches(condition, tag) {
		w.drop()
		unchanged(c)
	}
}

// tag is weak, because took_ms differs. Besides the generation it depends on when
// that was built, because a new index numbers its generations from 1 again, on the
// pages, and on the categories of a key.
func (s *Server) tag(state engine.State, uri string, categories ...string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %d %s %s %q %s", state.Generation, state.BuiltAt.UnixNano(),
		s.pages.Version(), s.config.Version, categories, uri))
	return `W/"` + hex.EncodeToString(sum[:12]) + `"`
}

// matches compares weakly, as the standard requires for If-None-Match.
func matches(header, tag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		part = strings.TrimSpace(part)
		if strings.TrimPrefix(part, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

// stamp removes the ETag when the response came from another generation than the one
// that the tag was made for, because one was published in between.
func stamp(c *gin.Context, generation int) {
	if stateOf(c).Generation != generation {
		c.Writer.Header().Del("ETag")
	}
}

// stateOf returns the state of the generation that cached has read.
func stateOf(c *gin.Context) engine.State {
	v, _ := c.Get(keyState)
	state, _ := v.(engine.State)
	return state
}
