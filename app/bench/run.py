"""Chooses a benchmark, runs it, prints its result."""

from __future__ import annotations

import argparse
import sys

from app.bench.result import BenchError, Result


def run_bench(arguments: argparse.Namespace) -> int:
    """Run one benchmark; exit status is 0 whether targets are met or not, 1 when nothing could be measured."""
    try:
        result = _measured(arguments)
    except BenchError as error:
        print(error, file=sys.stderr)
        return 1
    if not arguments.json:
        for line in result.to_lines():
            print(line)
    print(result.to_json())
    return 0


def _measured(arguments: argparse.Namespace) -> Result:  # noqa: C901, PLR0911 - one case for each
    match arguments.name:
        case "post":
            from app.bench.post import bench_post

            return bench_post(
                url=arguments.books,
                slips=arguments.slips or 4096,
                clients=arguments.clients,
                rounds=arguments.rounds,
                ack_log=arguments.ack_log,
            )
        case "centre":
            from app.bench.centre import bench_centre

            return bench_centre(arguments.slips or 12_800, arguments.rounds)
        case "decide":
            from app.bench.decide import bench_decide

            return bench_decide(arguments.rounds)
        case "day-end":
            from app.bench.day_end import bench_day_end

            return bench_day_end(arguments.members, arguments.rounds)
        case "devices":
            from app.bench.devices import bench_devices

            return bench_devices(arguments.cycles)
        case "what-if":
            from app.bench.what_if import bench_what_if

            return bench_what_if(arguments.slips or 100_000)
        case "search":
            from app.bench.search import bench_search

            return bench_search(arguments.members, arguments.rounds)
        case "start":
            from app.bench.start import bench_start

            return bench_start(arguments.rounds)
        case "till":
            from app.bench.till import bench_till

            return bench_till(arguments.members, arguments.rounds)
        case "swipe":
            from app.bench.desk import bench_swipe

            return bench_swipe(arguments.members, arguments.rounds)
        case _:
            from app.bench.desk import bench_confirm

            return bench_confirm(arguments.members, arguments.rounds)
