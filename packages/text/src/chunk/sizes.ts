/** Characters a chunk aims at. */
export const target = 500;
/** A chunk this long is never made longer, unless a single token is. */
export const largest = 700;
/** What is shorter joins its neighbour where it can. */
export const smallest = 160;
/** A token up to this length is kept whole; what is longer (base64, minified data) is cut. */
export const longestToken = 2000;
