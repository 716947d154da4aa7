// Opens the address once more, as a page of this site: only then does the browser send the session's cookie.
// In place of this page in the history, and with the fragment, which no server ever sees.
location.replace(document.getElementById("again").href + location.hash);
