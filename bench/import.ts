/** What it costs to use the library: a program that does, against one that uses the SDKs alone, in one run. */
import * as path from "node:path";
import { compare, type Subject } from "./measure";

const TSC = require.resolve("typescript/bin/tsc");
const OPTIONS = [
  "--strict",
  "--noEmit",
  "--ignoreConfig",
  "--skipLibCheck",
  "--module",
  "nodenext",
];

const check = (program: string): Subject => [
  `type-check ${program.replace("-", " and ")}`,
  [TSC, ...OPTIONS, "--target", "es2022", path.join(__dirname, "import", `${program}.ts`)],
];

const SDKS = ["@pulumi/pulumi", "@pulumi/aws", "@pulumi/kubernetes"];

const load = (name: string, packages: string[]): Subject => [
  `import ${name}`,
  ["-e", packages.map((each) => `require("${each}")`).join(";")],
];

compare([check("sdks"), check("sdks-library"), check("library")], 3);
compare(
  [
    load("sdks", SDKS),
    load("sdks and library", [...SDKS, "karpenter-eks"]),
    load("library", ["karpenter-eks"]),
  ],
  5,
);
