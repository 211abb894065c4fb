# The two doors: `make run` and `make test`. Neither asks a question.
# One set of flags for build and tests; a change of flags rebuilds everything.

SWIFT_FLAGS := --explicit-target-dependency-import-check error
# lld comes with every toolchain; the system's linker warns of a call inside the static Foundation.
RELEASE_FLAGS := $(SWIFT_FLAGS) -c release --static-swift-stdlib -Xswiftc -use-ld=lld

.PHONY: run test setup setup-tests release stream-search lint format bench clean

run: release ## build in release mode and run the default scenarios
	.build/release/rollcall run scenarios

test: setup-tests ## run every test (debug build)
	swift build $(SWIFT_FLAGS) --build-tests
	swift test $(SWIFT_FLAGS) --skip-build

release: setup ## build .build/release/rollcall
	swift build $(RELEASE_FLAGS) --product rollcall

stream-search: setup ## build .build/release/stream-search, which looks for a schedule that breaks the stream protocol
	swift build $(RELEASE_FLAGS) --product stream-search

bench: release ## measure deliveries per second on this machine
	.build/release/rollcall bench

setup: ## install what is missing
	@scripts/setup

setup-tests: ## the same, and what only tests need
	@scripts/setup --tests

lint: ## check the format of every source file
	swift format lint --strict --recursive Package.swift Sources Tests

format: ## bring every source file into format
	swift format --in-place --recursive Package.swift Sources Tests

clean:
	rm -rf .build
