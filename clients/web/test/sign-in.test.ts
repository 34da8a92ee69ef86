import { ErrorResponse } from "oidc-client-ts";
import { describe, expect, it } from "vitest";
import { endsSession, saysNobody } from "../src/app/sign-in.ts";

const answer = (error: string) => new ErrorResponse({ error });

describe("an identity provider's error", () => {
  it.each(["invalid_grant", "unauthorized_client", "access_denied", "login_required", "interaction_required"])(
    "ends the session: %s",
    (error) => {
      expect(endsSession(answer(error))).toBe(true);
    },
  );

  it.each(["server_error", "temporarily_unavailable", "unknown_error", "invalid_request", "slow_down"])(
    "is trouble that passes: %s",
    (error) => {
      expect(endsSession(answer(error))).toBe(false);
    },
  );

  it.each(["login_required", "interaction_required", "consent_required", "account_selection_required"])(
    "says that nobody is signed in who could come in without a question: %s",
    (error) => {
      expect(saysNobody(answer(error))).toBe(true);
    },
  );

  it("is not whatever else went wrong", () => {
    expect(endsSession(new TypeError("Failed to fetch"))).toBe(false);
    expect(saysNobody(answer("server_error"))).toBe(false);
    expect(saysNobody(new Error("login_required"))).toBe(false);
  });
});
