"""The search for cycles is held back while anybody asks for it, and goes on afterwards whatever happened."""

import gc

import pytest

from webapp.core import collecting


def test_it_goes_on_after_the_last_one() -> None:
    with collecting.held_back():
        assert not gc.isenabled()
        with pytest.raises(ZeroDivisionError), collecting.held_back():
            raise ZeroDivisionError
        assert not gc.isenabled(), "somebody else still asks for it"
    assert gc.isenabled()
