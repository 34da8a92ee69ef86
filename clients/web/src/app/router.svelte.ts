/** Where one is in the page. Addresses can be shared and go back and forth with the browser. */
export type Place =
  | { readonly name: "home" }
  | { readonly name: "room"; readonly room: string; readonly message: number | undefined }
  | { readonly name: "search"; readonly words: string; readonly room: string | undefined };

export function placeAt(path: string, query: string): Place {
  const parts = path.split("/").filter((part) => part !== "");
  if (parts[0] === "rooms" && parts[1] !== undefined && parts.length <= 3) {
    const message = Number(parts[2]);
    return {
      name: "room",
      room: decoded(parts[1]),
      message: Number.isSafeInteger(message) && message > 0 ? message : undefined,
    };
  }
  if (parts[0] === "search" && parts.length === 1) {
    const asked = new URLSearchParams(query);
    return { name: "search", words: asked.get("q") ?? "", room: asked.get("room") ?? undefined };
  }
  return { name: "home" };
}

export function addressOf(place: Place): string {
  switch (place.name) {
    case "home":
      return "/";
    case "room": {
      const room = `/rooms/${encodeURIComponent(place.room)}`;
      return place.message === undefined ? room : `${room}/${place.message}`;
    }
    case "search": {
      const query = new URLSearchParams();
      if (place.words !== "") query.set("q", place.words);
      if (place.room !== undefined) query.set("room", place.room);
      const text = query.toString();
      return text === "" ? "/search" : `/search?${text}`;
    }
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

class Router {
  place = $state.raw<Place>({ name: "home" });
  /** Counts the moves, also those to the same place: a link to a message that is shown jumps to it again. */
  moves = $state(0);

  start(returnTo?: string): void {
    if (returnTo !== undefined && returnTo.startsWith("/") && !returnTo.startsWith("//")) {
      history.replaceState(null, "", returnTo);
    }
    this.read();
    addEventListener("popstate", () => this.read());
  }

  go(place: Place, replace = false): void {
    const address = addressOf(place);
    if (replace || address === location.pathname + location.search) {
      history.replaceState(null, "", address);
    } else {
      history.pushState(null, "", address);
    }
    this.read();
  }

  /** For the links of the page: they are addresses, and still nothing is loaded anew. */
  follow = (event: MouseEvent): void => {
    const link = (event.target as Element | null)?.closest?.("a[href]") as HTMLAnchorElement | null;
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (link === null || !plain || event.defaultPrevented || link.origin !== location.origin) return;
    const place = placeAt(link.pathname, link.search);
    // There may be more where the page is than the page.
    if (place.name === "home" && link.pathname !== "/") return;
    event.preventDefault();
    this.go(place);
  };

  private read(): void {
    this.place = placeAt(location.pathname, location.search);
    this.moves++;
  }
}

export const router = new Router();
