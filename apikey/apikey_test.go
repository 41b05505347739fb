package apikey

import (
	"errors"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

func newKey(t *testing.T, k Key) (Key, string) {
	t.Helper()
	key, token, err := New(k, noon)
	if err != nil {
		t.Fatal(err)
	}
	return key, token
}

func TestNewKeys(t *testing.T) {
	for _, tt := range []struct {
		name string
		key  Key
		want string // part of the error, "" for none
	}{
		{"the least", Key{Scopes: []Scope{Search}}, ""},
		{"all", Key{Name: "新闻室", Scopes: []Scope{Search, Read}, Categories: []string{"科技"}, Expires: noon.Add(time.Hour)}, ""},
		{"no scope", Key{}, "allows nothing"},
		{"another scope", Key{Scopes: []Scope{"write"}}, `no scope "write"`},
		{"expired", Key{Scopes: []Scope{Read}, Expires: noon}, "expired already"},
		{"an admin with categories", Key{Scopes: []Scope{Admin}, Categories: []string{"科技"}}, "admin"},
		{"an empty category", Key{Scopes: []Scope{Read}, Categories: []string{""}}, "empty"},
		{"a long name", Key{Name: strings.Repeat("长", 101), Scopes: []Scope{Read}}, "100"},
	} {
		k, token, err := New(tt.key, noon)
		if tt.want != "" {
			if !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s: %v", tt.name, err)
			}
			continue
		}
		if err != nil || !strings.HasPrefix(token, "xz_"+k.ID+"_") || len(token) < 60 {
			t.Errorf("%s: %q %v", tt.name, token, err)
		}
		if _, secret, _ := strings.Cut(token[3:], "_"); strings.Contains(k.Hash, secret) || k.Hash != hash(secret) {
			t.Errorf("%s: the secret is kept, or another one", tt.name)
		}
	}
}

// A token finds its own key and no other.
func TestFind(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	good, goodToken := newKey(t, Key{Scopes: []Scope{Search}})
	old, oldToken := newKey(t, Key{Scopes: []Scope{Search}, Expires: noon.Add(time.Hour)})
	gone, goneToken := newKey(t, Key{Scopes: []Scope{Search}})
	for _, k := range []Key{good, old, gone} {
		if err := Add(path, k); err != nil {
			t.Fatal(err)
		}
	}
	if err := Revoke(path, gone.ID, noon); err != nil {
		t.Fatal(err)
	}
	if err := Revoke(path, "nobody", noon); !errors.Is(err, ErrUnknown) {
		t.Errorf("revoking what is not there: %v", err)
	}
	r, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	later := noon.Add(2 * time.Hour)
	for _, tt := range []struct {
		name, token string
		at          time.Time
		want        error
	}{
		{"good", goodToken, later, nil},
		{"before it expires", oldToken, noon, nil},
		{"expired", oldToken, later, ErrExpired},
		{"revoked", goneToken, noon, ErrRevoked},
		{"another secret", goodToken[:len(goodToken)-1] + "0", noon, ErrUnknown},
		{"an expired key with another secret", oldToken + "a", later, ErrUnknown},
		{"another id", strings.Replace(goodToken, good.ID, old.ID, 1), noon, ErrUnknown},
		{"no secret", "xz_" + good.ID, noon, ErrUnknown},
		{"an empty secret", "xz_" + good.ID + "_", noon, ErrUnknown},
		{"the hash for the secret", "xz_" + good.ID + "_" + good.Hash, noon, ErrUnknown},
		{"without its prefix", strings.TrimPrefix(goodToken, "xz_"), noon, ErrUnknown},
		{"nothing", "", noon, ErrUnknown},
		{"an unknown id without a secret", "xz__", noon, ErrUnknown},
	} {
		k, err := r.Find(tt.token, tt.at)
		if !errors.Is(err, tt.want) || (err == nil) != (k.ID != "") {
			t.Errorf("%s: %+v %v, want %v", tt.name, k, err, tt.want)
		}
	}
	for id, want := range map[string]string{good.ID: "active", old.ID: "expired", gone.ID: "revoked"} {
		if got := r.keys[r.byID[id]].State(later); got != want {
			t.Errorf("%s is %s, want %s", id, got, want)
		}
	}
}

func TestAllows(t *testing.T) {
	for _, tt := range []struct {
		has  []Scope
		asks Scope
		want bool
	}{
		{[]Scope{Search}, Search, true}, {[]Scope{Search}, Read, false}, {[]Scope{Search, Read}, Read, true},
		{[]Scope{Admin}, Search, true}, {[]Scope{Admin}, Read, true}, {[]Scope{Read}, Admin, false},
	} {
		if got := (Key{Scopes: tt.has}).Allows(tt.asks); got != tt.want {
			t.Errorf("%v allows %s: %v", tt.has, tt.asks, got)
		}
	}
}

// The file does not contain secrets, and only its owner may read it.
func TestFileKeepsNoSecrets(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	k, token := newKey(t, Key{Name: "a", Scopes: []Scope{Admin}})
	if err := Add(path, k); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, secret, _ := strings.Cut(token[3:], "_"); strings.Contains(string(text), secret) {
		t.Errorf("the secret is in the file: %s", text)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v %v", info.Mode(), err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := Revoke(path, k.ID, noon); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("what its owner allowed is lost: %v %v", info.Mode(), err)
	}
}

