// Prints each failure of a mocha report, then the counts. A run without tests and a skipped test are failures.
import { readFileSync } from "node:fs";

const { stats, failures } = JSON.parse(readFileSync(process.argv[2], "utf8"));
for (const { fullTitle, err } of failures)
  console.log(`FAILED ${fullTitle}\n${err.stack ?? err.message}\n`);
if (stats.pending > 0) console.log(`${stats.pending} tests were skipped`);
console.log(`${stats.passes} passed, ${stats.failures} failed`);
process.exitCode = stats.failures + stats.pending > 0 || stats.passes === 0 ? 1 : 0;
