import { KhojError, type Profile } from "@khoj/contract";
import { useQuery } from "@tanstack/react-query";
import { khoj } from "../khoj.ts";

/** Who is signed in; null in anonymous mode, where accounts do not exist; undefined until it is known. */
export function useProfile(): Profile | null | undefined {
  return useQuery({
    queryKey: ["profile"],
    queryFn: ({ signal }) => readProfile(signal),
    enabled: !alone,
    ...(alone ? { initialData: null } : {}),
    staleTime: 60_000,
  }).data;
}

/** The server wrote into the page that it is in anonymous mode. */
const alone = document.querySelector('meta[name="khoj-people"][content="one"]') !== null;

async function readProfile(signal: AbortSignal): Promise<Profile | null> {
  try {
    return await khoj.own.profile(signal);
  } catch (error) {
    if (error instanceof KhojError && error.code === "not_found") return null;
    throw error;
  }
}
