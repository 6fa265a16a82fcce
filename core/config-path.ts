/** What an argument of Karpenter is called in the config of a stack, where that is another name. */
export function configPathOf(path: string, made = false): string {
  return path
    .replace(/^version\b/, "karpenterVersion")
    .replace(/^cluster\.name\b/, made ? "cluster.create.name" : "clusterName");
}
