// Builds the page anew, whether its sources changed or not.
import { buildPage } from "./set-up/page.mjs";
import { setUp } from "./set-up/set-up.mjs";

const root = new URL("..", import.meta.url).pathname;
await buildPage(root, await setUp(root, { page: false })).catch((error) => {
  console.error(error.message);
  process.exit(1);
});
