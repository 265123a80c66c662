/** What the test browser must not do, and what it lacks. Tests only. */

type HappyWindow = {
  happyDOM?: {
    settings: {
      disableIframePageLoading: boolean;
      disableCSSFileLoading: boolean;
      handleDisabledFileLoadingAsSuccess: boolean;
    };
  };
};

/** Pages refer to what is not there. */
export function loadNothing(): void {
  const { happyDOM } = window as HappyWindow;
  if (!happyDOM) return;
  happyDOM.settings.disableIframePageLoading = true;
  happyDOM.settings.disableCSSFileLoading = true;
  happyDOM.settings.handleDisabledFileLoadingAsSuccess = true;
}

/**
 * The recorder looks at two prototypes that the test environment names and does not have, and for
 * untouched methods into an empty frame, which it does without when there is none.
 */
export function allowRecording(): void {
  for (const name of ["NodeList", "DOMTokenList"] as const) {
    if (!window[name]) Object.assign(window, { [name]: class extends Array {} });
  }
  const create = Document.prototype.createElement;
  document.createElement = (name: string) =>
    create.call(document, name === "iframe" ? "template" : name);
}
