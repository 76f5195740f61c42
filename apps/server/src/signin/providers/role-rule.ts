/** `KHOJ_OIDC_ROLES`: which values of which claim make an administrator. */
export interface RoleRule {
  readonly claim: string;
  readonly values: readonly string[];
}

/** `groups=khoj-admins,ops` or `realm_access.roles=admin`; undefined when it is not written so. */
export function parseRoleRule(text: string | undefined): RoleRule | undefined {
  const at = text?.indexOf("=") ?? -1;
  if (text === undefined || at < 1) return undefined;
  const claim = text.slice(0, at).trim();
  const values = text
    .slice(at + 1)
    .split(",")
    .map((value) => value.trim())
    .filter((value) => value !== "");
  return claim === "" || values.length === 0 ? undefined : { claim, values };
}

/** The role the claims give; undefined when no rule is set, and the provider has no say. */
export function roleOf(
  rule: RoleRule | undefined,
  claims: Readonly<Record<string, unknown>>,
): "admin" | "user" | undefined {
  if (rule === undefined) return undefined;
  const found = valuesOf(rule.claim, claims);
  return found.some((value) => rule.values.includes(value)) ? "admin" : "user";
}

/** A claim by its whole name, else by the path its dots make. */
function valuesOf(claim: string, claims: Readonly<Record<string, unknown>>): readonly string[] {
  const value =
    claims[claim] ??
    claim
      .split(".")
      .reduce<unknown>((part, key) => (isRecord(part) && Object.hasOwn(part, key) ? part[key] : undefined), claims);
  const values = Array.isArray(value) ? value : [value];
  return values.filter((each): each is string => typeof each === "string");
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;
