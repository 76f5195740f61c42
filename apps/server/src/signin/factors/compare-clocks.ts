/** How far the server's clock is from the browser's, in a sentence: what is wrong more often than the code. */
export function compareClocks(server: number, browser: number | undefined): string {
  if (browser === undefined || !Number.isFinite(browser)) return "";
  const seconds = Math.round((server - browser) / 1000);
  if (Math.abs(seconds) < 2) return " The clocks of the server and of this browser agree.";
  const much =
    Math.abs(seconds) < 120 ? `${Math.abs(seconds)} seconds` : `${Math.round(Math.abs(seconds) / 60)} minutes`;
  return ` The server's clock is ${much} ${seconds > 0 ? "ahead of" : "behind"} this browser's: set right the one that is wrong.`;
}
