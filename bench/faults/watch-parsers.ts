import { readFileSync } from "node:fs";
import { processesOf } from "./processes.ts";

/** What the parsers of a data directory take, looked at until it is ended. */
export interface ParserWatch {
  /** The most that one of them had of memory it may write to, and had in the machine, in bytes. */
  end(): { readonly data: number; readonly resident: number };
}

const lookEvery = 100;

export function watchParsers(data: string): ParserWatch {
  const most = { data: 0, resident: 0 };
  const look = (): void => {
    for (const { pid } of processesOf(`${data}/parsers`)) {
      const status = statusOf(pid);
      most.data = Math.max(most.data, bytesOf(status, "VmData"));
      most.resident = Math.max(most.resident, bytesOf(status, "VmHWM"));
    }
  };
  const looking = setInterval(look, lookEvery);
  return {
    end() {
      clearInterval(looking);
      return most;
    },
  };
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "";
  }
}

const bytesOf = (status: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0) * 1024;
