package opensearch

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// passing returns a proxy in front of a node. For each request do decides when it
// is passed on.
func passing(t *testing.T, node string, do func(w http.ResponseWriter, r *http.Request, pass func())) http.Handler {
	t.Helper()
	target, err := url.Parse(node)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		do(w, r, func() { proxy.ServeHTTP(w, r) })
	})
}

// TestRefusedByTheCluster: a document that the cluster rejects, because it does not
// fit the mapping, ends the job with an error that names the part.
func TestRefusedByTheCluster(t *testing.T) {
	o := options(t, t.Name())
	s := httptest.NewServer(passing(t, o.Addresses[0], func(_ http.ResponseWriter, r *http.Request, pass func()) {
		if strings.HasSuffix(r.URL.Path, "/_bulk") {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			body = bytes.ReplaceAll(body, []byte(`"views":4242`), []byte(`"views":"many"`))
			r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		}
		pass()
	}))
	t.Cleanup(s.Close)
	o.Addresses = []string{s.URL}
	e := open(t, o)
	defer e.Close()
	publish(t, e, engine.Empty, part("a", "ab"))
	g := begin(t, e, engine.Current)
	bad := part("bad", "ab")
	bad.Fields.Views = 4242
	err := g.Write(t.Context(), []engine.Doc{part("b", "ab"), bad, part("c", "ab")})
	if !errors.Is(err, ErrRefused) || !strings.Contains(err.Error(), `"bad"`) || strings.Contains(err.Error(), `"c"`) {
		t.Errorf("Write: %v", err)
	}
	if _, err := g.Publish(t.Context()); err == nil {
		t.Error("a generation is published that lost a part")
	}
	if err := g.Discard(); err != nil {
		t.Error(err)
	}
	if got := foundIn(t, e, engine.Request{}); got != "a" {
		t.Errorf("found: %q", got)
	}
}

// TestSlowNode: when one of two nodes answers too slowly, the other one is asked.
func TestSlowNode(t *testing.T) {
	o := options(t, t.Name())
	publishing := open(t, o)
	publish(t, publishing, engine.Empty, part("a", "ab"), part("b", "ab"))
	if err := publishing.Close(); err != nil {
		t.Fatal(err)
	}
	slow := httptest.NewServer(passing(t, o.Addresses[0], func(_ http.ResponseWriter, r *http.Request, pass func()) {
		if !strings.Contains(r.URL.Path, "search") {
			pass()
			return
		}
		if _, err := io.Copy(io.Discard, r.Body); err != nil { // otherwise it does not learn that the client has gone
			t.Error(err)
		}
		<-r.Context().Done()
	}))
	t.Cleanup(slow.Close)
	o.Addresses, o.attempt = []string{slow.URL, o.Addresses[0]}, 2*time.Second
	e := open(t, o)
	defer e.Close()
	for range 4 { // whichever node is asked first
		if got := foundIn(t, e, engine.Request{Query: engine.Term{Field: engine.Grams, Text: "ab"}}); got != "a b" {
			t.Errorf("found: %q", got)
		}
	}
}

// TestUserAndPassword: they are sent with requests, which the cluster refuses
// without them.
func TestUserAndPassword(t *testing.T) {
	o := options(t, t.Name())
	s := httptest.NewServer(passing(t, o.Addresses[0], func(w http.ResponseWriter, r *http.Request, pass func()) {
		if user, password, _ := r.BasicAuth(); user != "reader" || password != "a:b 密" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		pass()
	}))
	t.Cleanup(s.Close)
	o.Addresses = []string{s.URL}
	stranger := open(t, o)
	defer stranger.Close()
	if _, err := stranger.View(t.Context()); !errors.Is(err, engine.ErrUnavailable) || !strings.Contains(err.Error(), "401") {
		t.Errorf("without a password: %v", err)
	}
	o.Username, o.Password = "reader", "a:b 密"
	e := open(t, o)
	defer e.Close()
	publish(t, e, engine.Empty, part("a", "ab"))
	if got := foundIn(t, e, engine.Request{}); got != "a" {
		t.Errorf("found: %q", got)
	}
}

