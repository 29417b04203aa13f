import json

from evaluation.reliability import main, reliability_svg
from lxml import etree


def circles(svg):
    return [
        (float(one.get("cx")), float(one.get("cy")), float(one.get("r")))
        for one in etree.fromstring(svg.encode()).iter("{*}circle")
    ]


def test_an_honest_confidence_lies_on_the_diagonal():
    (low, high) = circles(
        reliability_svg(
            [
                {"mean_confidence": 0.6, "right": 0.6, "n": 4},
                {"mean_confidence": 0.9, "right": 0.9, "n": 400},
            ]
        )
    )
    assert abs((high[0] - low[0]) + (high[1] - low[1])) < 0.2
    assert high[2] > low[2]


def test_too_sure_lies_below(tmp_path):
    results = tmp_path / "results.json"
    results.write_text(json.dumps({"all": {"calibration": [{"mean_confidence": 0.9, "right": 0.6, "n": 9}]}}))
    assert main([str(results), str(tmp_path / "plot.svg")]) == 0
    ((x, y, _),) = circles((tmp_path / "plot.svg").read_text())
    assert y > 416 - x
