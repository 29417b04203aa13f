"""How times, speeds, probabilities and answers are said: once, for shell, page, desk, sheets and players.

The desk's JavaScript gets the same words from ``web/static/wording.js``, which ``python -m docs.renew`` makes
from these modules; a test runs its functions against the ones here.
"""
