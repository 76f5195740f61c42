import { Group } from "../ui/group.tsx";
import { ChatModelsPart } from "./chat-models-part.tsx";
import { EmbeddingPart } from "./embedding-part.tsx";
import { ProvidersPart } from "./providers-part.tsx";
import { SpeechPart } from "./speech-part.tsx";

/** Everything that reads, finds and answers: for administrators in the panel, in anonymous mode under Settings. */
export function ModelsPage() {
  return (
    <>
      <Group title="Reading meaning" text="Finds a note by what it means, when the word you remember is not in it.">
        <EmbeddingPart />
      </Group>
      <Group title="Providers" text="Who runs the models that answer. Keys are kept sealed.">
        <ProvidersPart />
      </Group>
      <Group title="Models that answer" text="In the order in which they are tried.">
        <ChatModelsPart />
      </Group>
      <Group title="Speech" text="Questions by voice, answers read aloud.">
        <SpeechPart />
      </Group>
    </>
  );
}
