/** What records refer to, each address told once per page. */
import type { Assets } from "../wire/messages.gen";

/** `Assets.urls` takes 200; addresses can be long, and a batch's header has its own bound. */
const URLS_IN_FACT = 200;
const CHARS_IN_FACT = 16_000;
/** A page that refers to more than this is a gallery without end; the rest shows as boxes. */
const MOST_URLS = 5_000;

export type AssetsFact = Assets;

export interface AssetList {
  add(url: string): void;
  /** What is new since the last call. */
  take(): AssetsFact[];
  /** Tell everything again: a batch that told some of it was lost. */
  again(): void;
}

export function createAssetList(): AssetList {
  const seen = new Set<string>();
  let fresh: string[] = [];
  return {
    add(url) {
      if (seen.has(url) || seen.size >= MOST_URLS) return;
      seen.add(url);
      fresh.push(url);
    },
    take() {
      const facts: AssetsFact[] = [];
      let chars = CHARS_IN_FACT;
      for (const url of fresh) {
        let last = facts[facts.length - 1];
        if (!last || last.urls.length >= URLS_IN_FACT || chars + url.length > CHARS_IN_FACT) {
          last = { kind: "assets", urls: [] };
          facts.push(last);
          chars = 0;
        }
        last.urls.push(url);
        chars += url.length;
      }
      fresh = [];
      return facts;
    },
    again() {
      fresh = [...seen];
    },
  };
}
