package apikey

import (
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"sync"
	"time"
)

// recheck is how often the file is looked at, at most.
const recheck = time.Second

// A Store is the keys of a file, read again when it has changed. While what it
// finds cannot be read, the keys of before count. It is safe for concurrent use.
type Store struct {
	path string
	log  *slog.Logger
	now  func() time.Time

	mu      sync.Mutex
	ring    *Ring
	seen    fs.FileInfo // of the file that ring was read from
	checked time.Time
	failed  string // what the log was told last, to be told once
}

// Open reads the keys of a file. log is told when it is read again, or cannot be.
func Open(path string, log *slog.Logger) (*Store, error) {
	s := &Store{path: path, log: log, now: time.Now}
	if err := s.read(); err != nil {
		return nil, err
	}
	s.checked = s.now()
	return s, nil
}

// Find returns the key that a token is of. An error is ErrUnknown, ErrExpired or
// ErrRevoked.
func (s *Store) Find(token string) (Key, error) {
	now := s.now()
	return s.current(now).Find(token, now)
}

// current is the ring, read again when the file has changed.
func (s *Store) current(now time.Time) *Ring {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now.Sub(s.checked) < recheck {
		return s.ring
	}
	s.checked = now
	info, err := os.Stat(s.path)
	if err == nil && os.SameFile(info, s.seen) && info.ModTime().Equal(s.seen.ModTime()) && info.Size() == s.seen.Size() {
		return s.ring
	}
	if err == nil {
		err = s.read()
	}
	switch {
	case err == nil:
		s.failed = ""
		s.log.Info("the keys were read again", "file", s.path, "keys", len(s.ring.keys))
	case err.Error() != s.failed:
		s.failed = err.Error()
		s.log.Error("the keys cannot be read again; those of before count", "error", s.failed)
	}
	return s.ring
}

// read looks at the file before it reads it: what changes in between is read
// once more.
func (s *Store) read() error {
	info, err := os.Stat(s.path)
	if err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	ring, err := Load(s.path)
	if err != nil {
		return err
	}
	s.ring, s.seen = ring, info
	return nil
}
