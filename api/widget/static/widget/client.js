// A turn may have to wait while the dialogue restarts on the server, which takes up to 30 s.
const TIMEOUT_MS = 45_000;

/** The server did not answer: offline, name not found, or too late. */
export class Unreachable extends Error {}

/**
 * The server answered with a problem document (RFC 9457). `detail` is written for the reader; `wait`
 * are the seconds until it takes more, null where it does not say.
 */
export class Refused extends Error {
  constructor({ status, headers }, detail) {
    super(`${status} ${detail ?? ""}`);
    this.status = status;
    this.detail = detail;
    this.wait = Number(headers.get("Retry-After")) || null;
  }
}

/** Whether the same again may succeed. */
export function isPassing(error) {
  return !(error instanceof Refused) || error.status >= 500 || isTooMany(error);
}

export function isTooMany({ status }) {
  return status === 429;
}

export class Client {
  #origin;

  constructor(origin, language) {
    this.#origin = origin.replace(/\/$/, "");
    /** What it speaks: that of the widget first, then that of the conversation. */
    this.language = language;
  }

  start() {
    return this.#call("POST", "/api/conversations", { language: this.language });
  }

  read(id) {
    return this.#call("GET", pathOf(id));
  }

  /** `turn` is {text} or {payload}. */
  say(id, turn) {
    return this.#call("POST", `${pathOf(id)}/messages`, turn);
  }

  correct(id, patch) {
    return this.#call("PATCH", `${pathOf(id)}/profile`, patch);
  }

  /** What a family thinks of an offer, without the conversation. */
  rate(offer, kind) {
    return this.#call("POST", `/api/offers/${encodeURIComponent(offer)}/feedback`, { kind });
  }

  /** Whether nothing is left; otherwise the rest follows by itself. */
  async remove(id) {
    const response = await this.#fetch("DELETE", pathOf(id));
    if (!response.ok) throw new Refused(response, (await readJson(response))?.detail);
    return response.status === 204;
  }

  /** Deletes while the page goes: a request that outlives it and needs no preflight. */
  leave(id) {
    const address = `${this.#origin}${pathOf(id)}/leave`;
    if (!("keepalive" in Request.prototype)) return navigator.sendBeacon(address);
    // Nobody is left to be told when it fails.
    fetch(address, { method: "POST", credentials: "omit", keepalive: true }).catch(() => {});
  }

  topics() {
    return this.#call("GET", "/api/topics");
  }

  phases() {
    return this.#call("GET", "/api/phases");
  }

  districts() {
    return this.#call("GET", "/api/districts");
  }

  async #call(method, path, body) {
    const response = await this.#fetch(method, path, body);
    if (response.status === 204) return null;
    const answer = await readJson(response);
    if (!response.ok) throw new Refused(response, answer?.detail);
    if (answer === null) throw new Unreachable("the answer is not JSON");
    return answer;
  }

  async #fetch(method, path, body) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
    try {
      return await fetch(this.#origin + path, {
        method,
        headers: {
          "Accept-Language": this.language,
          ...(body && { "Content-Type": "application/json" }),
        },
        body: body && JSON.stringify(body),
        credentials: "omit",
        cache: "no-store",
        signal: stop.signal,
      });
    } catch (error) {
      throw new Unreachable(error.message, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }
}

function pathOf(id) {
  return `/api/conversations/${encodeURIComponent(id)}`;
}

/** A proxy in between may answer with a page of its own: that is no answer of ours. */
async function readJson(response) {
  try {
    return await response.json();
  } catch {
    return null;
  }
}
