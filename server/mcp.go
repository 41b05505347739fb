package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/gin-gonic/gin"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/xunzhang/xunzhang/mcp"
	"github.com/xunzhang/xunzhang/search"
)

// mcpAccess is the key of an access in the context of a request to /mcp.
type mcpAccess struct{}

// newMCP returns the handler of /mcp. It has no sessions: each message is answered
// by itself. Host and origin are checked by the server's own middleware.
func (s *Server) newMCP() http.Handler {
	schemas := sdk.NewSchemaCache()
	library := func(r *http.Request) *sdk.Server {
		a, _ := r.Context().Value(mcpAccess{}).(access)
		l := mcp.Library{BaseURL: s.config.BaseURL, Version: s.config.Version, Logger: s.config.Logger, Schemas: schemas}
		finder, reader := s.servicesFor(a)
		l.Finder = timely{finder, reader}
		if a.reads {
			l.Reader = timely{finder, reader}
		}
		return mcp.NewServer(l)
	}
	return sdk.NewStreamableHTTPHandler(library, &sdk.StreamableHTTPOptions{Stateless: true, JSONResponse: true, DisableLocalhostProtection: true})
}

// apiMCP answers a message of the Model Context Protocol. Its body is read before
// it takes a place, as in apiAnalyze.
func (s *Server) apiMCP(c *gin.Context) error {
	for _, kind := range []string{kindJSON, kindEvents} { // the protocol wants both
		if !accepts(c.Request.Header, kind) {
			return fmt.Errorf("%w: it is %s or %s", errAccept, kindJSON, kindEvents)
		}
	}
	body, err := readMessage(c.Request)
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "no-store")
	return s.limited(func(*gin.Context) int { return messageCost(body) }, func(c *gin.Context) error {
		r := c.Request.WithContext(context.WithValue(c.Request.Context(), mcpAccess{}, accessOf(c)))
		r.Body = io.NopCloser(bytes.NewReader(body))
		s.mcp.ServeHTTP(c.Writer, r)
		return nil
	})(c)
}

// readMessage reads a body that is one message. A batch of them, which older versions of
// the protocol have, would be any number of searches in one request. A member that
// stands twice could be one thing for messageCost and another for a tool.
func readMessage(r *http.Request) ([]byte, error) {
	body, err := readBytes(r)
	if err != nil {
		return nil, err
	}
	switch {
	case !json.Valid(body):
		err = errors.New("it is not JSON")
	case !bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("{")):
		err = errors.New("it is not an object")
	default:
		err = checkMembers(json.NewDecoder(bytes.NewReader(body)))
	}
	if err != nil {
		return nil, fmt.Errorf("%w: want one message of JSON-RPC: %w", errBody, err)
	}
	return body, nil
}

// A timely finder and reader sets the deadline of a search itself, because the
// library for the protocol calls it with a context of its own.
type timely struct {
	finder Finder
	reader Reader
}

// Search implements mcp.Finder.
func (t timely) Search(ctx context.Context, r search.Request) (*search.Response, error) {
	ctx, cancel := context.WithTimeout(ctx, SearchTime)
	defer cancel()
	return t.finder.Search(ctx, r)
}

// Article implements mcp.Reader.
func (t timely) Article(ctx context.Context, id, query string) (*search.ArticlePage, error) {
	ctx, cancel := context.WithTimeout(ctx, SearchTime)
	defer cancel()
	return t.reader.Article(ctx, id, query)
}

// Related implements mcp.Reader.
func (t timely) Related(ctx context.Context, id string, n int) ([]search.RelatedArticle, error) {
	ctx, cancel := context.WithTimeout(ctx, SearchTime)
	defer cancel()
	return t.reader.Related(ctx, id, n)
}
