// Holds calls to the token endpoint until a test lets them go: a race is set up instead of hoped for.
let arrivals = 0;
let watchers = [];
let open = Promise.resolve();
let release = () => {};

/** Holds the calls that come from now on. */
export function hold() {
  release();
  arrivals = 0;
  open = new Promise((resolve) => { release = resolve; });
}

/** Lets the held calls go, and those that come later. */
export function letGo() { release(); }

/** Waits until that many calls have come since the gate was closed. */
export const arrived = (count) => new Promise((resolve) => {
  watchers.push({ count, resolve });
  tellWatchers();
});

/** What a call waits for before it is processed. */
export function pass() {
  arrivals += 1;
  tellWatchers();
  return open;
}

function tellWatchers() {
  watchers.filter(({ count }) => arrivals >= count).forEach(({ resolve }) => resolve());
  watchers = watchers.filter(({ count }) => arrivals < count);
}
