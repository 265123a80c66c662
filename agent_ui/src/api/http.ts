import type { ErrorReply } from "../wire/messages.gen";

/** A refusal by the service, or `unreachable` when no answer came at all. */
export class ApiError extends Error {
  readonly code: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  /** Seconds to wait before asking again, where the service said so. */
  readonly retryAfter: number | null;

  constructor(code: string, message: string, status = 0, retryAfter: number | null = null) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

interface Options {
  method?: "GET" | "POST";
  body?: unknown;
  signal?: AbortSignal;
}

const ANSWER_WITHIN_MS = 15_000;
/** A segment may be some megabytes and the line slow. */
const CONTENT_WITHIN_MS = 60_000;

/** Asks `/api/v1`; resolves with the decoded body (null when empty), rejects with `ApiError` only. */
export async function ask<T>(path: string, options: Options = {}) {
  const text = await exchange(path, options, ANSWER_WITHIN_MS, (reply) => reply.text());
  return (text === "" ? null : parse(text)) as T;
}

/** Content that is passed on unread, as bytes; rejects with `ApiError` only. */
export function askBytes(path: string): Promise<ArrayBuffer> {
  return exchange(path, {}, CONTENT_WITHIN_MS, (reply) => reply.arrayBuffer());
}

/** Content that is passed on unread, as text; rejects with `ApiError` only. */
export function askText(path: string): Promise<string> {
  return exchange(path, {}, CONTENT_WITHIN_MS, (reply) => reply.text());
}

async function exchange<T>(
  path: string,
  { method = "GET", body, signal }: Options,
  withinMs: number,
  read: (reply: Response) => Promise<T>,
): Promise<T> {
  const timeout = AbortSignal.timeout(withinMs);
  const request: RequestInit = {
    method,
    credentials: "same-origin",
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  };
  if (body !== undefined) {
    request.headers = { "Content-Type": "application/json" };
    request.body = JSON.stringify(body);
  }
  let reply: Response;
  let refused: string;
  try {
    reply = await fetch(`/api/v1${path}`, request);
    if (reply.ok) return await read(reply);
    refused = await reply.text();
  } catch (cause) {
    throw new ApiError("unreachable", cause instanceof Error ? cause.message : "no answer");
  }
  throw refusal(reply, refused);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError("unreachable", "the answer was not readable");
  }
}

/** A proxy in front of the service answers with pages of its own: those count as `unreachable`. */
function refusal(reply: Response, text: string): ApiError {
  let failure: ErrorReply["error"] | undefined;
  try {
    failure = (JSON.parse(text) as Partial<ErrorReply>).error;
  } catch {
    failure = undefined;
  }
  const after = Number(reply.headers.get("Retry-After") ?? Number.NaN);
  return new ApiError(
    failure?.code ?? (reply.status === 401 ? "unauthenticated" : "unreachable"),
    failure?.message ?? `HTTP ${reply.status}`,
    reply.status,
    Number.isFinite(after) ? after : null,
  );
}
