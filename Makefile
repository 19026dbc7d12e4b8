# What one does with a checkout. `make serve` needs nothing but this file, Python 3.11 or later and a package registry.

.DEFAULT_GOAL := help
.PHONY: help serve test lint bench clean

serve_options = $(if $(filter-out 0 no,$(LAN)),--lan) $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

serve: ## Set up once and start the app; LAN=1 lets phones in, PORT= and HOST= say where
	@.ci/set-up run && exec .venv/bin/quizapp serve $(serve_options)

test: ## Set up once, check style, types and imports, and run every test
	@.ci/set-up test && .ci/system-parts && .ci/spacy-part && .ci/readers-part && .ci/lint && .ci/tests

lint: ## Check style, types and imports
	@.ci/set-up test && .ci/lint

bench: ## Measure; figures go to standard output as JSON
	@.ci/set-up test && .venv/bin/python -m tests.bench

clean: ## Remove what can be made again: environment, caches, builds (never the database)
	rm -rf .venv .venv-spacy .venv-readers dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find quizapp tests -name __pycache__ -type d -prune -exec rm -rf {} +
