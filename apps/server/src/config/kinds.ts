import { isIP } from "node:net";
import { z } from "zod";

/** What the documentation page and the checks know of a setting besides its value. */
export interface SettingFacts {
  /** One sentence, for the operator. */
  readonly description: string;
  /** What holds when it is not given, in words. */
  readonly unset?: string;
  /** Never printed; may also be given as a file named by `NAME_FILE`. */
  readonly secret?: boolean;
  /** Upstream's setting, or one of ours, whose feature comes later: accepted, checked for form, without effect yet. */
  readonly later?: boolean;
}

/** A setting of the environment: text in, a value out, with the facts about it. */
type Kind<Value> = z.ZodType<Value | undefined, string | undefined>;

const described = <Value>(schema: z.ZodType<Value, string>, facts: SettingFacts): Kind<Value> =>
  schema.optional().meta({ ...facts });

export const text = (facts: SettingFacts): Kind<string> => described(z.string(), facts);
export const secret = (facts: SettingFacts): Kind<string> => described(z.string(), { ...facts, secret: true });

/** Each refusal is worded for a line `NAME: <what is wrong>; <cure>`. */
const refused = (context: z.RefinementCtx, message: string): never => {
  context.addIssue({ code: "custom", message });
  return z.NEVER;
};

export const yesOrNo = (facts: SettingFacts): Kind<boolean> =>
  described(
    z.string().transform((value, context) => {
      if (/^(true|1|yes|on)$/i.test(value)) return true;
      if (/^(false|0|no|off)$/i.test(value)) return false;
      return refused(context, "is neither yes nor no; give true or false");
    }),
    facts,
  );

export const wholeNumber = (facts: SettingFacts, least: number, most: number): Kind<number> =>
  described(
    z.string().transform((value, context) => {
      const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
      if (number >= least && number <= most) return number;
      return refused(context, `is no whole number from ${least} to ${most}; give one`);
    }),
    facts,
  );

export const webAddress = (facts: SettingFacts): Kind<string> =>
  described(
    z.string().transform((value, context) => {
      const address = URL.canParse(value) ? new URL(value) : undefined;
      if (address?.protocol === "http:" || address?.protocol === "https:") return value;
      return refused(context, "is no web address; give one that begins with http:// or https://");
    }),
    facts,
  );

/** The origin of a page: `https://notes.example`, `app://obsidian.md`. No path, and never `*`. */
export const origins = (facts: SettingFacts): Kind<readonly string[]> =>
  described(
    z.string().transform((value, context) => {
      const list = items(value);
      const wrong = list.find((origin) => !/^[a-z][a-z0-9+.-]*:\/\/[^/*?#\s]+$/i.test(origin));
      if (wrong === undefined) return list;
      return refused(context, `holds ${JSON.stringify(wrong)}, which is no origin; give some like http://localhost`);
    }),
    facts,
  );

/** `notes.example` or `notes.example:8443`: where people reach the server. */
export const hostAndPort = (facts: SettingFacts): Kind<string> =>
  described(
    z.string().transform((value, context) => {
      if (
        /^(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:\d{1,5})?$/i.test(value) &&
        URL.canParse(`http://${value}`)
      )
        return value.toLowerCase();
      return refused(context, "is no host name; give one like notes.example, without https:// and without a path");
    }),
    facts,
  );

/** Addresses and networks: `10.0.0.1, 192.168.0.0/16`. */
export const networks = (facts: SettingFacts): Kind<readonly string[]> =>
  described(
    z.string().transform((value, context) => {
      const list = items(value);
      const wrong = list.find((network) => !isNetwork(network));
      if (wrong === undefined) return list;
      return refused(context, `holds ${JSON.stringify(wrong)}, which is no address and no network like 10.0.0.0/8`);
    }),
    facts,
  );

export const names = (facts: SettingFacts): Kind<readonly string[]> => described(z.string().transform(items), facts);

export const oneOf = <const Values extends readonly string[]>(
  values: Values,
  facts: SettingFacts,
): Kind<Values[number]> =>
  described(
    z.string().transform((value, context) => {
      const found = values.find((candidate) => candidate === value.toLowerCase());
      return found ?? refused(context, `is none of ${values.join(", ")}; give one of them`);
    }),
    facts,
  );

const items = (value: string): string[] =>
  value
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");

function isNetwork(value: string): boolean {
  const [address = "", bits] = value.split("/", 2);
  const version = isIP(address);
  if (version === 0) return false;
  return bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}
