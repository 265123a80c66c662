/** Tells the account manager service who has signed in, by a token that our own server made. */

// The queue stands in until the service's script has loaded; without the tag nobody empties it.
window.cobrowse =
  window.cobrowse ||
  function () {
    (window.cobrowse.q = window.cobrowse.q || []).push(arguments);
  };

export async function tellWhoIsHere() {
  const { identify, signedOut } = document.body.dataset;
  if (signedOut !== undefined) window.cobrowse("signout");
  if (identify === undefined) return;
  const answer = await fetch("/identity-token");
  if (!answer.ok) return;
  const { token } = await answer.json();
  window.cobrowse("identify", token);
}
