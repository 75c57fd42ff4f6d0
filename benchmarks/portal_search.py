"""Search over one installation with many items, beside Tantivy over the same texts. The last line is JSON.

All are asked the same phrases in turn. *Page*: everything the first page of hits needs, by
``publication.searching``, with items, titles and excerpts marked. *Index*: what comes before, by
``search.asking``: hits in titles, then the newest, as far as a first page counts them (201), each asked whether it
may be shown. *Far*: the same up to 1,001, as from the sixth page on. *Tantivy*: the twenty newest, and how many
there are.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from gongkai.server import migrate, prepare

ON = date(2026, 3, 2)
# At most so many answers for a phrase to be called rare.
RARE = 1_000
_EACH, _ROUNDS = 150, 3
_SUBSTRINGS = 1_000


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("--items", type=int, required=True)
    given.add_argument("--exact", type=int, default=0, help="also compare with a brute scan")
    options = given.parse_args()
    prepare()
    migrate()
    result = kept("installation.json", lambda: installed(options.items, exactly=bool(options.exact)))
    result |= asked()
    print(json.dumps(result))


def installed(items: int, *, exactly: bool) -> dict[str, Any]:
    from benchmarks import portal_made

    took = timed(lambda: portal_made.write(items))
    say(f"{items:,} items written in {took / 1000:.0f} s")
    result: dict[str, Any] = {"items": items, **built(items)}
    say(result)
    if exactly:
        result |= exact()
        say(result)
    return result


def kept(name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What was measured when this was made, by this process or by one before it."""
    file = Path(_home()) / name
    if not file.exists():
        file.write_text(json.dumps(make()), "utf-8")
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def say(what: object) -> None:
    print(what, file=sys.stderr, flush=True)


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


# -- building --------------------------------------------------------------------------------------------
def built(items: int) -> dict[str, Any]:
    from django.utils import timezone

    from gongkai.publication import indexing

    took = timed(lambda: indexing.rebuild(clock=timezone.now)) / 1000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    characters = sum(len(text) for _, text in texts())
    return {"built": items / took, "characters": characters, "size": size(), "peak": peak}


def size() -> dict[str, float]:
    """Megabytes of the index, and of the normalised pieces beside it."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_relation_size('search_piece_words'), pg_total_relation_size('search_piece')")
            index, everything = cursor.fetchone()
            return {"index": index / 2**20, "pieces": (everything - index) / 2**20}
        cursor.execute("SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name LIKE 'search_index%%'")
        index = cursor.fetchone()[0]
        cursor.execute("SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name = 'search_piece'")
        return {"index": index / 2**20, "pieces": cursor.fetchone()[0] / 2**20}


def texts() -> Iterator[tuple[int, str]]:
    """The whole normalised text of every item, as it is indexed, the oldest first."""
    from gongkai.publication import indexing
    from gongkai.publication.queries import shown
    from gongkai.search.normalising import normal

    keys = list(shown().order_by("first_public_on", "pk").values_list("pk", flat=True))
    for start in range(0, len(keys), 500):
        items = shown().filter(pk__in=keys[start : start + 500]).order_by("first_public_on", "pk")
        for entry in indexing.entries(items):
            yield entry.number, "\n".join(normal(text) for text in (*entry.titles, *entry.texts))


# -- exactness -------------------------------------------------------------------------------------------
def exact() -> dict[str, float]:
    """1,000 substrings of 1 to 20 characters, some of them over the edge of a piece or repeated 1,000 times,
    against a scan of everything: recall and precision over all answers."""
    from gongkai.search.asking import find

    rng = random.Random(5)
    planted = _planted()
    everything = dict(texts())
    right = found = wanted = 0
    for word in _substrings(rng, list(everything.values()), planted):
        answers = set(find([word], limit=10**9))
        truth = {key for key, text in everything.items() if word in text}
        right, found, wanted = right + len(answers & truth), found + len(answers), wanted + len(truth)
    return {"recall": right / wanted, "precision": right / found, "answers": wanted, "substrings": _SUBSTRINGS}


def _planted() -> list[str]:
    """Changes the newest item to one whose pieces have edges everywhere and phrases a thousand times over."""
    from gongkai.publication import indexing
    from gongkai.publication.models import Version
    from gongkai.publication.queries import shown
    from gongkai.search.normalising import normal

    item = shown().order_by("-pk")[0]
    rng = random.Random(9)
    odd = "".join(chr(rng.randrange(0x4E00, 0x9FA5)) for _ in range(9_000))
    text = odd + "政府信息公开" * 1_000 + "乡村振兴" * 1_000
    Version.objects.filter(pk=item.current_id).update(text=text)
    indexing.changed(item)
    return [normal(text)]


def _substrings(rng: random.Random, everything: Sequence[str], planted: Sequence[str]) -> Iterator[str]:
    for number in range(_SUBSTRINGS):
        text = rng.choice(planted if number % 5 == 0 else everything)
        line = rng.choice(text.split("\n"))
        start = rng.randrange(len(line)) if line else 0
        # A word has no space at its ends: it would be parted there.
        yield line[start : start + rng.randint(1, 20)].strip() or "政"


# -- asking ----------------------------------------------------------------------------------------------
def asked() -> dict[str, Any]:
    from gongkai.publication.queries import shown
    from gongkai.publication.searching import COUNTED, COUNTED_FIRST, Asked, search
    from gongkai.search.asking import find
    from gongkai.search.words import words

    def ours(phrase: str) -> Any:
        found = search(Asked(phrase), on=ON)
        assert not found.failed, found.failed
        return found

    def counted(phrase: str, limit: int) -> list[int]:
        return find(words(phrase), among=shown(), limit=limit)

    index, far = partial(counted, limit=COUNTED_FIRST + 1), partial(counted, limit=COUNTED + 1)

    folder = Path(_home()) / "tantivy"
    theirs, told = tantivy(folder)
    phrases = _phrases(lambda phrase, most: len(counted(phrase, most)))
    for phrase in [*phrases["rare"][:20], *phrases["common"][:20]]:
        mine, other = len(counted(phrase, RARE)), theirs(phrase)
        assert mine == min(other.count, RARE), (phrase, mine, other.count)
    result: dict[str, Any] = {"tantivy": told}
    for kind, some in phrases.items():
        asks = {"page": ours, "index": index, "far": far}
        asks |= {"tantivy": theirs} if kind in ("rare", "common") else {}
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in asks}
        for phrase in some * _ROUNDS:
            for name, ask in asks.items():
                times[name].append(both(partial(ask, phrase)))
        result[kind] = {name: spread(found) for name, found in times.items()}
        say((kind, len(some), result[kind]))
    return result


def _home() -> str:
    from django.conf import settings

    return str(settings.HOME)


def both(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of the clock, and of the processor in this process."""
    start = time.process_time()
    took = timed(work)
    return took, (time.process_time() - start) * 1000


