"""The floor under every figure of a report: the rows that it writes, bare, one transaction a report, over psycopg.

python -m benchmarks.floor [--clients 8]
"""

from __future__ import annotations

import argparse
import json
import threading
import time

from benchmarks.installation import machine, running
from upstander.config.addresses import Address

CASES = 1_000
SECONDS = 4.0
WORDS = "They wrote again last night and it was worse than before, and nobody in the group said a word. " * 8
TABLES = """
CREATE TABLE floor_report (id uuid PRIMARY KEY, answers jsonb, digest text, at timestamptz);
CREATE TABLE floor_fact (id uuid PRIMARY KEY, report uuid, fact text, answer text, at timestamptz);
CREATE TABLE floor_verdict (id uuid PRIMARY KEY, report uuid, outcome jsonb);
CREATE TABLE floor_words (report uuid PRIMARY KEY, words tsvector);
CREATE INDEX ON floor_words USING gin (words);
"""
DROP = "DROP TABLE IF EXISTS floor_report, floor_fact, floor_verdict, floor_words"
WRITE = """
WITH report AS (INSERT INTO floor_report VALUES (gen_random_uuid(), %(answers)s, 'digest', now()) RETURNING id),
facts AS (INSERT INTO floor_fact SELECT gen_random_uuid(), id, 'fact' || n, 'yes', now() FROM report, generate_series(1, 12) n),
verdict AS (INSERT INTO floor_verdict SELECT gen_random_uuid(), id, %(outcome)s FROM report)
INSERT INTO floor_words SELECT id, to_tsvector('simple', %(words)s) FROM report
"""
ROW = {"answers": json.dumps({"words": WORDS}), "outcome": json.dumps({"why": WORDS * 30}), "words": WORDS}


def transactions_a_second(owner: Address, clients: int) -> float:
    """Tables of their own, logged and indexed like the real ones, without their policies, triggers and foreign keys."""
    with owner.connect() as connection:
        connection.execute(DROP.encode())
        connection.execute(TABLES.encode())
        try:
            return _measured(owner, clients)
        finally:
            connection.execute(DROP.encode())


def _measured(owner: Address, clients: int) -> float:
    counts, began = [0] * clients, time.perf_counter()

    def client(number: int) -> None:
        with owner.connect() as connection:
            while time.perf_counter() < began + SECONDS:
                connection.execute(WRITE.encode(), ROW)
                counts[number] += 1

    threads = [threading.Thread(target=client, args=[number]) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - began)


def main() -> None:
    options = argparse.ArgumentParser(description="The bare insert of what a report writes.")
    options.add_argument("--clients", type=int, default=8)
    chosen = options.parse_args()
    print(machine())
    with running(CASES) as place:
        for clients in (1, chosen.clients):
            print(f"{clients} clients: {transactions_a_second(place.server.owner, clients):.0f} transactions/s")


if __name__ == "__main__":
    main()
