"""Runs beside the tests, in the environment of other programs: checks a package of QTI for what hangs in the air."""

from __future__ import annotations

import json
import sys

from qti_package_maker.common.package_integrity import check_package


def main(path):
    """Print what is wrong with a package, as a list of sentences."""
    print(json.dumps(check_package(path)))


if __name__ == "__main__":
    main(sys.argv[1])
