/** What the site's engineers said about privacy: attributes in the page, and rules of the site. */
import type { Rules } from "../wire/messages.gen";
import { matches } from "./dom";

export interface Selectors {
  mask: string;
  unmask: string;
  block: string;
  ignore: string;
  /** Matches whatever any of the others matches, or can be edited: most elements need one look. */
  any: string;
  /** A rule of the site cannot be read: everything is blocked rather than something forgotten. */
  broken: boolean;
}

const EDITABLE = "[contenteditable],[role=textbox],[role=searchbox]";

/** The host element of our own notice; it has no place in the picture. */
export const OWN = "cobrowse-notice";

export function readRules(rules: Rules): Selectors {
  let broken = false;
  const list = (attribute: string, own: readonly string[]): string => {
    const valid = own.filter(isSelector);
    broken ||= valid.length < own.length;
    return [`[data-cobrowse-${attribute}]`, ...valid].join();
  };
  const mask = list("mask", rules.mask);
  const unmask = list("unmask", rules.unmask);
  const block = list("block", [...rules.block, OWN]);
  const ignore = list("ignore", rules.ignore);
  const any = [mask, unmask, block, ignore, EDITABLE, "body"].join();
  return { mask, unmask, block, ignore, any, broken };
}

/** A selector list is tried on a real element: that is what will judge it later. */
function isSelector(selector: string): boolean {
  try {
    matches(document.documentElement, selector);
    return true;
  } catch {
    return false;
  }
}
