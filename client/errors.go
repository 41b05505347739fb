package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// Sentinels for errors.Is: which one an *Error matches depends on its HTTP status.
var (
	ErrBadRequest   = errors.New("the request is wrong")                 // 400, 413, 414, 422, 431
	ErrUnauthorized = errors.New("the key is missing or not good")       // 401
	ErrForbidden    = errors.New("the key does not allow this")          // 403
	ErrNotFound     = errors.New("there is no such article")             // 404
	ErrTooMany      = errors.New("too many requests")                    // 429
	ErrUnavailable  = errors.New("the server is busy, starting or away") // 502, 503
	ErrTimeout      = errors.New("the search took too long")             // 504
)

// ErrChanged says that the index changed between two pages, so that further results
// might be repeated or missing. Start again from the first page. An *Error with
// status 409, for a query with a Cursor, matches it too.
var ErrChanged = errors.New("the index changed between two pages")

// An Error is an error answer of the server, an RFC 9457 problem.
type Error struct {
	Status     int           `json:"status"`
	Code       string        `json:"code"` // stable, such as "bad_parameter"
	Title      string        `json:"title"`
	Detail     string        `json:"detail"`
	Faults     []Fault       `json:"errors"` // wrong parameters by name
	RequestID  string        `json:"request_id"`
	RetryAfter time.Duration `json:"-"` // 0 when the server does not say
}

// A Fault names a parameter and what is wrong with it.
type Fault struct {
	Parameter string `json:"parameter"`
	Detail    string `json:"detail"`
}

// Error returns what the server said.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %s", e.Status, e.Detail)
	if e.Code != "" {
		fmt.Fprintf(&b, " (%s, request %s)", e.Code, e.RequestID)
	}
	return b.String()
}

// Is compares with the sentinels.
func (e *Error) Is(target error) bool {
	switch e.Status {
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusRequestURITooLong,
		http.StatusUnprocessableEntity, http.StatusRequestHeaderFieldsTooLarge:
		return target == ErrBadRequest
	case http.StatusUnauthorized:
		return target == ErrUnauthorized
	case http.StatusForbidden:
		return target == ErrForbidden
	case http.StatusNotFound:
		return target == ErrNotFound
	case http.StatusConflict:
		return target == ErrChanged
	case http.StatusTooManyRequests:
		return target == ErrTooMany
	case http.StatusBadGateway, http.StatusServiceUnavailable:
		return target == ErrUnavailable
	case http.StatusGatewayTimeout:
		return target == ErrTimeout
	}
	return false
}

// again reports whether the same request may succeed later. A search that took too
// long would take as long again.
func (e *Error) again() bool { return errors.Is(e, ErrTooMany) || errors.Is(e, ErrUnavailable) }

// refusal turns an error answer into an *Error, and closes its body. The answer of
// a proxy in between has another form, of which only the status is used.
func refusal(resp *http.Response) *Error {
	defer resp.Body.Close()
	e := &Error{}
	text, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil || json.Unmarshal(text, e) != nil || e.Code == "" {
		*e = Error{Detail: http.StatusText(resp.StatusCode)}
	}
	e.Status, e.RetryAfter = resp.StatusCode, seconds(resp.Header.Get("Retry-After"))
	return e
}
