package server

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"github.com/xunzhang/xunzhang/server/apidoc"
)

// A contract is the OpenAPI document, as answers are compared with it: as it is,
// and with every answer whole, which fields= makes the exception.
type contract struct{ any, whole *openapi3.T }

// theContract reads the document once for all tests.
var theContract = sync.OnceValues(func() (c contract, err error) {
	text, err := apidoc.Document("test", "http://localhost:8080")
	if err != nil {
		return c, err
	}
	if c.any, err = openapi3.NewLoader().LoadFromData(text); err != nil {
		return c, err
	}
	if c.whole, err = openapi3.NewLoader().LoadFromData(text); err != nil {
		return c, err
	}
	for _, item := range c.whole.Paths.Map() {
		if item.Get == nil {
			continue
		}
		if media := item.Get.Responses.Value("200").Value.Content["application/json"]; media != nil && len(media.Schema.Value.AnyOf) > 0 {
			media.Schema = media.Schema.Value.AnyOf[0]
		}
	}
	return c, nil
})

// checked is a handler whose every answer is compared with the document: that
// there is such an answer, its headers and its body. What no route takes, and
// what nobody is there to read, is none of the document's.
func checked(t testing.TB, next http.Handler) http.Handler {
	t.Helper()
	c, err := theContract()
	if err != nil {
		t.Fatal(err)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		record := &recorded{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(record, r)
		if err := c.check(r, record); err != nil {
			t.Errorf("%s %s: the answer %d is not as the document has it: %.2000s", r.Method, r.URL, record.status, err)
		}
	})
}

func (c contract) check(r *http.Request, got *recorded) error {
	spec := c.whole
	if strings.Contains(r.URL.RawQuery, "fields") {
		spec = c.any
	}
	path := templateOf(r.URL.Path)
	item := spec.Paths.Value(path)
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	if item == nil || got.status == statusClosed {
		return nil
	}
	o := item.GetOperation(method)
	if o == nil {
		if got.status != http.StatusMethodNotAllowed && got.status != http.StatusMisdirectedRequest && got.status != http.StatusForbidden {
			return &openapi3filter.ResponseError{Reason: "the document has no such method here"}
		}
		return nil
	}
	header := got.Header().Clone()
	options := &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true}
	kind, _, _ := strings.Cut(header.Get("Content-Type"), ";")
	if response := o.Responses.Status(got.status); response != nil && response.Value.Content.Get(kind) == nil && got.body.Len() > 0 {
		return &openapi3filter.ResponseError{Reason: "the document has no " + kind + " here"}
	}
	options.ExcludeResponseBody = r.Method == http.MethodHead || !strings.HasSuffix(kind, "/json") && !strings.HasSuffix(kind, "+json") || header.Get("Content-Encoding") != ""
	return openapi3filter.ValidateResponse(r.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r,
			Route: &routers.Route{Spec: spec, Path: path, PathItem: item, Method: method, Operation: o}},
		Status: got.status, Header: header, Body: io.NopCloser(bytes.NewReader(got.body.Bytes())), Options: options,
	})
}

// templateOf is the path of the document that an address belongs to.
func templateOf(path string) string {
	for prefix, template := range map[string]string{"/articles/": "/articles/{id}", "/api/v1/articles/": "/api/v1/articles/{id}", "/assets/": "/assets/{name}"} {
		if strings.HasPrefix(path, prefix) && path != prefix {
			return template
		}
	}
	return path
}

// A recorded answer is a copy that is kept while the answer is sent.
type recorded struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (r *recorded) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorded) Write(b []byte) (int, error) {
	r.body.Write(b)
	return r.ResponseWriter.Write(b)
}

// Flush and Unwrap let handlers reach what is below.
func (r *recorded) Flush() {
	if f, ok := r.ResponseWriter.(http.Flusher); ok {
		f.Flush()
	}
}

func (r *recorded) Unwrap() http.ResponseWriter { return r.ResponseWriter }
