import { badRequest, type EmbeddingTest, type EmbeddingTestReport, KhojError } from "@khoj/contract";
import { type AskHttp, isLoopback, openEndpointModel } from "@khoj/models";
import { requireAddress } from "../require-address.ts";
import { type ReadChoiceDeps, readChoice } from "./embedding-choice.ts";

export interface TryEndpointDeps extends ReadChoiceDeps {
  readonly askEndpoint: (baseUrl: string) => AskHttp;
}

/** Asks an endpoint for a few vectors of words of ours and tells what came. Nothing is saved, no note is sent. */
export async function tryEndpoint(
  deps: TryEndpointDeps,
  given: EmbeddingTest,
  signal?: AbortSignal,
): Promise<EmbeddingTestReport> {
  const { endpoint: kept } = await readChoice(deps);
  const baseUrl = given.base_url ? requireAddress(given.base_url) : kept?.baseUrl;
  if (baseUrl === undefined) throw badRequest("There is no endpoint yet; give the address of the one to test");
  const { hostname, host, origin } = new URL(baseUrl);
  // The key that is kept goes to its own address only.
  const isKept = kept !== undefined && new URL(kept.baseUrl).origin === origin;
  const key = given.key === undefined ? (isKept ? kept.key : undefined) : (given.key ?? undefined);
  const named = given.model === undefined ? (isKept ? kept.model : undefined) : (given.model ?? undefined);
  const step = "embed";
  try {
    const ask = deps.askEndpoint(baseUrl);
    const model = await openEndpointModel({ baseUrl, key, model: named, ask, signal });
    await model.close();
    const { name, dimensions } = model;
    const message = `${name} answers with vectors of ${dimensions} dimensions`;
    return { ok: true, model: name, dimensions, steps: [{ step, ok: true, message }, whereTextGoes(hostname, host)] };
  } catch (error) {
    if (signal?.aborted || !(error instanceof KhojError)) throw error;
    return { ok: false, model: null, dimensions: null, steps: [{ step, ok: false, message: error.message }] };
  }
}

const whereTextGoes = (hostname: string, host: string) => ({
  step: "where text goes",
  ok: true,
  message: isLoopback(hostname)
    ? "It is on this machine: no text leaves it"
    : `Text leaves this machine: every passage of every note, and what is searched for, are sent to ${host}`,
});
