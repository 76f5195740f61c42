/** Why this could be no automation, in a sentence; undefined when it could. Upstream's rule: at most once an hour. */
export function refuseSchedule(question: string, crontime: string): string | undefined {
  if (question.trim() === "" || crontime.trim() === "") return "An automation needs a question and a time";
  const fields = crontime.trim().split(/\s+/);
  if (fields.length < 5) return `A time has five fields (minute hour day month weekday); this one has ${fields.length}`;
  const minute = Number(fields[0]);
  if (Number.isInteger(minute) && minute >= 0 && minute < 60) return undefined;
  return "The minute of a time must be one number, 0 to 59: an automation runs at most once an hour";
}
