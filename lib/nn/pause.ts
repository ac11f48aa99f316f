const longestWork = 30; // milliseconds; a picture that moves 25 times a second looks smooth

/**
 * Lets others have the thread now and then, so that a notebook can draw while work goes on:
 * `await pause()` waits for their turn if the last one was a while ago, and else not at all. It
 * decides when something happens, never what comes out.
 */
export function pauses(): () => Promise<void> | undefined {
  let last = Date.now();
  return () => {
    if (Date.now() - last < longestWork) return undefined;
    return new Promise((resolve) => {
      setTimeout(() => {
        last = Date.now();
        resolve();
      }, 0);
    });
  };
}
