"""XML documents: built as trees, so that no title can break them, and written the same way each time."""

from xml.etree import ElementTree as ET

from cuespotter.wording.text import without_controls

Element = ET.Element


def child(
    parent: Element, tag: str, text: str | float | None = None, /, **attributes: str | float | None
) -> Element:
    """Add an element under `parent`; attributes that are None are left out, a trailing underscore too."""
    made = ET.SubElement(parent, tag)
    if text is not None:
        made.text = xml_value(text)
    for key, value in attributes.items():
        if value is not None:
            made.set(key.rstrip("_"), xml_value(value))
    return made


def xml_value(value: str | float) -> str:
    """Write a text without the characters that XML forbids, or a number."""
    return without_controls(str(value))


def xml_bytes(root: Element, *, doctype: str | None = None) -> bytes:
    """Write a tree with its declaration, indented, in UTF-8."""
    ET.indent(root)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n' + ("" if doctype is None else f"{doctype}\n")
    return (head + ET.tostring(root, encoding="unicode") + "\n").encode()
