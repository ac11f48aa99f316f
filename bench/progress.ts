/** One line that says what is being done, on a terminal; it is gone when something is printed. */
export interface Progress {
  say(what: string): void;
  print(text: string): void;
}

interface Stream {
  isTTY?: boolean;
  write(text: string): unknown;
}

export function progressOn(
  stderr: Stream = process.stderr,
  print: (text: string) => void = console.log,
): Progress {
  const started = Date.now();
  const replace = (text: string): void => {
    if (stderr.isTTY) stderr.write(`\r\x1b[K${text}`);
  };
  return {
    say: (what) => replace(`${Math.round((Date.now() - started) / 1000)} s: ${what} …`),
    print: (text) => {
      replace('');
      print(text);
    },
  };
}
