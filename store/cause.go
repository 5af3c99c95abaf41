package store

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"

	"github.com/redis/go-redis/v9"
)

// Cause is why the store gave no answer: one of a few constant words, fit for a metric's label.
type Cause string

// The causes. What each means, and what to do, is in the table below.
const (
	causeTimeout     Cause = "timeout"
	causeRefused     Cause = "refused"
	causeHost        Cause = "no such host"
	causeUnreachable Cause = "unreachable"
	causeClosed      Cause = "closed"
	causeTLS         Cause = "tls"
	causeFiles       Cause = "descriptors"
	causeFile        Cause = "file"
	causePassword    Cause = "password"
	causePermission  Cause = "permission"
	causeDatabase    Cause = "database"
	causeLoading     Cause = "loading"
	causeReplica     Cause = "replica"
	causeSentinel    Cause = "sentinel"
	causeSentinels   Cause = "sentinels"
	causeMaster      Cause = "no master"
	causeCluster     Cause = "cluster"
	causeNoCluster   Cause = "no cluster"
	causeClusterDown Cause = "cluster down"
	causeSuperseded  Cause = "superseded"
	causeVersion     Cause = "version"
	causeCommand     Cause = "command"
	causeClients     Cause = "clients"
	causeProtected   Cause = "protected mode"
	causeScript      Cause = "script"
	causeMemory      Cause = "memory"
	causeProtocol    Cause = "protocol"
	causeBusy        Cause = "busy"
	causeTooLarge    Cause = "list too large"
	causeLayout      Cause = "layout"
	causeCanceled    Cause = "canceled"
	causeOther       Cause = "other"
)

// causes says what each cause means, and what to do.
var causes = map[Cause]struct{ means, hint string }{
	causeTimeout:     {"Redis does not answer in time", "is it overloaded, stopped, behind a firewall, or without TLS where --redis-url says rediss://?"},
	causeRefused:     {"nothing listens at Redis' address", "check --redis-url, and that Redis runs"},
	causeHost:        {"Redis' host name is not known", "check the host in --redis-url"},
	causeUnreachable: {"there is no way to Redis' address", "check the host in --redis-url, and the network"},
	causeClosed:      {"Redis closed the connection", "is it starting anew, at its limit of clients, or does it want TLS, which is rediss:// in --redis-url?"},
	causeTLS:         {"there is no trusted TLS connection to Redis", "check that it speaks TLS, and that this machine trusts who signed its certificate, and the name in it; if it wants one too, see --redis-cert-file"},
	causeFiles:       {"this process may open no more connections", "raise its limit of open files, or lower --redis-connections"},
	causeFile:        {"a file with a certificate or a password for Redis can't be used", "see the --redis-...-file settings"},
	causePassword:    {"Redis refuses the password", "check the user and password in --redis-url"},
	causePermission:  {"Redis does not allow its user a command or key", "compare the user's rules with the ACL lines in docs/records.md"},
	causeDatabase:    {"Redis has no database of that number", "check the number at the end of --redis-url"},
	causeLoading:     {"Redis is still loading its data", "wait until it has"},
	causeReplica:     {"this Redis is a replica, which may not know yet what was revoked", "let --redis-url name the primary"},
	causeSentinel:    {"this is a Sentinel, not a Redis with data", "let --redis-url be redis-sentinel://host:port/MASTER"},
	causeSentinels:   {"no Sentinel answers", "check the hosts in --redis-url, and that Sentinels listen there, with TLS if it is rediss-sentinel://"},
	causeMaster:      {"the Sentinels know no master of that name", "check the name after the hosts in --redis-url"},
	causeCluster:     {"this Redis is a node of a Cluster, and another node has the keys", "let --redis-url be redis-cluster://"},
	causeNoCluster:   {"this Redis is no node of a Cluster", "let --redis-url be redis://"},
	causeClusterDown: {"a part of the Cluster does not serve its keys", "see CLUSTER INFO on its nodes: has a master failed?"},
	causeSuperseded:  {"another Redis was made the master meanwhile: whether this one's work counts is not known", "look, and do it again"},
	causeVersion:     {"this Redis is too old", "it must be 6.2 or later"},
	causeCommand:     {"Redis does not know a command that is needed", "is it a Sentinel, older than Redis 6.2, or was the command renamed?"},
	causeClients:     {"Redis accepts no more connections", "raise its maxclients, or lower --redis-connections"},
	causeProtected:   {"Redis is in protected mode", "give its user a password"},
	causeScript:      {"Redis is busy with somebody's script", "SCRIPT KILL ends it"},
	causeMemory:      {"Redis is at its memory limit", "raise its maxmemory"},
	causeProtocol:    {"what answers at Redis' address does not speak its protocol", "check host and port in --redis-url"},
	causeBusy:        {"all connections to Redis are in use", "raise --redis-connections, or add instances"},
	causeTooLarge:    {"a user has more records than one list may have", "session-tokens revoke USER --all ends them"},
	causeLayout:      {"a key in Redis is of another type than the layout says", "session-tokens revoke USER --all removes it, or apikey revoke ID"},
	causeCanceled:    {"nobody waits for the answer any more", ""},
	causeOther:       {"Redis answers with an error", "see its log"},
}

