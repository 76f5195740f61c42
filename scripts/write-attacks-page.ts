import { writeFileSync } from "node:fs";
import { attacksPage } from "../bench/faults/attacks-page.ts";

writeFileSync(new URL("../docs/attacks.md", import.meta.url), attacksPage());
