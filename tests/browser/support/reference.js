// Scores written down once more, straight from their definitions, to hold the app's against.

const sum = (values) => values.reduce((sum, value) => sum + value, 0);
const mean = (values) => sum(values) / values.length;

// The class with the largest probability, the first of equals.
const largest = (row) => row.indexOf(Math.max(...row));

// Predicted and actual numbers.
export function ofValues(predicted, actual) {
  const errors = actual.map((value, row) => predicted[row] - value);
  const centre = mean(actual);
  const logarithms = actual.map((value, row) => Math.log1p(predicted[row]) - Math.log1p(value));
  return {
    rmse: Math.sqrt(mean(errors.map((error) => error ** 2))),
    mae: mean(errors.map(Math.abs)),
    r2: 1 - sum(errors.map((error) => error ** 2)) / sum(actual.map((value) => (value - centre) ** 2)),
    rmsle: Math.sqrt(mean(logarithms.map((error) => error ** 2))),
  };
}

// The share of pairs of a row of the class and one of another in the right order, ties counting half.
function auc(scores, is) {
  let [right, pairs] = [0, 0];
  for (const [a, score] of scores.entries()) {
    for (const [b, other] of scores.entries()) {
      if (!is[a] || is[b]) continue;
      right += score > other ? 1 : score === other ? 0.5 : 0;
      pairs++;
    }
  }
  return right / pairs;
}

// One class against the rest: its precision and recall, `null` where undefined.
export function ofClass(shares, actual, of) {
  const said = shares.map((row) => largest(row) === of);
  const both = said.filter((is, row) => is && actual[row] === of).length;
  const share = (whole) => (whole ? both / whole : null);
  return { precision: share(said.filter(Boolean).length), recall: share(actual.filter((own) => own === of).length) };
}

// Probabilities `[row][class]`, and the index of each row's class.
export function ofClasses(shares, actual) {
  const classes = shares[0].map((_, of) => of);
  const against = classes.map((of) => auc(shares.map((row) => row[of]), actual.map((own) => own === of)));
  const gap = (row, own) => sum(row.map((share, of) => (share - Number(of === own)) ** 2));
  const brier = mean(shares.map((row, at) => gap(row, actual[at])));
  const f1 = classes.map((of) => {
    const said = shares.filter((row) => largest(row) === of).length;
    const both = shares.filter((row, at) => largest(row) === of && actual[at] === of).length;
    return (2 * both) / (said + actual.filter((own) => own === of).length);
  });
  return {
    accuracy: mean(shares.map((row, at) => Number(largest(row) === actual[at]))),
    macroF1: mean(f1),
    auc: classes.length === 2 ? against[1] : mean(against),
    logLoss: mean(shares.map((row, at) => -Math.log(row[actual[at]] / sum(row)))),
    brier: classes.length === 2 ? brier / 2 : brier,
  };
}

// Rows by whether they are yes, and whether they are answered so from a threshold on.
export function atThreshold(scores, isYes, threshold) {
  const count = (said, is) => scores.filter((score, row) => score >= threshold === said && isYes[row] === is).length;
  return { truePositives: count(true, true), falsePositives: count(true, false), falseNegatives: count(false, true) };
}
