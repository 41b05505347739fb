// Package apikey knows the keys by which programs authenticate: what a key allows,
// how its secret is made and compared, and the file that stores keys. It must not
// know HTTP.
package apikey

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// A Scope is something that a key allows.
type Scope string

// The scopes. Admin includes the others.
const (
	Search Scope = "search" // find articles and paragraphs, complete what is typed
	Read   Scope = "read"   // read whole articles, and export them
	Admin  Scope = "admin"  // everything
)

// Scopes returns all scopes.
func Scopes() []Scope { return []Scope{Search, Read, Admin} }

// ParseScope reads the name of a scope; an error wraps ErrInvalid.
func ParseScope(name string) (Scope, error) {
	if s := Scope(name); slices.Contains(Scopes(), s) {
		return s, nil
	}
	return "", fmt.Errorf("%w: there is no scope %q; there are search, read and admin", ErrInvalid, name)
}

// Errors of this package.
var (
	// ErrInvalid says that a key, a scope or a line of a file is not of the right form.
	ErrInvalid = errors.New("not a valid key")
	// ErrUnknown says that no key has this id or secret.
	ErrUnknown = errors.New("there is no such key")
	// ErrExpired says that a key was valid until its day of expiry.
	ErrExpired = errors.New("the key has expired")
	// ErrRevoked says that the owner of the server has withdrawn a key.
	ErrRevoked = errors.New("the key was revoked")
)

// Limits of a key.
const (
	MaxNameRunes  = 100
	MaxCategories = 20
	MaxRate       = 1_000_000 // requests a second
	MaxBurst      = 1_000_000 // requests at once
	MaxSearches   = 10_000    // at once
)

// A Key is the stored record of a key; only the holder knows its secret.
type Key struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"` // of the holder, for people
	Scopes     []Scope  `json:"scopes"`
	Categories []string `json:"categories,omitempty"` // whose articles this key can see; empty for all
	Limits
	Created time.Time `json:"created"`
	Expires time.Time `json:"expires,omitzero"` // zero for never
	Revoked time.Time `json:"revoked,omitzero"` // zero unless it was revoked
	Hash    string    `json:"sha256"`           // SHA-256 of the secret, in hexadecimal digits
}

// Limits bound the use of a key, from whatever addresses it is used. Zero means the
// server's default limit for a client.
type Limits struct {
	Rate     float64 `json:"rate,omitempty"`     // requests a second
	Burst    int     `json:"burst,omitempty"`    // requests at once, needs a rate; the default is ten seconds of the rate
	Searches int     `json:"searches,omitempty"` // that run at once
}

// burstSeconds is the default burst of a key, in seconds of its rate.
const burstSeconds = 10

// AtOnce is the burst of a key with a rate.
func (l Limits) AtOnce() int {
	if l.Burst > 0 {
		return l.Burst
	}
	return max(1, int(l.Rate*burstSeconds))
}

// check returns an error for invalid limits.
func (l Limits) check() error {
	switch {
	case !(l.Rate >= 0 && l.Rate <= MaxRate):
		return fmt.Errorf("%w: its rate is not from 0 to %d requests a second", ErrInvalid, MaxRate)
	case l.Burst < 0 || l.Burst > MaxBurst:
		return fmt.Errorf("%w: its burst is not from 0 to %d requests", ErrInvalid, MaxBurst)
	case l.Burst > 0 && l.Rate == 0:
		return fmt.Errorf("%w: it has a burst, and no rate", ErrInvalid)
	case l.Searches < 0 || l.Searches > MaxSearches:
		return fmt.Errorf("%w: it may not run %d searches at once, but 0 to %d", ErrInvalid, l.Searches, MaxSearches)
	}
	return nil
}

// A token, which the holder of a key sends, is "xz_ID_SECRET". The secret has 256
// random bits, so that a plain SHA-256 protects it: a slow password hash is needed
// only where secrets can be guessed.
const (
	prefix      = "xz_"
	idBytes     = 5
	secretBytes = 32
)

