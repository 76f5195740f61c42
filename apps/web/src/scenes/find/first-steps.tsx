import { FolderOpen, Sparkles, Upload } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useProfile } from "../../shell/use-profile.ts";
import { Button } from "../../ui/button.tsx";
import { ChooseFiles } from "../files/choose-files.tsx";
import { addUploads } from "../files/uploads.ts";
import { AddFolder } from "../folders/add-folder.tsx";
import { readSample } from "./read-sample.ts";

/** No notes yet: three ways in, the one people mostly want first. Only an administrator may choose a folder. */
export function FirstSteps() {
  const [busy, setBusy] = useState(false);
  const folders = useProfile()?.role !== "user";
  const addSample = async (): Promise<void> => {
    setBusy(true);
    addUploads(await readSample());
  };
  return (
    <section aria-labelledby="first" className="px-2 pt-2 lg:pt-8">
      <h2 id="first" className="text-2xl font-semibold tracking-tight">
        Bring your notes
      </h2>
      <p className="mt-1 max-w-2xl text-ink-soft">
        They are read on this server and stay there. Nothing in your files is ever changed.
      </p>
      <p className="mt-1 max-w-2xl text-ink-soft">
        Markdown, Org and text; PDF, Word, OpenDocument, PowerPoint and Excel; web pages, EPUB books, mail, Jupyter
        notebooks, tables and code; pictures and scans, whose words are read too.
      </p>
      <ol className="mt-6 flex flex-col gap-3">
        {folders && (
          <Way
            icon={<FolderOpen aria-hidden />}
            title="Choose a folder"
            text="On the machine that runs Khoj. It is kept in step from then on."
          >
            <AddFolder />
          </Way>
        )}
        <Way icon={<Upload aria-hidden />} title="Drop files" text="Anywhere on this page, whole folders too.">
          <ChooseFiles />
        </Way>
        <Way
          icon={<Sparkles aria-hidden />}
          title="Try a small sample"
          text="Six short notes to search and ask about. One click takes them out again."
        >
          <Button disabled={busy} onClick={() => void addSample()}>
            {busy ? "Adding the sample …" : "Add the sample"}
          </Button>
        </Way>
      </ol>
    </section>
  );
}

interface WayProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}

function Way({ icon, title, text, children }: WayProps) {
  return (
    <li className="grid grid-cols-[auto_1fr] gap-x-4 rounded-2xl border border-line bg-surface p-4 lg:p-5">
      <span className="mt-0.5 text-accent [&_svg]:size-6 [&_svg]:stroke-[1.6]">{icon}</span>
      <div className="min-w-0">
        <h3 className="font-semibold">{title}</h3>
        <p className="text-ink-soft">{text}</p>
        <div className="mt-3">{children}</div>
      </div>
    </li>
  );
}
