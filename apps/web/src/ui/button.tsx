import { clsx } from "clsx";
import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";

type Look = "plain" | "strong" | "quiet" | "danger";

const looks: Readonly<Record<Look, string>> = {
  strong: "bg-accent text-on-accent border-transparent hover:bg-accent-strong",
  plain: "bg-surface text-ink border-edge hover:bg-hover",
  quiet: "bg-transparent text-ink-soft border-transparent hover:bg-hover hover:text-ink",
  danger: "bg-surface text-danger border-danger hover:bg-danger-wash",
};

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: Look;
  readonly icon?: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button({ look = "plain", icon, className, children, type = "button", ...rest }: ButtonProps) {
  return (
    <button type={type} className={clsx(buttonClass, looks[look], className)} {...rest}>
      {icon}
      {children}
    </button>
  );
}

const buttonClass =
  "inline-flex min-h-9 items-center justify-center gap-2 rounded-lg border px-3 py-1 text-[0.94rem] font-medium " +
  "transition-colors duration-100 disabled:opacity-55 disabled:pointer-events-none [&_svg]:size-[1.1em] [&_svg]:shrink-0";

/** A button that is only a picture: its name is read aloud and shown on hover. */
export function IconButton({
  label,
  className,
  children,
  type = "button",
  ...rest
}: ButtonProps & { readonly label: string }) {
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={clsx(
        "inline-flex size-9 shrink-0 items-center justify-center rounded-lg text-ink-soft transition-colors duration-100",
        "hover:bg-hover hover:text-ink disabled:opacity-45 [&_svg]:size-[1.15rem]",
        className,
      )}
      {...rest}
    >
      {children}
    </button>
  );
}