// TestTLS: the certificate of the node is checked, and the client sends its own on
// request.
func TestTLS(t *testing.T) {
	o := options(t, t.Name())
	ca, authority := newAuthority(t)
	clientCert, clientKey := newCertificate(t, authority, "client")
	cert, key := newCertificate(t, authority, "127.0.0.1")
	pair, err := tls.X509KeyPair(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(passing(t, o.Addresses[0], func(_ http.ResponseWriter, _ *http.Request, pass func()) { pass() }))
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca)
	s.TLS = &tls.Config{Certificates: []tls.Certificate{pair}, ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: roots}
	s.StartTLS()
	t.Cleanup(s.Close)
	o.Addresses = []string{s.URL}
	otherCA, _ := newAuthority(t)
	for _, c := range []struct {
		name          string
		ca, cert, key []byte
		works         bool
	}{
		{"all that is needed", ca, clientCert, clientKey, true},
		{"an authority that nobody knows", nil, clientCert, clientKey, false},
		{"another authority", otherCA, clientCert, clientKey, false},
		{"no certificate of the client", ca, nil, nil, false},
	} {
		o.CA, o.Cert, o.Key = c.ca, c.cert, c.key
		e := open(t, o)
		if !c.works {
			if _, err := e.View(t.Context()); !errors.Is(err, engine.ErrUnavailable) {
				t.Errorf("%s: %v", c.name, err)
			}
		} else {
			publish(t, e, engine.Empty, part("a", "ab"))
			if got := foundIn(t, e, engine.Request{}); got != "a" {
				t.Errorf("%s: found %q", c.name, got)
			}
		}
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	}
}

// newAuthority makes an authority that signs certificates.
func newAuthority(t *testing.T) (certificate []byte, authority tls.Certificate) {
	t.Helper()
	return sign(t, &x509.Certificate{Subject: pkix.Name{CommonName: "authority"}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}, nil)
}

// newCertificate makes a certificate for a name, with its key, in PEM.
func newCertificate(t *testing.T, authority tls.Certificate, name string) (cert, key []byte) {
	t.Helper()
	template := &x509.Certificate{Subject: pkix.Name{CommonName: name}, DNSNames: []string{name}, IPAddresses: loopback(),
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}}
	cert, pair := sign(t, template, &authority)
	der, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	return cert, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
}

// sign signs a certificate with a new key; without an authority it is self-signed.
func sign(t *testing.T, template *x509.Certificate, by *tls.Certificate) ([]byte, tls.Certificate) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template.SerialNumber = big.NewInt(time.Now().UnixNano())
	template.NotBefore, template.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	parent, signer := template, any(key)
	if by != nil {
		if parent, err = x509.ParseCertificate(by.Certificate[0]); err != nil {
			t.Fatal(err)
		}
		signer = by.PrivateKey
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(fmt.Errorf("%s: %w", template.Subject.CommonName, err))
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// TestIndexWithoutAnAnswer: when a node is lost before it confirms that an index
// was made, the index is made again, whether new or cloned.
func TestIndexWithoutAnAnswer(t *testing.T) {
	o := options(t, t.Name())
	var lose sync.Map // paths whose answer is lost, once each
	paths := []string{"/" + o.indexName(1), "/" + o.indexName(1) + "/_clone/" + o.indexName(2)}
	for _, path := range paths {
		lose.Store(path, true)
	}
	target, err := url.Parse(o.Addresses[0])
	if err != nil {
		t.Fatal(err)
	}
	node := httputil.NewSingleHostReverseProxy(target)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, ok := lose.LoadAndDelete(r.URL.Path); !ok || r.Method != http.MethodPut {
			node.ServeHTTP(w, r)
			return
		}
		node.ServeHTTP(httptest.NewRecorder(), r)
		w.WriteHeader(http.StatusBadGateway)
	}))
	t.Cleanup(s.Close)
	o.Addresses = []string{s.URL}
	e := open(t, o)
	defer e.Close()
	publish(t, e, engine.Empty, part("a", "ab"))
	publish(t, e, engine.Current, part("b", "ab"))
	if got := foundIn(t, e, engine.Request{}); got != "a b" {
		t.Errorf("found: %q", got)
	}
	for _, path := range paths {
		if _, ok := lose.Load(path); ok {
			t.Errorf("nobody asked for %s", path)
		}
	}
}
