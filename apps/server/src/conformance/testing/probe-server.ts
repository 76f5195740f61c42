import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { Recording } from "../recording.ts";

/** The kit lies beside the project unless `KHOJ_CONTRACT` says where. */
const contract = process.env.KHOJ_CONTRACT ?? path.resolve(import.meta.dirname, "../../../../../../shared/contract");
const golden = path.join(contract, "golden");

/** Why the kit cannot be run here; undefined when it can. */
export const missingKit = existsSync(path.join(golden, "probe.mjs"))
  ? undefined
  : `no conformance kit at ${golden}; set KHOJ_CONTRACT to the folder that holds golden/`;

export const readUpstreamRecording = async (name: string): Promise<Recording> => readRecording(path.join(golden, name));

/** What the kit is told besides the address: how to come in. Nothing in anonymous mode. */
export interface SignedInProbe {
  readonly key: string;
  /** Somebody else's. */
  readonly otherKey: string;
  /** A command that prints the code mailed to `$EMAIL`. */
  readonly codeCommand: string;
  /** `address:password`, for the pages of upstream's panel. */
  readonly administrator: string;
}

/** Walks the whole contract against a server and gives back what it answered. */
export async function probeServer(url: string, signedIn?: SignedInProbe): Promise<Recording> {
  const directory = await mkdtemp(path.join(tmpdir(), "khoj-probe-"));
  const out = path.join(directory, "ours.json");
  const mode = signedIn
    ? ["--mode", "auth", "--key", signedIn.key, "--key2", signedIn.otherKey]
        .concat("--code-cmd", signedIn.codeCommand)
        .concat("--admin", signedIn.administrator)
    : ["--mode", "anon"];
  try {
    const probe = path.join(golden, "probe.mjs");
    await promisify(execFile)(process.execPath, [probe, "--url", url, ...mode, "--llm", "1", "--out", out]);
    return await readRecording(out);
  } finally {
    await rm(directory, { recursive: true });
  }
}

const readRecording = async (file: string): Promise<Recording> =>
  Recording.parse(JSON.parse(await readFile(file, "utf8")));
