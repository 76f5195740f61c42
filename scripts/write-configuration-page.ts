import { writeFileSync } from "node:fs";
import { configurationPage } from "../apps/server/src/config/configuration-page.ts";

writeFileSync(new URL("../docs/configuration.md", import.meta.url), configurationPage());
