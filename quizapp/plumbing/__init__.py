"""The shell: database, pages, assets, limits, clock. It knows no noun of a quiz."""
