import { writeFileSync } from "node:fs";
import { bootMatrixPage } from "../apps/server/src/config/boot-matrix-page.ts";
import { configurationPage } from "../apps/server/src/config/configuration-page.ts";

writeFileSync(new URL("../docs/configuration.md", import.meta.url), configurationPage());
writeFileSync(new URL("../docs/boot-matrix.md", import.meta.url), await bootMatrixPage());
