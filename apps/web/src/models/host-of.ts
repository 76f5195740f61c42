/** The host of an address. Null: this machine. Undefined: nothing that is an address yet. */
export function hostOf(address: string): string | null | undefined {
  if (!URL.canParse(address)) return undefined;
  const { hostname, host } = new URL(address);
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname) ? null : host;
}
