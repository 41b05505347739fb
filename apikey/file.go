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
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// maxLine bounds a line of the file, in bytes.
const maxLine = 64 << 10

// Parse reads the keys of a file, a JSON object a line; name is for errors, which
// wrap ErrInvalid and name the line.
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
			return nil, fmt.Errorf("%w: %s:%d: the key %s stands twice", ErrInvalid, name, n, k.ID)
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

// Add writes another key into a file, which need not exist yet.
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

// change reads a file, and writes it anew as a whole, while no other process
// does: a server that reads it sees the keys of before or those of after.
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
	f, err := os.CreateTemp(filepath.Dir(path), ".keys-*") // mode 0600
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	_, err = f.Write(b.Bytes())
	if err == nil {
		err = keepAccess(f, path)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", path, err), os.Remove(f.Name()))
	}
	return nil
}

// keepAccess gives a file the mode of the one that it takes the place of: its
// owner may have let the server's group read it.
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
