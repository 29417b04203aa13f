"""What all tests share: films are heard without the kinds of sound, unless a test asks for them.

They cost more than all other listening, and what is written down of the sample would hang on whether the extra
`hearing` is installed.
"""

import os

from cuespotter.settings.hearing import KINDS_VARIABLE

os.environ.setdefault(KINDS_VARIABLE, "off")
