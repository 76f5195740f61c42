import { Link } from "@tanstack/react-router";
import { Blank } from "../ui/blank.tsx";

export function Missing() {
  return (
    <Blank title="There is nothing at this address">
      <p>
        <Link to="/" className="link">
          Find something in your notes
        </Link>
      </p>
    </Blank>
  );
}
