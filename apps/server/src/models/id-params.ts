import { z } from "zod";

/** The number in an address of whatever the tables count, as an `integer` of the database takes it. */
export const idParams = z.object({ id: z.coerce.number().int().min(1).max(2_147_483_647) });
