"""music/judge.py, trees.py, steadiness.py: what is measured of a block, and what trees make of it."""

import dataclasses

import numpy as np
import pytest
from tests.unit.music.test_find import RATE_HZ, SETTINGS, hear, hiss, tune

from cuespotter.analysis.hearing import Kinds
from cuespotter.music.judge import judge_blocks, measure_blocks
from cuespotter.music.kinds import measure_shares
from cuespotter.music.steadiness import measure_steadiness
from cuespotter.music.trees import LEAF, Trees, kept_trees, pack_trees, unpack_trees

BLOCK = SETTINGS.block_frames
LEVEL, SHORT, LONG, CHORD, LINE, PASSAGE = range(6)


@pytest.fixture
def rng():
    return np.random.default_rng(5)


def grown(rng, depth, features, nodes):
    """Grow a tree whose leaves lie anywhere; give its root."""
    place = len(nodes)
    nodes.append(None)
    if depth == 0 or rng.random() < 0.2:
        nodes[place] = (LEAF, float(rng.standard_normal()), 0, 0)
        return place
    left, right = (grown(rng, depth - 1, features, nodes) for _ in range(2))
    nodes[place] = (int(rng.integers(features)), float(rng.standard_normal()), left, right)
    return place


def walked(trees, node, row):
    if trees.feature[node] == LEAF:
        return trees.threshold[node]
    goes_left = row[trees.feature[node]] <= trees.threshold[node]
    return walked(trees, (trees.left if goes_left else trees.right)[node], row)


def forest(rng, count=9, features=5):
    nodes = []
    roots = [grown(rng, 4, features, nodes) for _ in range(count)]
    return Trees(0.25, tuple(roots), *zip(*nodes, strict=True))


def test_all_rows_walk_at_once_as_one_walks_alone(rng):
    trees, rows = forest(rng), rng.standard_normal((40, 5))
    # a row that stands exactly at a threshold goes left
    rows[0, trees.feature[trees.roots[0]]] = trees.threshold[trees.roots[0]]
    alone = [trees.at_zero + sum(walked(trees, root, row) for root in trees.roots) for row in rows]
    assert trees.log_odds(rows) == pytest.approx(alone)
    assert len(trees.log_odds(np.zeros((0, 0)))) == 0


def test_trees_are_read_as_they_were_written(rng):
    trees = forest(rng)
    assert unpack_trees(pack_trees(trees)) == trees


@pytest.mark.parametrize("name", ["alone", "joined"])
def test_the_trees_that_are_set_ask_only_about_what_is_measured(name, rng):
    heard = hear(hiss(rng, 4))
    told = Kinds(*np.zeros((3, heard.frames), np.float32))
    kinds = None if name == "alone" else told
    views = tuple(dataclasses.replace(view, kinds=kinds) for view in heard.views)
    rows = measure_blocks(dataclasses.replace(heard, views=views), SETTINGS)
    trees = kept_trees(name)
    assert max(trees.feature) < rows.shape[1]
    # every node is reached from one root, and from one place
    inner = [place for place, feature in enumerate(trees.feature) if feature != LEAF]
    reached = [*trees.roots, *(side[place] for place in inner for side in (trees.left, trees.right))]
    assert sorted(reached) == list(range(len(trees.feature)))


def test_a_film_in_mono_speaks_by_its_middle_twice_and_one_with_a_side_by_both(rng):
    apart = np.stack([tune(rng, 6), -tune(rng, 6)]) + hiss(rng, 6)
    one, two = (measure_blocks(hear(sound, layout), SETTINGS) for sound, layout in (
        (apart[:1], ("FC",)), (apart, ("FL", "FR"))
    ))  # fmt: skip
    half = (one.shape[1] - 2) // 2
    assert one[:, :half].tolist() == one[:, half:-2].tolist()
    assert two[:, 0].tolist() != two[:, half].tolist()
    assert (one[0, -1], two[0, -1]) == (1.0, 2.0)
    assert two[:, -2].tolist() == np.maximum(two[:, 0], two[:, half]).tolist()


