import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../server/src/testing/start-test-server.ts";
import { browserProgram, missingBrowser } from "./testing/open-browser.ts";

/** What a note, a name or a title would be if our rendering let it through: each would write its number into `window.ran`. */
const injected = [
  "<script>ran.push(0)</script>",
  "<script nonce=''>ran.push(1)</script>",
  "<script nonce='AAAAAAAAAAAAAAAAAAAAAAAA'>ran.push(2)</script>",
  "<script src='https://evil.example/3.js'></script>",
  "<script src='/assets/../api/health?4'></script>",
  "<script type='module'>ran.push(5)</script>",
  "<script src='data:text/javascript,ran.push(6)'></script>",
  "<img src='x' onerror='ran.push(7)'>",
  "<svg onload='ran.push(8)'></svg>",
  "<svg><script>ran.push(9)</script></svg>",
  "<body onpageshow='ran.push(10)'>",
  "<iframe srcdoc='<script>parent.ran.push(11)</script>'></iframe>",
  "<iframe src='javascript:parent.ran.push(12)'></iframe>",
  "<object data='data:text/html,<script>ran.push(13)</script>'></object>",
  "<embed src='https://evil.example/14'>",
  "<details open ontoggle='ran.push(15)'>x</details>",
  "<input autofocus onfocus='ran.push(16)'>",
  "<video><source onerror='ran.push(17)'></video>",
  "<style>@import 'https://evil.example/18.css'; body { background: url(https://evil.example/19) }</style>",
  "<link rel='stylesheet' href='https://evil.example/20.css'>",
  "<img src='https://evil.example/21.png'>",
  "<base href='https://evil.example/'>",
  "<script src='assets/22.js'></script>",
  "<a id='link' href='javascript:ran.push(23)'>x</a>",
  "<form id='form' action='https://evil.example/24'><input name='q' value='x'></form>",
  "<script src='blob:https://evil.example/25'></script>",
  "<audio src='https://evil.example/26.mp3' autoplay></audio>",
];

describe.skipIf(missingBrowser !== "")(`what is smuggled into the page${missingBrowser}`, () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await startTestServer();
    browser = await chromium.launch({
      ...(browserProgram === undefined ? {} : { executablePath: browserProgram }),
      args: ["--no-sandbox", "--disable-gpu"],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test("runs nothing, loads nothing from elsewhere and sends nothing there", async () => {
    const page = await browser.newPage();
    const left: string[] = [];
    await page.route("https://evil.example/**", (route) => {
      left.push(route.request().url());
      return route.abort();
    });
    await page.addInitScript(
      "window.ran = []; window.broken = []; addEventListener('securitypolicyviolation', (event) => broken.push(event.effectiveDirective))",
    );
    await page.route(`${server.url}/files`, async (route) => {
      const answer = await route.fetch();
      const body = (await answer.text()).replace('<div id="root">', `${injected.join("\n")}<div id="root">`);
      await route.fulfill({ response: answer, body });
    });
    await page.goto(`${server.url}/files`);
    // The page itself runs all the same: its own scripts carry this answer's nonce.
    await page.getByRole("navigation", { name: "Places" }).waitFor();
    await page.evaluate("document.getElementById('link').click(); document.getElementById('form').requestSubmit()");
    expect(await page.evaluate("ran")).toEqual([]);
    expect(left).toEqual([]);
    // What was smuggled in was seen and refused, each kind of it.
    const broken = new Set((await page.evaluate("broken")) as string[]);
    for (const directive of [
      "script-src-elem",
      "script-src-attr",
      "img-src",
      "style-src-elem",
      "base-uri",
      "form-action",
    ])
      expect([...broken]).toContain(directive);
  });

  test.each([
    ["innerHTML", "document.body.innerHTML = '<b>x</b>'"],
    ["insertAdjacentHTML", "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')"],
    ["document.write", "document.write('<b>x</b>')"],
    ["a script's text", "document.createElement('script').text = 'ran'"],
    ["a script's address", "document.createElement('script').src = '/assets/x.js'"],
  ])("no text becomes markup or script by %s, not even by a mistake of ours", async (_, sink) => {
    const page = await browser.newPage();
    await page.goto(server.url);
    await expect(page.evaluate(sink)).rejects.toThrow(/requires 'Trusted/);
    await page.close();
  });
});
