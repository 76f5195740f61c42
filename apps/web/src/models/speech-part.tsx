import type { ModelProvider, SpeechSettings } from "@khoj/contract";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Button } from "../ui/button.tsx";
import { Problem } from "../ui/problem.tsx";
import { TextField } from "../ui/text-field.tsx";
import { modelAdmin } from "./model-admin.ts";
import { NotRead } from "./not-read.tsx";
import { useModelAct } from "./use-model-act.ts";
import { WhereTextGoes } from "./where-text-goes.tsx";

/** What hears questions that are spoken, and what reads answers aloud. */
export function SpeechPart() {
  const speech = useQuery({ queryKey: ["models", "speech"], queryFn: ({ signal }) => modelAdmin.speech(signal) });
  const providers = useQuery({
    queryKey: ["models", "providers"],
    queryFn: ({ signal }) => modelAdmin.providers(signal),
  });
  if (speech.data === undefined || providers.data === undefined) {
    const retry = () => void Promise.all([speech.refetch(), providers.refetch()]);
    return <NotRead what="settings of speech" error={speech.error ?? providers.error} onRetry={retry} />;
  }
  const able = providers.data.filter(({ kind }) => kind === "openai");
  if (able.length === 0)
    return (
      <p className="text-ink-soft">
        Speech needs a provider that speaks OpenAI's protocol; add one above. Until then there is no microphone beside
        the question.
      </p>
    );
  return <SpeechForm key={JSON.stringify(speech.data)} speech={speech.data} providers={able} />;
}

function SpeechForm({
  speech,
  providers,
}: {
  readonly speech: SpeechSettings;
  readonly providers: readonly ModelProvider[];
}) {
  const [hears, setHears] = useState(speech.transcribe);
  const [speaks, setSpeaks] = useState(speech.speak);
  const { run, busy, problem } = useModelAct();
  const save = (event: FormEvent): void => {
    event.preventDefault();
    void run(() => modelAdmin.setSpeech({ transcribe: hears, speak: speaks }));
  };
  return (
    <form className="flex max-w-xl flex-col gap-5" onSubmit={save}>
      <SpeechFields
        legend="Hears"
        what="Recordings"
        providers={providers}
        usual="whisper-1"
        value={hears}
        onChange={setHears}
      />
      <SpeechFields
        legend="Reads aloud"
        what="Answers that are read aloud"
        providers={providers}
        usual="tts-1"
        voice
        value={speaks}
        onChange={setSpeaks}
      />
      <Problem>{problem}</Problem>
      <Button look="strong" type="submit" disabled={busy} className="self-start">
        {busy ? "Saving…" : "Save"}
      </Button>
    </form>
  );
}

type Speech = SpeechSettings["speak"];

interface SpeechFieldsProps {
  readonly legend: string;
  /** What is sent to the provider, as a sentence begins. */
  readonly what: string;
  readonly providers: readonly ModelProvider[];
  /** The model people mostly have. */
  readonly usual: string;
  readonly voice?: boolean;
  readonly value: Speech;
  readonly onChange: (value: Speech) => void;
}

function SpeechFields({ legend, what, providers, usual, voice, value, onChange }: SpeechFieldsProps) {
  const chosen = providers.find(({ id }) => id === value?.provider_id);
  const choose = (id: string): void =>
    onChange(id === "" ? null : { provider_id: Number(id), model: value?.model ?? usual, voice: value?.voice ?? null });
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium">{legend}</legend>
      <label className="flex flex-col gap-1">
        <span className="text-[0.92rem] text-ink-soft">Provider</span>
        <select
          className="field"
          aria-label={`${legend}: provider`}
          value={value?.provider_id ?? ""}
          onChange={(event) => choose(event.target.value)}
        >
          <option value="">Nothing</option>
          {providers.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {value !== null && (
        <>
          <div className="flex flex-wrap gap-3">
            <TextField
              className="flex-1 basis-44"
              label="Model"
              required
              spellCheck={false}
              value={value.model}
              onChange={(event) => onChange({ ...value, model: event.target.value })}
            />
            {voice === true && (
              <TextField
                className="flex-1 basis-44"
                label="Voice"
                placeholder="alloy"
                spellCheck={false}
                value={value.voice ?? ""}
                onChange={(event) =>
                  onChange({ ...value, voice: event.target.value === "" ? null : event.target.value })
                }
              />
            )}
          </div>
          <WhereTextGoes host={chosen?.sends_to ?? null} what={what} />
        </>
      )}
    </fieldset>
  );
}
