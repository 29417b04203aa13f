"""Texts of any origin."""

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from cuespotter.wording.text import flat, unicode_text, without_controls

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()))


def test_bytes_that_are_no_text_are_shown_and_not_dropped():
    assert unicode_text("caf\udce9 \U0001f3b5") == "caf\ufffd \U0001f3b5"
    assert without_controls("a\x00\udcff\x7f\ufffe") == "a\ufffd"


@given(ANY_TEXT)
def test_any_text_can_be_encoded_and_stands_in_xml(text):
    unicode_text(text).encode()
    ET.fromstring(f"<a>{without_controls(text).replace('&', '').replace('<', '')}</a>")


@given(ANY_TEXT)
def test_flat_text_is_one_printable_line(text):
    line = flat(text)
    assert line.isprintable()
    assert flat(line) == line
    line.encode()