func random(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b))
}

func hash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// New completes a key of which the caller has set name, scopes, categories, expiry
// and limits, and returns it with the token for its holder, which is not stored
// anywhere. An error wraps ErrInvalid and says what is wrong.
func New(k Key, now time.Time) (key Key, token string, err error) {
	secret := random(secretBytes)
	k.ID, k.Hash = random(idBytes), hash(secret)
	k.Created, k.Revoked = now.UTC().Truncate(time.Second), time.Time{}
	if err := k.check(); err != nil {
		return Key{}, "", err
	}
	if !k.Expires.IsZero() && !k.Expires.After(now) {
		return Key{}, "", fmt.Errorf("%w: it would have expired already, on %s", ErrInvalid, k.Expires.Format(time.RFC3339))
	}
	return k, prefix + k.ID + "_" + secret, nil
}

// check returns an error for an invalid key.
func (k Key) check() error {
	digest, err := hex.DecodeString(k.Hash)
	switch {
	case k.ID == "" || strings.ContainsAny(k.ID, "_ "):
		return fmt.Errorf("%w: its id is %q", ErrInvalid, k.ID)
	case err != nil || len(digest) != sha256.Size:
		return fmt.Errorf("%w: sha256 is not %d hexadecimal digits", ErrInvalid, 2*sha256.Size)
	case len(k.Scopes) == 0:
		return fmt.Errorf("%w: it allows nothing; give a scope: search, read or admin", ErrInvalid)
	case utf8.RuneCountInString(k.Name) > MaxNameRunes || !utf8.ValidString(k.Name):
		return fmt.Errorf("%w: its name is longer than %d characters", ErrInvalid, MaxNameRunes)
	case len(k.Categories) > MaxCategories:
		return fmt.Errorf("%w: it has more than %d categories", ErrInvalid, MaxCategories)
	case slices.Contains(k.Categories, ""):
		return fmt.Errorf("%w: one of its categories is empty", ErrInvalid)
	case len(k.Categories) > 0 && slices.Contains(k.Scopes, Admin):
		return fmt.Errorf("%w: admin allows everything, and cannot be bound to categories", ErrInvalid)
	}
	for _, s := range k.Scopes {
		if _, err := ParseScope(string(s)); err != nil {
			return err
		}
	}
	return k.Limits.check()
}

// Allows reports whether a key has a scope.
func (k Key) Allows(s Scope) bool {
	return slices.Contains(k.Scopes, s) || slices.Contains(k.Scopes, Admin)
}

// State is "active", "expired" or "revoked".
func (k Key) State(now time.Time) string {
	switch {
	case !k.Revoked.IsZero():
		return "revoked"
	case !k.Expires.IsZero() && !now.Before(k.Expires):
		return "expired"
	}
	return "active"
}

// A Ring is a set of keys.
type Ring struct {
	keys []Key
	byID map[string]int
}

// Keys returns the keys of the ring, in the order in which they were made.
func (r *Ring) Keys() []Key { return slices.Clone(r.keys) }

// Find returns the key of a token. An error is ErrUnknown, ErrExpired or
// ErrRevoked. Only hashes of secrets are compared, in constant time, also when no
// key has the id.
func (r *Ring) Find(token string, now time.Time) (Key, error) {
	rest, _ := strings.CutPrefix(token, prefix)
	id, secret, _ := strings.Cut(rest, "_")
	key := Key{Hash: hash("")}
	at, known := r.byID[id]
	if known {
		key = r.keys[at]
	}
	same := subtle.ConstantTimeCompare([]byte(hash(secret)), []byte(key.Hash)) == 1
	if !known || !same || !strings.HasPrefix(token, prefix) {
		return Key{}, ErrUnknown
	}
	switch key.State(now) {
	case "revoked":
		return Key{}, ErrRevoked
	case "expired":
		return Key{}, ErrExpired
	}
	return key, nil
}
