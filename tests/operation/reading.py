"""Ask the portal for addresses, in a process of its own: status and SHA-256 of each, as JSON."""

import json
import logging
import sys
from hashlib import sha256

import django


def main() -> None:
    """Print what the addresses on the command line answer."""
    django.setup()
    from django.test import Client

    logging.disable(logging.WARNING)
    answers = {path: Client(headers={"host": "localhost"}).get(path) for path in sys.argv[1:]}
    told = {
        path: (answer.status_code, sha256(answer.getvalue()).hexdigest())
        for path, answer in answers.items()
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
