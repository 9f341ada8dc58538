# Lutetia: the two commands of the README are `make demo` and `make test`.
# Everything is built into build/ by CMake and Ninja; packages come from tools/install-deps.

BUILD      ?= build
PREFIX     ?= /usr/local
CMAKE_ARGS ?=
JOBS       ?= $(shell nproc)

.PHONY: all deps build demo test quick-test sanitize thread-sanitize coverage fuzz walk fmt lint bench \
        transcripts install clean

all: build

deps:
	@tools/install-deps

$(BUILD)/build.ninja: CMakeLists.txt | deps
	@cmake -S . -B $(BUILD) -G Ninja -DCMAKE_INSTALL_PREFIX=$(PREFIX) $(CMAKE_ARGS) > $(BUILD)-configure.log 2>&1 \
	  || { cat $(BUILD)-configure.log; exit 1; }
	@mv $(BUILD)-configure.log $(BUILD)/configure.log

build: $(BUILD)/build.ninja
	@ninja -C $(BUILD) -j $(JOBS) --quiet

## Plans a complete example patient, shows the plan, and writes the board page.
demo: build
	@echo '$$ lutetia plan examples/midgut-carcinoid.json'
	@$(BUILD)/bin/lutetia plan examples/midgut-carcinoid.json --today 2026-11-24
	@echo
	@$(BUILD)/bin/lutetia report examples/midgut-carcinoid.json -o $(BUILD)/demo --today 2026-11-24 > /dev/null
	@echo 'The board page, and a sheet for the patient: $(BUILD)/demo/board.pdf, board.html, patient.pdf, patient.html'
	@echo 'The record that went in: examples/midgut-carcinoid.json'
	@echo 'Why a rule came out so:  $(BUILD)/bin/lutetia plan examples/midgut-carcinoid.json --explain PRRT'

## All tests: the suite, sanitizers, fuzzing for a short time, coverage, lint.
test: build
	@tools/run-tests $(BUILD) $(JOBS)

## The suite alone.
quick-test: build
	@ctest --test-dir $(BUILD) --output-on-failure -j $(JOBS)

sanitize: deps
	@tools/run-tests --only sanitize $(BUILD) $(JOBS)

coverage: deps
	@tools/run-tests --only coverage $(BUILD) $(JOBS)

## Fuzzes every parser for SECONDS each (default 600).
SECONDS ?= 600
fuzz: deps
	@tools/run-fuzz $(BUILD)-fuzz $(SECONDS)

## Lets every single allocation of a plan fail in turn (some 350 000: many minutes).
walk: build
	@ninja -C $(BUILD) --quiet walk_allocations
	@tests/allocation/run $(BUILD)/lib/walk_allocations.so $(BUILD)/bin/lutetia plan examples/midgut-carcinoid.json \
	  --threads 1 --today 2026-11-24

fmt:
	@git ls-files '*.c' '*.h' '*.cc' | xargs clang-format -i

lint: build
	@tools/lint $(BUILD)

## Writes what the program prints today into the transcripts and pictures of the docs.
transcripts: build
	@tools/update-transcripts $(BUILD)/bin/lutetia *.md docs/*.md
	@tools/update-pictures $(BUILD)/bin/lutetia docs/images

bench: build
	@tools/install-deps --bench
	@bench/run $(BUILD)

install: build
	@cmake --install $(BUILD)

clean:
	rm -rf $(BUILD) $(BUILD)-*
