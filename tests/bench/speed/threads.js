// What the threads of this process's children have computed, so that other programs on the machine don't count. Linux only.
import { readFileSync, readdirSync } from "node:fs";

// A clock tick of /proc, which is a hundredth of a second on every Linux that Chromium runs on.
const TICK_MS = 10;

// The fields after the name, which may hold spaces: state, parent, …; with the name in front. `null` for whoever has just ended.
function stat(path) {
  try {
    const [, name, rest] = readFileSync(`/proc/${path}/stat`, "utf8").match(/\((.*)\) (.*)/s);
    return [name, ...rest.split(" ")];
  } catch {
    return null;
  }
}

const listed = (path) => {
  try {
    return readdirSync(path).filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
};

// CPU milliseconds of all children's threads, summed by thread name.
export function computed() {
  const parents = new Map(listed("/proc").map((pid) => [pid, stat(pid)?.[2]]));
  const own = String(process.pid);
  const isChild = (pid) => {
    for (let at = parents.get(pid); at; at = parents.get(at)) if (at === own) return true;
    return false;
  };
  const sums = new Map();
  for (const pid of [...parents.keys()].filter(isChild)) {
    for (const thread of listed(`/proc/${pid}/task`)) {
      const found = stat(`${pid}/task/${thread}`);
      if (found) sums.set(found[0], (sums.get(found[0]) ?? 0) + (Number(found[12]) + Number(found[13])) * TICK_MS);
    }
  }
  return sums;
}
