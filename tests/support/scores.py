"""Prints the numbers that tests/scores.rs expects, by scikit-learn 1.9: python tests/support/scores.py (needs scikit-learn)."""
import math

import numpy as np
from sklearn import metrics

ROWS = 60


def half_even(value):
    return float(np.round(value))


def classes(count):
    labels = [(row * row + row // 7) % count for row in range(ROWS)]
    rows = []
    for row, label in enumerate(labels):
        logits = [half_even(2 * math.sin(row * 1.3 + of * 2.1)) / 2 + (of == label) for of in range(count)]
        powers = [math.exp(logit + 0.001 * of) for of, logit in enumerate(logits)]
        rows.append([power / sum(powers) for power in powers])
    return np.array(labels), np.array(rows).astype(np.float32).astype(np.float64)


def two():
    labels = np.array([int((row * row + row // 7) % 3 == 1) for row in range(ROWS)])
    logit = [half_even(math.sin(row * 0.9) * 4) / 4 + labels[row] * 0.8 - 0.4 for row in range(ROWS)]
    yes = (1 / (1 + np.exp(-np.array(logit)))).astype(np.float32).astype(np.float64)
    return labels, yes


def skill(labels, rows, shares):
    order = list(range(len(shares)))
    constant = np.tile(np.array(shares).astype(np.float32).astype(np.float64), (len(labels), 1))
    rows = rows / rows.sum(axis=1, keepdims=True)
    loss = metrics.log_loss(labels, rows, labels=order)
    return 1 - loss / metrics.log_loss(labels, constant / constant.sum(axis=1, keepdims=True), labels=order)


def each(labels, rows):
    answers = rows.argmax(axis=1)
    precision, recall, f1, support = metrics.precision_recall_fscore_support(labels, answers, zero_division=np.nan)
    for of in range(rows.shape[1]):
        auc = metrics.roc_auc_score(labels == of, rows[:, of])
        print(f"  class {of}: {support[of]} {precision[of]:.9f} {recall[of]:.9f} {f1[of]:.9f} {auc:.9f}")


labels, rows = classes(7)
scaled = rows / rows.sum(axis=1, keepdims=True)
print("seven: brier", f"{metrics.brier_score_loss(labels, scaled, labels=list(range(7))):.9f}")
for k in (3, 5):
    print(f"seven: top {k}", f"{metrics.top_k_accuracy_score(labels, rows, k=k, labels=list(range(7))):.9f}")
print("seven: skill", f"{skill(labels, rows, [0.1, 0.1, 0.1, 0.1, 0.2, 0.2, 0.2]):.9f}")
labels, rows = classes(3)
each(labels, rows)
labels, yes = two()
print("two: brier", f"{metrics.brier_score_loss(labels, yes):.9f}")
print("two: skill", f"{skill(labels, np.stack([1 - yes, yes], axis=1), [0.75, 0.25]):.9f}")
precision, recall, thresholds = metrics.precision_recall_curve(labels, yes)
f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-300)
best = int(f1[:-1].argmax())
below = max([score for score in yes if score < thresholds[best]], default=0.0)
print("two: largest F1", f"{f1[best]:.9f} from {(thresholds[best] + below) / 2:.9f} on")
for ratio in (0.2, 5):
    found = []
    steps = [0, *sorted(set(yes)), 1]
    for low, high in zip(steps, steps[1:]):
        threshold = (low + high) / 2
        tn, fp, fn, tp = metrics.confusion_matrix(labels, yes >= threshold).ravel()
        found.append(((fp + ratio * fn) / ROWS, abs(threshold - 0.5), threshold, int(tp), int(fp), int(fn), int(tn)))
    print(f"two: cost at {ratio}", min(found))
actual = np.array([math.sin(row * 0.37) * 3 + row % 5 + 3 for row in range(ROWS)])
predicted = np.array([
    half_even((value + math.cos(row * 1.1) + 0.25 * (row % 3)) * 2) / 2 for row, value in enumerate(actual)
])
print("values: RMSLE", f"{metrics.root_mean_squared_log_error(actual, predicted):.9f}", predicted.min())
cells = [(row, label) for row in range(ROWS) for label in range(4)]
is_yes = np.array([(row * row + row * label + row // 7) % (label + 2) == 0 for row, label in cells])
logit = np.array([half_even(math.sin(row * (0.9 + 0.2 * label)) * 4) / 4 + 1.2 * yes - 0.7 for (row, label), yes in zip(cells, is_yes)])
scores = 1 / (1 + np.exp(-logit))
known = np.array([(row + 3 * label) % 5 != 0 for row, label in cells])
shares = np.array([[0.5, 0.3, 0.25, 0.2][label] for _, label in cells])
print("labels: brier", f"{metrics.brier_score_loss(is_yes[known], scores[known]):.9f}")
own, constant = (metrics.log_loss(is_yes[known], by[known]) for by in (scores, shares))
print("labels: skill", f"{1 - own / constant:.9f}")
