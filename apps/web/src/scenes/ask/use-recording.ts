import { useEffect, useRef, useState } from "react";
import { khoj } from "../../khoj.ts";
import { sentenceOf } from "../../ui/problem.tsx";

export interface Recording {
  readonly state: "off" | "listening" | "reading";
  readonly problem: string;
  readonly start: () => void;
  /** Ends it, and has it written down. */
  readonly stop: () => void;
}

/** Listens to a question and gives its words. Nothing is kept of the sound. */
export function useRecording(onWords: (words: string) => void): Recording {
  const [state, setState] = useState<Recording["state"]>("off");
  const [problem, setProblem] = useState("");
  const recorder = useRef<MediaRecorder>(undefined);
  const tell = useRef(onWords);
  tell.current = onWords;
  useEffect(
    () => () => {
      recorder.current?.stream.getTracks().forEach((track) => void track.stop());
    },
    [],
  );
  const listen = async (): Promise<void> => {
    setProblem("");
    try {
      const stream = await openMicrophone();
      const pieces: Blob[] = [];
      const made = new MediaRecorder(stream);
      recorder.current = made;
      made.addEventListener("dataavailable", ({ data }) => pieces.push(data));
      made.addEventListener("stop", () => {
        for (const track of stream.getTracks()) track.stop();
        void write(new Blob(pieces, { type: made.mimeType }));
      });
      made.start();
      setState("listening");
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  };
  const write = async (sound: Blob): Promise<void> => {
    setState("reading");
    try {
      tell.current((await khoj.speech.transcribe(sound)).trim());
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setState("off");
  };
  return { state, problem, start: () => void listen(), stop: () => recorder.current?.stop() };
}

async function openMicrophone(): Promise<MediaStream> {
  if (navigator.mediaDevices === undefined)
    throw new Error("This page may not use the microphone: browsers allow it only over HTTPS or on this machine.");
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch (cause) {
    throw new Error("The microphone could not be used. Allow it for this page in the browser, then try again.", {
      cause,
    });
  }
}