// Causes lists all causes.
func Causes() []Cause {
	all := make([]Cause, 0, len(causes))
	for cause := range causes {
		all = append(all, cause)
	}
	return all
}

// CauseOf returns why the store gave no answer. It is empty if the store gave one, as with [ErrNotFound].
func CauseOf(err error) Cause {
	var f *failure
	if errors.As(err, &f) {
		return f.cause
	}
	for sentinel, cause := range map[error]Cause{ErrLayout: causeLayout, ErrBusy: causeBusy, ErrUnavailable: causeTimeout} {
		if errors.Is(err, sentinel) {
			return cause
		}
	}
	return ""
}

// Passes reports whether an error may go away by itself: one of the network, or of a Redis that is not ready yet. A
// wrong password does not.
func Passes(err error) bool {
	switch CauseOf(err) {
	case causeTimeout, causeRefused, causeUnreachable, causeClosed, causeLoading, causeClients, causeScript, causeMemory, causeBusy,
		causeSentinels, causeClusterDown, causeReplica:
		return true
	}
	return false
}

// Hint returns what to do about an error, or "".
func Hint(err error) string { return causes[CauseOf(err)].hint }

// Explain says in words what is wrong and what to do, without operation, address or user.
func Explain(err error) string {
	why, ok := causes[CauseOf(err)]
	if !ok {
		return err.Error()
	}
	text := why.means
	var f *failure
	if errors.As(err, &f) && f.cause == causeVersion && f.detail != "" {
		text += ": " + f.detail
	}
	if why.hint != "" {
		text += ": " + why.hint
	}
	return text
}

// failure is the error of an operation that got no answer.
type failure struct {
	operation string
	kind      error // ErrUnavailable, ErrBusy, ErrPermission, ErrLayout or ErrListTooLarge
	cause     Cause
	detail    string // shown
	err       error  // of the network, or of the bound of a list; shown
}

func (f *failure) Error() string {
	text := f.operation + ": " + f.kind.Error()
	if errors.Is(f.kind, ErrUnavailable) {
		text += ": " + causes[f.cause].means
	}
	if f.detail != "" {
		text += ": " + f.detail
	}
	if f.err != nil {
		text += ": " + f.err.Error()
	}
	return text
}

func (f *failure) Unwrap() []error {
	if f.err == nil {
		return []error{f.kind}
	}
	return []error{f.kind, f.err}
}

