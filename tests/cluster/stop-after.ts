import type { Suite } from "mocha";
import type { ControlPlane } from "./server";

/** Ends a control plane in a suite's `after`; where a test of the suite failed, the logs stay and it is told where. */
export async function stopAfter(suite: Suite | undefined, plane: ControlPlane): Promise<void> {
  const failed = suite !== undefined && hasFailed(suite);
  await plane.stop(failed);
  if (failed) console.error(`the logs of the servers: ${plane.folder}`);
}

function hasFailed({ tests, suites }: Suite): boolean {
  return tests.some((test) => test.isFailed()) || suites.some(hasFailed);
}
