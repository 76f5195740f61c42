import type { FileState } from "@khoj/contract";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Files } from "lucide-react";
import { type KeyboardEvent, useCallback, useRef, useState } from "react";
import { IndexingLine } from "../../shell/indexing-line.tsx";
import { SpaceChoice } from "../../shell/space-choice.tsx";
import { useSpaces } from "../../shell/use-spaces.ts";
import { Blank } from "../../ui/blank.tsx";
import { counted } from "../../ui/counted.ts";
import { SceneTitle } from "../../ui/scene-title.tsx";
import { useHidden } from "../../ui/undo.ts";
import { useNarrow } from "../../ui/use-narrow.ts";
import { useTitle } from "../../ui/use-title.ts";
import { VirtualList } from "../../ui/virtual-list.tsx";
import { walkList } from "../../ui/walk-list.ts";
import { noNote } from "../note/note-location.ts";
import { WithNote } from "../note/with-note.tsx";
import { ChooseFiles } from "./choose-files.tsx";
import { deleteFiles } from "./delete-files.ts";
import { FileRow } from "./file-row.tsx";
import type { FilesLocation } from "./files-location.ts";
import { SelectionBar } from "./selection-bar.tsx";
import { StateFilter } from "./state-filter.tsx";
import { useUnfinished } from "./uploads.ts";
import { type FilePages, useFilePages } from "./use-file-pages.ts";

/** Every file, what became of it, and why. */
export function FilesScene() {
  useTitle("Files");
  const location: FilesLocation = useSearch({ strict: false });
  const navigate = useNavigate();
  const [name, setName] = useState(location.name ?? "");
  const move = useCallback(
    (change: Partial<FilesLocation>) =>
      void navigate({
        to: ".",
        search: ((previous: FilesLocation) => ({ ...previous, ...change })) as never,
        replace: true,
      }),
    [navigate],
  );
  const { space } = location;
  const spaces = useSpaces();
  // One list shows one space, so that a name means one file. With a single space there is nothing to tell apart.
  const shownSpace = space ?? (spaces.length > 1 ? spaces.find(({ kind }) => kind === "personal")?.id : undefined);
  const files = useFilePages(location.name ?? "", location.state, shownSpace);
  const pane = useRef<HTMLDivElement>(null);
  const narrow = useNarrow(pane);
  const { chosen, choose, clear } = useChosen();
  const remove = (names: readonly string[]): void => {
    const wanted = new Set(names);
    deleteFiles(
      names,
      files.loaded.some(({ file_name, source }) => source.startsWith("folder:") && wanted.has(file_name)),
      space,
    );
    clear();
  };

  return (
    <WithNote location={location} onClose={() => move(noNote)}>
      <div ref={pane} className="@container flex h-full flex-col">
        <SceneTitle title="Files" aside={<ChooseFiles space={space} />}>
          <input
            data-box
            type="search"
            aria-label="Filter files by name"
            placeholder="Filter by name"
            value={name}
            onChange={(event) => {
              setName(event.target.value);
              move({ name: event.target.value === "" ? undefined : event.target.value });
            }}
            className="field min-w-0 max-w-80 flex-[1_1_8rem]"
          />
          <SpaceChoice
            label="Space whose files are shown"
            none="My own"
            space={space}
            takes={({ kind }) => kind === "shared"}
            onSpace={(to) => {
              clear();
              move({ space: to, ...noNote });
            }}
          />
        </SceneTitle>
        <StateFilter counts={files.counts} state={location.state} onState={(state) => move({ state })} />
        <div className="mx-auto w-full max-w-5xl px-4 pb-2 empty:hidden lg:px-6">
          <IndexingLine />
        </div>
        <SelectionBar
          chosen={chosen}
          loaded={files.loaded}
          space={space}
          onChooseAll={(names) => choose(names, true)}
          onClear={clear}
          onDelete={() => remove([...chosen])}
        />
        {files.error !== null && <Blank title="The files could not be listed">{files.error.message}</Blank>}
        {files.counts !== undefined && files.count === 0 && <NoFiles name={location.name} state={location.state} />}
        {files.count > 0 && (
          <FileList files={files} space={space} narrow={narrow} chosen={chosen} onChoose={choose} onDelete={remove} />
        )}
      </div>
    </WithNote>
  );
}

interface FileListProps {
  readonly files: FilePages;
  readonly space: string | undefined;
  readonly narrow: boolean;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (names: readonly string[], on: boolean) => void;
  readonly onDelete: (names: readonly string[]) => void;
}

function FileList({ files, space, narrow, chosen, onChoose, onDelete }: FileListProps) {
  const hidden = useHidden();
  const onKeyDown = (event: KeyboardEvent) =>
    walkList(event, "[data-item]", () => document.querySelector<HTMLElement>("[data-box]")?.focus());
  return (
    <VirtualList
      label="Files"
      count={files.count}
      keyAt={(index) => index}
      rowHeight={narrow ? 58 : 44}
      onKeyDown={onKeyDown}
      onRange={files.onRange}
      render={(index) => {
        const item = files.at(index);
        return (
          <FileRow
            item={item}
            space={space}
            narrow={narrow}
            isHidden={item !== undefined && hidden.has(`file:${item.file_name}`)}
            isChosen={item !== undefined && chosen.has(item.file_name)}
            onChoose={onChoose}
            onDelete={onDelete}
          />
        );
      }}
    />
  );
}

function useChosen() {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const choose = useCallback((names: readonly string[], on: boolean) => {
    setChosen((before) => {
      const after = new Set(before);
      for (const name of names) {
        if (on) after.add(name);
        else after.delete(name);
      }
      return after;
    });
  }, []);
  const clear = useCallback(() => setChosen(new Set()), []);
  return { chosen, choose, clear };
}

function NoFiles({ name, state }: { readonly name: string | undefined; readonly state: FileState | undefined }) {
  const coming = useUnfinished();
  if (name !== undefined || state !== undefined)
    return <Blank icon={<Files aria-hidden />} title="No file is like that" />;
  if (coming > 0)
    return (
      <Blank icon={<Files aria-hidden />} title={`${counted(coming, "file")} on the way in`}>
        They stand here as soon as they can be found.
      </Blank>
    );
  return (
    <Blank icon={<Files aria-hidden />} title="No files yet">
      Drop files anywhere on this page, or add them with the buttons above.
    </Blank>
  );
}
