// What differs between a case's expectation (tests/cases/expect.json) and what became of its file.

const says = (text, pattern) => new RegExp(pattern, "i").test(text);

// Sentences about what differs; none if all is as expected. `found` is what `attempt` in cases.test.js gives.
export function differences(expected, found) {
  const different = [];
  const check = (holds, sentence) => holds || different.push(sentence);
  if (expected.error) {
    check(found.error && says(found.error, expected.error), `it should be refused with /${expected.error}/, not: ${found.error ?? "read"}`);
    return different;
  }
  if (found.error) return [`refused: ${found.error}`];
  table(expected, found, check);
  if (expected.train === true) training(expected, found, check);
  if (expected.train === false && expected.train_error) {
    check(found.trainError && says(found.trainError, expected.train_error), `training should be refused: ${found.trainError ?? found.report?.status}`);
  }
  return different;
}

function table(expected, { summary, loadMs }, check) {
  const { columns, warnings } = summary;
  const named = (names) => names.split("|").map((name) => columns.find((column) => column.name === name)).find(Boolean);
  const each = (field, holds, sentence) => {
    for (const [name, wanted] of Object.entries(expected[field] ?? {})) {
      const column = named(name);
      check(column && holds(column, wanted), `${name}: ${column ? sentence(column) : "no such column"}, not ${JSON.stringify(wanted)}`);
    }
  };
  const names = columns.map((column) => column.name);
  if (expected.rows !== undefined) check([expected.rows].flat().includes(summary.rows), `${summary.rows} rows, not ${expected.rows}`);
  if (expected.columns) check(JSON.stringify(names) === JSON.stringify(expected.columns), `columns ${JSON.stringify(names).slice(0, 160)}`);
  if (expected.ncolumns) check(names.length === expected.ncolumns, `${names.length} columns, not ${expected.ncolumns}`);
  each("types", (column, wanted) => wanted.split("|").includes(column.type), (column) => `type ${column.type} (${column.reason})`);
  each("roles", (column, wanted) => wanted.split("|").includes(column.role), (column) => `role ${column.role} (${column.reason})`);
  each("missing", (column, wanted) => column.missing === wanted, (column) => `${column.missing} missing`);
  each("distinct", (column, wanted) => column.distinct === wanted, (column) => `${column.distinct} different`);
  each("max", (column, wanted) => column.values.high <= wanted, (column) => `up to ${column.values.high}`);
  each("min", (column, wanted) => column.values.low >= wanted, (column) => `from ${column.values.low}`);
  each(
    "dates",
    ({ values }, [first, last]) => values.low >= first && values.high <= `${last}-12-31`,
    ({ values }) => `from ${values.low} to ${values.high}`,
  );
  for (const name of expected.negative ?? []) check(named(name)?.values.low < 0, `${name} has no negative number`);
  const said = warnings.join("\n");
  if (expected.warn) check(says(said, expected.warn), `no warning /${expected.warn}/ among: ${said.slice(0, 200)}`);
  if (expected.nowarn) check(!says(said, expected.nowarn), `a needless warning /${expected.nowarn}/`);
  if (expected.maxload) check(loadMs < 1000 * expected.maxload, `loading took ${loadMs} ms`);
}

function training(expected, found, check) {
  const { report } = found;
  check(!found.trainError && report?.status === "done", `training: ${found.trainError ?? report?.status ?? "not run"}`);
  const tasks = report?.tasks ?? [];
  const task = (name) => tasks.find((task) => task.name === name);
  for (const [name, kind] of Object.entries(expected.kinds ?? {})) check(task(name)?.kind === kind, `${name} is learned as ${task(name)?.kind}, not ${kind}`);
  for (const [name, classes] of Object.entries(expected.classes ?? {})) {
    check(JSON.stringify(task(name)?.classes) === JSON.stringify(classes), `${name} has the classes ${JSON.stringify(task(name)?.classes)}`);
  }
  const notes = tasks.flatMap((task) => task.notes ?? []).join("\n");
  if (expected.note && report) check(says(notes, expected.note), `no note /${expected.note}/ among: ${notes.slice(0, 200)}`);
  check(!found.rolesError, `roles: ${found.rolesError}`);
  check(!found.labelSetError, `label set: ${found.labelSetError}`);
  for (const { name, metrics, labelled } of tasks) {
    for (const split of ["train", "valid", "test"]) {
      const loss = metrics?.[split]?.loss;
      check(loss === undefined || Number.isFinite(loss), `the loss of ${name} on ${split} is ${loss} (${JSON.stringify(labelled)})`);
    }
  }
  if (expected.predict) check(found.prediction?.length === 1, `no prediction: ${JSON.stringify(found.prediction)}`);
}
