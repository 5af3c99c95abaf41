package jwks

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// cached is the content of the file. The set is kept as it was received; the address is there so that, after the
// setting was changed, the keys of one issuer are not taken for those of another.
type cached struct {
	URL     string    `json:"url"`
	Fetched time.Time `json:"fetched"`
	Set     []byte    `json:"set"`
}

// maxCached allows for base64, which makes 4 bytes of 3.
const maxCached = maxSet/3*4 + maxHeader

// Restore passes the set in the file to use, if there is a usable one. It is called once, before Run.
func (s *Source) Restore(use func(set []byte) error) {
	if s.CacheFile == "" {
		return
	}
	kept, err := s.read()
	if err == nil {
		err = use(kept.Set)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist): // as on the first start
	case err != nil:
		s.Log.Warn("the file with the issuer's keys can't be used: they must come from the issuer", "error", shorten(err))
	default:
		s.set, s.stats.Good = kept.Set, kept.Fetched
		s.Log.Info("the issuer's keys are those of the file until it answers", "fetched", kept.Fetched)
	}
}

func (s *Source) read() (kept cached, err error) {
	f, err := os.Open(s.CacheFile)
	if err != nil {
		return kept, fmt.Errorf("read --jwt-jwks-cache-file: %w", err)
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, maxCached+1))
	if err != nil {
		return kept, fmt.Errorf("read --jwt-jwks-cache-file: %w", err)
	}
	// The content is not shown: it may be another file's.
	if len(content) > maxCached || json.Unmarshal(content, &kept) != nil || kept.Fetched.IsZero() || len(kept.Set) == 0 {
		return kept, errors.New("--jwt-jwks-cache-file: it is not a file that this service wrote")
	}
	if kept.URL != s.URL {
		return kept, errors.New("--jwt-jwks-cache-file: the keys are those of another address than --jwt-jwks-url")
	}
	return kept, nil
}

// keep writes the file again after each good fetch, so that it holds the time of the fetch, and is restored if it was
// removed.
func (s *Source) keep() {
	if s.CacheFile == "" {
		return
	}
	if err := s.write(); err != nil {
		s.Log.Warn("the issuer's keys can't be kept in --jwt-jwks-cache-file for the next start", "error", err)
	}
}

// write replaces the file atomically, so that a crash leaves either the old or the new one.
func (s *Source) write() error {
	content, err := json.Marshal(cached{s.URL, s.Now().UTC(), s.set})
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(s.CacheFile), ".jwks-*") // with mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), s.CacheFile)
	}
	if err != nil {
		err = errors.Join(err, os.Remove(f.Name()))
	}
	return err
}
