import { createHash } from "node:crypto";

const EMULATOR_ID = /\b(vpc|subnet|sg|ami)-[0-9a-f]{8,17}\b/g;

/**
 * Gives the ids that the emulator draws at random a fixed name: the n-th subnet of a seed has the same id in every run, so
 * that a recording can be repeated without a difference.
 */
export class StableIds {
  readonly #seed: string;
  readonly #stable = new Map<string, string>();
  readonly #emulators = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** An answer of the emulator with stable ids. */
  toStable(answer: string): string {
    return answer.replace(
      EMULATOR_ID,
      (id, kind: string) => this.#stable.get(id) ?? this.#name(id, kind),
    );
  }

  /** A request with the emulator's own ids; an id that was made up by who asks stays as it is, in the answer too. */
  toEmulators(request: string): string {
    return request.replace(EMULATOR_ID, (id) => {
      if (!this.#emulators.has(id)) this.#pair(id, id);
      return this.#emulators.get(id) ?? id;
    });
  }

  #name(id: string, kind: string): string {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const stable = `${kind}-0${hex(`${this.#seed} ${kind} ${count}`, 16)}`;
    this.#pair(id, stable);
    return stable;
  }

  #pair(emulators: string, stable: string): void {
    this.#stable.set(emulators, stable);
    this.#emulators.set(stable, emulators);
  }
}

/** Hexadecimal digits that follow from a text alone. */
export function hex(of: string, digits: number): string {
  return createHash("sha256").update(of).digest("hex").slice(0, digits);
}

/** A UUID that follows from a text alone. */
export function uuid(of: string): string {
  return hex(of, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
