package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/quiva-ai/session-tokens/gen/console"
)

// The pictures in docs/img are of the console as it is now: "make screenshots" writes the hash of the page beside them.
func TestPicturesAreNew(t *testing.T) {
	var page strings.Builder
	for _, name := range []string{"index.html", "icon.svg", "console.gen.js", "console.gen.css"} {
		text, err := fs.ReadFile(console.Files(), name)
		e2eOK(t, err)
		page.Write(text)
	}
	hash := exec.Command("git", "hash-object", "--stdin")
	hash.Stdin = strings.NewReader(page.String())
	now, err := hash.Output()
	e2eOK(t, err)
	taken, err := os.ReadFile("../../docs/img/console.sum")
	if err != nil || string(taken) != string(now) {
		t.Errorf("the console has changed since the pictures in docs/img were taken: run make screenshots (%v)", err)
	}
}

// Each picture in docs/img is shown on a page, and says what it shows to those who don't see it.
func TestPicturesAreShown(t *testing.T) {
	shown := map[string]bool{}
	for page, text := range pages(t) {
		for _, picture := range regexp.MustCompile(`!\[([^\]]*)\]\(([^)]+)\)`).FindAllStringSubmatch(text, -1) {
			shown[path.Join(path.Dir(page), picture[2])] = true
			if len(strings.Fields(picture[1])) < 3 {
				t.Errorf("%s: %s has no alternative text", page, picture[2])
			}
		}
	}
	entries, err := os.ReadDir("../../docs/img")
	e2eOK(t, err)
	for _, entry := range entries {
		if name := "docs/img/" + entry.Name(); path.Ext(name) == ".png" && !shown[name] {
			t.Errorf("no page shows %s", name)
		}
	}
}
