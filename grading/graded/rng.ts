/**
 * Chance for the tests: uniform in [0, 1), the same for the same seed and test, and so for every
 * student. FNV-1a makes a number of the names, mulberry32 (Tommy Ettinger, 2017) the sequence.
 */
export function testRng(seed: number, testId: string): () => number {
  let state = 2166136261 ^ seed;
  for (const character of `${seed}/${testId}`) {
    state = Math.imul(state ^ character.codePointAt(0)!, 16777619);
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
