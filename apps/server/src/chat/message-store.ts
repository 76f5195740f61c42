import type { AnswerMarks, AttachedFile, ChatUsage, ContextItem } from "@khoj/contract";
import type { Sql } from "@khoj/db";
import { storableText } from "../platform/http/storable-text.ts";
import type { Owner } from "./owner.ts";

export type MessageState = "complete" | "interrupted" | "failed";

/** What a message has beside its text. Absent members are what clients know as empty. */
interface MessageDetails {
  readonly context?: readonly ContextItem[];
  readonly queries?: readonly string[];
  readonly steps?: readonly string[];
  readonly thoughts?: string;
  readonly marks?: AnswerMarks | undefined;
  readonly usage?: ChatUsage | undefined;
  readonly images?: readonly string[];
  readonly files?: readonly AttachedFile[];
  /** Answers: the question as it was asked, for `intent`. */
  readonly question?: string;
}

export interface Message {
  readonly position: number;
  readonly turnId: string;
  readonly by: "you" | "khoj";
  readonly text: string;
  readonly state: MessageState;
  readonly details: MessageDetails;
  readonly createdAt: Date;
}

export interface NewMessage {
  readonly conversationId: string;
  readonly position: number;
  readonly turnId: string;
  readonly by: "you" | "khoj";
  readonly text: string;
  readonly state: MessageState;
  readonly details: MessageDetails;
}

const toRow = (owner: Owner, message: NewMessage): readonly unknown[] => [
  owner.spaceId,
  message.conversationId,
  message.position,
  message.turnId,
  message.by,
  message.text,
  message.state,
  storableJson(message.details),
];

export async function insertMessage(sql: Sql, owner: Owner, message: NewMessage): Promise<void> {
  await sql.execute(
    `INSERT INTO messages (space_id, conversation_id, position, turn_id, by, text, state, details, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, clock_timestamp())`,
    toRow(owner, message),
  );
}

/** Keeps an answer beside its question. Not one whose question was deleted meanwhile, and never a second one. */
export async function insertAnswer(sql: Sql, owner: Owner, answer: NewMessage): Promise<void> {
  await sql.execute(
    `INSERT INTO messages (space_id, conversation_id, position, turn_id, by, text, state, details, created_at)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8::jsonb, clock_timestamp()
     WHERE EXISTS (SELECT 1 FROM messages q WHERE q.space_id = $1 AND q.conversation_id = $2 AND q.turn_id = $4 AND q.by = 'you')
     ON CONFLICT DO NOTHING`,
    toRow(owner, answer),
  );
}

interface Row {
  position: number;
  turn_id: string;
  by: "you" | "khoj";
  text: string;
  state: MessageState;
  details: MessageDetails;
  created_at: Date;
}

/** In order; with `last`, only that many from the end. */
export async function readMessages(
  sql: Sql,
  owner: Owner,
  conversationId: string,
  last?: number,
): Promise<readonly Message[]> {
  const rows = await sql.query<Row>(
    `SELECT position, turn_id, by, text, state, details, created_at FROM messages
     WHERE space_id = $1 AND conversation_id = $2 ORDER BY position DESC LIMIT $3`,
    [owner.spaceId, conversationId, last ?? null],
  );
  return rows.reverse().map((row) => ({
    position: row.position,
    turnId: row.turn_id,
    by: row.by,
    text: row.text,
    state: row.state,
    details: row.details,
    createdAt: row.created_at,
  }));
}

/** "Remember that …" at the beginning of a message, in the languages we read questions in. */
const remember =
  "^\\s*(/\\w+\\s+)?(please,? |bitte )?(remember|keep in mind|note for later|merk dir|denk daran|retiens|souviens-toi|n.oublie pas|recuerda|ten en cuenta|ricorda|lembra|onthoud|запомни|记住|記住)";
const mostPinned = 20;

/** What the person asked to be remembered, oldest first; of much, the newest. */
export async function readPinned(sql: Sql, owner: Owner, conversationId: string): Promise<readonly string[]> {
  const rows = await sql.query<{ text: string }>(
    `SELECT left(text, 500) AS text FROM messages
     WHERE space_id = $1 AND conversation_id = $2 AND by = 'you' AND left(text, 60) ~* $3
     ORDER BY position DESC LIMIT ${mostPinned}`,
    [owner.spaceId, conversationId, remember],
  );
  return rows.reverse().map(({ text }) => text);
}

export async function deleteTurn(sql: Sql, owner: Owner, conversationId: string, turnId: string): Promise<number> {
  return sql.execute("DELETE FROM messages WHERE space_id = $1 AND conversation_id = $2 AND turn_id = $3", [
    owner.spaceId,
    conversationId,
    turnId,
  ]);
}

/** JSON the database can keep: no NUL, no half of a surrogate pair, at any depth. */
export const storableJson = (value: unknown): string =>
  JSON.stringify(value, (_key, member: unknown) => (typeof member === "string" ? storableText(member) : member));
