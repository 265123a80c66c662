import { ApiError } from "../../api/http";
import { duration } from "../../ui/format";

interface LoginRefusal {
  title: string;
  text: string;
  /** Whether the password is worth typing again. */
  field: boolean;
  /** Seconds until another try is heard. */
  wait: number;
}

const WAIT_S = 60;

/** What to tell somebody whose sign-in did not work; never whether the e-mail exists. */
export function refusalOf(error: unknown): LoginRefusal {
  const { code, retryAfter } =
    error instanceof ApiError ? error : { code: "internal", retryAfter: null };
  switch (code) {
    case "unauthenticated":
    case "bad_message":
      return {
        title: "That did not match",
        text: "The e-mail or the password is wrong. Check both and try again.",
        field: true,
        wait: 0,
      };
    case "too_many": {
      const wait = Math.max(1, Math.ceil(retryAfter ?? WAIT_S));
      return {
        title: "Too many tries",
        text: `To protect the account, signing in is paused for ${duration(wait * 1000)}.`,
        field: false,
        wait,
      };
    }
    case "unreachable":
      return {
        title: "No answer from the service",
        text: "Check your connection. If others are affected too, tell your administrator.",
        field: false,
        wait: 0,
      };
    case "busy":
      return {
        title: "The service is busy",
        text: "It is protecting itself from too much work. Try again in a moment.",
        field: false,
        wait: 0,
      };
    default:
      return {
        title: "Signing in failed",
        text: "Something went wrong on our side. Try again; if it stays, tell your administrator.",
        field: false,
        wait: 0,
      };
  }
}
