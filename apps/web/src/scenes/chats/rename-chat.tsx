import { useQueryClient } from "@tanstack/react-query";
import { khoj } from "../../khoj.ts";
import { EditName } from "../../ui/edit-name.tsx";

/** The name of a conversation while it is changed. */
export function RenameChat({
  id,
  title,
  onDone,
}: {
  readonly id: string;
  readonly title: string;
  readonly onDone: () => void;
}) {
  const queries = useQueryClient();
  return (
    <span className="min-w-0 flex-1">
      <EditName
        label="Name of the conversation"
        name={title}
        most={200}
        onSave={async (name) => {
          await khoj.chat.rename(id, name);
          await queries.invalidateQueries({ queryKey: ["chats"] });
        }}
        onDone={onDone}
      />
    </span>
  );
}
