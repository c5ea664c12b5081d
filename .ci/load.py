"""Prints the medians, spreads and ratios of a load run: .ci/load.py FILE."""
import json
import statistics
import sys
from collections import defaultdict

rounds = defaultdict(lambda: defaultdict(list))
for line in open(sys.argv[1]):
    r = json.loads(line)
    whole = r["errors"] == 0 and r["replies"] >= r["requests"]
    rounds[r["conns"]][r["label"]].append(r if whole else None)

for conns, sides in sorted(rounds.items()):
    pairs = [(f, o) for f, o in zip(sides["floor"], sides["ours"]) if f and o]
    print(f"{conns} connections: {len(pairs)} of {len(sides['ours'])} rounds count")
    if not pairs:
        continue
    for name, pick in (("floor", 0), ("ours", 1)):
        rate = [p[pick]["per_second"] for p in pairs]
        cpu = [sum(c["us_per_req"] for n, c in p[pick]["cpu"].items() if n != "loadgen") for p in pairs]
        p99 = [p[pick]["p99_us"] / 1000 for p in pairs]
        print(f"  {name:6} {statistics.median(rate):8.0f} texts/s ({min(rate):.0f}..{max(rate):.0f}), "
              f"CPU {statistics.median(cpu):.0f} us ({min(cpu):.0f}..{max(cpu):.0f}), p99 {statistics.median(p99):.1f} ms")
    ratio = [o["per_second"] / f["per_second"] for f, o in pairs]
    print(f"  ratio  {statistics.median(ratio):8.2f} ({min(ratio):.2f}..{max(ratio):.2f})")
