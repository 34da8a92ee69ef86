/** What the gateway tells the page of the world; see the gateway's settings `parley.web.*`. */
export interface Configuration {
  readonly issuer: string;
  readonly clientId: string;
  /** Empty: where the page is. */
  readonly history: string;
  /** Empty: the one that the page came from. */
  readonly gateways: readonly string[];
}

export async function loadConfiguration(): Promise<Configuration> {
  const answer = await fetch("/config.json");
  if (!answer.ok) {
    throw new Error(`/config.json was answered with ${answer.status}`);
  }
  return (await answer.json()) as Configuration;
}
