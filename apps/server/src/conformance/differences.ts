/**
 * Where we answer otherwise than upstream did, and why. The conformance test fails on any difference that is not here,
 * and on any entry that no longer differs: this list shrinks by work and grows by decision only.
 */
export interface Difference {
  /**
   * `by-ruling`: a page of the contract says so. `defect-mended`: upstream's answer is a defect it lists.
   * `waiting`: what the step asks for is not built yet.
   */
  readonly kind: "by-ruling" | "defect-mended" | "waiting";
  readonly why: string;
  /** Where it is ruled, or what it waits for. */
  readonly ruled: string;
  /** What ours answers, so that an excused step cannot break unseen. */
  readonly status?: number;
}

export type Differences = Readonly<Record<string, Difference>>;

/** The same reason for several steps. */
export const all = (ids: readonly string[], difference: Difference): Differences =>
  Object.fromEntries(ids.map((id) => [id, difference]));
