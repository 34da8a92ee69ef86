import { SignInRequired } from "@parley/client";
import { ErrorResponse, type User, UserManager, WebStorageStateStore } from "oidc-client-ts";
import type { Configuration } from "./configuration.ts";

/** Whoever signed in here before comes in without asking, as long as the identity provider still knows them. */
const KNOWN_HERE = "parley.known-here";

/** The identity provider would have to ask the user something: who was not to be asked is not signed in. */
const WANTS_TO_ASK: ReadonlySet<string | null> = new Set([
  "login_required",
  "interaction_required",
  "consent_required",
  "account_selection_required",
]);
/** What no later attempt changes. */
const FOR_GOOD: ReadonlySet<string | null> = new Set(["invalid_grant", "unauthorized_client", "access_denied"]);

/** Whether this is the end of a session, rather than an identity provider in trouble, which says so as an error, too. */
export function endsSession(problem: unknown): boolean {
  return problem instanceof ErrorResponse && (FOR_GOOD.has(problem.error) || WANTS_TO_ASK.has(problem.error));
}

/** Whether this says only that nobody is signed in there: the answer to a question, not a problem. */
export function saysNobody(problem: unknown): boolean {
  return problem instanceof ErrorResponse && WANTS_TO_ASK.has(problem.error);
}

export type Entrance =
  | { readonly outcome: "in"; readonly person: SignedIn; readonly returnTo: string }
  | { readonly outcome: "out"; readonly problem?: string }
  /** The browser is about to leave the page. */
  | { readonly outcome: "leaving" };

export interface SignedIn {
  readonly id: string;
  readonly name: string;
  token(need: { readonly renew: boolean }): Promise<string>;
}

/** Sign-in by authorization code with PKCE. Tokens live in the tab's session storage and end with it. */
export class SignIn {
  private readonly users: UserManager;
  private user: User | null = null;
  private renewal: Promise<User> | undefined;

  constructor(configuration: Configuration) {
    const here = `${location.origin}/`;
    this.users = new UserManager({
      authority: configuration.issuer,
      client_id: configuration.clientId,
      redirect_uri: here,
      post_logout_redirect_uri: here,
      response_type: "code",
      scope: "openid profile",
      automaticSilentRenew: false,
      userStore: new WebStorageStateStore({ store: sessionStorage }),
      stateStore: new WebStorageStateStore({ store: sessionStorage }),
    });
  }

  async enter(): Promise<Entrance> {
    const asked = new URLSearchParams(location.search);
    if (asked.has("state") && (asked.has("code") || asked.has("error"))) {
      return this.comeBack();
    }
    this.user = await this.users.getUser();
    if (this.user !== null) {
      return this.inside(location.pathname + location.search);
    }
    if (localStorage.getItem(KNOWN_HERE) !== null) {
      await this.leave(true);
      return { outcome: "leaving" };
    }
    return { outcome: "out" };
  }

  /** To the identity provider. */
  async signIn(): Promise<void> {
    await this.leave(false);
  }

  async signOut(): Promise<void> {
    localStorage.removeItem(KNOWN_HERE);
    const idToken = this.user?.id_token;
    await this.users.removeUser();
    await this.users.signoutRedirect(idToken === undefined ? {} : { id_token_hint: idToken });
  }

  private async leave(silently: boolean): Promise<void> {
    const returnTo = location.pathname + location.search;
    await this.users.signinRedirect({ state: returnTo, ...(silently ? { prompt: "none" } : {}) });
  }

  private async comeBack(): Promise<Entrance> {
    try {
      this.user = await this.users.signinRedirectCallback();
      localStorage.setItem(KNOWN_HERE, "");
      const returnTo = typeof this.user.state === "string" ? this.user.state : "/";
      return this.inside(returnTo);
    } catch (e) {
      localStorage.removeItem(KNOWN_HERE);
      const state = e instanceof ErrorResponse && typeof e.state === "string" ? e.state : "/";
      history.replaceState(null, "", state);
      if (saysNobody(e)) {
        return { outcome: "out" };
      }
      return { outcome: "out", problem: e instanceof Error ? e.message : String(e) };
    }
  }

  private inside(returnTo: string): Entrance {
    const profile = this.user!.profile;
    const person: SignedIn = {
      id: profile.sub,
      name: profile.preferred_username ?? profile.sub,
      token: (need) => this.token(need.renew),
    };
    return { outcome: "in", person, returnTo };
  }

  private async token(renew: boolean): Promise<string> {
    const user = this.user;
    if (!renew && user !== null && (user.expires_in ?? 0) > 5) {
      return user.access_token;
    }
    this.renewal ??= this.renew().finally(() => {
      this.renewal = undefined;
    });
    return (await this.renewal).access_token;
  }

  private async renew(): Promise<User> {
    if (this.user?.refresh_token === undefined) {
      throw new SignInRequired();
    }
    try {
      const user = await this.users.signinSilent();
      if (user === null) {
        throw new SignInRequired();
      }
      this.user = user;
      return user;
    } catch (e) {
      if (endsSession(e)) {
        await this.users.removeUser();
        throw new SignInRequired(e instanceof Error ? e.message : undefined);
      }
      throw e;
    }
  }
}
