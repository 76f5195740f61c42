import { ModelsLink } from "../../shell/models-link.tsx";
import { useChoices } from "../../shell/use-choices.ts";
import { Group } from "../../ui/group.tsx";
import { Problem } from "../../ui/problem.tsx";
import { ModelChoiceList } from "./model-choice-list.tsx";

/** What answers this person, and whether it hears and speaks. */
export function AnswersPart() {
  const { data, error } = useChoices();
  return (
    <>
      <Group
        title="Which model answers"
        text="Every claim of an answer names the passage it rests on, whichever writes it."
      >
        <Problem>{error?.message}</Problem>
        {data !== undefined && (
          <div className="flex flex-col gap-3">
            <ModelChoiceList choices={data.chat} />
            <p className="text-[0.92rem] text-ink-faint">
              {data.chat.length === 1 && "No model that writes answers is set up. "}
              <ModelsLink>Manage models</ModelsLink>
            </p>
          </div>
        )}
      </Group>
      <Group title="Voice">
        {data !== undefined && (
          <p>
            {data.transcribes
              ? "Questions can be spoken: the microphone stands beside the question."
              : "Questions cannot be spoken: no model that hears is set up."}{" "}
            {data.speaks
              ? "Answers can be read aloud, by the button under each."
              : "Answers cannot be read aloud: no model that speaks is set up."}
          </p>
        )}
      </Group>
    </>
  );
}
