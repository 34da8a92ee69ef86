import type { Trouble } from "./api.js";
import { Emitter } from "./observable.js";

/** Tells whoever wants to know what a user does not need to. */
export class Troubles {
  readonly #told = new Emitter<[Trouble]>(() => {});
  #listeners = 0;

  on(listener: (trouble: Trouble) => void): () => void {
    this.#listeners++;
    const stop = this.#told.on(listener);
    let stopped = false;
    return () => {
      this.#listeners -= stopped ? 0 : 1;
      stopped = true;
      stop();
    };
  }

  tell(trouble: Trouble): void {
    if (this.#listeners > 0) {
      this.#told.emit(trouble);
    } else if (trouble.kind === "listenerFailed") {
      // Nothing that a programmer got wrong disappears.
      console.error(trouble.message, trouble.cause);
    }
  }
}
