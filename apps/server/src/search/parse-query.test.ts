import { describe, expect, it } from "vitest";
import { parseQuery } from "./parse-query.ts";

// A Tuesday, ten in the evening in London: already Wednesday in Tokyo.
const context = { now: new Date("2026-11-24T22:00:00Z"), timeZone: "Europe/London" };
const read = (query: string, zone = context.timeZone) => parseQuery(query, { ...context, timeZone: zone });
const days = (query: string, zone?: string) => read(query, zone).days;

describe("word filters", () => {
  it("takes what must and must not occur out of the query, wherever it stands", () => {
    const query = read('+"puffins" the keeper -"storm" of +"Skerryvore"');
    expect(query).toMatchObject({
      text: "the keeper of",
      mustContain: ["puffins", "Skerryvore"],
      mustNotContain: ["storm"],
      problems: [],
    });
  });

  it("W-49: takes a word of any script, not only A-Z", () => {
    const query = read('café +"naïve" -"Größe" +"海鹦" -"चिड़िया" +"two words" +"c++"');
    expect(query.mustContain).toEqual(["naïve", "海鹦", "two words", "c++"]);
    expect(query.mustNotContain).toEqual(["Größe", "चिड़िया"]);
    expect(query.text).toBe("café");
  });

  it("W-49: reads filters in Chinese text, where no space stands before them and quotes are full-width", () => {
    expect(read('灯塔+"海鹦"守护者')).toMatchObject({ text: "灯塔 守护者", mustContain: ["海鹦"] });
    expect(read("灯塔＋“海鹦”－＂风暴＂")).toMatchObject({
      text: "灯塔",
      mustContain: ["海鹦"],
      mustNotContain: ["风暴"],
    });
    expect(read("日記 file：“2024年*” dt：“2024年3月”")).toMatchObject({
      text: "日記",
      files: ["2024年*"],
      days: { from: "2024-03-01", to: "2024-04-01" },
    });
  });

  it("leaves signs and quotes that are no filters in the text", () => {
    for (const text of ['x = a+"b"', 'well-"known"', 'profile:"me"', 'left +"open', "5 - 3 + 2", 'width:"3"']) {
      const query = read(text);
      expect([query.mustContain, query.mustNotContain, query.files, query.days]).toEqual([[], [], [], undefined]);
    }
    expect(read('left +"open').text).toBe('left +"open');
  });

  it("reads filters that touch", () => {
    expect(read('+"a"-"b"file:"c"')).toMatchObject({
      mustContain: ["a"],
      mustNotContain: ["b"],
      files: ["c"],
      text: "",
    });
  });

  it("leaves an empty filter out and says so", () => {
    expect(read('keeper +""')).toMatchObject({ text: "keeper", mustContain: [] });
    expect(read('keeper +""').problems).toHaveLength(1);
  });
});

describe("file filters", () => {
  it("W-49: takes both forms out of the text", () => {
    expect(read('keeper file:"notes/*.md" -file:"notes/old*" light')).toMatchObject({
      text: "keeper light",
      files: ["notes/*.md"],
      notFiles: ["notes/old*"],
    });
  });

  it("W-48: takes a filter at the start of the query out too", () => {
    expect(read('file:"bread.org"').text).toBe("");
    expect(read('dt:"2024-04-01" bread').text).toBe("bread");
  });

  it("keeps names with spaces, brackets, dots and emoji whole", () => {
    expect(read('file:"Deep/földer/Poem 🏮.md" file:"[(" file:"../a"').files).toEqual([
      "Deep/földer/Poem 🏮.md",
      "[(",
      "../a",
    ]);
  });
});

