import type { Actor } from "../../platform/actor.ts";
import type { Identity } from "../../platform/http/pipeline.ts";
import type { Remembered } from "../access-changes.ts";

/** Milliseconds an Actor is remembered by its credential; what changes meanwhile is announced and forgotten at once. */
const usualLifetime = 1000;
const mostRemembered = 10_000;

interface Entry {
  readonly identity: Identity & { readonly actor: Actor };
  readonly until: number;
}

type IsMeant = (actor: Actor) => boolean;

/** Who a credential was, a moment ago. Only credentials that hold are remembered. */
export class ActorCache implements Remembered {
  readonly #lifetime: number;
  readonly #entries = new Map<string, Entry>();
  /** What was announced while a look-up was under way: it may have read what was before. */
  readonly #lookUps = new Set<IsMeant[]>();

  constructor(lifetime: number = usualLifetime) {
    this.#lifetime = lifetime;
  }

  /** The remembered identity of `key`, else what `load` finds; never one that was changed while it was looked up. */
  get(key: string, load: () => Promise<Identity>): Identity | Promise<Identity> {
    const known = this.#entries.get(key);
    if (known !== undefined && known.until > performance.now()) return known.identity;
    return this.#lookUp(key, load);
  }

  forget(isMeant: IsMeant): void {
    for (const announced of this.#lookUps) announced.push(isMeant);
    for (const [key, { identity }] of this.#entries) if (isMeant(identity.actor)) this.#entries.delete(key);
  }

  forgetAll(): void {
    this.forget(() => true);
  }

  async #lookUp(key: string, load: () => Promise<Identity>): Promise<Identity> {
    for (;;) {
      const announced: IsMeant[] = [];
      this.#lookUps.add(announced);
      const identity = await load().finally(() => this.#lookUps.delete(announced));
      const { actor } = identity;
      if (actor === undefined) {
        this.#entries.delete(key);
        return identity;
      }
      if (announced.some((isMeant) => isMeant(actor))) continue;
      this.#keep(key, { ...identity, actor });
      return identity;
    }
  }

  #keep(key: string, identity: Entry["identity"]): void {
    if (this.#entries.size >= mostRemembered) this.#entries.clear();
    this.#entries.set(key, { identity, until: performance.now() + this.#lifetime });
  }
}
