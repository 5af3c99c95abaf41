package store

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// The topologies, by the scheme of the URL.
const (
	single   = "redis"
	sentinel = "redis-sentinel"
	cluster  = "redis-cluster"
)

// place is where a URL says that the data is.
type place struct {
	topology       string
	network        string   // tcp, or unix for a socket
	addresses      []string // of the server, of the Sentinels or of nodes of the Cluster; or the path of a socket
	tls            bool
	user, password string
	master         string // the name by which the Sentinels know it
	database       int
}

var errURL = errors.New("--redis-url: it can't be read: want redis://[user:password@]host:port[/number], unix://[user:password@]/path[?db=number], " +
	"redis-sentinel://[user:password@]host:port,host:port/master[/number] or redis-cluster://[user:password@]host:port,host:port; " +
	"with TLS, rediss://, rediss-sentinel:// and rediss-cluster://; " +
	"in a password, write @ as %40, # as %23, / as %2F, ? as %3F and % as %25")

// parseURL reads a URL. Its errors never show it, since it may hold a password.
func parseURL(text string) (place, error) {
	scheme, rest, ok := strings.Cut(text, "://")
	// An unescaped # in a password ends the URL, and what precedes it might be taken for a host and looked up in DNS.
	if !ok || strings.Contains(text, "#") {
		return place{}, errURL
	}
	authority, path := rest, ""
	if end := strings.IndexAny(rest, "/?"); end >= 0 {
		authority, path = rest[:end], rest[end:]
	}
	at := strings.LastIndexByte(authority, '@')
	hosts := authority[at+1:]
	// Package url parses only URLs with a single host.
	parsed, err := url.Parse("redis://" + authority[:at+1] + "host" + path)
	if err != nil {
		return place{}, errURL
	}
	p := place{network: "tcp", user: parsed.User.Username()}
	p.password, _ = parsed.User.Password()
	switch scheme {
	case "redis", "rediss":
		p.topology = single
	case "redis-sentinel", "rediss-sentinel":
		p.topology = sentinel
	case "redis-cluster", "rediss-cluster":
		p.topology = cluster
	case "unix":
		p.topology, p.network = single, "unix"
	default:
		return place{}, errURL
	}
	p.tls = strings.HasPrefix(scheme, "rediss")
	values, err := url.ParseQuery(parsed.RawQuery) // URL.Query drops malformed pairs silently
	if err != nil {
		return place{}, errURL
	}
	if err := p.query(values); err != nil {
		return place{}, err
	}
	if p.network == "unix" {
		if hosts != "" || len(parsed.Path) < 2 {
			return place{}, errURL
		}
		p.addresses = []string{parsed.Path}
		return p, nil
	}
	return p, errors.Join(p.path(parsed.Path), p.hosts(hosts))
}

// query reads the settings after the question mark. An unknown one is an error, since ignoring it would hide a
// mistake.
func (p *place) query(values url.Values) error {
	for name, given := range values {
		switch {
		case name == "skip_verify":
			return errors.New("--redis-url: it says skip_verify: without a check anybody can pretend to be Redis; name the authority by --redis-ca-file")
		case name != "db" || p.network != "unix":
			return errors.New("--redis-url: it has a setting after the question mark that is not known: only ?db=number is, with unix://")
		case len(given) != 1 || p.number(given[0]) != nil:
			return errors.New("--redis-url: it has a db that is not a number")
		}
	}
	return nil
}

// path reads what follows the hosts: the name of the master, and the number of the database.
func (p *place) path(path string) error {
	path = strings.TrimPrefix(path, "/")
	if p.topology == sentinel {
		if p.master, path, _ = strings.Cut(path, "/"); p.master == "" {
			return errors.New("--redis-url: it lacks the name of the master: redis-sentinel://host:port,host:port/master")
		}
	}
	switch {
	case path == "":
		return nil
	case p.topology == cluster:
		return errors.New("--redis-url: it names a database, and a Cluster has one only: leave out what follows the hosts")
	}
	return p.number(path)
}

func (p *place) number(text string) (err error) {
	if p.database, err = strconv.Atoi(text); err != nil || p.database < 0 {
		return errURL
	}
	return nil
}

// hosts reads one or more hosts, separated by commas.
func (p *place) hosts(text string) error {
	port := "6379"
	if p.topology == sentinel {
		port = "26379"
	}
	for host := range strings.SplitSeq(text, ",") {
		address, err := withPort(host, port)
		if err != nil || host == "" && text != "" { // an empty host next to a comma does not mean localhost
			return errURL
		}
		if !slices.Contains(p.addresses, address) {
			p.addresses = append(p.addresses, address)
		}
	}
	if p.topology == single && len(p.addresses) > 1 {
		return errors.New("--redis-url: it names more than one host: want redis-sentinel:// or redis-cluster://")
	}
	return nil
}

func withPort(host, port string) (string, error) {
	u, err := url.Parse("redis://" + host)
	if err != nil || u.Host != host || strings.HasSuffix(host, ":") {
		return "", fmt.Errorf("not a host: %w", errURL)
	}
	if u.Hostname() == "" {
		return net.JoinHostPort("localhost", port), nil
	}
	if u.Port() != "" {
		port = u.Port()
	}
	return net.JoinHostPort(u.Hostname(), port), nil
}
