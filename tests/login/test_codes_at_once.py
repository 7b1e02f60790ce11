"""The same code sent by several browsers at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from disclosures.login import devices, recovery

from .persons import code_of, reviewer

BROWSERS = 6


@pytest.mark.usefixtures("real_transactions")
@pytest.mark.parametrize("kind", ["code", "recovery code"])
def test_a_code_counts_once_however_many_send_it_at_once(kind: str) -> None:
    user = reviewer()
    typed = code_of(user) if kind == "code" else recovery.issue(user)[0]
    start = Barrier(BROWSERS)

    def send(_browser: int) -> bool:
        start.wait()
        try:
            return devices.judged(user, typed).is_right
        finally:
            connection.close()

    with ThreadPoolExecutor(BROWSERS) as browsers:
        answers = list(browsers.map(send, range(BROWSERS)))

    assert answers.count(True) == 1
