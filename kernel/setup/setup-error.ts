/** Something that the set-up could not do; the message says what the reader can. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}
