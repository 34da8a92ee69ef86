/** What an issuer whose clock is right would give: only the payload is of interest, and it is not plain ASCII. */
export function jwt(issuedAtMillis: number, lifeSeconds: number): string {
  const iat = Math.floor(issuedAtMillis / 1_000);
  return jwtOf({ iat, exp: iat + lifeSeconds, name: "Zoë Ångström ✓" });
}

export function jwtOf(payload: unknown): string {
  return [{ alg: "RS256" }, payload, "signature"]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
}
