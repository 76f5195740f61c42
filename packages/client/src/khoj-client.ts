import { type AccountClient, accountClient } from "./account.ts";
import { type ChatClient, chatClient } from "./chat.ts";
import type { Connection } from "./connection.ts";
import { type ContentClient, contentClient } from "./content.ts";
import { type FoldersClient, foldersClient } from "./folders.ts";
import { type OwnAccountClient, ownAccountClient } from "./own-account.ts";
import { type SearchClient, searchClient } from "./search.ts";
import { type SignInClient, signInClient } from "./sign-in.ts";
import { type SpacesClient, spacesClient } from "./spaces.ts";
import { type SpeechClient, speechClient } from "./speech.ts";
import { type SendForm, type UploadClient, uploadClient } from "./upload.ts";

export interface KhojClientOptions {
  /** Such as `http://localhost:42110`; `""` in a page of the server itself. */
  readonly baseUrl: string;
  /** Who we are to the server: `web`, `cli`, … */
  readonly client: string;
  readonly apiKey?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly fetch?: typeof globalThis.fetch;
  readonly sendForm?: SendForm;
  readonly onRefusal?: Connection["onRefusal"];
}

export interface KhojClient {
  readonly search: SearchClient;
  readonly content: ContentClient;
  readonly upload: UploadClient;
  readonly folders: FoldersClient;
  readonly chat: ChatClient;
  readonly account: AccountClient;
  readonly own: OwnAccountClient;
  readonly signIn: SignInClient;
  readonly spaces: SpacesClient;
  readonly speech: SpeechClient;
}

/** Speaks to one server. Every failure is a KhojError with a sentence, except an abort, which stays an abort. */
export function khojClient(options: KhojClientOptions): KhojClient {
  const connection = connect(options);
  return {
    search: searchClient(connection),
    content: contentClient(connection),
    upload: uploadClient(connection, options.sendForm),
    folders: foldersClient(connection),
    chat: chatClient(connection),
    account: accountClient(connection),
    own: ownAccountClient(connection),
    signIn: signInClient(connection),
    spaces: spacesClient(connection),
    speech: speechClient(connection),
  };
}

/** Where the server is and who asks, for the parts of the client that are had by themselves (`adminClient`). */
export function connect(options: KhojClientOptions): Connection {
  return {
    baseUrl: options.baseUrl.replace(/\/+$/, ""),
    client: options.client,
    apiKey: options.apiKey,
    timeZone: options.timeZone,
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    onRefusal: options.onRefusal,
  };
}
