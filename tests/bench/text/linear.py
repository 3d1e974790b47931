"""Scores a linear model on TF-IDF of words and pairs of words on each table of a folder, as JSON lines.

venv/bin/python linear.py FOLDER

Ridge and logistic regression of scikit-learn; the penalty is the one of seven that suits the validation rows best.
"""

import csv
import json
import pathlib
import sys

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge


def best(models, x, y):
    """The test score of the model with the best score on validation rows."""
    fitted = [model.fit(x["train"], y["train"]) for model in models]
    return max(fitted, key=lambda model: model.score(x["valid"], y["valid"])).score(x["test"], y["test"])


def main(folder):
    for path in sorted(pathlib.Path(folder).glob("*.csv")):
        rows = list(csv.DictReader(open(path, encoding="utf-8")))
        _, label, number, _ = rows[0]
        splits = {split: [row for row in rows if row["split"] == split] for split in ["train", "valid", "test"]}
        texts = {split: [row["text"] for row in own] for split, own in splits.items()}
        vectorizer = TfidfVectorizer(ngram_range=(1, 2)).fit(texts["train"])
        x = {split: vectorizer.transform(own) for split, own in texts.items()}
        strengths = 10 ** np.linspace(-1, 2, 7)
        classes = {split: [row[label] for row in own] for split, own in splits.items()}
        values = {split: [float(row[number]) for row in own] for split, own in splits.items()}
        logistic = best([LogisticRegression(C=c, max_iter=1_000) for c in strengths], x, classes)
        ridge = best([Ridge(alpha=1 / c * 10) for c in strengths], x, values)
        scores = {"accuracy": round(logistic, 4), "r2": round(ridge, 4)}
        sizes = {"classes": len(set(classes["train"])), "columns": x["train"].shape[1]}
        print(json.dumps({"table": path.stem, **sizes, **scores}), flush=True)


main(sys.argv[1])
