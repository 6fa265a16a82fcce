import type { Finding } from "./finding";
import type { ReviewInput } from "./input";

/** What one Karpenter of a program was judged by. */
export interface Reviewed {
  /** The name of the component. */
  name: string;
  input: ReviewInput;
  /** What the review found before the program went on: where that is refused, all that it will ever say. */
  findings: readonly Finding[];
}

/** One for the process: a program may use another copy of this package than whoever listens. */
const CHANNEL = Symbol.for("karpenter-eks:reviewed");

type Listener = (reviewed: Reviewed) => void;

const listeners = globalThis as { [CHANNEL]?: Listener | undefined };

/** Tells whoever listens what a review looked at: pools, subnets and workloads stand in no output of the program. */
export function announceReview(reviewed: Reviewed): void {
  listeners[CHANNEL]?.(reviewed);
}

/** Listens until the returned function is called. */
export function onReview(listener: Listener): () => void {
  listeners[CHANNEL] = listener;
  return () => {
    listeners[CHANNEL] = undefined;
  };
}
