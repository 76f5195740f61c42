const opening = "<think>";
const closing = "</think>";

interface Said {
  readonly kind: "text" | "thought";
  readonly text: string;
}

/** Tells thoughts that a model writes into its text (`<think>…</think>` at the very beginning) from the answer. */
export function splitThoughts(): { readonly take: (piece: string) => Said[]; readonly end: () => Said[] } {
  let state: "beginning" | "thinking" | "answering" = "beginning";
  let held = "";
  const take = (piece: string): Said[] => {
    if (state === "answering") return [{ kind: "text", text: piece }];
    held += piece;
    if (state === "beginning") {
      const begun = held.trimStart();
      if (opening.startsWith(begun)) return [];
      if (!begun.startsWith(opening)) return answer(held);
      state = "thinking";
      held = begun.slice(opening.length);
    }
    const end = held.indexOf(closing);
    if (end >= 0) {
      const thought = held.slice(0, end);
      return [...said("thought", thought), ...answer(held.slice(end + closing.length).trimStart())];
    }
    // The end of it may be the beginning of the closing mark.
    const safe = held.length - closing.length + 1;
    if (safe <= 0) return [];
    const thought = held.slice(0, safe);
    held = held.slice(safe);
    return said("thought", thought);
  };
  const answer = (text: string): Said[] => {
    state = "answering";
    held = "";
    return said("text", text);
  };
  return { take, end: () => said(state === "thinking" ? "thought" : "text", held) };
}

const said = (kind: Said["kind"], text: string): Said[] => (text === "" ? [] : [{ kind, text }]);
