// Added to Backrest's page by Nginx. Backrest's Logout empties the token of Backrest's own sign-in and loads the page again. The sign-in
// here is Slackwater's, so the sign-out goes there, before the page is loaded again.
const setItem = Storage.prototype.setItem;
Storage.prototype.setItem = function (key, value) {
  setItem.call(this, key, value);
  if (key === "backrest-ui-authToken" && value === "" && !signedOut()) {
    alert("Slackwater did not answer, so you may still be signed in.");
  }
};

// Waited for: the next page has to find nobody signed in. The answer is the sign-in page.
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
