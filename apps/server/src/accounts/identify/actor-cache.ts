import type { Actor } from "../../platform/actor.ts";
import type { Identity } from "../../platform/http/pipeline.ts";
import type { Remembered } from "../access-changes.ts";

/** Milliseconds an Actor is remembered by its credential; what changes meanwhile is announced and forgotten at once. */
const lifetime = 1000;
const mostRemembered = 10_000;

interface Entry {
  readonly identity: Identity & { readonly actor: Actor };
  readonly until: number;
}

/** Who a credential was, a moment ago. Only credentials that hold are remembered. */
export class ActorCache implements Remembered {
  readonly #entries = new Map<string, Entry>();
  #generation = 0;

  /** The remembered identity of `key`, else what `load` finds. */
  async get(key: string, load: () => Promise<Identity>): Promise<Identity> {
    const known = this.#entries.get(key);
    if (known !== undefined && known.until > performance.now()) return known.identity;
    const generation = this.#generation;
    const identity = await load();
    const { actor } = identity;
    // Something was announced while it was looked up: it may have been read before, so it is not kept.
    if (actor !== undefined && generation === this.#generation) this.#keep(key, { ...identity, actor });
    else this.#entries.delete(key);
    return identity;
  }

  forget(isMeant: (actor: Actor) => boolean): void {
    this.#generation++;
    for (const [key, { identity }] of this.#entries) if (isMeant(identity.actor)) this.#entries.delete(key);
  }

  forgetAll(): void {
    this.#generation++;
    this.#entries.clear();
  }

  #keep(key: string, identity: Entry["identity"]): void {
    if (this.#entries.size >= mostRemembered) this.#entries.clear();
    this.#entries.set(key, { identity, until: performance.now() + lifetime });
  }
}
