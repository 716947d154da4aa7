// Added to Backrest's page by Nginx. Backrest's Logout clears the token of Backrest's sign-in and reloads the page. The sign-in belongs to
// Slackwater, so this ends the session there before the reload.
const setItem = Storage.prototype.setItem;
Storage.prototype.setItem = function (key, value) {
  setItem.call(this, key, value);
  if (key === "backrest-ui-authToken" && value === "" && !signedOut()) {
    alert("Slackwater did not answer, so you may still be signed in.");
  }
};

// Synchronous, because the session must have ended before the reload. The answer is the sign-in page.
function signedOut() {
  const logout = new XMLHttpRequest();
  logout.open("POST", "/logout", false);
  try {
    logout.send();
  } catch {
    return false;
  }
  return logout.status === 200;
}
