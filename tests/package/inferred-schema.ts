import { readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import {
  ComponentProvider,
  getPulumiComponents,
} from "@pulumi/pulumi/provider/experimental/provider";
import ts from "typescript";
import * as api from "../../index";
import type { PackageSchema } from "../../plugin/schema";

const ROOT = path.resolve(__dirname, "../..");

/**
 * What Pulumi infers from index.ts, with the description of every type, which its inference leaves out, and without
 * `optional`, which no schema has: what is not in a list of required names is optional.
 */
export async function inferSchema(): Promise<PackageSchema> {
  const provider = new ComponentProvider({
    name: "karpenter-eks",
    dirname: ROOT,
    components: getPulumiComponents(api),
  });
  const schema = withoutOptional(JSON.parse(await provider.getSchema())) as PackageSchema;
  const described = docComments();
  for (const [token, type] of Object.entries(schema.types)) {
    type.description = described.get(token.split(":")[2] ?? "");
  }
  return schema;
}

function withoutOptional(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOptional);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, flag]) => key !== "optional" || typeof flag !== "boolean")
      .map(([key, inner]) => [key, withoutOptional(inner)]),
  );
}

/** The comment of each exported interface and constant by name; where both have one, that of components/, not core/. */
function docComments(): Map<string, string> {
  const comments = new Map<string, string>();
  for (const folder of ["components", "core"]) {
    const files = readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" });
    for (const file of files.filter((name) => name.endsWith(".ts")).sort()) {
      const text = readFileSync(path.join(ROOT, folder, file), "utf8");
      const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
      source.forEachChild((node) => {
        const comment = ts
          .getJSDocCommentsAndTags(node)
          .map((doc) => ts.getTextOfJSDocComment(doc.comment) ?? "")
          .join("\n");
        const name = exportedName(node);
        if (name && comment && !comments.has(name)) comments.set(name, comment);
      });
    }
  }
  return comments;
}

function exportedName(node: ts.Node): string | undefined {
  const exported =
    ts.canHaveModifiers(node) &&
    ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (!exported) return undefined;
  if (ts.isInterfaceDeclaration(node)) return node.name.text;
  const [declared] = ts.isVariableStatement(node) ? node.declarationList.declarations : [];
  return declared && ts.isIdentifier(declared.name) ? declared.name.text : undefined;
}
