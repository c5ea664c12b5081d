# Everything a developer runs. `make test` is the whole proof; it sets up what
# it needs on Debian, or says what is missing.

GO     ?= go
TOOL    = $(GO) tool -modfile=tools/go.mod
PACKAGES = gcc libc6-dev perl curl redis-server chromium fonts-liberation

.PHONY: assets test needs lint bench pages reach fuzz mutants demo generate

## test: every test, with the race detector, on real parts
test: needs
	$(GO) vet ./...
	$(GO) test -race -timeout 20m ./...

## needs: what the tests run against (a real Redis, a browser, perl as an oracle)
needs:
	@./.ci/needs $(PACKAGES)

## lint: formatting, the linters, and which room may import which
lint:
	@bad=$$(gofmt -l $$(git ls-files '*.go')); if [ -n "$$bad" ]; then echo "gofmt would change: $$bad"; exit 1; fi
	$(TOOL) golangci-lint run ./...

## bench: the benchmarks; with BENCH=DIR also a load run beside the floor server built from DIR
bench:
	$(GO) test -run '^$$' -bench . -benchmem ./flows ./bot ./bot/directory ./providers/... ./locales ./store
	@if [ -n "$(BENCH)" ]; then ./.ci/load "$(BENCH)"; fi

## pages: PAGES (200) pages of the console are open for FOR (10m) while RATE (20) texts a second come in; measures, and asserts nothing of time
PAGES ?= 200
FOR ?= 10m
RATE ?= 20
pages: needs
	$(GO) test -timeout 60m -v -run TestOpenPages ./cmd/connective/fault -args -fault.pages=$(PAGES) -fault.for=$(FOR) -fault.rate=$(RATE)

## reach: broadcasts to each of SIZES (6500,100000) people, from a Redis and to a pretended provider of their own; measures, and proves that each got it once
SIZES ?= 6500,100000
reach: needs
	$(GO) test -timeout 120m -v -run TestABroadcastReachesItsAudience ./cmd/connective/fault -args -fault.reach=$(SIZES)

## fuzz: each fuzz target for FUZZTIME (one minute)
FUZZTIME ?= 1m
fuzz:
	@./.ci/fuzz $(FUZZTIME)

## mutants: break one guard at a time; the fault test must turn red for each
mutants: needs
	$(GO) test -timeout 20m -run TestMutants ./cmd/connective/fault -args -fault.mutants

## demo: the pretend town, in the browser
demo:
	$(GO) run ./cmd/connective demo

## generate: the files of the pretend town
generate:
	$(GO) generate ./...

## assets: the styles and scripts of others that the console uses, anew from npm
assets:
	@./.ci/assets
