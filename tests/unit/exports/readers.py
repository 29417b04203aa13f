"""Real readers, each skipped with its reason where it is not installed."""

import shutil

import pytest


def reader(name):
    """Import a reader, or skip the test and say what is missing."""
    return pytest.importorskip(name, reason=f"the reader {name} is not installed")


def timeline_of(content, suffix, tmp_path, **options):
    """Read a time line by OpenTimelineIO's adapter for the suffix."""
    otio = reader("opentimelineio")
    adapter = {".edl": "cmx_3600", ".fcp7.xml": "fcp_xml", ".fcpxml": "fcpx_xml", ".otio": "otio_json"}[
        suffix
    ]
    if adapter not in otio.adapters.available_adapter_names():
        pytest.skip(f"OpenTimelineIO's adapter {adapter} is not installed")
    path = tmp_path / f"film{suffix}"
    path.write_bytes(content)
    return otio.adapters.read_from_file(str(path), adapter_name=adapter, **options)


def mkvmerge():
    """Find mkvmerge, or skip."""
    program = shutil.which("mkvmerge")
    if program is None:
        pytest.skip("mkvmerge (Debian's mkvtoolnix) is not installed")
    return program
