import { LocalWorkspace } from "@pulumi/pulumi/automation";

/** Clusters that may change at the same time; a wave begins when all of the one before it are done. */
const WAVES = [["staging"], ["prod-eu", "prod-us"]];

/** The project: a folder with Pulumi.yaml and a config file for each of these stacks. */
const WORK_DIR = process.env.WORK_DIR ?? ".";

/** Brings one cluster up to its config. A preview first, so that a program that fails changes nothing. */
async function up(stackName: string): Promise<string> {
  const stack = await LocalWorkspace.createOrSelectStack({ stackName, workDir: WORK_DIR });
  const onOutput = (text: string) =>
    process.stderr.write(text.replace(/^(?=.)/gm, `${stackName}: `));
  await stack.preview({ onOutput, refresh: true });
  const { summary } = await stack.up({ onOutput });
  return `${stackName}: ${summary.result} ${JSON.stringify(summary.resourceChanges ?? {})}`;
}

/** Wave after wave; the first cluster that fails stops those that come after its wave. */
async function main(): Promise<void> {
  for (const wave of WAVES) {
    const results = await Promise.allSettled(wave.map(up));
    for (const result of results)
      console.log(result.status === "fulfilled" ? result.value : String(result.reason));
    if (results.some(({ status }) => status === "rejected")) {
      process.exitCode = 1;
      return;
    }
  }
}

void main();