describe("without quotes", () => {
  it("a name with an ending or a star is a filter", () => {
    expect(read("bread file:notes.md")).toMatchObject({ text: "bread", files: ["notes.md"], problems: [] });
    expect(read("file:notes/*.org -file:Übung.pdf, bread")).toMatchObject({
      text: ", bread",
      files: ["notes/*.org"],
      notFiles: ["Übung.pdf"],
    });
    expect(read("what is in file:notes.md?")).toMatchObject({ text: "what is in ?", files: ["notes.md"] });
    expect(read("See file:a.b/c.tar.gz. Then")).toMatchObject({ text: "See . Then", files: ["a.b/c.tar.gz"] });
    expect(read("日記 file：2024年*").files).toEqual(["2024年*"]);
  });

  it("a day, a month or a year in figures is a date", () => {
    expect(days("bread dt>=2024-03-15")).toEqual(days('dt>="2024-03-15"'));
    expect(days("dt:2024-03")).toEqual(days('dt:"2024-03"'));
    expect(read("dt<2024 bread")).toMatchObject({ text: "bread", days: { to: "2024-01-01" } });
    expect(read("dt:2024-99").problems).toHaveLength(1);
  });

  it("anything else is words, and how a filter is written is said", () => {
    for (const text of ["file:notes", "-file:old", "bread dt>yesterday", "dt:20240"]) {
      const query = read(text);
      expect(query).toMatchObject({ text, files: [], notFiles: [], problems: [expect.stringContaining("quotes")] });
      expect(query.days).toBeUndefined();
    }
    for (const text of ["profile:notes.md", "file://srv/notes.md", "file: not found", "width dt = 0.1", "x.file:a.md"])
      expect(read(text)).toMatchObject({ text, files: [], problems: [] });
  });

  it("a pasted text has none, as it asks for nothing by such words", () => {
    const log = `${"The import stopped at the third note. ".repeat(8)}at file:main.py, dt>2024`;
    expect(read(log)).toMatchObject({ files: [], problems: [] });
    expect(read(log).days).toBeUndefined();
    expect(read(`${log} file:"notes.md"`).files).toEqual(["notes.md"]);
  });

  it("text made to be slow is read at once", () => {
    // It would take minutes if a name were looked for from every colon to the end.
    for (const piece of ["file:", "file:*", "file:*:", "-file:a.", "dt>2024-", "file:a.md "])
      expect(read(piece.repeat(20_000)).files.length).toBeLessThanOrEqual(64);
  });
});

