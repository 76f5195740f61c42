import type { AccessConfig, ConfigProblem } from "../config.ts";
import { googleIssuer } from "./google-issuer.ts";
import type { Variables } from "./variables.ts";

/** Who may come in and how, of what the environment says. */
export function readAccess(variables: Variables, problems: ConfigProblem[]): AccessConfig {
  const given = pairing(variables, problems);
  const google = given("GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET");
  const oidc = given("KHOJ_OIDC_CLIENT_ID", "KHOJ_OIDC_CLIENT_SECRET");
  const issuer = variables.KHOJ_OIDC_ISSUER;
  if ((oidc === undefined) !== (issuer === undefined))
    problems.push({
      setting: "KHOJ_OIDC_ISSUER",
      wrong: "goes with KHOJ_OIDC_CLIENT_ID and its secret; give all three",
    });
  checkProviders(variables, problems);
  if (variables.KHOJ_ADMIN_PASSWORD !== undefined && variables.KHOJ_ADMIN_EMAIL === undefined)
    problems.push({ setting: "KHOJ_ADMIN_EMAIL", wrong: "is missing; it goes with KHOJ_ADMIN_PASSWORD" });
  if (variables.KHOJ_SMTP_URL !== undefined && !isMailServer(variables.KHOJ_SMTP_URL))
    problems.push({
      setting: "KHOJ_SMTP_URL",
      wrong:
        "is no address like smtps://user:password@host:465 or smtp://host:587; a sign in the password is written as % and two digits",
    });
  const { KHOJ_ADMIN_EMAIL: email, KHOJ_ADMIN_PASSWORD: password, RESEND_API_KEY: resendKey } = variables;
  return {
    secretKey: variables.KHOJ_DJANGO_SECRET_KEY,
    environment: variables.KHOJ_ENVIRONMENT ?? "production",
    signUp: variables.KHOJ_SIGNUP,
    signUpDomains: variables.KHOJ_SIGNUP_DOMAINS?.map((domain) => domain.toLowerCase()),
    admin: email === undefined ? undefined : { email, password },
    mail: {
      smtpUrl: variables.KHOJ_SMTP_URL,
      resend:
        resendKey === undefined
          ? undefined
          : { key: resendKey, baseUrl: variables.RESEND_BASE_URL ?? "https://api.resend.com" },
      from: variables.KHOJ_MAIL_FROM ?? variables.RESEND_EMAIL,
    },
    google: google && { issuer: variables.KHOJ_GOOGLE_ISSUER ?? googleIssuer, ...google },
    oidc: oidc && issuer !== undefined ? { issuer, ...oidc, roles: variables.KHOJ_OIDC_ROLES } : undefined,
  };
}

/** Tokens that come over plain HTTP are anybody's; a rule nobody can read makes no administrators. */
function checkProviders(variables: Variables, problems: ConfigProblem[]): void {
  for (const setting of ["KHOJ_OIDC_ISSUER", "KHOJ_GOOGLE_ISSUER"] as const) {
    const issuer = variables[setting];
    if (issuer !== undefined && !/^(https:|http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$))/.test(issuer))
      problems.push({ setting, wrong: "must begin with https:// (plain HTTP is taken of this computer only)" });
  }
  const roles = variables.KHOJ_OIDC_ROLES;
  if (roles !== undefined && !/^[^=,]*[^=,\s][^=,]*=.*[^,\s]/.test(roles))
    problems.push({ setting: "KHOJ_OIDC_ROLES", wrong: "is written claim=value,value, such as groups=khoj-admins" });
}

function isMailServer(text: string): boolean {
  try {
    const { protocol, hostname, username, password } = new URL(text);
    decodeURIComponent(username + password);
    return ["smtp:", "smtps:"].includes(protocol) && hostname !== "";
  } catch {
    return false;
  }
}

type Pair = "GOOGLE_CLIENT_ID" | "GOOGLE_CLIENT_SECRET" | "KHOJ_OIDC_CLIENT_ID" | "KHOJ_OIDC_CLIENT_SECRET";

const pairing = (variables: Variables, problems: ConfigProblem[]) => (idName: Pair, secretName: Pair) => {
  const clientId = variables[idName];
  const clientSecret = variables[secretName];
  if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret };
  if (clientId !== undefined) problems.push({ setting: secretName, wrong: `is missing; it goes with ${idName}` });
  if (clientSecret !== undefined) problems.push({ setting: idName, wrong: `is missing; it goes with ${secretName}` });
  return undefined;
};