// Keys that are made at the same time are all in the file.
func TestKeysMadeAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			k, _, err := New(Key{Scopes: []Scope{Search}}, noon)
			if err := errors.Join(err, Add(path, k)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if r, err := Load(path); err != nil || len(r.Keys()) != 8 {
		t.Errorf("%v %v", r, err)
	}
}

// An error in a file is reported with its line.
func TestWrongFiles(t *testing.T) {
	k, _ := newKey(t, Key{Scopes: []Scope{Search}})
	line := `{"id":"` + k.ID + `","name":"","scopes":["search"],"created":"2026-05-04T12:00:00Z","sha256":"` + k.Hash + `"}`
	for text, want := range map[string]string{
		line + "\n" + line: "keys:2: the key " + k.ID + " occurs twice",
		"\n\nhello":        "keys:3:",
		strings.Replace(line, `"id"`, `"ids"`, 1):                 `keys:1: unknown field "ids"`,
		strings.Replace(line, "search", "everything", 1):          `keys:1: not a valid key: there is no scope "everything"`,
		strings.Replace(line, k.Hash, "abc", 1):                   "keys:1: not a valid key: sha256",
		strings.Replace(line, "2026-05-04T12:00:00Z", "heute", 1): "keys:1:",
		line + " {}": "keys:1: something follows",
		strings.Replace(line, `"`+k.ID+`"`, `""`, 1):    `keys:1: not a valid key: its id is ""`,
		strings.Replace(line, `"`+k.ID+`"`, `"a_b"`, 1): `keys:1: not a valid key: its id is "a_b"`,
		`{"id":"a"}`: "keys:1:",
	} {
		if _, err := Parse(strings.NewReader(text), "keys"); !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
	if r, err := Parse(strings.NewReader(line+"\n\n"), "keys"); err != nil || len(r.Keys()) != 1 {
		t.Errorf("%v %v", r, err)
	}
}

// Limits of a key may have the values of their bounds, and none beyond.
func TestLimits(t *testing.T) {
	for _, tt := range []struct {
		limits Limits
		want   string // a part of the error, "" for none
	}{
		{Limits{}, ""}, {Limits{Rate: MaxRate, Burst: MaxBurst, Searches: MaxSearches}, ""}, {Limits{Rate: .1, Burst: 1, Searches: 1}, ""},
		{Limits{Rate: -.1}, "its rate"}, {Limits{Rate: MaxRate + 1}, "its rate"}, {Limits{Rate: math.NaN()}, "its rate"},
		{Limits{Rate: 1, Burst: -1}, "its burst"}, {Limits{Rate: 1, Burst: MaxBurst + 1}, "its burst"}, {Limits{Burst: 1}, "no rate"},
		{Limits{Searches: -1}, "searches at once"}, {Limits{Searches: MaxSearches + 1}, "searches at once"},
	} {
		_, _, err := New(Key{Scopes: []Scope{Search}, Limits: tt.limits}, noon)
		switch {
		case tt.want == "" && err != nil, tt.want != "" && !errors.Is(err, ErrInvalid), err != nil && !strings.Contains(err.Error(), tt.want):
			t.Errorf("%+v: %v, want %q", tt.limits, err, tt.want)
		}
	}
	for _, tt := range []struct {
		limits Limits
		want   int
	}{{Limits{Rate: 2}, 20}, {Limits{Rate: .01}, 1}, {Limits{Rate: 2, Burst: 3}, 3}} {
		if got := tt.limits.AtOnce(); got != tt.want {
			t.Errorf("%+v: %d at once, want %d", tt.limits, got, tt.want)
		}
	}
}

// A store follows changes of its file, and keeps the last valid content while the
// file is invalid.
func TestStoreFollowsItsFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	first, firstToken := newKey(t, Key{Scopes: []Scope{Search}})
	if err := Add(path, first); err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	s, err := Open(path, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	s.now = func() time.Time { now = now.Add(2 * recheck); return now }
	second, secondToken := newKey(t, Key{Scopes: []Scope{Read}})
	if _, err := s.Find(secondToken); !errors.Is(err, ErrUnknown) {
		t.Errorf("before it is there: %v", err)
	}
	if err := Add(path, second); err != nil {
		t.Fatal(err)
	}
	if k, err := s.Find(secondToken); err != nil || k.ID != second.ID {
		t.Errorf("a new key: %v", err)
	}
	if err := Revoke(path, first.ID, noon); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Find(firstToken); !errors.Is(err, ErrRevoked) {
		t.Errorf("a revoked key: %v", err)
	}
	if err := os.WriteFile(path, []byte("broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := s.Find(secondToken); err != nil {
			t.Errorf("while the file is broken: %v", err)
		}
	}
	if n := strings.Count(log.String(), "cannot be read again"); n != 1 {
		t.Errorf("the log says it %d times:\n%s", n, log.String())
	}
	if _, err := Open(filepath.Join(t.TempDir(), "none"), slog.New(slog.DiscardHandler)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

// Any content of a file is read or rejected, without a panic.
func FuzzParse(f *testing.F) {
	f.Add(`{"id":"a","name":"b","scopes":["search"],"created":"2026-05-04T12:00:00Z","sha256":"` + strings.Repeat("ab", 32) + `"}`)
	f.Add("{}\n[]")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := Parse(strings.NewReader(text), "keys")
		if err != nil {
			return
		}
		for _, k := range r.Keys() {
			if k.check() != nil {
				t.Errorf("%+v", k)
			}
		}
		if _, err := r.Find(text, noon); err == nil {
			t.Error("the text of the file is a token")
		}
	})
}
