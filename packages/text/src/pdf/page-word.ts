/** A word as it stands on its page, from the upper left corner in points. */
export interface PageWord {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fontSize: number;
  /** The file says itself that its last letter is a hyphen of a parted word. */
  readonly isParted: boolean;
  /** Written upwards or downwards. */
  readonly isTurned: boolean;
}

/** A part of a page, in the same way. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** From the page's own coordinates to points from the upper left corner. */
export type Place = (left: number, top: number, right: number, bottom: number) => Box;
