"""Measure as-of features of an order log: KamLab against plain DuckDB SQL and pandas.

Each way runs in a process of its own on the same Parquet file and gives the same
features of every account that ordered in the year before the cut-off; they are held
against each other. What is asked: at most 1.5 times DuckDB SQL with float sums, at
least twice as fast as pandas in under a third of its memory; and 50 million lines
within 2.5 GB.

    python benchmarks/bench_features.py [--lines 10000000] [--rounds 5]
    python benchmarks/bench_features.py --lines 50000000 --rounds 1 --no-pandas
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

MOST_DUCKDB, LEAST_PANDAS, MOST_MEMORY, MOST_MB = 1.5, 2.0, 1 / 3, 2500
DAYS, PRODUCTS, CHUNK = 1277, 2000, 1_000_000
FIRST, CUT_OFF = "2022-01-01", "2024-12-31"  # half a year of lines comes after it

SQL = """
WITH lines AS NOT MATERIALIZED (
  SELECT account_id, order_date AS day, net_amount, sku
  FROM read_parquet('{file}') WHERE order_date <= DATE '{cut}'
), days AS (
  SELECT account_id, day,
    day - lag(day) OVER (PARTITION BY account_id ORDER BY day) AS gap
  FROM (SELECT DISTINCT account_id, day FROM lines WHERE net_amount >= 0)
), rhythm AS (
  SELECT account_id, count(*) AS orders, min(day) AS first_order,
    max(day) AS last_order, median(gap) AS median_gap,
    count(*) FILTER (day > DATE '2024-09-30') / 3 AS orders_month,
    (count(*) FILTER (day > DATE '2024-09-30') - count(*) FILTER (
      day > DATE '2024-06-30' AND day <= DATE '2024-09-30')) / 3 AS orders_change
  FROM days GROUP BY 1
), money AS (
  SELECT account_id,
    sum(net_amount) FILTER (day > DATE '2024-09-30') AS now,
    sum(net_amount) FILTER (
      day > DATE '2024-06-30' AND day <= DATE '2024-09-30') AS before,
    sum(net_amount) FILTER (
      day > DATE '2023-09-30' AND day <= DATE '2023-12-31') AS last_year
  FROM lines WHERE day > DATE '2023-09-30' GROUP BY 1
), products AS (
  SELECT account_id, sum(now::INT) AS now, sum(before::INT) AS before FROM (
    SELECT account_id, sku, max(day) > DATE '2024-09-30' AS now,
      min(day) <= DATE '2024-09-30' AS before
    FROM lines WHERE day > DATE '2024-06-30' AND net_amount >= 0 GROUP BY 1, 2)
  GROUP BY 1
)
SELECT r.account_id, (DATE '{cut}' - last_order)::DOUBLE AS days_silent,
  CASE WHEN orders >= 4 THEN days_silent / median_gap END AS gap_ratio,
  orders_month,
  CASE WHEN first_order <= DATE '2024-06-30' THEN orders_change END AS orders_change,
  coalesce(m.now, 0) / 3 AS revenue_month,
  CASE WHEN m.before > 0 AND first_order <= DATE '2024-06-30' THEN greatest(-1,
    least(1, coalesce(m.now, 0) / m.before - 1)) END AS revenue_change,
  CASE WHEN m.last_year > 0 AND first_order <= DATE '2023-09-30' THEN greatest(-1,
    least(1, coalesce(m.now, 0) / m.last_year - 1)) END AS revenue_change_year,
  coalesce(p.now, 0)::DOUBLE AS products,
  CASE WHEN p.before > 0 AND first_order <= DATE '2024-06-30' THEN greatest(-1,
    least(1, p.now / p.before - 1)) END AS products_change,
  (DATE '{cut}' - first_order) / 365 AS tenure
