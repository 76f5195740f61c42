import type { AdminModel, NewModel } from "@khoj/contract";

/** What one fills in about a model, as typed. */
export interface TypedFacts {
  readonly name: string;
  readonly sees: boolean;
  readonly context: string;
  readonly answer: string;
  readonly priceIn: string;
  readonly priceOut: string;
  readonly strengths: string;
}

export const noFacts: TypedFacts = {
  name: "",
  sees: false,
  context: "32768",
  answer: "2048",
  priceIn: "",
  priceOut: "",
  strengths: "",
};

export const factsOf = (model: AdminModel): TypedFacts => ({
  name: model.name,
  sees: model.sees,
  context: String(model.context_tokens),
  answer: String(model.answer_tokens),
  priceIn: model.price_in === null ? "" : String(model.price_in),
  priceOut: model.price_out === null ? "" : String(model.price_out),
  strengths: model.strengths ?? "",
});

/** As the server takes it. */
export const readFacts = (typed: TypedFacts): Omit<NewModel, "provider_id" | "model"> => ({
  ...(typed.name.trim() === "" ? {} : { name: typed.name.trim() }),
  sees: typed.sees,
  context_tokens: Number(typed.context),
  answer_tokens: Number(typed.answer),
  price_in: readPrice(typed.priceIn),
  price_out: readPrice(typed.priceOut),
  strengths: typed.strengths.trim() === "" ? null : typed.strengths.trim(),
});

const readPrice = (text: string): number | null => (text.trim() === "" ? null : Number(text));
