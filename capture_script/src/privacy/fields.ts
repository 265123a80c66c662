/**
 * Form fields. What a visitor puts in never travels; most fields show one mask when they are filled,
 * and the secret ones not even that.
 */
import { attribute } from "./dom";
import { MASK } from "./words";

const FIELDS = new Set(["input", "textarea", "select"]);
const SECRET_TYPES = new Set(["password", "file", "hidden"]);
const SECRET_AUTOCOMPLETE = /(?:^|\s)(?:cc-\S+|(?:current|new)-password|one-time-code)(?:\s|$)/i;
/** Names of fields for cards and secrets, with whatever separators programmers like. */
const SECRET_NAME =
  /card.?(?:num|no|nr|holder|owner|exp|code)|(?:^|[^a-z])(?:cc|pan|otp|pin|ssn|iban|cvc\d?|cvv\d?|csc)(?:$|[^a-z])|cc.?(?:num|no|exp|name|csc|cvc|cvv)|credit.?card|security.?code|verification.?code|one.?time|pass.?(?:word|code|wd|phrase)|secret/i;
const CHECKED_TYPES = new Set(["checkbox", "radio"]);

export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export function isField(element: Element): element is Field {
  return FIELDS.has(element.localName);
}

export function isChecked(field: Field): field is HTMLInputElement {
  return field.localName === "input" && CHECKED_TYPES.has((field as HTMLInputElement).type);
}

/**
 * Tell whether a field holds something that must not even be seen to be filled. A field that was a
 * password once stays one: "show password" only changes its type.
 */
export function isSecret(field: Field): boolean {
  if (field.localName === "select") return false;
  if (SECRET_TYPES.has(field.type)) return true;
  if (attribute(field, "data-rr-is-password") !== null) return true;
  if (SECRET_AUTOCOMPLETE.test(attribute(field, "autocomplete") ?? "")) return true;
  const names = `${attribute(field, "name") ?? ""} ${attribute(field, "id") ?? ""}`;
  return SECRET_NAME.test(names);
}

/** What stands in a field: the mask, or nothing. */
export function shownIn(field: Field): string {
  return field.value ? MASK : "";
}
