// Prints each failure of the mocha reports, then the counts of all. A run without tests and a skipped test are failures.
import { existsSync, readFileSync } from "node:fs";

const total = { passes: 0, failures: 0 };
let isGood = true;
for (const file of process.argv.slice(2)) {
  // A run that broke off before its first test writes nothing.
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const { stats, failures } = text === "" ? { stats: {}, failures: [] } : JSON.parse(text);
  for (const { fullTitle, err } of failures)
    console.log(`FAILED ${fullTitle}\n${err.stack ?? err.message}\n`);
  if (stats.pending > 0) console.log(`${stats.pending} tests were skipped`);
  if (!stats.passes) console.log("a run had no test");
  isGood &&= stats.passes > 0 && stats.failures + stats.pending === 0;
  total.passes += stats.passes ?? 0;
  total.failures += stats.failures ?? 1;
}
console.log(`${total.passes} passed, ${total.failures} failed`);
process.exitCode = isGood ? 0 : 1;
