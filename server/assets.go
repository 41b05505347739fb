package server

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// asset serves a file that pages link to. Its name changes with its content.
func (s *Server) asset(c *gin.Context) error {
	a, ok := s.pages.Asset(c.Param("name")[1:])
	if !ok {
		return errRoute
	}
	c.Header("Cache-Control", "public, max-age=31536000, immutable")
	c.Data(http.StatusOK, a.Type, a.Body)
	return nil
}

// icon serves an icon under the name by which browsers ask for it.
func (s *Server) icon(name string) handler {
	return func(c *gin.Context) error {
		a, err := s.pages.Icon(name)
		if err != nil {
			return err
		}
		c.Header("Cache-Control", "public, max-age=86400")
		c.Data(http.StatusOK, a.Type, a.Body)
		return nil
	}
}
