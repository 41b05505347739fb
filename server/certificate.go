package server

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// recheck is the least time between two looks at the files of a certificate.
const recheck = time.Second

// A certificate is read from two files, and read again when one of them has changed.
// While the files hold no valid certificate, the last valid one is used.
type certificate struct {
	cert, key string // names of the files
	log       *slog.Logger

	mu      sync.Mutex
	current *tls.Certificate
	changed [2]time.Time // when the files were changed that current was read from
	checked time.Time
}

// NewTLS returns a configuration whose certificate is read from PEM files, and read
// again when they change. It fails when the files hold no valid certificate.
func NewTLS(cert, key string, log *slog.Logger) (*tls.Config, error) {
	c := &certificate{cert: cert, key: key, log: log}
	if err := c.read(); err != nil {
		return nil, err
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: c.get}, nil
}

// get is called for each connection.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Since(c.checked) < recheck {
		return c.current, nil
	}
	c.checked = time.Now()
	times, err := c.times()
	if err == nil && times == c.changed {
		return c.current, nil
	}
	if err == nil {
		err = c.read()
	}
	if err != nil {
		c.log.Error("the certificate cannot be read again; the one before serves", "error", err.Error())
	} else {
		c.log.Info("the certificate was read again", "file", c.cert, "expires", c.current.Leaf.NotAfter)
	}
	return c.current, nil
}

func (c *certificate) times() (times [2]time.Time, err error) {
	for i, name := range []string{c.cert, c.key} {
		info, err := os.Stat(name)
		if err != nil {
			return times, fmt.Errorf("certificate: %w", err)
		}
		times[i] = info.ModTime()
	}
	return times, nil
}

// read gets the modification times before the content, so that a change in between
// is noticed the next time.
func (c *certificate) read() error {
	times, err := c.times()
	if err != nil {
		return err
	}
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return fmt.Errorf("certificate %s with key %s: %w", c.cert, c.key, err)
	}
	c.current, c.changed = &pair, times
	return nil
}
