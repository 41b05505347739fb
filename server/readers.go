package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/xunzhang/xunzhang/search"
)

// Readers counts what readers search for on the pages. Its methods must return at
// once. A querystats.Counter is one.
type Readers interface {
	Searched(reader, text string, found int)
	Opened(reader, text string)
}

// noteSearch counts a search of which a reader sees the first page. Requests with a
// key for some categories search a smaller index, and do not count.
func (s *Server) noteSearch(c *gin.Context, r search.Request, found *search.Response) {
	if s.notes(c) && r.Page == 1 {
		s.config.Readers.Searched(clientOf(ipOf(c)).String(), r.Text, found.Total)
	}
}

// noteOpened counts an article that a reader opens from the results of a search.
func (s *Server) noteOpened(c *gin.Context, text string) {
	if text != "" && s.notes(c) {
		s.config.Readers.Opened(clientOf(ipOf(c)).String(), text)
	}
}

func (s *Server) notes(c *gin.Context) bool {
	return s.config.Readers != nil && c.Request.Method == http.MethodGet && len(accessOf(c).categories) == 0
}
