import { randomUUID } from 'node:crypto';

/**
 * One output in several forms, by mime type. A front end shows the richest form that it knows;
 * `text/plain` is the one that a terminal, a diff or a screen reader falls back on.
 */
export interface Bundle {
  readonly 'text/plain': string;
  readonly [mimeType: string]: unknown;
}

interface JupyterModule {
  lastWriteDisplayData:
    | ((
        display: { data: Bundle; metadata: object; transient: { display_id?: string } },
        update: boolean,
      ) => void)
    | null;
}

/**
 * tslab's display channel, or null outside a kernel. tslab's own `display` sends one mime type a
 * call; this channel takes a whole bundle. It is looked up in what is loaded already, since
 * loading it here would start ZeroMQ in a plain script.
 */
function displayChannel(): JupyterModule['lastWriteDisplayData'] {
  const loaded = require.cache?.[require.resolve('tslab/dist/jupyter')];
  return (loaded?.exports as JupyterModule | undefined)?.lastWriteDisplayData ?? null;
}

/** Shows a bundle as an output of the running cell; outside a kernel, prints its text. */
export function display(bundle: Bundle): void {
  const write = displayChannel();
  if (write) write({ data: bundle, metadata: {}, transient: {} }, false);
  else console.log(bundle['text/plain']);
}

/** An output that can be replaced where it stands. */
export interface LiveDisplay {
  update(bundle: Bundle): void;
}

/**
 * Shows a bundle as an output that later calls of `update` replace in place. Outside a kernel
 * nothing can be replaced, so only the first bundle is printed.
 */
export function liveDisplay(bundle: Bundle): LiveDisplay {
  const transient = { display_id: randomUUID() };
  const write = displayChannel();
  if (write) write({ data: bundle, metadata: {}, transient }, false);
  else console.log(bundle['text/plain']);
  return {
    update(next) {
      displayChannel()?.({ data: next, metadata: {}, transient }, true);
    },
  };
}

/** Shows a sentence or more of Markdown: for prose whose numbers a cell has computed. */
export function markdown(text: string): void {
  display({ 'text/markdown': text, 'text/plain': text });
}
