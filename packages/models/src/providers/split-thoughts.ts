const opening = "<think>";
const closing = "</think>";

interface Said {
  readonly kind: "text" | "thought";
  readonly text: string;
}

/** Tells thoughts that a model writes into its text (`<think>…</think>` at the very beginning) from the answer. */
export function splitThoughts(): { readonly take: (piece: string) => Said[]; readonly end: () => Said[] } {
  let state: "beginning" | "thinking" | "thought" | "answering" = "beginning";
  let held = "";
  const take = (piece: string): Said[] => {
    if (state === "answering") return said("text", piece);
    if (state === "thought") return answer(piece.trimStart());
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
      return [...said("thought", thought), ...afterThought(held.slice(end + closing.length))];
    }
    // The end of it may be the beginning of the closing mark.
    const safe = held.length - closing.length + 1;
    if (safe <= 0) return [];
    const thought = held.slice(0, safe);
    held = held.slice(safe);
    return said("thought", thought);
  };
  const afterThought = (text: string): Said[] => answer(text.trimStart());
  const answer = (text: string): Said[] => {
    // Blank lines between thoughts and answer are neither's.
    state = text === "" ? "thought" : "answering";
    held = "";
    return said("text", text);
  };
  return { take, end: () => said(state === "thinking" ? "thought" : "text", held) };
}

const said = (kind: Said["kind"], text: string): Said[] => (text === "" ? [] : [{ kind, text }]);
