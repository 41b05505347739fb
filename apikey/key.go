// Package apikey knows the keys with which programs come in: what a key allows,
// how its secret is made and compared, and the file that remembers keys. It
// must not know HTTP.
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
	Read   Scope = "read"   // read whole articles, and take them out
	Admin  Scope = "admin"  // everything
)

// Scopes are all of them.
func Scopes() []Scope { return []Scope{Search, Read, Admin} }

// ParseScope reads the name of a scope; an error wraps ErrInvalid.
func ParseScope(name string) (Scope, error) {
	if s := Scope(name); slices.Contains(Scopes(), s) {
		return s, nil
	}
	return "", fmt.Errorf("%w: there is no scope %q; there are search, read and admin", ErrInvalid, name)
}

// Sentinels.
var (
	ErrInvalid = errors.New("not a key that can be")
	ErrUnknown = errors.New("there is no such key")
	ErrExpired = errors.New("the key has expired")
	ErrRevoked = errors.New("the key was revoked")
)

// Limits of a key.
const (
	MaxNameRunes  = 100
	MaxCategories = 20
)

// A Key is what is remembered of a key; its secret is known only to its holder.
type Key struct {
	ID         string    `json:"id"`
	Name       string    `json:"name"` // whose it is, for people
	Scopes     []Scope   `json:"scopes"`
	Categories []string  `json:"categories,omitempty"` // of the articles that exist for this key; empty for all
	Created    time.Time `json:"created"`
	Expires    time.Time `json:"expires,omitzero"` // zero for never
	Revoked    time.Time `json:"revoked,omitzero"` // zero unless it was
	Hash       string    `json:"sha256"`           // of the secret, in hexadecimal digits
}

// A key as its holder sends it is "xz_ID_SECRET". The secret has 256 random
// bits, so that a plain hash keeps it: there is nothing to guess with a
// dictionary, and nothing that a slow hash would make slower.
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

// New makes a key of what the caller filled in (name, scopes, categories,
// expiry), and the token that its holder sends, which is not kept anywhere. An
// error wraps ErrInvalid and says what is wrong.
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

// check says what makes a key impossible.
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
	return nil
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

// Keys are those of the ring, in the order in which they were made.
func (r *Ring) Keys() []Key { return slices.Clone(r.keys) }

// Find returns the key that a token is of. An error is ErrUnknown, ErrExpired or
// ErrRevoked. Hashes are compared in constant time, also where there is no such
// id; what is secret of a token is never compared with anything.
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
