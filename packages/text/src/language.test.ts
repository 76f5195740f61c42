import { describe, expect, it } from "vitest";
import { detectLanguage } from "./language.ts";
import { parseText } from "./testing/fixture.ts";

describe("the language of a text", () => {
  const samples: readonly (readonly [language: string | undefined, text: string])[] = [
    ["en", "The ferry runs again from May, and the heron stands there every morning."],
    ["de", "Heute war ich mit Jürgen am Fluss. Das Wasser stand so hoch wie seit Jahren nicht."],
    ["fr", "Le boulanger m'a raconté que la farine viendrait désormais d'un autre moulin."],
    ["zh", "今天早上我和奶奶一起去市场买菜。"],
    ["ja", "昨日は雨だったので、家で祖母のレシピを書き写していた。"],
    ["ar", "ذهبنا إلى السوق القديم صباح يوم الجمعة. اشترت أمي الزعفران والهيل."],
    ["th", "เมื่อวานนี้ฉันไปตลาดน้ำกับคุณยาย"],
    ["ko", "어제는 비가 와서 집에서 책을 읽었다."],
    ["zh", "我们用 Kubernetes 部署 PostgreSQL 数据库，性能还不错，下周再继续测试。"],
    [undefined, "TODO 12"],
    [undefined, "1234 5678 http://example.org/some/long/path/of/words/that/are/no/prose"],
  ];
  it.each(samples)("%s: %s", async (language, text) => {
    expect(await detectLanguage(text)).toBe(language);
  });

  it("is that of the prose, not of the code beside it", async () => {
    const code = "for (const item of items) { await process(item); return the value of this function; }\n".repeat(20);
    const prose = "Diese Notiz beschreibt, wie wir die Rechnungen jeden Monat verschicken und ablegen.";
    expect((await parseText("a.md", `\`\`\`\n${code}\`\`\`\n\n${prose}\n`)).language).toBe("de");
  });
});
