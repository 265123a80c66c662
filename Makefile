# Every target in three lines or fewer: the work is in tools/, where it can be read and tested.
PYTHON ?= python3
SETUP = $(PYTHON) -m tools.setup
VENV = .venv/bin
.DEFAULT_GOAL := help
.PHONY: run test test-long check fix dev wire build bench faults screenshots help

run: ## Install, build and start the service with the demo shop and people; ARGS="--port 9000"
	@$(SETUP) run
	@$(VENV)/cobrowse demo $(ARGS)

test: ## Install and build what is needed, then every check and test that fits in half an hour
	@$(SETUP) test
	@$(VENV)/python -m tools.suites

test-long: test ## The tests as well that do not fit in half an hour
	@$(VENV)/pytest -m long

check: ## Style, types, imports, sizes, promises: all that needs neither server nor browser
	@$(SETUP) run
	@$(VENV)/python -m tools.check

fix: ## Format, and repair what the linters can repair
	@$(SETUP) run
	@$(VENV)/python -m tools.check fix

dev: ## The demo, started again at every change of the server, front ends built at every change
	@$(SETUP) run
	@$(VENV)/python -m tools.dev $(ARGS)

wire: ## Write the TypeScript of all messages again, for both packages
	@$(SETUP) run
	@$(VENV)/python -m cobrowse.wire.typescript

build: ## Build the capture script and the console into cobrowse/static
	@$(SETUP) build

bench: ## Measure; writes out/bench.json and tables beside it; ARGS="--quick lag weight"
	@$(SETUP) bench
	@$(VENV)/python -m tools.bench $(ARGS)

faults: ## Crash, cut, fill and stall it while it works, and check what is kept; ARGS="kill_9 --scale 10"
	@$(SETUP) test
	@$(VENV)/python -m tools.faults $(ARGS)

screenshots: ## Take the pictures of the documents, and of every screen, of the running product
	@$(SETUP) test
	@$(VENV)/python -m tools.screenshots $(ARGS)

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
