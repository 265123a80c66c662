/** What the loader found in the page and leaves to the core, on the function that sites call. */

export type ConsentMode = "notice" | "required";

/** The tag, read once while the browser still knows which script is running. */
export interface Tag {
  site: string;
  mode: ConsentMode;
  /** Address of the core; what it loads lies beside it. */
  core: string;
  /** Load one of our scripts as the tag itself was allowed to be loaded. */
  load(url: string): void;
}

export type Command = ArrayLike<unknown>;

export interface Cobrowse {
  (...command: unknown[]): void;
  q?: Command[];
  tag?: Tag;
  /** Where the assist script, which is loaded on its own, leaves what it can do. */
  assist?: (part: unknown) => void;
}

export type CobrowseWindow = Window & { cobrowse?: Cobrowse };
