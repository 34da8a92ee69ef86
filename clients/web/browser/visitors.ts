import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { openBrowser, Person } from "./person.ts";
import { newUser } from "./system.ts";

/** The people of one `describe`, each at a browser of their own. After each test, who is still there leaves. */
export class Visitors {
  private browser: Browser | undefined;
  private readonly here: Person[] = [];

  private constructor() {}

  /** @param names of those whom the tests need; each is made first */
  static named(...names: string[]): Visitors {
    const visitors = new Visitors();
    beforeAll(async () => {
      visitors.browser = await openBrowser();
      await Promise.all(names.map(newUser));
    });
    afterEach(async () => {
      for (const person of visitors.here.splice(0)) await person.leave();
    });
    afterAll(() => visitors.browser?.close());
    return visitors;
  }

  async signIn(name: string, options: BrowserContextOptions & { path?: string } = {}): Promise<Person> {
    const person = await Person.signedIn(this.browser!, name, options);
    this.here.push(person);
    return person;
  }

  /** One of them leaves before the others. */
  async leaves(person: Person): Promise<void> {
    this.here.splice(this.here.indexOf(person), 1);
    await person.leave();
  }
}
