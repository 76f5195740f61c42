import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";

const programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
export const browserProgram = programs.find((candidate) => existsSync(candidate));

/** Behind a test's name where the browser is missing, so that it is named as not run. */
export const missingBrowser =
  browserProgram === undefined ? " (not run: chromium is absent, apt-get install chromium)" : "";

const screenshots = new URL("../../../../.screenshots/", import.meta.url).pathname;

interface OpenOptions {
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  /** 2 for a page at 200 %. */
  readonly zoom?: number;
  readonly reducedMotion?: boolean;
  /** A `Cookie` header's worth of who is signed in; a page of its own device without. */
  readonly cookie?: string | undefined;
}

export interface TestBrowser {
  open(address: string, options?: OpenOptions): Promise<Page>;
  /** Every host a page of this browser asked for anything. */
  readonly hosts: ReadonlySet<string>;
  /** What pages complained of: refused by the content security policy, or thrown. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** A real browser on the server under test, which writes down whom its pages talk to and what they complain of. */
export async function openBrowser(base: string): Promise<TestBrowser> {
  const browser: Browser = await chromium.launch({
    ...(browserProgram === undefined ? {} : { executablePath: browserProgram }),
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--disable-gpu",
      // A microphone that hums, and nobody to ask whether the page may hear it.
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
    ],
  });
  const hosts = new Set<string>();
  const complaints: string[] = [];
  const open = async (address: string, options: OpenOptions = {}): Promise<Page> => {
    const { width = 1280, height = 800, zoom = 1, dark = false } = options;
    const context = await browser.newContext({
      viewport: { width: Math.round(width / zoom), height: Math.round(height / zoom) },
      deviceScaleFactor: zoom,
      colorScheme: dark ? "dark" : "light",
      reducedMotion: options.reducedMotion === false ? "no-preference" : "reduce",
      hasTouch: width < 500,
      timezoneId: "Europe/Berlin",
      locale: "en-GB",
    });
    // Each page is a device of its own.
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on("request", (request) => {
      // What the page made itself (blob:, data:) is asked of nobody.
      const { host } = new URL(request.url());
      if (host !== "") hosts.add(host);
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (/Content Security Policy|Uncaught|Minified React error/.test(message.text())) complaints.push(message.text());
    });
    if (options.cookie !== undefined) await context.addCookies([readCookiePair(options.cookie, base)]);
    await page.goto(base + address);
    // The rail of the page or of the panel, or the heading of what stands without it: signing in and out.
    await page.locator("nav[aria-label='Places'], nav[aria-label='Sections'], main > div > h1").first().waitFor();
    return page;
  };
  return { open, hosts, complaints, close: () => browser.close() };
}

function readCookiePair(pair: string, url: string): { name: string; value: string; url: string } {
  const at = pair.indexOf("=");
  return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
}

/** Kept for looking at; a picture is no assertion. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: path.join(screenshots, `${name}.png`) });
}

/** What axe-core holds against the page as it stands, each with the element. */
export async function findBarriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const tags = `["wcag2a","wcag2aa","wcag21a","wcag21aa","wcag22aa","best-practice"]`;
  const found = (await page.evaluate(
    `axe.run(document, { runOnly: ${tags} }).then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html, any, all }) => id + ": " + html.slice(0, 160) + " " + [...any, ...all].map(({ message }) => message).join(" ").slice(0, 160))))`,
  )) as readonly string[];
  return found;
}
