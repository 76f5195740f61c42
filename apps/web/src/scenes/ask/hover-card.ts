/** How what shows on hover and on focus looks. */
export const hoverCard =
  "z-50 w-fit max-w-[min(24rem,calc(100vw-2rem))] rounded-xl border border-line bg-surface p-3 text-[0.94rem] shadow-[0_12px_32px_-8px_var(--shadow)]";
