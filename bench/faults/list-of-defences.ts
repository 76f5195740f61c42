import { defencesOfEdges } from "./defences-of-edges.ts";
import { defencesOfKeys } from "./defences-of-keys.ts";
import { defencesOfMail } from "./defences-of-mail.ts";
import { defencesOfSessions } from "./defences-of-sessions.ts";
import { defencesOfSignIn } from "./defences-of-sign-in.ts";

/** One defence, how it is taken away, and the test that must fail then. */
export interface Defence {
  /** The class of attacks it stands against. */
  readonly attack: string;
  readonly what: string;
  readonly file: string;
  /** Stands in the file once. */
  readonly find: string;
  readonly instead: string;
  readonly test: string;
}

const server = "apps/server/src";

export const defences: readonly Defence[] = [
  ...defencesOfSignIn,
  ...defencesOfMail,
  ...defencesOfKeys,
  ...defencesOfEdges,
  ...defencesOfSessions,
  {
    attack: "foreign ids",
    what: "a search covers only the spaces one may read",
    file: `${server}/platform/permitted-spaces.ts`,
    find: 'if (access === undefined) throw notFound("space", named);\n  return [access.id];',
    instead: "return [named];",
    test: `${server}/spaces/random-searches.test.ts`,
  },
];
