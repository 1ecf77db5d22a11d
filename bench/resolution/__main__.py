"""``python -m bench.resolution``: the rules on the pairs written by hand, and on the made ones."""

from bench.resolution.score import read_pairs, report

for name in ("hand", "made"):
    print(report(name, read_pairs(name)), end="\n\n")