def test_no_block_proves_more_than_is_set_and_a_film_of_no_block_nothing(rng):
    heard = hear(hiss(rng, 6))
    sure = Trees(99.0, (), (), (), (), ())
    assert set(judge_blocks(heard, SETTINGS, sure)) == {SETTINGS.most_log_odds}
    assert len(judge_blocks(hear(hiss(rng, 1)[:, : RATE_HZ // 4]), SETTINGS)) == 0


def view_of(presence, level_db=None):
    """A view that is heard as told."""
    [view] = hear(np.zeros((1, RATE_HZ)), ("FC",)).views
    level_db = np.zeros(len(presence)) if level_db is None else level_db
    return dataclasses.replace(
        view, presence=presence.astype(np.int8), level_db=level_db.astype(np.float32)
    )  # fmt: skip


def test_a_chord_that_goes_on_is_like_itself_and_its_notes_are_long(rng):
    blocks = 20
    presence = np.zeros((blocks * BLOCK, 200))
    presence[:, [20, 80, 133]] = 60
    held = measure_steadiness(view_of(presence), blocks, SETTINGS)
    # all but the last pools of the film go on for so long
    assert held[:-1, [SHORT, LONG]].min() > 0.9
    assert held[:, CHORD:].min() > 0.99
    for block in range(blocks):
        presence[block * BLOCK : (block + 1) * BLOCK] = 0
        presence[block * BLOCK : (block + 1) * BLOCK, rng.choice(200, 3, replace=False)] = 60
    changing = measure_steadiness(view_of(presence), blocks, SETTINGS)
    assert changing[:, CHORD:].max() < 0.7
    assert changing[:, PASSAGE].mean() < 0.4


def test_a_note_that_wavers_by_a_column_is_a_track_and_a_glide_none():
    blocks = 4
    frames, pool = blocks * BLOCK, SETTINGS.pool_frames
    wavering, glide = np.zeros((2, frames, 200))
    for place in range(frames // pool):
        rows = slice(place * pool, (place + 1) * pool)
        wavering[rows, 100 + place % 2] = 60
        glide[rows, 10 + place] = 60
    assert measure_steadiness(view_of(wavering), blocks, SETTINGS)[0, LONG] > 0.9
    assert measure_steadiness(view_of(glide), blocks, SETTINGS)[:, SHORT].max() == 0.0


def test_an_octave_higher_is_the_same_chroma_and_no_like_colour(rng):
    blocks = 3
    presence = np.zeros((blocks * BLOCK, 200))
    for block, column in enumerate((25, 65, 105)):
        presence[block * BLOCK : (block + 1) * BLOCK, column] = 60
    measured = measure_steadiness(view_of(presence), blocks, SETTINGS)
    assert measured[1, CHORD] == pytest.approx(1.0)
    assert measured[1, CHORD + len(SETTINGS.around_blocks)] < 0.1


def test_silence_is_like_nothing_and_its_level_rests():
    measured = measure_steadiness(view_of(np.zeros((3 * BLOCK, 200))), 3, SETTINGS)
    assert not measured.any()
    loud = np.tile([0.0, 6.0], 3 * BLOCK // 2)
    assert measure_steadiness(view_of(np.zeros((3 * BLOCK, 200)), loud), 3, SETTINGS)[:, LEVEL].tolist() == [
        3.0,
        3.0,
        3.0,
    ]


def test_of_each_kind_the_share_and_the_tenths_of_a_block_are_told():
    told = np.concatenate([np.full(11, 2.0), np.full(33, -1.0), np.full(44, 5.0)]).astype(np.float32)
    none = np.full(88, -3.0, np.float32)
    shares = measure_shares(Kinds(speech=none, singing=none, music=told), 2, 44)
    assert shares.tolist() == [[0.25, -1, 2, 0, -3, -3, 0, -3, -3], [1, 5, 5, 0, -3, -3, 0, -3, -3]]
