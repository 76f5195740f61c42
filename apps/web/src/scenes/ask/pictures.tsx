import { X } from "lucide-react";
import { IconButton } from "../../ui/button.tsx";

/** The pictures that go with a question. */
export function Pictures({
  pictures,
  onRemove,
}: {
  readonly pictures: readonly string[];
  readonly onRemove: (index: number) => void;
}) {
  if (pictures.length === 0) return null;
  return (
    <ul aria-label="Pictures that go with it" className="flex flex-wrap gap-2 pt-1.5">
      {pictures.map((picture, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same picture may be there twice
        <li key={index} className="relative">
          <img
            src={picture}
            alt={`Number ${index + 1} that goes with it`}
            className="h-16 rounded-lg border border-line"
          />
          <IconButton
            label={`Take picture ${index + 1} away`}
            onClick={() => onRemove(index)}
            className="absolute! -top-2 -right-2 size-6! rounded-full! border border-line bg-surface [&_svg]:size-3.5!"
          >
            <X />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}
