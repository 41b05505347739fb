package apikey

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"github.com/xunzhang/xunzhang/atomicfile"
)

// maxLine bounds a line of the file, in bytes.
const maxLine = 64 << 10

// Parse reads the keys of a file, which has one JSON object per line. The name is
// used in errors, which wrap ErrInvalid and name the line.
func Parse(in io.Reader, name string) (*Ring, error) {
	r := &Ring{byID: map[string]int{}}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLine)
	for n := 1; lines.Scan(); n++ {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		var k Key
		d := json.NewDecoder(bytes.NewReader(line))
		d.DisallowUnknownFields()
		if err := d.Decode(&k); err != nil {
			return nil, fmt.Errorf("%w: %s:%d: %s", ErrInvalid, name, n, strings.TrimPrefix(err.Error(), "json: "))
		}
		if _, after := d.Token(); after != io.EOF {
			return nil, fmt.Errorf("%w: %s:%d: something follows the key", ErrInvalid, name, n)
		}
		if err := k.check(); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		if _, twice := r.byID[k.ID]; twice {
			return nil, fmt.Errorf("%w: %s:%d: the key %s occurs twice", ErrInvalid, name, n, k.ID)
		}
		r.byID[k.ID] = len(r.keys)
		r.keys = append(r.keys, k)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return r, nil
}

// Load reads the keys of a file.
func Load(path string) (*Ring, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("keys: %w", err)
	}
	defer f.Close()
	return Parse(f, path)
}

// Add adds a key to a file, which need not exist yet.
func Add(path string, k Key) error {
	return change(path, func(r *Ring) error {
		r.keys = append(r.keys, k)
		return nil
	})
}

// Revoke marks a key of a file as revoked; ErrUnknown when there is none with
// this id. Revoking it again changes nothing.
func Revoke(path, id string, now time.Time) error {
	return change(path, func(r *Ring) error {
		at, ok := r.byID[id]
		if !ok {
			return fmt.Errorf("%w: %s has no %q", ErrUnknown, path, id)
		}
		if r.keys[at].Revoked.IsZero() {
			r.keys[at].Revoked = now.UTC().Truncate(time.Second)
		}
		return nil
	})
}

// change reads a file and replaces it atomically, under a lock: a server that reads
// it sees either all old or all new keys.
func change(path string, edit func(*Ring) error) error {
	lock := flock.New(path + ".lock")
	if err := lock.Lock(); err != nil {
		return fmt.Errorf("lock %s: %w", path, err)
	}
	defer lock.Close()
	r, err := Load(path)
	if errors.Is(err, fs.ErrNotExist) {
		r, err = &Ring{byID: map[string]int{}}, nil
	}
	if err != nil {
		return err
	}
	if err := edit(r); err != nil {
		return err
	}
	return write(path, r.keys)
}

func write(path string, keys []Key) error {
	var b bytes.Buffer
	for _, k := range keys {
		line, err := json.Marshal(k)
		if err != nil {
			return fmt.Errorf("key %s: %w", k.ID, err)
		}
		b.Write(append(line, '\n'))
	}
	return atomicfile.Write(path, b.Bytes(), func(f *os.File) error { return keepAccess(f, path) })
}

// keepAccess gives a file the mode and owner of the file that it replaces, because
// the owner may have made that readable for the server's group.
func keepAccess(f *os.File, path string) error {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return errors.Join(f.Chmod(info.Mode().Perm()), keepOwner(f, info))
}
