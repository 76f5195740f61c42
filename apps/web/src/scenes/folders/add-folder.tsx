import { useQueryClient } from "@tanstack/react-query";
import { FolderPlus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { khoj } from "../../khoj.ts";
import { SpaceChoice } from "../../shell/space-choice.tsx";
import { mayWrite } from "../../shell/use-spaces.ts";
import { Button } from "../../ui/button.tsx";

/** Adds a folder by its path on the machine that runs the server: the page cannot see that machine's disk. */
export function AddFolder() {
  const queries = useQueryClient();
  const [path, setPath] = useState("");
  const [space, setSpace] = useState<string>();
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const add = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem("");
    try {
      await khoj.folders.add(path.trim(), space);
      setPath("");
      await queries.invalidateQueries();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void add(event)} className="flex w-full max-w-xl flex-wrap gap-2">
      <input
        aria-label="Path of the folder on the server's machine"
        aria-invalid={problem !== ""}
        aria-describedby={problem === "" ? undefined : "folder-problem"}
        placeholder="/home/me/notes"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={path}
        onChange={(event) => setPath(event.target.value)}
        className="field min-w-40 flex-1"
      />
      <SpaceChoice
        label="Space its notes go to"
        none="My own"
        space={space}
        takes={(candidate) => candidate.kind === "shared" && mayWrite(candidate)}
        onSpace={setSpace}
      />
      <Button type="submit" look="strong" icon={<FolderPlus aria-hidden />} disabled={busy || path.trim() === ""}>
        Add folder
      </Button>
      {problem !== "" && (
        <p id="folder-problem" role="alert" className="basis-full text-danger">
          {problem}
        </p>
      )}
    </form>
  );
}
