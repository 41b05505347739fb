package server

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/xunzhang/xunzhang/apikey"
)

// Errors of access.
var (
	errNoKey   = errors.New("this needs a key")
	errBadKey  = errors.New("the key is not good")
	errKeys    = errors.New("the header Authorization stands more than once") // a proxy may have checked another than we would
	errScope   = errors.New("the key does not allow this")
	errNobody  = errors.New("some scopes are not public, but there is no file of keys: no request could use them")
	errMCP     = errors.New("/mcp needs a file of keys: it answers only requests with a key")
	errPrivate = errors.New("there is no such scope to protect")
)

// keyAccess is the key of a request's access in the gin context.
const keyAccess = "xunzhang.access" // access

// keySent is the key, in the gin context, of the API key that came with the
// request.
const keySent = "xunzhang.sent" // sentKey

// An access is what a request may do: that of its API key, or what everybody may.
type access struct {
	key        string   // id of the key, "" for none
	reads      bool     // whether the key has the scope to read
	categories []string // whose articles it can see; nil for all
}

func accessOf(c *gin.Context) access {
	v, _ := c.Get(keyAccess)
	a, _ := v.(access)
	return a
}

// checkAccess rejects a configuration with which nobody could use the server.
func checkAccess(c Config) error {
	for _, scope := range c.Protected {
		if scope != apikey.Search && scope != apikey.Read {
			return fmt.Errorf("%w: %q", errPrivate, scope)
		}
	}
	if len(c.Protected) > 0 && c.Keys == nil {
		return errNobody
	}
	if c.MCP && c.Keys == nil {
		return errMCP
	}
	return nil
}

// isPublic reports whether a scope needs no key.
func (s *Server) isPublic(scope apikey.Scope) bool {
	return scope != apikey.Admin && !slices.Contains(s.config.Protected, scope)
}

// allowed wraps a handler that needs a scope.
func (s *Server) allowed(scope apikey.Scope, h handler) handler {
	return func(c *gin.Context) error {
		if err := s.enter(c, scope, s.isPublic(scope)); err != nil {
			return err
		}
		return h(c)
	}
}

// keyed wraps a handler that needs a key with a scope, even when the scope is
// public.
func (s *Server) keyed(scope apikey.Scope, h handler) handler {
	return func(c *gin.Context) error {
		if err := s.enter(c, scope, false); err != nil {
			return err
		}
		return h(c)
	}
}

// enter finds out what a request may do, and returns an error unless it has the
// scope, which may be public. An invalid key is an error and does not count as
// none, so that its holder learns of it. A key that is restricted to categories
// stays restricted where no key is needed.
func (s *Server) enter(c *gin.Context, scope apikey.Scope, public bool) error {
	if s.config.Keys != nil {
		c.Writer.Header().Add("Vary", "Authorization")
	}
	sent := s.keyOf(c)
	if !sent.sent {
		if public {
			return nil
		}
		c.Header("WWW-Authenticate", `Bearer realm="xunzhang"`)
		return fmt.Errorf("%w: no key was sent", errNoKey)
	}
	if sent.err != nil {
		return s.refuseKey(c, sent.err)
	}
	key := sent.key
	c.Set(keyAccess, access{key: key.ID, reads: key.Allows(apikey.Read), categories: key.Categories})
	if !public && !key.Allows(scope) {
		return lacks(c, scope)
	}
	return nil
}

// A sentKey is the key that came with a request.
type sentKey struct {
	sent bool
	key  apikey.Key
	err  error // why it is invalid
}

func (k sentKey) good() bool { return k.sent && k.err == nil }

// keyOf returns the key that came with a request. It is looked up once for each
// request.
func (s *Server) keyOf(c *gin.Context) sentKey {
	if v, ok := c.Get(keySent); ok {
		known, _ := v.(sentKey)
		return known
	}
	var k sentKey
	token, ok := bearer(c.GetHeader("Authorization"))
	switch k.sent = ok; {
	case len(c.Request.Header.Values("Authorization")) > 1:
		k.sent, k.err = true, errKeys
	case !ok:
	case s.config.Keys == nil:
		k.err = apikey.ErrUnknown
	default:
		k.key, k.err = s.config.Keys.Find(token)
	}
	c.Set(keySent, k)
	return k
}

func (s *Server) refuseKey(c *gin.Context, err error) error {
	c.Header("WWW-Authenticate", fmt.Sprintf(`Bearer realm="xunzhang", error="invalid_token", error_description="%s"`, err))
	return fmt.Errorf("%w: %w", errBadKey, err)
}

// lacks returns the error for a key without a scope.
func lacks(c *gin.Context, scope apikey.Scope) error {
	c.Header("WWW-Authenticate", fmt.Sprintf(`Bearer realm="xunzhang", error="insufficient_scope", scope="%s"`, scope))
	return fmt.Errorf("%w: it lacks the scope %s", errScope, scope)
}

// bearer returns the token of an Authorization header (RFC 6750). Other schemes
// belong to a proxy in front of the server, and are ignored.
func bearer(header string) (token string, ok bool) {
	scheme, rest, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return "", false
	}
	return strings.TrimSpace(rest), true
}

// servicesFor returns what answers searches and reads articles. For a key that is
// restricted to categories, it behaves as if there were no other articles.
func (s *Server) servicesFor(a access) (Finder, Reader) {
	if len(a.categories) == 0 {
		return s.services.Finder, s.services.Reader
	}
	r := restricted{s.services.Finder, s.services.Reader, a.categories}
	return r, r
}

// finder returns what answers the searches of a request.
func (s *Server) finder(c *gin.Context) Finder {
	finder, _ := s.servicesFor(accessOf(c))
	return finder
}

// reader returns what reads articles for a request.
func (s *Server) reader(c *gin.Context) Reader {
	_, reader := s.servicesFor(accessOf(c))
	return reader
}

// unrestricted wraps a handler whose answer covers the whole index, and refuses
// keys that are restricted to categories.
func unrestricted(h handler) handler {
	return func(c *gin.Context) error {
		if len(accessOf(c).categories) > 0 {
			return fmt.Errorf("%w: it is bound to categories", errScope)
		}
		return h(c)
	}
}
