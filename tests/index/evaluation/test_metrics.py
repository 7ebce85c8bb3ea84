from itertools import permutations
from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score

from index.evaluation.metrics import METRICS, Grades, Scores, hit, ndcg, reciprocal_rank

NOT_SHOWN = -np.inf


def scores(*values: float) -> Scores:
    return np.array(values, np.float64)


def grades(*values: int) -> Grades:
    return np.array(values, np.int64)


def test_ndcg_by_hand() -> None:
    found, right = scores(3, 2, 1, 0), grades(2, 0, 3, 1)
    dcg = 3 / log2(2) + 7 / log2(4) + 1 / log2(5)
    ideal = 7 / log2(2) + 3 / log2(3) + 1 / log2(4)
    assert ndcg(found, right, 10) == pytest.approx(dcg / ideal)
    assert ndcg(found, right, 2) == pytest.approx(3 / (7 + 3 / log2(3)))


def test_what_is_not_shown_gains_nothing() -> None:
    assert ndcg(scores(1, NOT_SHOWN), grades(0, 3), 10) == 0
    assert ndcg(scores(NOT_SHOWN, NOT_SHOWN), grades(0, 3), 10) == 0
    assert reciprocal_rank(scores(1, NOT_SHOWN), grades(0, 3), 10) == 0
    assert hit(scores(NOT_SHOWN, NOT_SHOWN), grades(0, 3), 3) == 0


def test_the_reciprocal_rank_is_that_of_the_first_document_that_helps() -> None:
    found = scores(9, 8, 7, 6)
    assert reciprocal_rank(found, grades(1, 0, 2, 3), 10) == pytest.approx(1 / 3)
    assert reciprocal_rank(found, grades(1, 0, 2, 3), 2) == 0


def test_where_nothing_helps_well_the_best_there_is_counts() -> None:
    assert reciprocal_rank(scores(2, 1), grades(0, 1), 10) == pytest.approx(1 / 2)
    assert hit(scores(2, 1), grades(0, 1), 3) == 1


def test_a_hit_is_a_helpful_document_among_the_first() -> None:
    found = scores(9, 8, 7, 6)
    assert hit(found, grades(1, 0, 2, 3), 3) == 1
    assert hit(found, grades(1, 0, 0, 3), 3) == 0


def test_documents_that_are_all_tied_are_worth_what_chance_gives() -> None:
    found, right = np.zeros(100), np.zeros(100, np.int64)
    right[0] = 3
    assert hit(found, right, 3) == pytest.approx(3 / 100)
    assert reciprocal_rank(found, right, 10) == pytest.approx(
        sum(1 / rank for rank in range(1, 11)) / 100
    )


@given(
    st.lists(
        st.tuples(st.sampled_from([NOT_SHOWN, 0.0, 1.0, 2.0]), st.integers(0, 3)),
        min_size=1,
        max_size=5,
    ).filter(lambda pairs: any(grade for _, grade in pairs))
)
def test_tied_documents_are_worth_the_mean_over_all_their_orders(
    pairs: list[tuple[float, int]],
) -> None:
    found, right = scores(*(s for s, _ in pairs)), grades(*(g for _, g in pairs))
    orders = [np.array(order) for order in permutations(range(len(pairs)))]
    untied = [np.where(np.isfinite(found), found + order / 100, found) for order in orders]
    for name, metric in METRICS.items():
        mean = np.mean([metric(order, right) for order in untied])
        assert metric(found, right) == pytest.approx(mean), name


@given(
    st.lists(
        st.tuples(st.sampled_from([0.0, 1.0, 2.0, 3.0]), st.integers(0, 3)),
        min_size=2,
        max_size=30,
    ).filter(lambda pairs: any(grade for _, grade in pairs))
)
def test_ndcg_is_that_of_scikit_learn(pairs: list[tuple[float, int]]) -> None:
    found, right = scores(*(s for s, _ in pairs)), grades(*(g for _, g in pairs))
    expected = ndcg_score([2.0**right - 1], [found], k=5)
    assert ndcg(found, right, 5) == pytest.approx(expected)
