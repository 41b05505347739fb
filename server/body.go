package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"
)

// readBody decodes a body that is one object with known members, each of which stands
// once, and nothing else. want shows an example of it, for errors.
func readBody(r *http.Request, to any, want string) error {
	body, err := readBytes(r)
	if err != nil {
		return err
	}
	if err := decodeObject(body, to); err != nil {
		return fmt.Errorf("%w: want %s: %w", errBody, want, err)
	}
	return nil
}

// readBytes reads a body that has no content coding.
func readBytes(r *http.Request) ([]byte, error) {
	if coding := r.Header.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return nil, fmt.Errorf("%w: %q", errCoding, coding)
	}
	body, err := io.ReadAll(r.Body)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, fmt.Errorf("%w: more than %d bytes", errTooLarge, large.Limit)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errBody, err)
	}
	return body, nil
}

func decodeObject(body []byte, to any) error {
	if !utf8.Valid(body) {
		return errors.New("it is not UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(to); err != nil {
		return err
	}
	if _, after := d.Token(); after != io.EOF {
		return errors.New("something follows the object")
	}
	return checkMembers(json.NewDecoder(bytes.NewReader(body)))
}

// checkMembers reads a value that is valid JSON, and returns an error when an object
// has a member twice; encoding/json would take the last one. It ignores case, as that
// does.
func checkMembers(d *json.Decoder) error {
	start, err := d.Token()
	if err != nil {
		return err
	}
	if start != json.Delim('{') && start != json.Delim('[') {
		return nil
	}
	seen := map[string]bool{}
	for d.More() {
		if start == json.Delim('{') {
			name, err := d.Token()
			if err != nil {
				return err
			}
			folded := strings.ToLower(fmt.Sprint(name))
			if seen[folded] {
				return fmt.Errorf("the member %q stands twice", name)
			}
			seen[folded] = true
		}
		if err := checkMembers(d); err != nil {
			return err
		}
	}
	_, err = d.Token() // the end
	return err
}
