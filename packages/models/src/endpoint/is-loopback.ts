/** Whether a host of an address is this machine. */
export const isLoopback = (hostname: string): boolean =>
  hostname === "localhost" ||
  hostname.endsWith(".localhost") ||
  /^127(\.\d+){3}$/.test(hostname) ||
  hostname === "[::1]";
