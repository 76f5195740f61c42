import { FilePlus2, FolderUp } from "lucide-react";
import { type ChangeEvent, useRef } from "react";
import { Button } from "../../ui/button.tsx";
import { asUpload, isHidden } from "./read-dropped.ts";
import { addUploads } from "./uploads.ts";

/** The two ways to choose files of this device; dropping them anywhere does the same. */
export function ChooseFiles({ space }: { readonly space?: string | undefined }) {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const onChange = (event: ChangeEvent<HTMLInputElement>): void => {
    addUploads(
      [...(event.target.files ?? [])].map(asUpload).filter(({ name }) => !isHidden(name)),
      space,
    );
    event.target.value = "";
  };
  return (
    <span className="flex flex-wrap gap-2">
      <Button icon={<FilePlus2 aria-hidden />} onClick={() => files.current?.click()}>
        Add files
      </Button>
      <Button icon={<FolderUp aria-hidden />} onClick={() => folder.current?.click()}>
        Add a folder's files
      </Button>
      <input ref={files} type="file" multiple hidden aria-label="Files to add" onChange={onChange} />
      <input
        ref={folder}
        type="file"
        hidden
        aria-label="Folder whose files to add"
        onChange={onChange}
        {...{ webkitdirectory: "" }}
      />
    </span>
  );
}
