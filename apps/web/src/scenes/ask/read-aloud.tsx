import { Square, Volume2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { khoj } from "../../khoj.ts";
import { useChoices } from "../../shell/use-choices.ts";
import { IconButton } from "../../ui/button.tsx";
import { sentenceOf } from "../../ui/problem.tsx";
import { spokenPieces } from "./spoken-pieces.ts";

/** Reads an answer aloud where the server has a voice; not there where it has none. */
export function ReadAloud({ text }: { readonly text: string }) {
  const speaks = useChoices().data?.speaks === true;
  const [reading, setReading] = useState<AbortController>();
  const [problem, setProblem] = useState("");
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  if (!speaks) return null;
  const read = async (): Promise<void> => {
    const control = new AbortController();
    running.current = control;
    setReading(control);
    setProblem("");
    try {
      await speak(spokenPieces(text), control.signal);
    } catch (error) {
      if (!control.signal.aborted) setProblem(sentenceOf(error));
    }
    setReading(undefined);
  };
  return (
    <>
      {reading === undefined ? (
        <IconButton label="Read the answer aloud" onClick={() => void read()}>
          <Volume2 />
        </IconButton>
      ) : (
        <IconButton label="Stop reading" onClick={() => reading.abort()}>
          <Square className="fill-current" />
        </IconButton>
      )}
      {problem !== "" && (
        <span role="alert" className="text-[0.84rem] text-danger">
          {problem}
        </span>
      )}
    </>
  );
}

/** One piece after the other; the next is fetched while one is heard. */
async function speak(pieces: readonly string[], signal: AbortSignal): Promise<void> {
  const fetchPiece = (index: number) => {
    const piece = pieces[index];
    const sound = piece === undefined ? undefined : khoj.speech.speak(piece, signal);
    sound?.catch(() => undefined);
    return sound;
  };
  let next = fetchPiece(0);
  for (let index = 0; next !== undefined; index++) {
    const sound = await next;
    next = fetchPiece(index + 1);
    await play(sound, signal);
  }
}

function play(sound: Blob, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const address = URL.createObjectURL(sound);
    const audio = new Audio(address);
    const finish = (settle: () => void): void => {
      audio.pause();
      URL.revokeObjectURL(address);
      settle();
    };
    signal.addEventListener("abort", () => finish(() => reject(signal.reason)), { once: true });
    audio.addEventListener("ended", () => finish(resolve), { once: true });
    audio.addEventListener("error", () => finish(() => reject(new Error("This sound could not be played."))), {
      once: true,
    });
    audio.play().catch((cause: unknown) => finish(() => reject(cause)));
  });
}