FROM rhythm r LEFT JOIN money m USING (account_id)
LEFT JOIN products p USING (account_id)
WHERE last_order > DATE '2023-12-31' ORDER BY account_id
"""

KAMLAB = """
import kamlab
from kamlab.churn.signals import signals
firm = kamlab.load(folder)
start()
table = signals(firm.as_of(cut)).drop(columns="cut_off")
"""

DUCKDB = """
import duckdb, tempfile
con = duckdb.connect()
con.execute("SET enable_progress_bar = false")
con.execute(f"SET temp_directory = '{tempfile.gettempdir()}/kamlab'")
start()
table = con.execute(sql).df()
"""

PANDAS = """
import pandas as pd
start()
lines = pd.read_parquet(file, columns=["account_id", "order_date", "net_amount", "sku"])
lines["order_date"] = lines["order_date"].astype("datetime64[s]")
day = {n: pd.Timestamp(n) for n in (
    cut, "2024-09-30", "2024-06-30", "2023-12-31", "2023-09-30")}
lines = lines[lines["order_date"] <= day[cut]]
sold = lines[lines["net_amount"] >= 0]
days = sold[["account_id", "order_date"]].drop_duplicates()
days = days.sort_values(["account_id", "order_date"])
days["gap"] = days.groupby("account_id")["order_date"].diff().dt.days
by = days.groupby("account_id")
t = by.agg(orders=("gap", "size"), first=("order_date", "min"),
           last=("order_date", "max"), gap=("gap", "median"))
def between(frame, after, until):
    when = frame["order_date"]
    return frame[(when > day[after]) & (when <= day[until])]
WINDOWS = {"now": ("2024-09-30", cut), "before": ("2024-06-30", "2024-09-30"),
           "last": ("2023-09-30", "2023-12-31")}
for name, window in WINDOWS.items():
    t["n_" + name] = between(days, *window).groupby("account_id").size()
    t["r_" + name] = between(lines, *window).groupby("account_id")["net_amount"].sum()
    if name != "last":
        t["p_" + name] = between(sold, *window).groupby("account_id")["sku"].nunique()
filled = ["n_now", "n_before", "r_now", "p_now"]
t[filled] = t[filled].fillna(0)
t = t[t["last"] > day["2023-12-31"]]
old, older = t["first"] <= day["2024-06-30"], t["first"] <= day["2023-09-30"]
def change(now, before):
    return (now / before.where(before > 0) - 1).clip(-1, 1)
silent = (day[cut] - t["last"]).dt.days.astype(float)
table = pd.DataFrame({
    "days_silent": silent,
    "gap_ratio": (silent / t["gap"]).where(t["orders"] >= 4),
    "orders_month": t["n_now"] / 3,
    "orders_change": ((t["n_now"] - t["n_before"]) / 3).where(old),
    "revenue_month": t["r_now"] / 3,
    "revenue_change": change(t["r_now"], t["r_before"]).where(old),
    "revenue_change_year": change(t["r_now"], t["r_last"]).where(older),
    "products": t["p_now"],
    "products_change": change(t["p_now"], t["p_before"]).where(old),
    "tenure": (day[cut] - t["first"]).dt.days / 365,
}).reset_index()
"""

FRAME = """
import json, resource, sys, time
folder, file, cut, sql = {folder!r}, {file!r}, {cut!r}, {sql!r}
clock = [0.0, 0.0]
def start():
    clock[:] = time.perf_counter(), time.process_time()
{body}
wall, cpu = time.perf_counter() - clock[0], time.process_time() - clock[1]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
sums = table.drop(columns="account_id").sum().astype(float)
known = table.notna().sum()
print(json.dumps({{"wall": wall, "cpu": cpu, "peak": peak, "accounts": len(table),
    "sums": {{n: [float(sums[n]), int(known[n])] for n in sorted(sums.index)}}}}))
