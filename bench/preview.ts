/** Times the offline preview of each environment against bare loading of the four SDKs, in one run. */
import * as path from "node:path";
import { compare, type Subject } from "./measure";

const CLI = path.resolve(__dirname, "../dist/preview/cli.js");

compare(
  [
    ["load the four SDKs", [path.join(__dirname, "load-sdks.cjs")]],
    ...["lab", "staging", "prod"].map((stack): Subject => [
      `preview ${stack}`,
      [CLI, "preview", "--stack", stack],
    ]),
    [
      "preview 200 pools on 300 subnets",
      [CLI, "preview", "--cwd", "bench/large", "--stack", "large"],
    ],
  ],
  5,
);
