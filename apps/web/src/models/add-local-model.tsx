import type { LocalAddition } from "@khoj/contract";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { HardDrive } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/text-field.tsx";
import { ActForm } from "./act-form.tsx";
import { modelAdmin } from "./model-admin.ts";
import { WhereTextGoes } from "./where-text-goes.tsx";

/** A model in a file of the server's machine, and how far the one added last is. */
export function AddLocalModel() {
  const [open, setOpen] = useState(false);
  const addition = useAddition();
  const busy = addition !== undefined && isBusy(addition);
  return (
    <>
      {addition !== undefined && <HowFar addition={addition} />}
      {open ? (
        <LocalModelForm onDone={() => setOpen(false)} />
      ) : (
        <Button className="self-start" disabled={busy} icon={<HardDrive aria-hidden />} onClick={() => setOpen(true)}>
          Add a model file
        </Button>
      )}
    </>
  );
}

function LocalModelForm({ onDone }: { readonly onDone: () => void }) {
  const [path, setPath] = useState("");
  const [name, setName] = useState("");
  const queries = useQueryClient();
  const add = async (): Promise<void> => {
    const begun = await modelAdmin.addLocalModel({
      path: path.trim(),
      ...(name.trim() === "" ? {} : { name: name.trim() }),
    });
    queries.setQueryData(key, begun);
  };
  return (
    <ActForm
      label="New model file"
      act={["Add the file", "Adding…"]}
      onAct={add}
      onDone={onDone}
      className="rounded-xl border border-line bg-surface p-4"
    >
      <p className="text-[0.92rem] text-ink-soft">
        A GGUF file. It is copied into the data directory and tried once. What runs it, llama.cpp, is fetched with the
        first one: 85 MB, by npm.
      </p>
      <TextField
        label="File on the server's machine"
        hint="Its whole path."
        required
        spellCheck={false}
        autoComplete="off"
        placeholder="/home/me/models/qwen.gguf"
        value={path}
        onChange={(event) => setPath(event.target.value)}
      />
      <TextField
        label="Name people see"
        hint="Empty: as the file says."
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <WhereTextGoes host={null} what="" />
    </ActForm>
  );
}

const key = ["models", "addition"];

function useAddition(): LocalAddition | undefined {
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => modelAdmin.localAddition(signal),
    refetchInterval: ({ state }) => (state.data !== undefined && isBusy(state.data) ? 1_000 : false),
  });
  const added = data?.state === "added" ? data.model_id : undefined;
  useEffect(() => {
    if (added === undefined) return;
    for (const part of ["chat", "providers"]) void queries.invalidateQueries({ queryKey: ["models", part] });
    void queries.invalidateQueries({ queryKey: ["choices"] });
  }, [added, queries]);
  return data;
}

const isBusy = ({ state }: LocalAddition): boolean => state === "getting" || state === "trying";

function HowFar({ addition: { state, file, got, of, reason } }: { readonly addition: LocalAddition }) {
  if (state === "failed")
    return (
      <p role="alert" className="rounded-lg bg-danger-wash px-3 py-2 text-[0.94rem] text-danger">
        <bdi>{file}</bdi> was not added: {reason}
      </p>
    );
  if (state === "none" || state === "added") return null;
  const fetching = state === "getting" && got !== null && of !== null && got < of;
  return (
    <div
      role="status"
      className="flex flex-col gap-1.5 rounded-xl border border-line bg-surface px-4 py-3 tabular-nums"
    >
      <p>
        {fetching ? `Fetching llama.cpp for ` : `Copying and trying `}
        <bdi className="font-medium">{file}</bdi>
        {fetching && `: ${got} of ${of} packages`}
      </p>
      <progress
        className="bar"
        max={of ?? 1}
        {...(fetching ? { value: got } : {})}
        aria-label="The model file on its way"
      />
    </div>
  );
}