"""


def write_lines(folder: Path, lines: int, accounts: int) -> Path:
    """Write an order log by day: three lines an order, a few credit notes."""
    file = folder / "order_lines.parquet"
    rng = np.random.default_rng(1)
    names = pa.array([f"A{i:07d}" for i in range(accounts)])
    products = pa.array([f"S{i:04d}" for i in range(PRODUCTS)])
    size = rng.lognormal(0, 1, accounts)
    ends = np.cumsum(size / size.sum())
    first = np.datetime64(FIRST, "D")
    schema = pa.schema(
        {
            "account_id": pa.string(),
            "order_date": pa.date32(),
            "net_amount": pa.float64(),
            "sku": pa.string(),
        }
    )
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for begin in range(0, lines, CHUNK):
            count = min(CHUNK, lines - begin)
            orders = -(-count // 3)
            day = np.sort((begin + rng.random(orders) * count) / lines * DAYS).astype(
                int
            )
            who = np.searchsorted(ends, rng.random(orders)).clip(max=accounts - 1)
            amount = np.round(rng.lognormal(4, 1, count), 2)
            amount[rng.random(count) < 0.02] *= -1
            table = {
                "account_id": names.take(pa.array(np.repeat(who, 3)[:count])),
                "order_date": pa.array(first + np.repeat(day, 3)[:count]),
                "net_amount": pa.array(np.round(amount, 2)),
                "sku": products.take(pa.array(rng.integers(0, PRODUCTS, count))),
            }
            writer.write_table(pa.table(table, schema=schema))
    return file


def measured(body: str, file: Path) -> dict:
    """Run one way in a fresh process: seconds, peak memory in MB, sums of columns."""
    sql = SQL.format(file=file, cut=CUT_OFF)
    code = FRAME.format(
        folder=str(file.parent), file=str(file), cut=CUT_OFF, sql=sql, body=body
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        check=True,
        capture_output=True,
        text=True,
    )
    found: dict = json.loads(done.stdout)
    return found


def check_same(found: dict[str, list[dict]]) -> None:
    """Make sure that all ways gave the same features."""
    base = found["DuckDB SQL"][0]
    for name, runs in found.items():
        assert runs[0]["accounts"] == base["accounts"], name
        for column, (total, known) in base["sums"].items():
            assert runs[0]["sums"][column][1] == known, (name, column)
            assert np.isclose(runs[0]["sums"][column][0], total, rtol=1e-6), (
                name,
                column,
            )


def report(found: dict[str, list[dict]], lines: int) -> bool:
    """Print medians and ratios; tell whether what is asked was met."""
    for name, runs in found.items():
        row = {
            k: statistics.median(r[k] for r in runs) for k in ("wall", "cpu", "peak")
        }
        print(
            f"{name}: median {row['wall']:.2f} s, {row['cpu']:.2f} s of processor, "
            f"peak {row['peak']:.0f} MB"
        )

    def ratio(one: str, two: str, what: str) -> float:
        pairs = zip(found[one], found[two], strict=True)
        return statistics.median(a[what] / b[what] for a, b in pairs)

    good = [(clock := ratio("KamLab", "DuckDB SQL", "wall")) <= MOST_DUCKDB]
    print(f"KamLab / DuckDB SQL = {clock:.2f} (at most {MOST_DUCKDB})")
    if "pandas" in found:
        faster = ratio("pandas", "KamLab", "wall")
        memory = ratio("KamLab", "pandas", "peak")
        good += [faster >= LEAST_PANDAS, memory <= MOST_MEMORY]
        print(f"pandas / KamLab = {faster:.2f} (at least {LEAST_PANDAS:g})")
        print(f"memory KamLab / pandas = {memory:.2f} (at most {MOST_MEMORY:.2f})")
    peak = max(run["peak"] for run in found["KamLab"])
    good.append(peak <= MOST_MB)
    print(f"peak of KamLab on {lines:,} lines: {peak:.0f} MB (at most {MOST_MB})")
    return all(good)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lines", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-pandas", action="store_true")
    asked = parser.parse_args()
    ways = {"KamLab": KAMLAB, "DuckDB SQL": DUCKDB, "pandas": PANDAS}
    if asked.no_pandas:
        del ways["pandas"]
    accounts = max(1000, min(asked.lines // 100, 200_000))
    found: dict[str, list[dict]] = {name: [] for name in ways}
    with tempfile.TemporaryDirectory() as place:
        file = write_lines(Path(place), asked.lines, accounts)
        size = file.stat().st_size / 1e6
        print(f"{asked.lines:,} lines of {accounts:,} accounts, {size:.0f} MB")
        for _ in range(asked.rounds):
            for name, body in ways.items():
                found[name].append(measured(body, file))
    check_same(found)
    sys.exit(not report(found, asked.lines))


if __name__ == "__main__":
    main()
