"""Random numbers stay in their place, ids are unique and tell nothing."""

from __future__ import annotations

import numpy as np
from scipy import stats

from kamlab.simulation.streams import Streams, codes, poisson, steady


def test_each_mechanism_and_month_has_its_own_stream() -> None:
    dice = Streams(5)
    blocks = [
        dice.uniforms("visits", 3, 4, 2),
        dice.uniforms("visits", 4, 4, 2),
        dice.uniforms("tickets", 3, 4, 2),
        Streams(6).uniforms("visits", 3, 4, 2),
    ]
    assert len({block.tobytes() for block in blocks}) == 4
    assert (dice.uniforms("visits", 3, 4, 2) == blocks[0]).all()
    assert dice.uniforms("visits", -6, 1).shape == (1,)  # before the start


def test_poisson_by_inversion_has_the_right_chances_and_order() -> None:
    u = (np.arange(200_000) + 0.5) / 200_000
    for mean in (0.1, 1.2, 4.0):
        counts = poisson(u, np.full(len(u), mean), 20)
        share = np.bincount(counts, minlength=21) / len(u)
        assert np.abs(share - stats.poisson.pmf(np.arange(21), mean)).max() < 1e-4
    few, many = (poisson(u, np.full(len(u), m), 20) for m in (1.0, 1.5))
    assert (few <= many).all()
    assert poisson(u, np.full(len(u), 9.0), 5).max() == 5


def test_codes_are_unique_and_opaque() -> None:
    for most in (1 << 20, 1 << 24, 1 << 34):
        keys = np.linspace(0, most - 1, 50_000).astype(np.int64)
        ids = codes("A", keys, 7, most)
        assert len(set(ids)) == len(ids)
        assert {len(word) for word in ids} == {len(ids[0])}
        order = np.argsort(ids.astype(str))
        assert abs(np.corrcoef(order, np.arange(len(order)))[0, 1]) < 0.02
    assert (codes("A", keys, 7, most) != codes("A", keys, 8, most)).all()


def test_every_code_of_the_smallest_size_is_reached_once() -> None:
    assert len(set(codes("A", np.arange(1 << 20), 3, 1 << 20))) == 1 << 20


def test_steady_hides_the_last_bit() -> None:
    x = np.array([0.1 + 0.2, 0.3])
    assert x[0] != x[1]
    assert steady(x)[0] == steady(x)[1]


def test_several_plays_of_a_month_share_one_throw() -> None:
    dice = Streams(5)
    one = dice.kept("orders", 3, lambda: dice.uniforms("orders", 3, 4))
    assert dice.kept("orders", 3, lambda: np.zeros(4)) is one
    two = dice.kept("orders", 4, lambda: dice.uniforms("orders", 4, 4))
    assert not (one == two).any()
    again = dice.kept("orders", 3, lambda: dice.uniforms("orders", 3, 4))
    assert (again == one).all()
