import { expect } from "chai";
import fc from "fast-check";
import { formatProblem } from "../../core/problem";
import {
  compareMinor,
  isAtLeast,
  KARPENTER_MINORS,
  karpenterVersion,
  knownVersion,
  validateKarpenterVersion,
} from "../../core/versions";
import { MINORS, of } from "./support";

/** minor, date of x.y.0, Kubernetes from, to (of x.y.0), API, long-term support */
const TABLE = [
  ["0.36", "2024-04-10", "1.23", "1.29", "v1beta1", false],
  ["0.37", "2024-05-28", "1.23", "1.30", "v1beta1", false],
  ["1.0", "2024-08-14", "1.25", "1.30", "v1", false],
  ["1.1", "2024-11-30", "1.25", "1.31", "v1", false],
  ["1.2", "2025-01-28", "1.25", "1.32", "v1", false],
  ["1.3", "2025-03-04", "1.25", "1.32", "v1", false],
  ["1.4", "2025-04-16", "1.25", "1.32", "v1", false],
  ["1.5", "2025-05-23", "1.26", "1.33", "v1", false],
  ["1.6", "2025-07-14", "1.26", "1.33", "v1", false],
  ["1.7", "2025-09-15", "1.26", "1.33", "v1", false],
  ["1.8", "2025-10-08", "1.26", "1.34", "v1", false],
  ["1.9", "2026-02-06", "1.26", "1.35", "v1", true],
  ["1.10", "2026-03-20", "1.26", "1.35", "v1", false],
  ["1.11", "2026-04-06", "1.26", "1.35", "v1", false],
  ["1.12", "2026-04-24", "1.26", "1.35", "v1", false],
  ["1.13", "2026-06-10", "1.26", "1.36", "v1", false],
  ["1.14", "2026-07-10", "1.26", "1.36", "v1", true],
  ["1.15", "2026-10-10", "1.26", "1.37", "v1", false],
] as const;

describe("core/versions", () => {
  it("knows every minor from 0.36 to 1.15, oldest first", () => {
    expect(KARPENTER_MINORS.map(({ minor }) => minor)).to.deep.equal([...MINORS]);
  });

  for (const [minor, released, min, max, api, lts] of TABLE) {
    it(`knows Karpenter ${minor}: ${released}, Kubernetes ${min} to ${max}, ${api}`, () => {
      const version = of(minor);
      expect({
        minor: version.minor.minor,
        released: version.minor.released,
        kubernetes: version.kubernetes,
        api: version.api,
        lts: version.minor.lts ?? false,
      }).to.deep.equal({ minor, released, kubernetes: { min, max }, api, lts });
    });
  }

  describe("Kubernetes that a later patch added", () => {
    for (const [version, max] of [
      ["1.0.4", "1.30"],
      ["1.0.5", "1.31"],
      ["1.0.8", "1.31"],
      ["1.6.5", "1.33"],
      ["1.6.6", "1.34"],
      ["1.7.3", "1.33"],
      ["1.7.4", "1.34"],
      ["1.8.0", "1.34"],
    ] as const) {
      it(`${version} goes to ${max}`, () => {
        expect(karpenterVersion(version).kubernetes.max).to.equal(max);
      });
    }
  });

  describe("conversion webhook of the CRDs", () => {
    for (const [version, expected] of [
      ["0.36.2", false],
      ["0.36.3", true],
      ["0.36.9", true],
      ["0.37.0", false],
      ["0.37.1", true],
      ["1.0.0", true],
      ["1.0.8", true],
      ["1.1.0", false],
      ["1.14.4", false],
    ] as const) {
      it(`${version}: ${expected ? "yes" : "no"}`, () => {
        expect(karpenterVersion(version).conversionWebhook).to.equal(expected);
      });
    }
  });

  describe("refused versions", () => {
    const allowed = "Allowed: major.minor.patch of Karpenter 0.36 to 1.15, such as 1.14.4.";
    const full = `${allowed} Fix: give the full version, patch included.`;
    const known = `${allowed} Fix: choose a known minor (LTS: 1.9, 1.14).`;
    for (const [value, text] of [
      [
        "v1.14.4",
        `not a Karpenter version (got "v1.14.4"). ${allowed} Fix: write 1.14.4: charts since 0.35 carry no leading "v".`,
      ],
      ["1.14", `not a Karpenter version (got "1.14"). ${full}`],
      ["latest", `not a Karpenter version (got "latest"). ${full}`],
      ["", `not a Karpenter version (got ""). ${full}`],
      ["1.14.4-rc.1", `not a Karpenter version (got "1.14.4-rc.1"). ${full}`],
      ["1.14.04", `not a Karpenter version (got "1.14.04"). ${full}`],
      ["0.35.0", `Karpenter 0.35 is not known (got "0.35.0"). ${known}`],
      ["1.16.0", `Karpenter 1.16 is not known (got "1.16.0"). ${known}`],
      [
        "1.8.4",
        `Karpenter 1.8.4 is refused: it has a topology spread regression (got "1.8.4"). ${allowed} Fix: choose another patch.`,
      ],
    ] as const) {
      it(JSON.stringify(value), () => {
        const problems = validateKarpenterVersion("version", value);
        expect(problems.map(formatProblem)).to.deep.equal([`version: ${text}`]);
        expect(knownVersion(value)).to.equal(undefined);
      });
    }

    it("has nothing against any other patch of a known minor", () => {
      const patch = fc.integer({ min: 0, max: 99 });
      fc.assert(
        fc.property(fc.constantFrom(...MINORS), patch, (minor, patch) => {
          fc.pre(minor !== "1.8" || patch !== 4);
          const version = `${minor}.${patch}`;
          expect(validateKarpenterVersion("version", version)).to.deep.equal([]);
          const { version: text, minor: row, patch: number } = karpenterVersion(version);
          expect([text, row.minor, number]).to.deep.equal([version, minor, patch]);
          expect(knownVersion(version)).to.deep.equal(karpenterVersion(version));
        }),
      );
    });

    it("throws when an unknown version is read without being validated", () => {
      expect(() => karpenterVersion("1.16.0")).to.throw(
        RangeError,
        /^not a known Karpenter version: 1\.16\.0$/,
      );
    });
  });

  it("orders minors by number, not by text", () => {
    const minor = fc.integer({ min: 0, max: MINORS.length - 1 });
    fc.assert(
      fc.property(minor, minor, (a, b) => {
        const [left, right] = [MINORS[a] ?? "", MINORS[b] ?? ""];
        expect(Math.sign(compareMinor(left, right))).to.equal(Math.sign(a - b));
        expect(isAtLeast(of(left), right)).to.equal(a >= b);
      }),
    );
  });
});
