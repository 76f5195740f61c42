import path from "node:path";
import { KhojError } from "@khoj/contract";
import type { AdministerConfig, ConfigProblem } from "../config.ts";
import { googleIssuer } from "./google-issuer.ts";
import { type Environment, platformsOwn, readDatabase, readVariables } from "./read-config.ts";
import { readModels } from "./read-models.ts";

/** The variables an administrative command depends on; what is wrong with others must not keep anybody from mending a server. */
const used = ["KHOJ_DATA_DIR", "KHOJ_DJANGO_SECRET_KEY", "KHOJ_ENVIRONMENT", "KHOJ_GOOGLE_ISSUER", "POSTGRES_"];

export function readAdministerConfig(environment: Environment, data: string | undefined): AdministerConfig {
  const problems: ConfigProblem[] = [];
  const variables = readVariables(environment, problems);
  const ours = problems.filter(({ setting }) => used.some((name) => setting.startsWith(name)));
  if (ours.length > 0) {
    const sentences = ours.map(({ setting, wrong }) => `${setting}: ${wrong}`);
    throw new KhojError("not_configured", sentences.join("\n"));
  }
  return {
    dataDirectory: path.resolve(data ?? variables.KHOJ_DATA_DIR ?? platformsOwn(environment)),
    database: readDatabase(variables),
    secretKey: variables.KHOJ_DJANGO_SECRET_KEY,
    environment: variables.KHOJ_ENVIRONMENT ?? "production",
    models: readModels(variables, []),
    googleIssuer: variables.KHOJ_GOOGLE_ISSUER ?? googleIssuer,
  };
}
