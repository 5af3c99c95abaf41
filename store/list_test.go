package store

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/redis/go-redis/v9"
)

func TestMembers(t *testing.T) {
	for reply, want := range map[string][]string{
		"*0\r\n":                                nil,
		"*1\r\n$0\r\n\r\n":                      {""},
		"*2\r\n$1\r\na\r\n$4\r\n\r\n$9\r\nrest": {"a", "\r\n$9"},
	} {
		found, _, err := members(nil, []byte(reply))
		var got []string
		for _, member := range found {
			got = append(got, string(member))
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: got %q, %v, want %q", reply, got, err, want)
		}
	}
	for _, reply := range []string{"", "*", "*\r\n", "*1\r\n", "*1\r\n$1\r\na", "*1\r\n$-1\r\n", "*-1\r\n", "$1\r\na\r\n", "*1\r\n:1\r\n",
		"*1\r\n$9223372036854775807\r\na\r\n", "*1\r\n$99999999999999999999\r\na\r\n", "*1x\r\n", "*1\r", "_\r\n", "*1\r\n$1\r\nabc"} {
		if _, _, err := members(nil, []byte(reply)); !errors.Is(failed("list", err), ErrUnavailable) {
			t.Errorf("%q: %v", reply, err)
		}
	}
	_, _, err := members(nil, []byte("-WRONGTYPE secret\r\n"))
	var reply redis.Error
	if !errors.As(err, &reply) || !errors.Is(failed("list", err), ErrLayout) {
		t.Error(err)
	}
}

// A reply of Redis is parsed as the list that it is, and nothing is read or written past its end.
func FuzzMembers(f *testing.F) {
	for _, seed := range []string{"", "*0\r\n", "*2\r\n$1\r\na\r\n$1\r\nb\r\n", "*1\r\n$3\r\na\r\n\r\n", "-ERR x\r\n", "*1\r\n$-1\r\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, reply []byte) {
		found, rest, err := members(nil, reply)
		if err != nil {
			return
		}
		again := fmt.Appendf(nil, "*%d\r\n", len(found))
		for _, member := range found {
			again = fmt.Appendf(again, "$%d\r\n%s\r\n", len(member), member)
		}
		read := reply[:len(reply)-len(rest)]
		if !bytes.Equal(read, again) && !bytes.Contains(read, []byte("*0")) && !bytes.Contains(read, []byte("$0")) {
			t.Errorf("%q was read as %q", read, again)
		}
	})
}

// ACL errors in the words of all versions of Redis.
func TestNotAllowedInAnyVersion(t *testing.T) {
	for _, reply := range []string{
		"NOPERM this user has no permissions to run the 'zadd' command",
		"NOPERM User api has no permissions to run the 'zadd' command",
		"NOPERM No permissions to access a key",
		"ERR The user executing the script can't run this command or subcommand script: 4d5d, on @user_script:1.",
		"ERR The user executing the script can't access at least one of the keys mentioned in the command arguments script: 4d5d",
		"ERR ACL failure in script: User api has no permissions to run the 'zadd' command script: 4d5d, on @user_script:1.",
		"ERR ACL failure in script: No permissions to access the 'session:{u}' key script: 4d5d",
	} {
		if err := failed("put", refused(reply)); !errors.Is(err, ErrPermission) || errors.Is(err, ErrUnavailable) {
			t.Errorf("%s: %v", reply, err)
		}
	}
	if err := failed("put", refused("READONLY You can't write against a read only replica.")); !errors.Is(err, ErrUnavailable) {
		t.Errorf("a replica: %v", err)
	}
}
