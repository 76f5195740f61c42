/** A word that was read in a picture, in its pixels. */
export interface FoundWord {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** 0 to 100. */
  readonly confidence: number;
  /** Numbers of the paragraph and of the line in it. */
  readonly paragraph: string;
  readonly line: string;
}

/** Tesseract's table: level, page, block, paragraph, line, word, left, top, width, height, confidence, text. */
export function readTable(table: string): { words: FoundWord[]; width: number; height: number } {
  const words: FoundWord[] = [];
  let [width, height] = [0, 0];
  for (const row of table.split("\n")) {
    const cells = row.split("\t");
    const [level, , block, paragraph, line, , x, y, w, h, confidence] = cells.map(Number);
    if (level === 1) [width, height] = [w ?? 0, h ?? 0];
    const text = (cells[11] ?? "").trim();
    if (level !== 5 || text === "") continue;
    words.push({
      text,
      x: x ?? 0,
      y: y ?? 0,
      width: w ?? 0,
      height: h ?? 0,
      confidence: confidence ?? 0,
      paragraph: `${block}.${paragraph}`,
      line: `${block}.${paragraph}.${line}`,
    });
  }
  return { words, width, height };
}
