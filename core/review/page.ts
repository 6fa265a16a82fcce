/** The part of a package.json that says where its files can be read. */
export interface PackageJson {
  version?: string;
  homepage?: string;
  repository?: string | { url?: string };
}

/** Where every rule is described, seen from the top of the repository. */
export const FINDINGS_PAGE = "docs/findings.md";

/** Where a rule is described: on the site of the repository, or else in its file. */
export function findingUri(code: string, { homepage, repository }: PackageJson): string {
  const url = typeof repository === "string" ? repository : repository?.url;
  const site = [url, homepage].map(siteOf).find((found) => found !== undefined);
  const page = `${FINDINGS_PAGE}#${code.toLowerCase()}`;
  return site === undefined ? page : `${site}/blob/HEAD/${page}`;
}

/** `git+https://example.com/a/b.git`, `https://example.com/a/b#readme` as `https://example.com/a/b`. */
function siteOf(url: string | undefined): string | undefined {
  const plain = url
    ?.replace(/^github:/, "https://github.com/")
    .replace(/^git\+/, "")
    .replace(/^ssh:\/\/git@/, "https://")
    .replace(/#.*$/, "")
    .replace(/\.git$/, "")
    .replace(/\/$/, "");
  return plain?.startsWith("https://") ? plain : undefined;
}
