# People, .ci/run and .github/workflows use the same targets. Works with GNU make 3.81 (macOS) and later.

GOLANGCI_LINT   := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
ACTIONLINT      := github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
GOTESTSUM       := gotest.tools/gotestsum@v1.13.0
VEGETA          := github.com/tsenart/vegeta/v12@v12.13.0
GOVULNCHECK     := golang.org/x/vuln/cmd/govulncheck@v1.9.0
GORELEASER      := github.com/goreleaser/goreleaser/v2@v2.16.0
CYCLONEDX_GOMOD := github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0

.DEFAULT_GOAL := help
.PHONY: help run build contractcheck test bench faults other-servers lint drift generate sdk screenshots conformance vulncheck audit \
	breaking upstream upstream-report upstream-issue image image-check release release-check publish

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

# The log goes to a file, so that what is printed stays on the screen, and a new one: another run may still write
# into the old. Why it could not start is shown.
run: build ## build, then serve demo data, kept in memory
	@rm -f bin/run.log; REDIS_URL= ./bin/session-tokens serve --demo 2>bin/run.log || { status=$$?; tail -n 5 bin/run.log >&2; exit $$status; }

build: ## build bin/session-tokens
	@test -e bin/session-tokens || echo "The first build takes about a minute."
	CGO_ENABLED=0 go build -trimpath -o bin/session-tokens ./cmd/session-tokens

contractcheck: ## build bin/contractcheck
	CGO_ENABLED=0 go build -trimpath -o bin/contractcheck ./cmd/contractcheck

test: ## run all tests with the race detector, in about 15 minutes on 2 cores, with a real redis-server if available
	@GOTESTSUM="$(GOTESTSUM)" .ci/test

BENCH_OUT   := bench
BENCH_FLAGS :=

bench: build ## measure what checking the contract costs, in about 13 minutes; writes bench/
	@.ci/get redis-server wrk gnuplot
	CGO_ENABLED=0 go build -trimpath -o bin/bench ./cmd/bench
	GOBIN="$(CURDIR)/bin" go install $(VEGETA)
	@./bin/bench run --service bin/session-tokens --vegeta bin/vegeta --out $(BENCH_OUT) $(BENCH_FLAGS)

FAULTS_OUT := results.md

faults: ## measure what clients see of faults of Redis and of crowds, in about three and a half minutes; writes faults/results.md
	@.ci/get redis-server
	go test -tags faults -count=1 -timeout 20m ./faults -args -out "$(FAULTS_OUT)"

# TestBusy is timing-sensitive, and about the client's side of the connection.
other-servers: ## run the store's tests on the Redis and the Valkey of Debian 13, in about two and a half minutes
	@.ci/get debian-archive-keyring
	@.ci/servers bin/servers
	for server in redis valkey; do \
		PATH="$(CURDIR)/bin/servers/$$server:$$PATH" go test -count=1 -skip TestBusy ./store || exit 1; done

lint: ## check style, formatting, the import rule, the workflows, the scripts and what is in deploy/
	@.ci/get shellcheck promtool
	go run $(GOLANGCI_LINT) run
	go run $(ACTIONLINT)
	shellcheck .ci/* deploy/redis/make-secrets
	cd deploy/tools && go run $(GOLANGCI_LINT) run --config ../../.golangci.yml
	go -C deploy/tools test -count=1 ./...
	go -C deploy/tools run ./check ..
	promtool check rules deploy/prometheus/alerts.yaml
	promtool test rules deploy/prometheus/alerts_test.yaml
	.ci/unit-check

drift: ## check that gen/ is what the two contracts generate
	@.ci/get node npm
	@go run ./cmd/contractcheck generated

generate: ## generate the server interface and the models of both contracts
	go generate ./gen ./gen/server ./gen/control ./gen/control/server

# The console bundles the TypeScript SDK, and so generates gen/typescript first.
sdk: ## generate the Go and the TypeScript SDK of both contracts, and the console, which is made with one
	@.ci/get node npm
	go generate ./gen/client ./gen/control/client ./gen/console

screenshots: ## retake the screenshots of the console in docs/img
	@.ci/get redis-server node npm chromium
	SESSION_TOKENS_TEST_ARTIFACTS="$(CURDIR)/docs/img" go test -count=1 -run TestConsoleViews ./cmd/session-tokens
	@cd gen/console && cat index.html icon.svg console.gen.js console.gen.css | git hash-object --stdin >../../docs/img/console.sum

conformance: ## check that the service, alone and behind Prism, behaves as the contract says
	@.ci/get node npm
	go test -count=1 ./cmd/contractcheck/conform

vulncheck: ## look for known vulnerabilities of each Go module (needs the online database)
	@status=0; for module in $$(git ls-files '*go.mod'); do \
		echo "vulncheck: $$module"; go -C "$$(dirname "$$module")" run $(GOVULNCHECK) ./... || status=$$?; \
	done; exit $$status

audit: ## look for known vulnerabilities of npm packages (needs the npm registry)
	@.ci/get git node npm jq
	@.ci/audit

BASE   := origin/main
FORMAT := text

breaking: contractcheck ## check that neither contract breaks a consumer of its version at the revision BASE
	@status=0; for contract in openapi.json gen/control/openapi.json; do \
		./bin/contractcheck --format "$(FORMAT)" --contract $$contract breaking "$(BASE)" || status=$$?; \
	done; exit $$status

# The assumed URL of the page, in Markdown, from which openapi.json was taken: the page came without its
# URL. An empty variable, as workflows may set it, counts as unset.
ifeq ($(UPSTREAM),)
UPSTREAM := https://docs.quiva.ai/api-reference/authentication/get-session-tokens.md
endif

upstream: contractcheck ## check that the contract published at UPSTREAM has not moved
	@./bin/contractcheck --format "$(FORMAT)" upstream "$(UPSTREAM)"

upstream-report: contractcheck ## check as upstream does, and write the differences to bin/upstream/report
	@.ci/upstream-report ./bin/contractcheck upstream "$(UPSTREAM)"

upstream-issue: ## open an issue on GitHub if upstream-report has found that the contract moved; builds nothing
	@.ci/upstream-issue

image: ## build the image of deploy/Containerfile, without a daemon; it is left in bin/image
	@.ci/get git buildah jq
	@.ci/image bin/image

image-check: ## build the image twice, check its contents, and run it
	@.ci/get git buildah jq curl ip setpriv unshare
	@.ci/image-check

RELEASE_FLAGS := --snapshot

release: ## make a release in dist/; RELEASE_FLAGS=--skip=publish uses the tag at HEAD
	@.ci/get git node npm
	GOBIN="$(CURDIR)/bin" CGO_ENABLED=0 go install $(GORELEASER)
	GOBIN="$(CURDIR)/bin" CGO_ENABLED=0 go install $(CYCLONEDX_GOMOD)
	PATH="$(CURDIR)/bin:$$PATH" goreleaser release --clean $(RELEASE_FLAGS)
	@cp bin/npm/*.tgz dist/

release-check: ## make a release without publishing it, and check each of its files
	@.ci/get jq dpkg-deb rpm rpm2cpio cpio
	@$(MAKE) release
	@.ci/release-check

publish: ## publish dist/ on GitHub, as checked by release-check; builds nothing
	@.ci/publish
