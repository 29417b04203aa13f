"""What all tests share: no test waits for the kinds of sound unless it asks for them, or hangs on the machine's speed.

The kinds cost more than all other listening, and what is written down of the sample would hang on whether the
extra `hearing` is installed.
"""

import os

from hypothesis import HealthCheck, settings

from cuespotter.settings.hearing import KINDS_VARIABLE

os.environ.setdefault(KINDS_VARIABLE, "off")
settings.register_profile(
    "any machine", parent=settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")
