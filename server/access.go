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
	errScope   = errors.New("the key does not allow this")
	errNobody  = errors.New("some scopes are not public, and there is no file of keys: nobody could come in")
	errMCP     = errors.New("/mcp needs a file of keys: nobody comes in without one")
	errPrivate = errors.New("there is no such scope to protect")
)

// keyAccess is the key of a request's access in a gin context.
const keyAccess = "xunzhang.access" // access

// An access is as whom a request comes: with a key, or as one of everybody.
type access struct {
	key        string   // id of the key, "" for none
	reads      bool     // whether the key allows to read
	categories []string // of the articles that exist for it; nil for all
}

func accessOf(c *gin.Context) access {
	v, _ := c.Get(keyAccess)
	a, _ := v.(access)
	return a
}

// checkAccess refuses a configuration that nobody could come in with.
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

// isPublic reports whether everybody has a scope.
func (s *Server) isPublic(scope apikey.Scope) bool {
	return scope != apikey.Admin && !slices.Contains(s.config.Protected, scope)
}

// allowed is a handler for whoever has a scope.
func (s *Server) allowed(scope apikey.Scope, h handler) handler {
	return func(c *gin.Context) error {
		if err := s.enter(c, scope, s.isPublic(scope)); err != nil {
			return err
		}
		return h(c)
	}
}

// keyed is a handler for whoever has a key with a scope, whatever everybody has.
func (s *Server) keyed(scope apikey.Scope, h handler) handler {
	return func(c *gin.Context) error {
		if err := s.enter(c, scope, false); err != nil {
			return err
		}
		return h(c)
	}
}

// enter finds out as whom a request comes, and whether it may have a scope that
// is public or not. A key that is not good is never taken for none, so that its
// holder hears of it; and one that is bound to categories stays bound where
// others are not.
func (s *Server) enter(c *gin.Context, scope apikey.Scope, public bool) error {
	if s.config.Keys != nil {
		c.Writer.Header().Add("Vary", "Authorization")
	}
	token, sent := bearer(c.GetHeader("Authorization"))
	if !sent {
		if public {
			return nil
		}
		c.Header("WWW-Authenticate", `Bearer realm="xunzhang"`)
		return fmt.Errorf("%w: no key was sent", errNoKey)
	}
	if s.config.Keys == nil {
		return s.refuseKey(c, apikey.ErrUnknown)
	}
	key, err := s.config.Keys.Find(token)
	if err != nil {
		return s.refuseKey(c, err)
	}
	c.Set(keyAccess, access{key: key.ID, reads: key.Allows(apikey.Read), categories: key.Categories})
	if !public && !key.Allows(scope) {
		return lacks(c, scope)
	}
	return nil
}

func (s *Server) refuseKey(c *gin.Context, err error) error {
	c.Header("WWW-Authenticate", fmt.Sprintf(`Bearer realm="xunzhang", error="invalid_token", error_description="%s"`, err))
	return fmt.Errorf("%w: %w", errBadKey, err)
}

// lacks is the answer to a key without a scope.
func lacks(c *gin.Context, scope apikey.Scope) error {
	c.Header("WWW-Authenticate", fmt.Sprintf(`Bearer realm="xunzhang", error="insufficient_scope", scope="%s"`, scope))
	return fmt.Errorf("%w: it lacks the scope %s", errScope, scope)
}

// bearer is the token of an Authorization header (RFC 6750). Other schemes are
// those of a proxy in front, and none of ours.
func bearer(header string) (token string, ok bool) {
	scheme, rest, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return "", false
	}
	return strings.TrimSpace(rest), true
}

// servicesFor are what answers searches and gives articles: for a key that is
// bound to categories, as if there were no others.
func (s *Server) servicesFor(a access) (Finder, Reader) {
	if len(a.categories) == 0 {
		return s.services.Finder, s.services.Reader
	}
	r := restricted{s.services.Finder, s.services.Reader, a.categories}
	return r, r
}

// finder is what answers a request's searches.
func (s *Server) finder(c *gin.Context) Finder {
	finder, _ := s.servicesFor(accessOf(c))
	return finder
}

// reader is what gives a request's articles.
func (s *Server) reader(c *gin.Context) Reader {
	_, reader := s.servicesFor(accessOf(c))
	return reader
}

// unrestricted is a handler that tells of the whole index, which is none of the
// business of a key that is bound to categories.
func unrestricted(h handler) handler {
	return func(c *gin.Context) error {
		if len(accessOf(c).categories) > 0 {
			return fmt.Errorf("%w: it is bound to categories", errScope)
		}
		return h(c)
	}
}
