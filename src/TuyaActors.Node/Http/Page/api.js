// Asks the node. A refusal becomes an error whose message is the node's own sentence.

let denied = () => {};

/** What is done when the node wants to know who asks. */
export const onDenied = listener => { denied = listener; };

export class Refusal extends Error {
  constructor(status, body, headers) {
    super(body?.detail || body?.sentence || body?.title || `The node answered ${status}.`);
    this.status = status;
    this.body = body;
    this.fields = body?.errors ?? {};
    this.retryAfter = Number(headers?.get("Retry-After")) || 0;
  }
}

/** The node gave no answer at all. */
export class Unreachable extends Error {
  constructor() {
    super("The node does not answer.");
  }
}

/** Sends a request and reads its answer, whatever its status. */
export async function ask(method, path, body, headers = {}, signal = undefined) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      cache: "no-store",
      signal,
      headers: body === undefined ? headers : { "Content-Type": "application/json", ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (failed) {
    if (failed.name === "AbortError") throw failed;
    throw new Unreachable();
  }
  if (answer.status === 401 && path !== "/api/session") denied();
  const isJson = (answer.headers.get("Content-Type") ?? "").includes("json");
  return { status: answer.status, ok: answer.ok, headers: answer.headers, body: isJson ? await answer.json().catch(() => null) : null };
}

/** Sends a request, and answers its body; anything but success is thrown. */
export async function call(method, path, body, headers, signal) {
  const answer = await ask(method, path, body, headers, signal);
  if (!answer.ok) throw new Refusal(answer.status, answer.body, answer.headers);
  return answer.body;
}

export const get = (path, signal) => call("GET", path, undefined, undefined, signal);

/** A command to one device: it ends in an outcome, whether that is a success or not. */
export async function command(path, body) {
  try {
    const answer = await ask("POST", path, body);
    return answer.body?.outcome ? answer.body : { outcome: "refused", sentence: new Refusal(answer.status, answer.body).message };
  } catch (failed) {
    return { outcome: "unreachable", sentence: failed.message };
  }
}

export const isDone = outcome => outcome.outcome === "confirmed" || outcome.outcome === "acknowledged";

export const pathOf = id => `/api/devices/${encodeURIComponent(id)}`;
