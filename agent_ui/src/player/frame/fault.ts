import type { ErrorCode } from "../port";

/** Something recorded could not be used. Carries a code and nothing of the content. */
export class Fault extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode) {
    super(code);
    this.name = "Fault";
    this.code = code;
  }
}
