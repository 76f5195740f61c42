/** Says on stderr what takes long: at its beginning, every ten seconds, and at its end. */
export async function withProgress(sentence, work) {
  const begun = Date.now();
  const seconds = () => `${((Date.now() - begun) / 1000).toFixed(0)} s`;
  process.stderr.write(`Khoj: ${sentence} …\n`);
  const still = setInterval(() => process.stderr.write(`Khoj: still ${sentence} (${seconds()})\n`), 10_000);
  try {
    const result = await work();
    process.stderr.write(`Khoj: done in ${seconds()}\n`);
    return result;
  } finally {
    clearInterval(still);
  }
}
