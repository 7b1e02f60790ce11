"""The collector of cycles is at work again afterwards, whatever became of the work."""

import gc

import pytest

from disclosures.workbook.collector import uncollected


@uncollected()
def failing() -> None:
    """Work that finds the collector away, and fails."""
    raise RuntimeError(gc.isenabled())


def test_it_is_left_out_for_a_while_only() -> None:
    with pytest.raises(RuntimeError, match="False"):
        failing()

    assert gc.isenabled()


def test_who_had_switched_it_off_finds_it_off() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
