import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, ChevronDown, ChevronRight, ChevronUp, Download, X } from "lucide-react";
import { Fragment } from "react";
import { khoj } from "../../khoj.ts";
import { useSpaceName } from "../../shell/use-spaces.ts";
import { timeZone } from "../../time-zone.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { ClassificationChip } from "../../ui/classification-chip.tsx";
import { baseName, folderOf } from "../../ui/file-name.ts";
import type { Range } from "../../ui/find-words.ts";
import { Moment } from "../../ui/moment.tsx";
import { TransferMenu } from "../files/transfer-menu.tsx";
import { headingsAt } from "./headings-at.ts";
import { SaveAs } from "./save-as.tsx";
import type { Places } from "./use-places.ts";

export interface NoteHeaderProps {
  readonly fileName: string;
  readonly space: string | undefined;
  readonly text: string | undefined;
  readonly passage: Range | undefined;
  readonly places: Places;
  readonly classification: string | undefined;
  /** How a file of pages is shown; undefined for notes that are text only. */
  readonly view: "page" | "text" | undefined;
  readonly onView: (view: "page" | "text") => void;
  readonly onClose: () => void;
}

/** Which note, which part of it, how old; and the way through the marked words. */
export function NoteHeader(props: NoteHeaderProps) {
  const { fileName, space, text, passage, places, classification, view, onView, onClose } = props;
  const { data } = useQuery({
    queryKey: ["files", "one", fileName, space],
    queryFn: ({ signal }) => khoj.content.status({ name: fileName, space, signal }),
  });
  const spaceName = useSpaceName(space);
  const item = data?.items.find((candidate) => candidate.file_name === fileName);
  const headings = text === undefined || passage === undefined ? [] : headingsAt(text, fileName, passage.start);
  return (
    <header className="border-b border-line px-3 py-2.5 lg:px-5">
      <div className="flex items-center gap-1">
        <IconButton label="Back" className="lg:hidden" onClick={onClose}>
          <ArrowLeft />
        </IconButton>
        <h1 className="min-w-0 flex-1 truncate font-semibold" title={fileName}>
          <bdi>{baseName(fileName)}</bdi>
        </h1>
        {places.count > 0 && (
          <fieldset className="flex items-center">
            <legend className="sr-only">Marked words</legend>
            <output className="px-1 text-[0.84rem] whitespace-nowrap text-ink-faint tabular-nums" aria-label="Place">
              {places.current === 0 ? "–" : places.current} of {places.count}
            </output>
            <IconButton label="Previous place" onClick={() => places.step(-1)}>
              <ChevronUp />
            </IconButton>
            <IconButton label="Next place" onClick={() => places.step(1)}>
              <ChevronDown />
            </IconButton>
          </fieldset>
        )}
        {view === "text" && (
          <Button look="quiet" onClick={() => onView("page")}>
            As pages
          </Button>
        )}
        <TransferMenu names={[fileName]} from={space} onDone={onClose} />
        {text !== undefined && (
          <SaveAs fileName={baseName(fileName)} text={text} label="Save a copy">
            <Download />
          </SaveAs>
        )}
        <IconButton label="Close the note" className="max-lg:hidden" onClick={onClose}>
          <X />
        </IconButton>
      </div>
      <p className="flex flex-wrap items-center gap-x-3 text-[0.84rem] text-ink-faint">
        {spaceName !== undefined && <bdi className="max-w-full truncate text-ink-soft">{spaceName}</bdi>}
        {folderOf(fileName) !== "" && <bdi className="max-w-full truncate">{folderOf(fileName)}</bdi>}
        {item !== undefined && <Moment at={item.updated_at} zone={timeZone()} />}
        <ClassificationChip classification={classification} />
        {item?.reason != null && <span className="text-warn">{item.reason}</span>}
        {headings.length > 0 && (
          <span className="min-w-0 truncate" data-heading-path>
            {headings.map((heading, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a heading path never changes its order
              <Fragment key={index}>
                {index > 0 && <ChevronRight className="mx-0.5 inline size-3" aria-hidden />}
                {heading}
              </Fragment>
            ))}
          </span>
        )}
      </p>
    </header>
  );
}
