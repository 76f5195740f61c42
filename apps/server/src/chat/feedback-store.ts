import type { ChatFeedback } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import type { Owner } from "./owner.ts";

export async function insertFeedback(sql: Sql, owner: Owner, id: string, feedback: ChatFeedback): Promise<void> {
  await sql.execute(
    "INSERT INTO feedback (space_id, person_id, id, question, answer, sentiment) VALUES ($1, $2, $3, $4, $5, $6)",
    [owner.spaceId, owner.personId, id, feedback.uquery, feedback.kquery, feedback.sentiment],
  );
}
