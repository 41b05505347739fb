package opensearch

import (
	"errors"
	"fmt"
	"testing"
)

func TestParseAddress(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"opensearch://localhost/wiki", "[http://localhost:9200] wiki 0 0"},
		{"opensearch://a:9201,b,[::1]:9202/wiki", "[http://a:9201 http://b:9200 http://[::1]:9202] wiki 0 0"},
		{"https://search.example.org:443/wiki", "[https://search.example.org:443] wiki 0 0"},
		{"opensearch+https://a/w-1_x/", "[https://a:9200] w-1_x 0 0"},
		{"opensearch://a/wiki?shards=3&replicas=1", "[http://a:9200] wiki 3 1"},
	} {
		o, err := ParseAddress(c.text)
		if got := fmt.Sprintf("%v %s %d %d", o.Addresses, o.Name, o.Shards, o.Replicas); err != nil || got != c.want {
			t.Errorf("%s: got %s, %v; want %s", c.text, got, err, c.want)
		}
	}
}

func TestWrongAddresses(t *testing.T) {
	for _, text := range []string{
		"", "opensearch", "http://a/wiki", "elasticsearch://a/wiki", "opensearch://", "opensearch://a", "opensearch://a/", "opensearch:///wiki",
		"opensearch://user:secret@a/wiki", "opensearch://a/Wiki", "opensearch://a/_wiki", "opensearch://a/w/x", "opensearch://a/w*",
		"opensearch://a,,b/wiki", "opensearch://a:99x/wiki", "opensearch://a/wiki?shards=x", "opensearch://a/wiki?nodes=3", "opensearch://a/wiki?shards=1&shards=2",
	} {
		if o, err := ParseAddress(text); !errors.Is(err, ErrAddress) {
			t.Errorf("%q: got %v, %v", text, o.Addresses, err)
		}
	}
}

func FuzzParseAddress(f *testing.F) {
	f.Add("opensearch://a:9200,b/wiki?shards=3")
	f.Fuzz(func(t *testing.T, text string) {
		o, err := ParseAddress(text)
		if err != nil {
			return
		}
		if len(o.Addresses) == 0 || o.check() != nil && o.Shards <= 1024 && o.Replicas <= 20 && o.Shards >= 0 && o.Replicas >= 0 {
			t.Errorf("%q is taken as %+v", text, o)
		}
	})
}

func TestWrongOptions(t *testing.T) {
	good := Options{Addresses: []string{"http://a:9200"}, Name: "wiki"}
	for name, change := range map[string]func(*Options){
		"no node":         func(o *Options) { o.Addresses = nil },
		"no name":         func(o *Options) { o.Name = "" },
		"too many shards": func(o *Options) { o.Shards = 5000 },
		"no authority":    func(o *Options) { o.CA = []byte("none") },
		"no certificate":  func(o *Options) { o.Cert, o.Key = []byte("none"), []byte("none") },
	} {
		o := good
		change(&o)
		if _, err := Open(o); !errors.Is(err, ErrAddress) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
