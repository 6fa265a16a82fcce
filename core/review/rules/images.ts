import { amiFamilyOf, followsLatest } from "../../node-class/amis";
import { keyPath } from "../../problem";
import { isRecord, recordsIn } from "../../records";
import { compareMinor } from "../../versions";
import type { Review, Rule } from "../rule";

/** The last Kubernetes that AWS published AL2 images for, and the day it stopped. */
const AL2_LAST = { kubernetes: "1.32", day: "2025-11-26" } as const;

/** A new image of AWS is drift, and drift replaces nodes. */
export const unpinnedImages: Rule = {
  code: "KE003",
  title: "Images that nobody pinned",
  severity: "warning",
  why: "every node of the class is replaced on the day that AWS publishes another image, wherever that was not tried before",
  check: (review) =>
    classes(review)
      .filter(({ spec }) => followsLatest(spec))
      .map(({ name, terms }) => ({
        where: terms,
        message: `the images of class ${name} are not pinned`,
        fix: "name a version, such as alias: al2023@v20260818, or the ids",
      })),
};

/** Amazon Linux 2 is no longer published. */
export const al2: Rule = {
  code: "KE011",
  title: "Amazon Linux 2, of which no images are published",
  severity: "warning",
  why: `AWS published images of AL2 for Kubernetes up to ${AL2_LAST.kubernetes} and stopped on ${AL2_LAST.day}: there are no fixes, and later clusters have none`,
  check: (review) => {
    const { kubernetesVersion } = review;
    return classes(review)
      .filter(({ spec }) => amiFamilyOf(spec) === "AL2")
      .map(({ name, path, spec }) => {
        const later =
          kubernetesVersion !== undefined &&
          compareMinor(kubernetesVersion, AL2_LAST.kubernetes) > 0;
        const byAlias =
          spec.amiSelectorTerms === undefined ||
          recordsIn(spec.amiSelectorTerms).some(({ alias }) => alias !== undefined);
        return later && byAlias
          ? {
              severity: "error",
              where: path,
              message: `class ${name} asks for AL2, which AWS never published for Kubernetes ${kubernetesVersion}`,
              fix: "use al2023, or name your own images by id",
            }
          : {
              where: path,
              message: `class ${name} uses AL2, which gets no fixes any more`,
              fix: "move to al2023: user data and cgroups differ, so try it on a pool of its own first",
            };
      });
  },
};

/** A name is no proof of where an image comes from. */
export const imageOwner: Rule = {
  code: "KE012",
  title: "An image selected by name without its owner",
  severity: "warning",
  why: "Karpenter then takes the newest of all images of that name, your own and every one that Amazon publishes",
  check: (review) =>
    classes(review).flatMap(({ name, terms, spec }) =>
      recordsIn(spec.amiSelectorTerms).flatMap((term, index) =>
        term.name !== undefined && term.owner === undefined
          ? [
              {
                where: `${terms}[${index}]`,
                message: `class ${name} selects an image by name, whoever owns it`,
                fix: "add owner: self, amazon or an account id",
              },
            ]
          : [],
      ),
    ),
};

/** The classes of which something is known. */
function classes({ nodeClasses = {} }: Review) {
  return Object.entries(nodeClasses).flatMap(([name, spec]) => {
    const path = keyPath("nodeClasses", name);
    return isRecord(spec) ? [{ name, path, terms: keyPath(path, "amiSelectorTerms"), spec }] : [];
  });
}
