import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const modern = ["chrome123", "edge123", "firefox121", "safari17.5"];

export default defineConfig({
  plugins: [react(), tailwind(), themeBeforePaint()],
  // Its form for browsers reads entities by setting innerHTML, which our policy (trusted types) refuses: the table is used.
  resolve: {
    alias: {
      "decode-named-character-reference": fileURLToPath(
        new URL("../../node_modules/decode-named-character-reference/index.js", import.meta.url),
      ),
    },
  },
  build: {
    target: modern,
    cssTarget: modern,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // Two pages: everybody's, and the administrators', of which the first carries nothing.
    rolldownOptions: { input: ["index.html", "admin.html"] },
  },
  server: { proxy: { "/api": { target: "http://127.0.0.1:42110", ws: true } } },
});

/**
 * The chosen theme must stand before the first paint, so its few lines block rendering; the content security policy
 * allows no inline script, so they are a hashed file of their own.
 */
function themeBeforePaint(): Plugin {
  const source = new URL("./src/theme/before-paint.js", import.meta.url);
  let reference = "";
  return {
    name: "theme-before-paint",
    apply: "build",
    buildStart() {
      reference = this.emitFile({ type: "asset", name: "theme.js", source: readFileSync(source, "utf8") });
    },
    transformIndexHtml: {
      order: "post",
      handler: (_, { bundle }) => {
        const asset = Object.values(bundle ?? {}).find(
          ({ type, fileName }) => type === "asset" && /theme-[^/]*\.js$/.test(fileName),
        );
        const src = `/${asset?.fileName ?? reference}`;
        const font = Object.keys(bundle ?? {}).find((name) => /source-sans-3-latin-wght-normal/.test(name));
        const preload = { rel: "preload", as: "font", type: "font/woff2", crossorigin: "", href: `/${font}` };
        return [
          { tag: "script", attrs: { src }, injectTo: "head-prepend" },
          ...(font === undefined ? [] : [{ tag: "link", attrs: preload, injectTo: "head" as const }]),
        ];
      },
    },
  };
}