def spread(times: Sequence[tuple[float, float]]) -> dict[str, float]:
    took, worked = sorted(one for one, _ in times), sorted(one for _, one in times)
    at = int(len(took) * 0.95)
    return {"median": statistics.median(took), "p95": took[at], "most": took[-1],
            "worked": statistics.median(worked), "worked_p95": worked[at]}  # fmt: skip


def _phrases(counted: Callable[[str, int], int]) -> dict[str, list[str]]:
    """Phrases out of the texts by how many have them; two words that stand in one text; one and two characters."""
    from gongkai.publication.models import Version
    from gongkai.publication.queries import shown

    rng = random.Random(23)
    last = shown().order_by("-pk").values_list("pk", flat=True)[0]
    # Among few items nothing has 1,000 hits, and the loop would never end.
    many = min(RARE, last // 10)
    found: dict[str, list[str]] = {"rare": [], "common": [], "two words": [], "short": []}
    while any(len(some) < _EACH for name, some in found.items() if name in ("rare", "common")):
        text = Version.objects.get(pk=rng.randint(1, last - 1)).text.replace("\n", "")
        start = rng.randrange(max(len(text) - 12, 1))
        phrase = text[start : start + rng.choice((2, 3, 3, 4, 4, 5, 6, 8, 12))]
        if " " in phrase:
            continue
        other = text[rng.randrange(max(len(text) - 6, 1)) :][:4].strip()
        kind = "common" if counted(phrase, many) >= many else "rare"
        if len(found[kind]) < _EACH:
            found[kind].append(phrase)
        if len(found["two words"]) < _EACH and other and " " not in other:
            found["two words"].append(f"{phrase} {other}")
        if len(found["short"]) < _EACH:
            found["short"].append(phrase[:1])
    return found


def tantivy(folder: Path) -> tuple[Callable[[str], Any], dict[str, float]]:
    """The same texts as pairs with places, in an index of Tantivy; how it is asked, and what building it took."""
    import tantivy as library

    from gongkai.search.normalising import normal

    schema = (
        library.SchemaBuilder()
        .add_text_field("text", tokenizer_name="whitespace", index_option="position")
        .add_integer_field("newest", fast=True)
        .build()
    )
    told = kept("tantivy.json", partial(_made_by_tantivy, library, schema, folder))
    index = library.Index(schema, path=str(folder))
    searcher = index.searcher()

    def ask(phrase: str) -> Any:
        word = normal(phrase).replace(" ", "\u3000")
        pairs = [word[at : at + 2] for at in range(len(word) - 1)]
        if len(pairs) == 1:
            query = library.Query.term_query(schema, "text", pairs[0], index_option="basic")
        else:
            query = library.Query.phrase_query(schema, "text", list(pairs))
        return searcher.search(query, limit=20, count=True, order_by_field="newest")

    return ask, told


def _made_by_tantivy(library: Any, schema: Any, folder: Path) -> dict[str, float]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    writer = library.Index(schema, path=str(folder)).writer(256 * 2**20, 1)
    start, many = time.perf_counter(), 0
    for many, (_, text) in enumerate(texts(), 1):
        writer.add_document(library.Document(text=_as_pairs(text), newest=many))
    writer.commit()
    writer.wait_merging_threads()
    took = time.perf_counter() - start
    return {"built": many / took, "index": sum(file.stat().st_size for file in folder.iterdir()) / 2**20}


def _as_pairs(text: str) -> str:
    return " ".join(
        line[at : at + 2] for line in text.replace(" ", "\u3000").split("\n") for at in range(len(line) - 1)
    )


if __name__ == "__main__":
    main()
