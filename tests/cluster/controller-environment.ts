/** What the Helm chart would give the controller by its environment, from the values of our release. */
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { merge, valueAt, type HelmValues } from "../../core/chart-values";

/** A variable in the chart's template: its name, and one line below what it is. */
const VARIABLE = /^\s+- name: ([A-Z_]+)\n\s+value: "(.*)"$/;
const EXPRESSION = /{{ (.*?) }}/g;
const VALUE = /\.Values\.([\w.]+)/;

/**
 * The variables by the chart's own template, which is read and not rendered: each is a text with values in it, some
 * within `with`, which leaves them out where the value is empty.
 */
export function controllerEnvironment(chart: string, ours: HelmValues): Record<string, string> {
  const read = (file: string) => readFileSync(path.join(chart, file), "utf8");
  const values = merge(parse(read("values.yaml")) as HelmValues, ours);
  const environment: Record<string, string> = {};
  let within: string | undefined;
  const lines = read("templates/deployment.yaml").split("\n");
  for (const [index, line] of lines.entries()) {
    if (line.includes("{{- with ")) within = VALUE.exec(line)?.[1];
    if (line.includes("{{- end }}")) within = undefined;
    const [, name, text] = VARIABLE.exec(lines.slice(index, index + 2).join("\n")) ?? [];
    if (name === undefined || text === undefined) continue;
    if (within !== undefined && !valueAt(values, within)) continue;
    environment[name] = text.replace(EXPRESSION, (_, expression: string) => {
      const value = valueAt(values, VALUE.exec(expression)?.[1] ?? within ?? "");
      return [(value ?? "") as string | string[]].flat().join(",");
    });
  }
  return environment;
}
