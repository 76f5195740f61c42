import { badRequest, type KhojError } from "@khoj/contract";
import {
  browserSupportsWebAuthnAutofill,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
  WebAuthnAbortService,
} from "@simplewebauthn/browser";

/** The server's options go through as they are: it alone checks what comes back. */
type Options = unknown;
type Credential = Record<string, unknown>;

/** Asks the device for one of the person's passkeys; the answer is for the server. */
export async function askForPasskey(options: Options): Promise<Credential> {
  return described(() => startAuthentication({ optionsJSON: options as PublicKeyCredentialRequestOptionsJSON }));
}

/** Lets the browser offer passkeys in the address field. Resolves with nothing when it cannot, or when it is given up. */
export async function offerPasskeys(fetchOptions: () => Promise<Options>): Promise<unknown> {
  if (!(await browserSupportsWebAuthnAutofill())) return undefined;
  try {
    const optionsJSON = (await fetchOptions()) as PublicKeyCredentialRequestOptionsJSON;
    return await startAuthentication({ optionsJSON, useBrowserAutofill: true, verifyBrowserAutofillInput: false });
  } catch {
    return undefined;
  }
}

export const stopOffering = (): void => WebAuthnAbortService.cancelCeremony();

/** Makes a passkey on this device. */
export async function makePasskey(options: Options): Promise<Credential> {
  return described(() => startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON }));
}

async function described(step: () => Promise<object>): Promise<Credential> {
  try {
    return { ...(await step()) };
  } catch (cause) {
    throw notGiven(cause);
  }
}

const notGiven = (cause: unknown): KhojError => badRequest(sentenceFor(cause), { cause });

function sentenceFor(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  if (name === "InvalidStateError") return "This device has a passkey for this account already.";
  if (name === "SecurityError")
    return "This browser gives no passkeys to this address. Use the server's own name, over HTTPS.";
  if (name === "NotSupportedError") return "This device cannot keep a passkey of the kind that is needed.";
  return "No passkey was given. Try again, or choose another way.";
}
