"""Groups and assignments in a graph of two sides: what is connected, and who is best given to whom."""

from __future__ import annotations

import heapq
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def components(edges: Mapping[tuple[int, int], object]) -> list[tuple[set[int], set[int]]]:
    """The connected groups of a bipartite graph, each as the numbers on both sides, in a fixed order."""
    by_a: dict[int, list[int]] = defaultdict(list)
    by_b: dict[int, list[int]] = defaultdict(list)
    for x, y in edges:
        by_a[x].append(y)
        by_b[y].append(x)
    seen: set[int] = set()
    groups = []
    for start in sorted(by_a):
        if start in seen:
            continue
        one, other, waiting = {start}, set(), [start]
        while waiting:
            for y in by_a[waiting.pop()]:
                if y not in other:
                    other.add(y)
                    new = [x for x in by_b[y] if x not in one]
                    one.update(new)
                    waiting.extend(new)
        seen |= one
        groups.append((one, other))
    return groups


def best_assignment(weights: Mapping[int, Mapping[int, int]]) -> dict[int, int]:
    """
    The one-to-one assignment of rows to columns with the greatest sum of weights; rows may stay alone.

    Rows augment one after the other along shortest paths in the residual graph, with potentials (Kuhn 1955, in the
    sparse form of Jonker & Volgenant 1987), so the work grows with the edges, never with rows times columns.

    Args:
        weights: For each row, the positive weight of each column that it may have.

    Returns:
        The column of each row that has one. Among equally good assignments the one found first in the order of rows.
    """
    row_price = {row: max(columns.values()) for row, columns in weights.items()}
    column_price: dict[int, int] = defaultdict(int)
    row_of: dict[int, int] = {}
    column_of: dict[int, int] = {}
    for start in sorted(weights):
        distance: dict[int, int] = {}
        came_from: dict[int, int] = {}
        settled: dict[int, int] = {}
        rows = {start: 0}
        heap: list[tuple[int, int]] = []
        # Giving up a row costs its price: leaving it alone is worth nothing.
        best_end, best_cost, end_is_row = start, row_price[start], True
        row, travelled = start, 0
        while True:
            for column, weight in sorted(weights[row].items()):
                cost = travelled + row_price[row] + column_price[column] - weight
                if column not in settled and cost < distance.get(column, best_cost):
                    distance[column], came_from[column] = cost, row
                    heapq.heappush(heap, (cost, column))
            while heap and (heap[0][1] in settled or heap[0][0] > distance[heap[0][1]]):
                heapq.heappop(heap)
            if not heap or heap[0][0] >= best_cost:
                break
            travelled, column = heapq.heappop(heap)
            settled[column] = travelled
            if column not in row_of:
                best_end, best_cost, end_is_row = column, travelled, False
                break
            row = row_of[column]
            rows[row] = travelled
            if travelled + row_price[row] < best_cost:
                best_end, best_cost, end_is_row = row, travelled + row_price[row], True
        for found, cost in rows.items():
            row_price[found] -= best_cost - cost
        for column, cost in settled.items():
            column_price[column] += best_cost - cost
        if end_is_row:
            if best_end == start:
                continue
            column = column_of.pop(best_end)
        else:
            column = best_end
        while True:
            row = came_from[column]
            previous = column_of.get(row)
            column_of[row], row_of[column] = column, row
            if row == start:
                break
            assert previous is not None
            column = previous
    return column_of
