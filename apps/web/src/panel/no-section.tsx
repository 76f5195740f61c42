import { Link } from "@tanstack/react-router";
import { Blank } from "../ui/blank.tsx";

export const NoSection = () => (
  <Blank title="There is nothing at this address">
    <p>
      <Link to={"/users" as never} className="link">
        To the users
      </Link>
    </p>
  </Blank>
);
