package opensearch

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// ErrAddress says that the address of an index, or another option, is not valid.
var ErrAddress = errors.New("not the address of an OpenSearch index")

// Options say where an index is and how to speak to its cluster.
type Options struct {
	Addresses []string // of one or more nodes of one cluster: http://host:9200
	Name      string   // of the index: the alias, and what the names of its indices begin with
	Username  string   // "" for none
	Password  string
	CA        []byte // certificates of authorities in PEM, nil for those of the system
	Cert, Key []byte // a client certificate in PEM, nil for none
	Shards    int    // of a new generation, 1 when 0
	Replicas  int    // copies of each shard of a new generation; 0 for none
	Temp      string // folder for the temporary files of a job, "" for the system's
	Logger    *slog.Logger

	bulkBytes int           // of a bulk request at most, bulkBytes when 0
	attempt   time.Duration // of one attempt of a search, searchTime when 0
	patience  time.Duration // with a cluster that takes nothing, bulkPatience when 0
	lease     time.Duration // of the lock, leaseTime when 0
}

// Schemes of addresses.
const (
	schemePlain = "opensearch"
	schemeTLS   = "opensearch+https"
	schemeHTTPS = "https"
)

const defaultPort = "9200"

// ParseAddress reads opensearch://host[:9200][,host...]/NAME; https:// and
// opensearch+https:// are the same over TLS. Nodes without a port have 9200.
// ?shards=N&replicas=N say how the next full build is laid out. An address that
// holds a user or password is refused: command lines are seen by other users.
// Errors wrap ErrAddress.
func ParseAddress(text string) (Options, error) {
	scheme, rest, _ := strings.Cut(text, "://")
	protocol := "http"
	switch scheme {
	case schemePlain:
	case schemeTLS, schemeHTTPS:
		protocol = "https"
	default:
		return Options{}, fmt.Errorf("%w: %q: it begins with opensearch://, opensearch+https:// or https://", ErrAddress, text)
	}
	rest, layout, _ := strings.Cut(rest, "?")
	hosts, name, _ := strings.Cut(rest, "/")
	if strings.Contains(hosts, "@") {
		return Options{}, fmt.Errorf("%w: a user or password in it would be seen by all users of this machine; give them in the environment", ErrAddress)
	}
	o := Options{Name: strings.TrimSuffix(name, "/")}
	if o.Name == "" {
		return Options{}, fmt.Errorf("%w: %q: it ends with the name of the index, as opensearch://HOST:9200/NAME does", ErrAddress, text)
	}
	if err := errors.Join(checkName(o.Name), o.parseLayout(layout)); err != nil {
		return Options{}, fmt.Errorf("%q: %w", text, err)
	}
	for host := range strings.SplitSeq(hosts, ",") {
		u, err := url.Parse(protocol + "://" + host)
		if err != nil || u.Hostname() == "" || u.Path != "" || u.RawQuery != "" {
			return Options{}, fmt.Errorf("%w: %q: %q is not a host with a port", ErrAddress, text, host)
		}
		o.Addresses = append(o.Addresses, protocol+"://"+net.JoinHostPort(u.Hostname(), cmp.Or(u.Port(), defaultPort)))
	}
	return o, nil
}

// parseLayout reads what follows the question mark of an address.
func (o *Options) parseLayout(text string) error {
	values, err := url.ParseQuery(text)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrAddress, err)
	}
	for name, list := range values {
		to, ok := map[string]*int{"shards": &o.Shards, "replicas": &o.Replicas}[name]
		if !ok {
			return fmt.Errorf("%w: %q is neither shards nor replicas", ErrAddress, name)
		}
		if *to, err = strconv.Atoi(list[0]); err != nil || len(list) > 1 {
			return fmt.Errorf("%w: %s=%s: a number is expected, once", ErrAddress, name, strings.Join(list, ","))
		}
	}
	return nil
}

// checkName accepts names that every cluster accepts for an index, with room for
// our suffixes.
func checkName(name string) error {
	if !regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,99}$`).MatchString(name) {
		return fmt.Errorf("%w: the name %q: up to 100 small letters, digits, - and _, a letter or digit first", ErrAddress, name)
	}
	return nil
}

// tls returns nil where the defaults of the system suffice.
func (o *Options) tls() (*tls.Config, error) {
	if o.CA == nil && o.Cert == nil {
		return nil, nil
	}
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	if o.CA != nil {
		c.RootCAs = x509.NewCertPool()
		if !c.RootCAs.AppendCertsFromPEM(o.CA) {
			return nil, fmt.Errorf("%w: no certificate of an authority in PEM is in what was given", ErrAddress)
		}
	}
	if o.Cert != nil {
		pair, err := tls.X509KeyPair(o.Cert, o.Key)
		if err != nil {
			return nil, fmt.Errorf("%w: the client's certificate: %w", ErrAddress, err)
		}
		c.Certificates = []tls.Certificate{pair}
	}
	return c, nil
}

func (o *Options) check() error {
	if len(o.Addresses) == 0 {
		return fmt.Errorf("%w: no node is named", ErrAddress)
	}
	if o.Shards < 0 || o.Shards > 1024 || o.Replicas < 0 || o.Replicas > 20 {
		return fmt.Errorf("%w: from 1 to 1024 shards and from 0 to 20 replicas, not %d and %d", ErrAddress, o.Shards, o.Replicas)
	}
	return checkName(o.Name)
}
