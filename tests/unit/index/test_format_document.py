from tests.compat.format_document import PATH, render


def test_the_document_says_what_the_code_says():
    """Renew it with: python -m tests.compat.format_document."""
    assert PATH.read_text(encoding="utf-8") == render()


def test_every_section_and_the_numbers_are_documented():
    from cuespotter.index.file_format import BLOCK_POSTINGS, HEADER_BYTES, SECTIONS, VERSION

    text = render()
    assert all(f"Section `{name}`" in text for name in SECTIONS)
    assert f"Header, {HEADER_BYTES} bytes" in text
    assert f"format version, {VERSION}" in text
    assert f"{BLOCK_POSTINGS} postings or more" in text
