import numpy as np
import pytest

from index.evaluation.intervals import estimate, estimate_loss


def needs(count: int) -> list[str]:
    return [str(number) for number in range(count)]


def test_the_interval_of_a_share_is_about_as_wide_as_theory_says() -> None:
    values = np.repeat([0.0, 1.0], 200)
    found = estimate(values, needs(400))
    half = 1.96 * np.sqrt(0.25 / 400)
    assert found.mean == 0.5
    assert found.low == pytest.approx(0.5 - half, abs=0.01)
    assert found.high == pytest.approx(0.5 + half, abs=0.01)


def test_the_same_values_always_give_the_same_interval() -> None:
    values = np.random.default_rng(7).random(50)
    assert estimate(values, needs(50)) == estimate(values, needs(50))


def test_queries_of_one_need_do_not_make_the_mean_surer() -> None:
    values = np.random.default_rng(7).random(40)
    alone = estimate(values, needs(40))
    in_eight_languages = estimate(np.tile(values, 8), needs(40) * 8)
    assert in_eight_languages.mean == pytest.approx(alone.mean)
    assert in_eight_languages.low == pytest.approx(alone.low)
    assert in_eight_languages.high == pytest.approx(alone.high)


def test_needs_with_more_queries_weigh_more() -> None:
    found = estimate(np.array([1.0, 1.0, 0.0]), ["a", "a", "b"])
    assert (found.low, found.high) == (0.0, 1.0)
    assert found.mean == pytest.approx(2 / 3)


def test_a_loss_is_a_share_of_the_reference() -> None:
    reference = np.array([0.5, 1.0, 0.6])
    found = estimate_loss(reference * 0.8, reference, needs(3))
    assert (found.mean, found.low, found.high) == pytest.approx((0.2, 0.2, 0.2))


def test_nothing_is_lost_of_nothing() -> None:
    found = estimate_loss(np.array([0.0, 1.0]), np.zeros(2), needs(2))
    assert (found.mean, found.low, found.high) == (0, 0, 0)
