import { Blank } from "../ui/blank.tsx";
import { Button } from "../ui/button.tsx";

/** A scene that broke: said plainly, with what to do. Usually an old page after the server was updated. */
export function Failure({ error }: { readonly error: unknown }) {
  return (
    <Blank title="This part of the page could not be shown">
      <p>{sentenceFor(error instanceof Error ? error.message : String(error))}</p>
      <Button look="strong" onClick={() => window.location.reload()}>
        Reload
      </Button>
    </Blank>
  );
}

/** Browsers each say in their own words that a part of the page could not be loaded. */
const sentenceFor = (message: string): string =>
  /dynamically imported module|importing a module script/i.test(message)
    ? "The server does not answer, or was updated since this page was opened. Reloading gets the newest page."
    : `${message} Reloading gets the newest page from the server.`;
