package server

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/xunzhang/xunzhang/server/apidoc"
)

// A reference is the description of the API, for programs and for people.
type reference struct {
	openapi []byte // JSON
	page    []byte // HTML
}

func newReference(c Config) (r reference, err error) {
	if r.openapi, err = apidoc.Document(c.Version, c.BaseURL); err != nil {
		return r, err
	}
	r.page, err = apidoc.Page(r.openapi)
	return r, err
}

// fixed answers with a body that changes only with the program.
func fixed(kind string, body []byte) handler {
	return func(c *gin.Context) error {
		c.Header("Cache-Control", "public, max-age=3600")
		c.Data(http.StatusOK, kind, body)
		return nil
	}
}
