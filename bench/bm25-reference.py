"""Ranks by bm25s: reads {documents, questions, k1, b} of token lists, writes the ten best documents of each question."""
import json
import sys

import bm25s

with open(sys.argv[1], encoding="utf-8") as file:
    asked = json.load(file)
retriever = bm25s.BM25(method="lucene", k1=asked["k1"], b=asked["b"])
retriever.index(asked["documents"], show_progress=False)
known = set(token for document in asked["documents"] for token in document)
found = []
for question in asked["questions"]:
    tokens = [token for token in question if token in known]
    if not tokens:
        found.append([])
        continue
    numbers, scores = retriever.retrieve([tokens], k=min(50, len(asked["documents"])), show_progress=False)
    # Copies of one passage have one score: the first of them first, as with us.
    ranked = sorted((-round(float(score), 4), int(number)) for number, score in zip(numbers[0], scores[0]) if score > 0)
    found.append([number for _, number in ranked[:10]])
with open(sys.argv[2], "w", encoding="utf-8") as file:
    json.dump(found, file)
