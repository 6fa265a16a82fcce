import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

const ROOT = path.resolve(__dirname, "../..");

/** The package as a user has it: packed, and unpacked into the node_modules of an empty folder. */
export interface Packed {
  folder: string;
  /** The folder of the package itself. */
  package: string;
  tarball: string;
  /** Paths in the tarball. */
  files: string[];
}

/** Packs what is built and installs it beside the dependencies of this repository. */
export function pack(): Packed {
  const folder = mkdtempSync(path.join(tmpdir(), "packed-"));
  const packed = execFileSync("npm", ["pack", "--json", "--pack-destination", folder], {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [{ filename, files }] = Object.values(JSON.parse(packed) as object) as [
    { filename: string; files: { path: string }[] },
  ];
  const tarball = path.join(folder, filename);
  const modules = path.join(folder, "node_modules");
  const installed = path.join(modules, "karpenter-eks");
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "--strip-components=1", "-C", installed]);
  for (const name of readdirSync(path.join(ROOT, "node_modules"))) {
    if (!name.startsWith("."))
      symlinkSync(path.join(ROOT, "node_modules", name), path.join(modules, name));
  }
  return { folder, package: installed, tarball, files: files.map((file) => file.path) };
}
