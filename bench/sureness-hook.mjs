/** Puts the numbers of BENCH_SURENESS in the place of the product's, in a server that bench/tune-quoting.ts starts. */
import { registerHooks } from "node:module";

registerHooks({
  load: (url, context, next) =>
    url.endsWith("/chat/answer/sureness.ts")
      ? { format: "module", shortCircuit: true, source: `export const sureness = ${process.env.BENCH_SURENESS};` }
      : next(url, context),
});
