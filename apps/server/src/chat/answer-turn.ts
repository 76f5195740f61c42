import type { AnswerMarks, ChatRequest, ChatUsage, ContextItem } from "@khoj/contract";
import type { NamedChatModel } from "../models/index.ts";
import type { Actor } from "../platform/actor.ts";
import { readableSpaces } from "../platform/permitted-spaces.ts";
import type { AnswerRequest } from "./answer/answer-question.ts";
import { type CommandName, readCommand, sayWhatIsMissing } from "./answer/command.ts";
import { answerByQuoting } from "./answer-by-quoting.ts";
import type { BegunTurn } from "./begin-turn.ts";
import type { ChatDeps } from "./chat-deps.ts";
import { answerWithModel } from "./grounded/answer-with-model.ts";
import type { Circumstances, From } from "./grounded/write-prompt.ts";
import type { TurnControls } from "./run-turn.ts";

/** What is known of an answer so far; grows while it is made, so that an interrupted one keeps what it had. */
export interface TurnAnswer {
  readonly steps: string[];
  context: readonly ContextItem[];
  queries: readonly string[];
  /** What a model thought aloud. */
  thoughts: string;
  marks: AnswerMarks | undefined;
  usage: ChatUsage | undefined;
  /** No model answered, though some were asked. */
  failed: boolean;
}

/** A turn that is being answered, and the ways in which its answer is told. */
export interface TurnWork {
  readonly request: ChatRequest;
  readonly begun: BegunTurn;
  readonly controls: TurnControls;
  readonly answer: TurnAnswer;
  say(text: string): void;
  step(text: string): void;
  think(text: string): void;
  /** Tells the references, and that the answer begins. Once. */
  showReferences(): void;
  /** Marks that come to those before. */
  showMarks(marks: AnswerMarks): void;
  spend(usage: { readonly inputTokens: number | undefined; readonly outputTokens: number | undefined }): void;
}

/** Answers a turn that has begun: status, references, text, in that order. By a model where there is one, else by quotes. */
export async function answerTurn(deps: ChatDeps, actor: Actor, work: TurnWork): Promise<void> {
  const { request, controls, answer } = work;
  const { name } = readCommand(request.q);
  const from = sources[name];
  const images = request.images ?? [];
  const [first, ...others] =
    from === undefined ? [] : await deps.models.chain(actor, { needsSight: images.length > 0 });
  const missing = sayWhatIsMissing(name, first !== undefined);
  const makeRequest = (question: string, earlier: readonly string[] = []) => toRequest(work, question, earlier);
  const countFiles = async (): Promise<number> => {
    const counts = await deps.library.counts(readableSpaces(actor, work.begun.space));
    return counts.indexed + counts.partly;
  };
  if (missing !== undefined) {
    work.showReferences();
    work.say(missing);
  } else if (first !== undefined && from !== undefined) {
    const circumstances = await readCircumstances(deps, actor, work);
    const asked = makeRequest(work.begun.question);
    await answerWithModel({
      deps,
      actor,
      work,
      chain: [first, ...others],
      from,
      circumstances,
      request: asked,
      countFiles,
    });
  } else await answerByQuoting(deps, actor, work, { makeRequest, countFiles });
  if (images.length > 0 && !first?.model.sees) work.say(`\n\n${unreadImages(images.length, first)}`);
  controls.signal.throwIfAborted();
  answer.context = [...answer.context];
}

/** Where each command's answer comes from; the others need what is not there. */
const sources: Readonly<Partial<Record<CommandName, From>>> = {
  default: "notes-first",
  notes: "notes",
  general: "knowledge",
};

function toRequest({ request, begun }: TurnWork, question: string, earlier: readonly string[]): AnswerRequest {
  const asked = begun.before.filter(({ by }) => by === "you").map(({ text }) => text);
  const lastAnswer = begun.before.findLast(({ by }) => by === "khoj");
  return {
    question,
    earlier: [...earlier, ...asked.reverse()],
    citedBefore: (lastAnswer?.details.context ?? []).map(({ file }) => file),
    fileNames: begun.fileFilters.length > 0 ? begun.fileFilters : undefined,
    attachments: request.files ?? [],
    limit: Math.min(Math.max(request.n ?? usualPassages, 1), mostPassages),
    maxDistance: request.d ?? undefined,
    timeZone: request.timezone ?? undefined,
    space: begun.space,
  };
}

async function readCircumstances(deps: ChatDeps, actor: Actor, { request, begun }: TurnWork): Promise<Circumstances> {
  const place = [request.city, request.region, request.country].filter((part) => part).join(", ");
  return {
    now: deps.now(),
    timeZone: request.timezone ?? undefined,
    name: await deps.nameOf(actor),
    place: place === "" ? undefined : place,
    pinned: begun.pinned,
  };
}

const usualPassages = 7;
const mostPassages = 10;

function unreadImages(count: number, model: NamedChatModel | undefined): string {
  const [pictures, are, were] = count === 1 ? ["The picture", "is", "was"] : [`The ${count} pictures`, "are", "were"];
  const why =
    model === undefined
      ? "that needs a model that can see, and none is set up yet"
      : `${model.name} cannot see, and no model that can is set up`;
  return `*${pictures} you attached ${are} kept with your message but ${were} not looked at: ${why}.*`;
}
