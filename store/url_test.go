package store

import (
	"reflect"
	"strings"
	"testing"
)

func TestParseURL(t *testing.T) {
	three := []string{"h1:26379", "h2:1", "[::1]:26379"}
	for url, want := range map[string]place{
		"redis://":                               {topology: single, network: "tcp", addresses: []string{"localhost:6379"}},
		"redis://h/":                             {topology: single, network: "tcp", addresses: []string{"h:6379"}},
		"rediss://u:p%40@h:1/2":                  {topology: single, network: "tcp", addresses: []string{"h:1"}, tls: true, user: "u", password: "p@", database: 2},
		"redis://:p@[::1]":                       {topology: single, network: "tcp", addresses: []string{"[::1]:6379"}, password: "p"},
		"unix:///run/redis.sock":                 {topology: single, network: "unix", addresses: []string{"/run/redis.sock"}},
		"unix://u:p@/run/redis.sock?db=3":        {topology: single, network: "unix", addresses: []string{"/run/redis.sock"}, user: "u", password: "p", database: 3},
		"redis-sentinel://h1,h2:1,[::1]/main":    {topology: sentinel, network: "tcp", addresses: three, master: "main"},
		"redis-sentinel://h1,h2:1,[::1]/main/":   {topology: sentinel, network: "tcp", addresses: three, master: "main"},
		"rediss-sentinel://u@h1,h2:1,[::1]/a/4":  {topology: sentinel, network: "tcp", addresses: three, tls: true, user: "u", master: "a", database: 4},
		"redis-cluster://h1:7000":                {topology: cluster, network: "tcp", addresses: []string{"h1:7000"}},
		"rediss-cluster://:p:w@h1,h2,h1":         {topology: cluster, network: "tcp", addresses: []string{"h1:6379", "h2:6379"}, tls: true, password: "p:w"},
		"redis://h1,h2":                          {},
		"redis://h:port":                         {},
		"redis://h:":                             {},
		"redis://h/x":                            {},
		"redis://h/-1":                           {},
		"redis://h/1/2":                          {},
		"redis://h?db=1":                         {},
		"redis://h?skip_verify=true":             {},
		"rediss://h/1?skip_verify=false":         {},
		"redis://h?read_timeout=1s":              {},
		"redis://h/1#":                           {},
		"redis-sentinel://h":                     {},
		"redis-sentinel://h/":                    {},
		"redis-sentinel://h//1":                  {},
		"redis-sentinel://h/main/x":              {},
		"redis-sentinel://h/main?sentinel_addr=": {},
		"redis-cluster://h/1":                    {},
		"redis-cluster://h1,,h2:x":               {},
		"redis-cluster://h1,,h2":                 {},
		"redis-sentinel://h1,/main":              {},
		"unix://":                                {},
		"unix://h/run/redis.sock":                {},
		"unix:///run/redis.sock?db=x":            {},
		"unix:///run/redis.sock?db=1&db=2":       {},
		"unix:///run/redis.sock?db=1;db=2":       {},
		"redis://h?%zz=1":                        {},
		"unix:///run/redis.sock?protocol=2":      {},
		"http://h":                               {},
		"redis:h":                                {},
		"":                                       {},
	} {
		got, err := parseURL(url)
		if wrong := want.topology == ""; wrong != (err != nil) || !wrong && !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v", url, got, err)
		}
		if err != nil && !strings.HasPrefix(err.Error(), "--redis-url: ") {
			t.Errorf("%s: the error names no setting: %v", url, err)
		}
	}
}

// A URL with a password is never shown, whatever is wrong with it, and no host is taken from the password.
func FuzzParseURL(f *testing.F) {
	for _, url := range []string{"redis://:@h:1/2", "unix://@/s?db=1", "redis-sentinel://u:@h,h/m/1", "rediss-cluster://@[::1]:1"} {
		f.Add(url, "pass", "word")
	}
	f.Fuzz(func(t *testing.T, url, password, rest string) {
		const secret = "hidden-in-the-url"
		text := url + secret + password + "@" + rest
		p, err := parseURL(text)
		if err != nil && strings.Contains(err.Error(), secret) {
			t.Errorf("%q is shown: %v", text, err)
		}
		if err == nil && strings.ContainsAny(strings.Join(p.addresses, ""), "@#") && p.network != "unix" {
			t.Errorf("%q: addresses %q", text, p.addresses)
		}
	})
}
