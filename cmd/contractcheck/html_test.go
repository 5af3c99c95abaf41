package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"golang.org/x/net/html"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/report"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// TestPageIsHarmless: the page asks nobody for anything, and what others wrote is text in it.
func TestPageIsHarmless(t *testing.T) {
	for name, args := range reportedRuns(t) {
		text := reported(t, "html", args...)
		if i := strings.IndexFunc(text, func(c rune) bool { return c != '\n' && !strconv.IsPrint(c) }); i >= 0 {
			t.Errorf("%s: a control character at %q", name, text[i:min(len(text), i+40)])
		}
		root, err := html.Parse(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		headings := 0
		for n := range root.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			switch n.Data {
			case "script", "link", "img", "iframe", "object", "embed", "base", "form", "a", "svg", "audio", "video", "input", "button":
				t.Errorf("%s: the page has an element %s", name, n.Data)
			case "h1", "h2":
				headings++
			case "style":
				if css := n.FirstChild.Data; strings.Contains(css, "url(") || strings.Contains(css, "@import") {
					t.Errorf("%s: the style refers to something: %s", name, css)
				}
			}
			for _, a := range n.Attr {
				if a.Key == "src" || a.Key == "href" || a.Key == "action" || strings.HasPrefix(a.Key, "on") || strings.Contains(a.Val, "://") {
					t.Errorf("%s: %s has %s=%q", name, n.Data, a.Key, a.Val)
				}
			}
		}
		if headings < 3 {
			t.Errorf("%s: %d headings", name, headings)
		}
	}
}

// TestPageInABrowser: it is for everybody, in the light and in the dark, and on a telephone.
func TestPageInABrowser(t *testing.T) {
	axe := read(t, npmPackage(t, "axe-core@4.14.1"), "axe.min.js")
	pages := http.NewServeMux()
	var names []string
	for name, args := range reportedRuns(t) {
		if strings.Contains(name, ", unknown") {
			continue // has no more than the others
		}
		out := reported(t, "html", args...)
		path := "/" + strconv.Itoa(len(names))
		names = append(names, name)
		pages.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, out)
		})
	}
	server := httptest.NewServer(pages)
	defer server.Close()

	allocator, free := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.DisableGPU)...)
	defer free()
	browser, end := chromedp.NewContext(allocator)
	defer end()
	must := func(_ any, err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	must(chromedp.Run(browser, chromedp.EmulateViewport(390, 800)))
	for _, scheme := range []string{"light", "dark"} {
		must(chromedp.Call(browser, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}))
		for i, name := range names {
			must(chromedp.Run(browser, chromedp.Navigate(server.URL+"/"+strconv.Itoa(i))))
			problems, err := chromedp.Run(browser, chromedp.Evaluate[[]string](axe+`;
				document.querySelectorAll("details").forEach((details) => { details.open = true }); // axe sees no more than a person does
				axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => [
					...violations.flatMap(({ id, nodes }) => nodes.map((node) => id + "; " + node.target.join(" ") + "; " + node.failureSummary)),
					...(document.documentElement.scrollWidth > 390 ? ["the page is wider than the window"] : [])])`, chromedp.EvalAwaitPromise))
			must(problems, err)
			for _, problem := range problems {
				t.Errorf("%s, %s: %s", name, scheme, problem)
			}
		}
	}
}

// TestPageListsAccepted: what is accepted is there for a reviewer who opens it, and not among what was found.
func TestPageListsAccepted(t *testing.T) {
	runs := reportedRuns(t)
	for name, found := range map[string]string{"conforms, some": "undeclared-property", "breaking, all": "Nothing was found that is not accepted."} {
		dir := t.TempDir()
		check(t, append([]string{"--report", "html=" + dir + "/html", "--report", "json=" + dir + "/json"}, runs[name]...)...)
		var r report.Report
		if err := json.Unmarshal([]byte(read(t, dir, "json")), &r); err != nil {
			t.Fatal(err)
		}
		page, err := html.Parse(strings.NewReader(read(t, dir, "html")))
		if err != nil {
			t.Fatal(err)
		}
		texts := map[string]string{} // by the label of the section, and whether it is in something that is closed
		for n := range page.Descendants() {
			if n.Type != html.TextNode {
				continue
			}
			label, closed := "", ""
			for a := range n.Ancestors() {
				for _, attr := range a.Attr {
					if attr.Key == "aria-labelledby" {
						label = attr.Val
					}
				}
				if a.Data == "details" && !slices.ContainsFunc(a.Attr, func(attr html.Attribute) bool { return attr.Key == "open" }) {
					closed = ", closed"
				}
			}
			texts[label+closed] += n.Data + "\n"
		}
		if len(r.Accepted) == 0 || !strings.Contains(texts["found"], found) {
			t.Errorf("%s: %d findings are accepted, and among what was found is no %q:\n%s", name, len(r.Accepted), found, texts["found"])
		}
		for _, f := range r.Accepted {
			if !strings.Contains(texts["accepted, closed"], f.Message) || strings.Contains(texts["found"]+texts["accepted"], f.Message) {
				t.Errorf("%s: %q is accepted, and not where that belongs:\n%s", name, f.Message, texts["accepted, closed"])
			}
		}
	}
	if text := reported(t, "html", runs["breaking"]...); strings.Contains(text, `id="accepted"`) {
		t.Errorf("without a baseline, the page has a section for what is accepted:\n%s", text)
	}
}

// reported returns what a command reports in a format.
func reported(t *testing.T, format string, args ...string) string {
	t.Helper()
	dir := t.TempDir()
	check(t, append([]string{"--report", format + "=" + dir + "/report"}, args...)...)
	return read(t, dir, "report")
}

func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"} {
		if program, err := exec.LookPath(name); err == nil {
			return program
		}
	}
	return redistest.Need(t, "chromium")
}
