/** Why somebody stands before the sign-in page, as the address says it; the address never brings the words. */
const sentences: Readonly<Record<string, string>> = {
  "link-used": "This link was used already: it opens one device, once. Ask for a new one below.",
  "link-expired": "This link is no longer valid: links hold 15 minutes. Ask for a new one below.",
  "session-ended": "You are signed out: the session ended. Sign in to go on where you were.",
  "signed-out": "You are signed out on this device.",
  "account-deleted": "Your account and everything that was yours is deleted.",
  elevate: "Sign in once more to show that it is you, then repeat what you wanted to do.",
  pending: "Your request is with the administrator. You can come in as soon as it is approved.",
  suspended: "This account is switched off. Ask the administrator.",
  "email-unverified": "The provider does not vouch for your e-mail address. Confirm it there, or come in another way.",
  "identity-unlinked": "Come in the way you did before, then connect this provider in Settings, Sign-in.",
  "identity-taken": "That account is connected to somebody else's account here. Disconnect it there first.",
  "provider-denied": "The provider did not let you in, or you turned back there. Try again, or choose another way.",
  "provider-failed": "The provider's answer could not be trusted. Try again, or choose another way.",
  "provider-down": "The provider does not answer. Choose another way, or try again later.",
  "provider-expired": "That took too long, or began in another browser. Try again here.",
  "too-many": "Too many tries from this network. Wait a few minutes, then try again.",
};

export const sentenceForReason = (reason: string | undefined): string | undefined =>
  reason === undefined || reason === ""
    ? undefined
    : (sentences[reason] ?? "That did not work. Try again, or choose another way.");

/** Those that are no trouble at all. */
export const isGoodNews = (reason: string | undefined): boolean =>
  reason === "signed-out" || reason === "account-deleted";
