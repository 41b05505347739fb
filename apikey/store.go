package apikey

import (
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"sync"
	"time"
)

// recheck is the shortest time between two looks at the file.
const recheck = time.Second

// A Store holds the keys of a file, and reads them again when it has changed. While
// the changed file cannot be read, the old keys stay valid. It is safe for
// concurrent use.
type Store struct {
	path string
	log  *slog.Logger
	now  func() time.Time

	mu      sync.Mutex
	ring    *Ring
	seen    fs.FileInfo // of the file that ring was read from
	checked time.Time
	failed  string // the last error in the log, so that it is logged once
}

// Open reads the keys of a file. It is logged when the file is read again, and when
// that fails.
func Open(path string, log *slog.Logger) (*Store, error) {
	s := &Store{path: path, log: log, now: time.Now}
	if err := s.read(); err != nil {
		return nil, err
	}
	s.checked = s.now()
	return s, nil
}

// Find returns the key of a token. An error is ErrUnknown, ErrExpired or
// ErrRevoked.
func (s *Store) Find(token string) (Key, error) {
	now := s.now()
	return s.current(now).Find(token, now)
}

// current returns the ring, which is read again when the file has changed.
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
		s.log.Error("the keys cannot be read again; the old keys stay valid", "error", s.failed)
	}
	return s.ring
}

// read notes the file's time and size before it reads the file: the next look then
// sees a change in between.
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