// failed turns an error of go-redis into one of this package. Of an error reply only the first word is kept ("OOM",
// "NOPERM"): the rest may repeat arguments or records, which hold tokens.
func failed(operation string, err error) error {
	if err == nil {
		return nil
	}
	f := &failure{operation: operation, kind: ErrUnavailable}
	var known *failure
	var reply redis.Error
	switch {
	case errors.Is(err, ErrReplicas):
		return fmt.Errorf("%s: %w", operation, err)
	case errors.As(err, &known):
		again := *known
		again.operation = operation
		return &again
	case errors.As(err, &reply):
		f.reply(reply.Error())
	case f.network(err):
	case errors.Is(err, errTooLong): // List turns it into another error
		f.kind, f.cause, f.err = ErrListTooLarge, causeTooLarge, err
	default: // its text quotes what could not be read
		f.cause = causeProtocol
	}
	return f
}

// reply classifies an error reply of Redis.
func (f *failure) reply(said string) {
	word, rest, _ := strings.Cut(said, " ")
	switch {
	case strings.Contains(said, "WRONGTYPE"): // not a prefix if a script failed with it
		f.kind, f.cause = ErrLayout, causeLayout
		return
	case notAllowed(said):
		f.kind, f.cause = ErrPermission, causePermission
		return
	}
	f.cause, f.detail = causeOther, "Redis said "+word
	for begins, cause := range map[string]Cause{
		"NOAUTH": causePassword, "WRONGPASS": causePassword, "LOADING": causeLoading, "MASTERDOWN": causeReplica, "READONLY": causeReplica,
		"MOVED": causeCluster, "ASK": causeCluster, "CROSSSLOT": causeCluster, "CLUSTERDOWN": causeClusterDown, "TRYAGAIN": causeClusterDown,
		"DENIED": causeProtected, "BUSY": causeScript, "OOM": causeMemory,
	} {
		if word == begins {
			f.cause = cause
		}
	}
	if word != "ERR" {
		return
	}
	for begins, cause := range map[string]Cause{
		"AUTH ": causePassword, "invalid password": causePassword, "DB index": causeDatabase, "invalid DB index": causeDatabase,
		"SELECT is not allowed in cluster mode": causeCluster, "This instance has cluster support disabled": causeNoCluster,
		"unknown command": causeCommand, "syntax error": causeVersion, "max number of clients": causeClients,
	} {
		if strings.HasPrefix(rest, begins) {
			f.cause = cause
		}
	}
}

// network classifies an error that ended a connection, or the wait for one. It reports false for any other error.
func (f *failure) network(err error) bool {
	var network net.Error
	var host *net.DNSError
	var authority x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var verified *tls.CertificateVerificationError
	var header tls.RecordHeaderError
	var alert *net.OpError
	is := func(targets ...error) bool {
		for _, target := range targets {
			if errors.Is(err, target) {
				return true
			}
		}
		return false
	}
	switch {
	case is(context.Canceled):
		f.cause = causeCanceled
	case errors.As(err, &authority), errors.As(err, &name), errors.As(err, &invalid), errors.As(err, &verified), errors.As(err, &header),
		errors.As(err, &alert) && alert.Op == "remote error": // crypto/tls's word for an alert of the peer, which may want a certificate
		f.cause = causeTLS
	case is(syscall.ECONNREFUSED, os.ErrNotExist): // a unix socket that is not there
		f.cause = causeRefused
	case errors.As(err, &host) && !host.IsTimeout:
		f.cause = causeHost
	case is(syscall.EHOSTUNREACH, syscall.ENETUNREACH, syscall.EADDRNOTAVAIL, os.ErrPermission):
		f.cause = causeUnreachable
	case is(syscall.EMFILE, syscall.ENFILE):
		f.cause = causeFiles
	case is(redis.ErrPoolTimeout), errors.As(err, &network) && network.Timeout():
		f.cause = causeTimeout
	case errors.As(err, &network), is(io.EOF, io.ErrUnexpectedEOF, redis.ErrClosed):
		f.cause = causeClosed
	default:
		return false
	}
	f.err = err
	return true
}

// notAllowed reports whether the ACL of Redis denied a command. For a command in a script the wording differs by
// version.
func notAllowed(reply string) bool {
	return strings.Contains(reply, "NOPERM") ||
		strings.Contains(reply, "The user executing the script can't") || // 7.0
		strings.Contains(reply, "ACL failure in script") // 7.2 and later
}
