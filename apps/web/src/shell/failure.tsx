import { Blank } from "../ui/blank.tsx";
import { Button } from "../ui/button.tsx";

/** A scene that broke: said plainly, with what to do. Usually an old page after the server was updated. */
export function Failure({ error }: { readonly error: unknown }) {
  return (
    <Blank title="This part of the page could not be shown">
      <p>{error instanceof Error ? error.message : String(error)}</p>
      <p>Reloading gets the newest page from the server.</p>
      <Button look="strong" onClick={() => window.location.reload()}>
        Reload
      </Button>
    </Blank>
  );
}
