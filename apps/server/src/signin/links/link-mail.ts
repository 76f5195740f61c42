import type { Mail } from "../../mail/index.ts";

/** The mail with a link and its code. It says who may have asked, since anybody may type an address. */
export function linkMail({
  to,
  address,
  code,
}: {
  readonly to: string;
  readonly address: string;
  readonly code: string;
}): Mail {
  return {
    to,
    subject: "Sign in to Khoj",
    text:
      `Somebody asked to sign in to Khoj with this address. If it was you, open the link within 15 minutes; it works once.\n\n` +
      `Or type this code where you asked: ${code}\n\n` +
      `If it was not you, do nothing: without this mail nobody gets in.`,
    link: address,
  };
}
