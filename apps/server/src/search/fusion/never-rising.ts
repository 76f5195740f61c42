/** The values nearest to those given that never rise from one to the next: neighbours in the wrong order share their mean. */
export function neverRising(values: readonly number[]): number[] {
  const runs: { sum: number; count: number }[] = [];
  for (const value of values) {
    let run = { sum: value, count: 1 };
    for (let last = runs.at(-1); last && last.sum / last.count < run.sum / run.count; last = runs.at(-1)) {
      runs.pop();
      run = { sum: last.sum + run.sum, count: last.count + run.count };
    }
    runs.push(run);
  }
  return runs.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
}
