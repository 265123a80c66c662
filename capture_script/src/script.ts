/** Loads our own scripts, under the page's nonce where it has one. */
import { attempt } from "./guard";

type Policy = { createScriptURL(url: string): string };
type TrustedTypes = { createPolicy(name: string, rules: Policy): Policy };

/** A page may demand that addresses of scripts are vouched for, and each name may vouch but once. */
export function scriptLoader(nonce: string): (url: string) => void {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  const policy = attempt(() =>
    trustedTypes?.createPolicy("cobrowse", { createScriptURL: (url) => url }),
  );
  return (url) => {
    const script = document.createElement("script");
    script.async = true;
    if (nonce) script.nonce = nonce;
    script.src = policy?.createScriptURL(url) ?? url;
    document.head.append(script);
  };
}
