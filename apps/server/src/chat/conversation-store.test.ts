import { openTestDatabase, type TestDatabase } from "@khoj/db/testing";
import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  findConversation,
  insertConversation,
  listConversations,
  setTitle,
  takePositions,
} from "./conversation-store.ts";
import type { Owner } from "./owner.ts";
import { emptyTrash, listTrash, trashConversations } from "./trash-store.ts";

let test: TestDatabase;
let ann: Owner;
let ben: Owner;
const id = newId();

beforeAll(async () => {
  test = await openTestDatabase();
  const [annId, benId, space] = [newId(), newId(), newId()];
  // One space for both, so that only the person tells their conversations apart.
  ann = { spaceId: space, personId: annId };
  ben = { spaceId: space, personId: benId };
  await test.database.transaction(async (sql) => {
    for (const person of [annId, benId]) {
      await sql.execute("INSERT INTO people (id, username, email) VALUES ($1, $2, $3)", [
        person,
        person,
        `${person}@a.test`,
      ]);
    }
    await sql.execute("INSERT INTO spaces (id, kind, name, owner_id) VALUES ($1, 'shared', 'Ours', $2)", [
      space,
      annId,
    ]);
  });
  await test.database.inSpaces([space], (sql) => insertConversation(sql, ann, id, { title: "Ann's" }));
});
afterAll(() => test?.drop());

describe("a conversation of one person", () => {
  it("is nobody else's, though they share its space and know its id", async () => {
    await test.database.inSpaces([ben.spaceId], async (sql) => {
      expect(await findConversation(sql, ben, id)).toBeUndefined();
      expect(await listConversations(sql, ben, { limit: undefined })).toEqual([]);
      expect(await setTitle(sql, ben, id, "stolen")).toBe(false);
      expect(await takePositions(sql, ben, id, "x")).toBeUndefined();
      expect(await trashConversations(sql, ben, id)).toBe(0);
      expect(await trashConversations(sql, ben, undefined)).toBe(0);
      expect(await emptyTrash(sql, ben, undefined)).toBe(0);
      expect(await listTrash(sql, ben)).toEqual([]);
      expect((await findConversation(sql, ann, id))?.title).toBe("Ann's");
    });
  });

  it("is out of reach of whoever is not in its space", async () => {
    expect(await test.database.inSpaces([newId()], (sql) => findConversation(sql, ann, id))).toBeUndefined();
    expect(await test.database.transaction((sql) => sql.query("SELECT 1 FROM conversations"))).toEqual([]);
  });
});

it("what was said last stands first, also when the clock was set back since", async () => {
  await test.database.inSpaces([ann.spaceId], async (sql) => {
    await sql.execute("UPDATE conversations SET updated_at = updated_at + interval '1 year'");
    const later = newId();
    await insertConversation(sql, ann, later);
    const order = async () => (await listConversations(sql, ann, { limit: 2 })).map((conversation) => conversation.id);
    expect(await order()).toEqual([later, id]);
    await takePositions(sql, ann, id, "x");
    expect(await order()).toEqual([id, later]);
  });
});
