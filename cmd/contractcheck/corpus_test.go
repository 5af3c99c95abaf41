package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// corpus is documents of others, from 20 KB to 4 MB, by the package that ships them.
var corpus = []struct {
	get       func(t *testing.T, pkg string) string
	pkg       string
	documents []string
}{
	{goModule, "github.com/ogen-go/ogen@v1.24.0", []string{
		"_testdata/examples/2ch.yml", "_testdata/examples/api.github.com.json", "_testdata/examples/autorest/ApiManagementClient-openapi.json",
		"_testdata/examples/ent.json", "_testdata/examples/firecracker.json", "_testdata/examples/openai-2.3.0.openapi.yaml",
		"_testdata/examples/superset.json", "_testdata/examples/telegram_bot_api.json", "_testdata/examples/tinkoff.json",
	}},
	{goModule, "github.com/pb33f/libopenapi@v0.42.4", []string{"test_specs/asana.yaml"}},
	{goModule, "github.com/okta/okta-sdk-golang/v5@v5.0.2", []string{"okta/api/openapi.yaml"}},
	{goModule, "github.com/svix/svix-webhooks@v1.44.0", []string{"openapi.json", "server/openapi.json"}},
	{goModule, "github.com/outscale/osc-sdk-go/v2@v2.35.0", []string{"api/openapi.yaml"}},
	{goModule, "github.com/influxdata/influxdb-client-go/v2@v2.14.0", []string{"domain/oss.yml"}},
	{goModule, "github.com/hashicorp/vault-client-go@v0.4.3", []string{"openapi.json"}},
	{npmPackage, "@blockfrost/openapi@0.1.93", []string{"openapi.yaml"}},
	{npmPackage, "@directus/specs@15.2.0", []string{"dist/openapi.json"}},
	{npmPackage, "@ideal-postcodes/openapi@4.21.0", []string{"dist/openapi.json"}},
	{npmPackage, "@digdir/dialogporten-schema@1.118.6", []string{"swagger.verified.json"}},
	{npmPackage, "@readme/oas-examples@8.2.2", []string{"3.0/json/star-trek.json", "3.1/json/petstore.json", "3.1/json/readme.json", "3.1/yaml/train-travel.yaml"}},
	{npmPackage, "@scalar/galaxy@0.6.12", []string{"dist/3.1.yaml"}},
}

// TestCorpus: each document loads, is the same as itself, and breaks nobody who has it, in 10 s of processor time and 600 MB.
func TestCorpus(t *testing.T) {
	if testing.Short() {
		t.Skip("it gets 20 MB of packages")
	}
	binary := buildOnce(t)
	for _, from := range corpus {
		t.Run(from.pkg, func(t *testing.T) {
			t.Parallel()
			dir := from.get(t, from.pkg)
			for _, document := range from.documents {
				t.Run(document, func(t *testing.T) {
					t.Parallel()
					name := filepath.Join(dir, filepath.FromSlash(document))
					sameAsItself(t, binary, name, "upstream", "--all", name)
					sameAsItself(t, binary, name, "breaking", name)
				})
			}
		})
	}
}

// sameAsItself runs one command, and measures it.
func sameAsItself(t *testing.T, binary, contract string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), binary, append([]string{"--contract", contract}, args...)...)
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.HasSuffix(string(out), args[0]+": no drift\n") {
		t.Errorf("%s: %v\n%.1000s", args[0], err, out)
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		t.Fatal("the child did not start")
	}
	memory := usage.Maxrss >> 10
	if runtime.GOOS == "darwin" { // which counts bytes
		memory >>= 10
	}
	took := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	t.Logf("%s: %v, %d MB", args[0], took.Round(time.Millisecond), memory)
	if took > 10*time.Second || memory > 600 {
		t.Errorf("%s took %v and %d MB", args[0], took, memory)
	}
}

// goModule returns the folder of a module at a version.
func goModule(t *testing.T, module string) string {
	t.Helper()
	out, err := runIn(t, t.TempDir(), "go", "mod", "download", "-json", module)
	var downloaded struct{ Dir, Error string }
	if jsonErr := json.Unmarshal([]byte(out), &downloaded); err != nil || jsonErr != nil || downloaded.Dir == "" {
		t.Skipf("the module %s can't be had here: %v %.300s", module, err, out)
	}
	return downloaded.Dir
}

// npmPackage returns the folder of a package at a version. It is kept among the user's caches.
func npmPackage(t *testing.T, pkg string) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Skip(err)
	}
	dir := filepath.Join(cache, "contractcheck-corpus", strings.NewReplacer("@", "", "/", "-").Replace(pkg))
	if _, err := os.Stat(dir); err == nil {
		return filepath.Join(dir, "package")
	}
	got := t.TempDir()
	if out, err := runIn(t, got, "npm", "pack", "--silent", pkg); err != nil {
		t.Skipf("the package %s can't be had here: %v %.300s", pkg, err, out)
	}
	archives, err := filepath.Glob(filepath.Join(got, "*.tgz"))
	if err != nil || len(archives) != 1 {
		t.Fatalf("npm pack made %q: %v", archives, err)
	}
	// The folder appears when it is whole: another test may look for it.
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	whole, err := os.MkdirTemp(filepath.Dir(dir), "new-*")
	if err != nil {
		t.Fatal(err)
	}
	succeed(t, whole, "tar", "-xzf", archives[0])
	if err := os.Rename(whole, dir); err != nil && !os.IsExist(err) {
		t.Fatal(err)
	}
	return filepath.Join(dir, "package")
}
