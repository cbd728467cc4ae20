"""Near-duplicates: the copies of an agency's story that many outlets print, grouped as a store groups them."""

from __future__ import annotations

from collections.abc import Iterable

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

ALIKE = 0.2
"""From this share of common runs of five words on two articles are of one group, as in a store."""

LOOK = 64
"""How many articles of a band are looked at, the earliest first, as in a store."""


def groups(articles: DataFrame, order: str | Iterable[str] = ("day", "published")) -> DataFrame:
    """The group of near-duplicates of each article.

    articles
        Rows of kind `articles`, of one reading or of several; an article that comes twice counts once.
    order
        Names of columns: a group bears the id of its first article in this order. A store goes by the order of adding.

    Gives `article_id`, `group` (the id of the group's first article) and `copies` (its number of articles), one row an
    article; an article that has no copies is a group by itself.

    This runs at once, in several jobs. `spark.sparkContext.setCheckpointDir(…)` before it makes that an executor may be lost
    on the way.

    Candidates share one of 32 bands (MinHash); they are copies where they share a fifth of all their runs of five words.
    Groups are those of a store that holds the same articles, added in the same order. A store compares an article with 64
    candidates at most, this with all of them, so that where an article has more, groups can be joined here that a store
    keeps apart.

    >>> groups(reading.articles).where("copies > 1").show()     # doctest: +SKIP
    """
    known = once(articles, [order] if isinstance(order, str) else list(order)).persist()
    stars = components(alike(known, candidates(known)))
    ranks = known.select("article_id", "rank")
    joined = ranks.join(stars, F.col("article_id") == F.col("one"), "left")
    member = joined.select("article_id", "rank", F.coalesce("least", "article_id").alias("member"))
    within = Window.partitionBy("member")
    first = F.min_by("article_id", "rank").over(within)
    grouped = cut(member.select("article_id", first.alias("group"), F.count("*").over(within).alias("copies")))
    known.unpersist()
    return grouped


def once(articles: DataFrame, order: list[str]) -> DataFrame:
    """Each article once, with its place in the order; what is unknown comes last."""
    missing = [name for name in ("article_id", "sketch", "bands", *order) if name not in articles.columns]
    if missing:
        raise ValueError(f"no column {', '.join(missing)}: groups are made of rows of kind articles, with order= by columns of theirs")
    keys: list[Column] = [part for name in order for part in (F.col(name).isNull(), F.col(name))]
    named = [key.alias(f"k{n}") for n, key in enumerate([*keys, F.col("article_id")])]
    ranked = articles.select("article_id", "sketch", "bands", F.struct(*named).alias("rank"))
    earliest = ranked.groupBy("article_id").agg(F.min("rank").alias("rank"), F.first("sketch").alias("runs"), F.first("bands").alias("bands"))
    return earliest


def candidates(known: DataFrame) -> DataFrame:
    """Pairs of articles that share a band, each once, the later one first."""
    bands = known.select("article_id", "rank", F.explode(F.array_distinct("bands")).alias("band"))
    place = F.row_number().over(Window.partitionBy("band").orderBy("rank"))
    placed = bands.select("band", "article_id", place.alias("place"))
    late, early = placed.alias("late"), placed.where(F.col("place") <= LOOK).alias("early")
    shared = (F.col("late.band") == F.col("early.band")) & (F.col("early.place") < F.col("late.place"))
    return late.join(early, shared).select(F.col("late.article_id").alias("one"), F.col("early.article_id").alias("other")).distinct()


def alike(known: DataFrame, pairs: DataFrame) -> DataFrame:
    """The pairs that share enough of their runs of words."""
    one = known.select(F.col("article_id").alias("one"), F.col("runs").alias("runs_one"))
    other = known.select(F.col("article_id").alias("other"), F.col("runs").alias("runs_other"))
    both = pairs.join(one, "one").join(other, "other")
    shared = F.size(F.array_intersect("runs_one", "runs_other"))
    union = F.size("runs_one") + F.size("runs_other") - shared
    return both.where(shared / union >= ALIKE).select("one", "other")


def components(edges: DataFrame) -> DataFrame:
    """The connected components of a graph: each node `one` with `least`, the least name of its component.

    Large star and small star by turns (Kiveris and others, Connected Components in MapReduce and Beyond, 2014), until
    nothing moves; the rounds grow with the logarithm of the largest component.
    """
    stars = cut(edges.select(F.greatest("one", "other").alias("one"), F.least("one", "other").alias("least")).distinct())
    before, state = None, fingerprint(stars)
    while state != before:
        stars = cut(small_star(large_star(stars)))
        before, state = state, fingerprint(stars)
    return stars


def cut(frame: DataFrame) -> DataFrame:
    """The same rows without their history, which would double with every round.

    In the session's checkpoint directory, where it has one; else with the executors.
    """
    safe = frame.sparkSession.sparkContext.getCheckpointDir() is not None
    return frame.checkpoint() if safe else frame.localCheckpoint()


def large_star(edges: DataFrame) -> DataFrame:
    """Ties the greater neighbours of each node to the least of its neighbours."""
    both = edges.union(edges.select("least", "one")).toDF("node", "near")
    centre = F.least(F.min("near").over(Window.partitionBy("node")), F.col("node"))
    tied = both.select("node", "near", centre.alias("least")).where("near > node")
    return tied.select(F.col("near").alias("one"), "least").distinct()


def small_star(edges: DataFrame) -> DataFrame:
    """Ties each node and its lesser neighbours to the least of them."""
    centre = F.min("least").over(Window.partitionBy("one"))
    tied = edges.select("one", F.col("least").alias("near"), centre.alias("least"))
    moved = tied.where("near > least").select(F.col("near").alias("one"), "least")
    return tied.select("one", "least").union(moved).distinct()


def fingerprint(edges: DataFrame) -> tuple[int, int | None]:
    """What tells whether two sets of edges are the same."""
    found = edges.agg(F.count("*").alias("n"), F.sum(F.xxhash64("one", "least").cast("decimal(38,0)")).alias("sum")).first()
    return (found.n, found.sum) if found else (0, None)