describe("date filters", () => {
  it("W-48: has an upper end that is not included", () => {
    expect(days('dt:"2024-04-01"')).toEqual({ from: "2024-04-01", to: "2024-04-02" });
    expect(days('dt<="2024-04-01"')).toEqual({ to: "2024-04-02" });
    expect(days('dt<"2024-04-01"')).toEqual({ to: "2024-04-01" });
    expect(days('dt>"2024-04-01"')).toEqual({ from: "2024-04-02" });
    expect(days('dt>="2024-04-01"')).toEqual({ from: "2024-04-01" });
    expect(days('dt="2024-04-01"')).toEqual(days('dt=="2024-04-01"'));
  });

  it("W-48: reads August by its full name", () => {
    expect(days('dt:"1 August 1984"')).toEqual({ from: "1984-08-01", to: "1984-08-02" });
    expect(days('dt:"August 21st, 1984"')).toEqual({ from: "1984-08-21", to: "1984-08-22" });
    expect(days('dt:"August 1984"')).toEqual({ from: "1984-08-01", to: "1984-09-01" });
  });

  it("observed C28: means the whole month by a month and the whole year by a year", () => {
    expect(days('dt:"March 2024"')).toEqual({ from: "2024-03-01", to: "2024-04-01" });
    expect(days('dt:"2024-03"')).toEqual({ from: "2024-03-01", to: "2024-04-01" });
    expect(days('dt:"2024"')).toEqual({ from: "2024-01-01", to: "2025-01-01" });
    expect(days('dt>"March 2024"')).toEqual({ from: "2024-04-01" });
    expect(days('dt:"December"')).toEqual({ from: "2025-12-01", to: "2026-01-01" });
  });

  it("takes every kind of quotation mark", () => {
    const wanted = { from: "2024-03-15", to: "2024-03-16" };
    for (const written of ["'2024-03-15'", "‘2024-03-15’", "“2024-03-15”", '"2024-03-15"']) {
      expect(days(`keeper dt:${written}`)).toEqual(wanted);
    }
  });

  it("reads the forms in which notes carry dates, day before month", () => {
    for (const written of ["15.03.2024", "15/03/2024", "15-3-24", "2024/3/15", "15 Mar 2024", "15th March 2024"]) {
      expect(days(`dt:"${written}"`), written).toEqual({ from: "2024-03-15", to: "2024-03-16" });
    }
  });

  it("reads words, looking back unless the words look forward", () => {
    const wanted: Record<string, [string, string]> = {
      today: ["2026-11-24", "2026-11-25"],
      yesterday: ["2026-11-23", "2026-11-24"],
      "the day before yesterday": ["2026-11-22", "2026-11-23"],
      tomorrow: ["2026-11-25", "2026-11-26"],
      Friday: ["2026-11-20", "2026-11-21"],
      "next friday": ["2026-12-04", "2026-12-05"],
      "3 days from now": ["2026-11-27", "2026-11-28"],
      "last week": ["2026-11-11", "2026-11-18"],
      "this week": ["2026-11-18", "2026-11-25"],
      "last month": ["2026-10-01", "2026-11-01"],
      "next month": ["2026-12-01", "2027-01-01"],
      "this year": ["2026-01-01", "2027-01-01"],
      "2 years ago": ["2024-01-01", "2025-01-01"],
      "March 1 to March 10": ["2026-03-01", "2026-03-11"],
      gestern: ["2026-11-23", "2026-11-24"],
      "letzte Woche": ["2026-11-11", "2026-11-18"],
      hier: ["2026-11-23", "2026-11-24"],
      昨日: ["2026-11-23", "2026-11-24"],
      昨天: ["2026-11-23", "2026-11-24"],
    };
    for (const [words, [from, to]] of Object.entries(wanted)) {
      expect(days(`dt:"${words}"`), words).toEqual({ from, to });
    }
  });

  it("W-48: counts days in the person's time zone", () => {
    expect(days('dt:"today"', "Asia/Tokyo")).toEqual({ from: "2026-11-25", to: "2026-11-26" });
    expect(days('dt:"today"', "America/Los_Angeles")).toEqual({ from: "2026-11-24", to: "2026-11-25" });
    expect(days('dt>="yesterday"', "Pacific/Kiritimati")).toEqual({ from: "2026-11-24" });
  });

  it("lets pass what every one of several filters lets pass", () => {
    expect(days('dt>="2024-03-01" x dt<"2024-04-01"')).toEqual({ from: "2024-03-01", to: "2024-04-01" });
    expect(days('dt:"2024" dt:"March 2024" dt<="2024-03-10"')).toEqual({ from: "2024-03-01", to: "2024-03-11" });
  });

  it("leaves a date that cannot be read out, and says so", () => {
    for (const written of ["gibberish", "2024-13-45", "31.02.2024", "meeting yesterday with Ann", "99999"]) {
      const query = read(`keeper dt:"${written}"`);
      expect(query).toMatchObject({ text: "keeper", problems: [expect.stringContaining(written)] });
      expect(query.days).toBeUndefined();
    }
  });

  it("survives the ends of time", () => {
    expect(days('dt>"9999"')).toEqual({ from: "9999-12-31", to: "0001-01-01" });
    expect(days('dt:"9999"')).toEqual({ from: "9999-01-01" });
  });
});

describe("phrases", () => {
  it("keeps what stands in double quotes together, and its words in the text", () => {
    expect(read('keeper "of the light" “on the rock”')).toMatchObject({
      text: "keeper of the light on the rock",
      phrases: ["of the light", "on the rock"],
    });
  });

  it("asks for nothing by the quotation marks of a pasted passage", () => {
    const passage = `He said "no" and "never again". ${"The rest of a long note. ".repeat(20)}`;
    expect(read(passage).phrases).toEqual([]);
  });
});

describe("long queries", () => {
  it("reads 42,110 characters of quotes and signs in one pass", () => {
    for (const piece of ['+"', "dt:‘", '-file:"a', '"+" ', '+"a" ', "灯+“"]) {
      const query = read(piece.repeat(Math.ceil(42_110 / piece.length)).slice(0, 42_110));
      expect(query.mustContain.length).toBeLessThanOrEqual(64);
    }
  });

  it("takes lone surrogates and NUL for what they are: no letters", () => {
    expect(read("a\0b \ud800").text).toBe("a b \ufffd");
  });
});
