import { KhojError } from "@khoj/contract";
import { beginExchange, connections, requireNamed } from "./begin-exchange.ts";
import { explainFailure } from "./explain-failure.ts";
import type { Egress, EgressRules } from "./open-egress.ts";

export interface StreamingRules extends Pick<EgressRules, "mayReach" | "most" | "lookup"> {
  /** Milliseconds until an answer begins: a model reads the whole question first. */
  readonly patience: number;
  /** Milliseconds between two pieces of it. */
  readonly silence: number;
}

/**
 * The way out for answers that come piece by piece, with the rules of `openEgress`: named places only, no redirect, limits
 * in time and size. Failures are KhojErrors `unavailable`; `details.slow` and `details.endless`
 * tell silence and too much from a place that cannot be reached.
 */
export function openStreamingEgress(rules: StreamingRules): Egress {
  const { patience, lookup } = rules;
  const through = lookup && connections(lookup);
  return async (address, request = {}) => {
    const url = requireNamed(address, rules);
    const ending = new AbortController();
    const { signal } = request;
    const given = signal ? AbortSignal.any([signal, ending.signal]) : ending.signal;
    const clock = setTimeout(() => ending.abort(tooSlow(url, patience)), patience);
    try {
      const answer = await beginExchange(url, { ...request, through, signal: given });
      return new Response(answer.body && pieceByPiece(answer.body, { url, rules, ending, signal: given }), {
        status: answer.status,
        statusText: answer.statusText,
        headers: answer.headers,
      });
    } catch (error) {
      throw explain(error, url, given);
    } finally {
      clearTimeout(clock);
    }
  };
}

interface Piecewise {
  readonly url: URL;
  readonly rules: StreamingRules;
  readonly ending: AbortController;
  readonly signal: AbortSignal;
}

function pieceByPiece(
  body: ReadableStream<Uint8Array>,
  { url, rules, ending, signal }: Piecewise,
): ReadableStream<Uint8Array> {
  const { silence, most = 64 * 1024 * 1024 } = rules;
  const reader = body.getReader();
  let length = 0;
  return new ReadableStream({
    async pull(controller) {
      const clock = setTimeout(() => ending.abort(tooSlow(url, silence)), silence);
      try {
        const { done, value } = await reader.read();
        if (done) return controller.close();
        length += value.length;
        if (length > most)
          throw new KhojError("unavailable", `${url.host} answered more than ${most} bytes; it was cut off`, {
            details: { endless: true },
          });
        controller.enqueue(value);
      } catch (error) {
        ending.abort();
        controller.error(explain(error, url, signal));
      } finally {
        clearTimeout(clock);
      }
    },
    cancel: async (reason) => {
      ending.abort();
      await reader.cancel(reason).catch(() => undefined);
    },
  });
}

/** What ended it: our own clock, whoever asked, or the connection. */
function explain(error: unknown, url: URL, signal: AbortSignal): unknown {
  if (error instanceof KhojError) return error;
  if (signal.aborted) return signal.reason;
  return new KhojError("unavailable", explainFailure(error, url.host).message, { cause: error });
}

const tooSlow = ({ host }: URL, milliseconds: number): KhojError =>
  new KhojError("unavailable", `${host}: nothing came for ${Math.ceil(milliseconds / 1000)} s; it was given up`, {
    details: { slow: true },
  });
