import { clsx } from "clsx";
import { Ellipsis } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { IconButton } from "./button.tsx";

export interface MenuItem {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly danger?: boolean;
  readonly onSelect: () => void;
}

export interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** What opens it; three dots unless told. */
  readonly trigger?: ReactElement;
  /** What stands above the items and is no item. */
  readonly head?: ReactNode;
  readonly side?: "bottom" | "right" | "top";
}

/** Actions of one thing. Not modal: the modal kind injects a style element, which our policy refuses. */
export function Menu({ label, items, trigger, head, side = "bottom" }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        {trigger ?? (
          <IconButton label={label}>
            <Ellipsis />
          </IconButton>
        )}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={document.getElementById("scene")}>
        <DropdownMenu.Content
          side={side}
          align="end"
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-w-80 min-w-44 rounded-xl border border-line bg-surface p-1 shadow-[0_12px_32px_-8px_var(--shadow)]"
        >
          {head}
          {items.map(({ label: name, icon, danger, onSelect }) => (
            <DropdownMenu.Item
              key={name}
              onSelect={onSelect}
              className={clsx(
                "flex min-h-9 items-center gap-2.5 rounded-lg px-2.5 text-[0.94rem] outline-none select-none [&_svg]:size-4",
                "data-highlighted:bg-hover",
                danger === true ? "text-danger" : "text-ink",
              )}
            >
              {icon}
              {name}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
