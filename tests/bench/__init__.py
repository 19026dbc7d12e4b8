"""Benchmarks: measured by hand or by `python -m tests.bench`, never run as timed tests."""
