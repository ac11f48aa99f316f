/** A number that may stand in a lesson's prose, and why. */
type Allowed = readonly [pattern: RegExp, reason: string];

const everywhere: readonly Allowed[] = [
  [/^# \d\d /gm, "the lesson's number in its title"],
  [/^\d\. /gm, 'the steps of a list'],
  [/\b[Ll]essons? \d\d( to \d\d)?\b/g, 'the name of another lesson'],
  [/`?exercises\/\d\d-[a-z0-9-]+\.ts`?/g, 'the name of a file'],
  [/`await hint\('\d\d\.[a-z0-9-]+', 1\)`/g, 'a call to type, with the level of a hint'],
  [/`[A-Za-z]*[24]d[A-Za-z]*`/g, 'the name of a function: `conv2d`'],
  [/CS231n|cs231n\.github\.io/g, 'the name of a course'],
  [/"Deep learning from the start, day 3"/g, 'the title of the article'],
];

const inLesson: Readonly<Record<string, readonly Allowed[]>> = {
  '00-why-convolution': [
    [/\btop-5\b/g, "the measure's name"],
    [/\]\(https:\/\/karpathy\.github\.io[^)]*\)/g, 'the address of a page'],
  ],
  '01-convolution-by-hand': [
    [/\bW[01]\b/g, "the article's names of its kernels"],
    [
      /\b(5×5|7×7×3|3×3×3|3×3×2)(?![×\d])/g,
      'the sizes of the frame, given by the article; the cells that follow compute them',
    ],
    [/\*\*1\*\*|\*\*1·0\*\*/g, "the article's misprint, quoted"],
  ],
  '02-stride': [
    [
      /⌊\(n \+ 2p − k\) \/ s⌋ \+ 1|\*n \+ 2p( − k \+ 1)?\*/g,
      'the formula, whose parts the prose names',
    ],
    [/\(\*k\* − 1\)|\*?\(?k − 1\)?( · jump)?\*/g, 'the recurrence'],
    [/3×3, 4×4 and 5×5|image recognition uses stride 1/g, 'the article, quoted'],
    [/[Tt]wo 3×3|one 5×5/g, 'the layers that the cells beneath compare'],
    [/`exercises\/02-stride\.ts`|\bResNet-34\b/g, 'names'],
    [/https:\/\/[^)]*/g, 'addresses'],
  ],
  '03-padding': [[/two texts of 100 and 120 words/g, "the article's example, quoted"]],
  '04-shared-weights': [
    [/`lib\/ops\/[a-z0-9-]+\.ts`/g, 'the name of a file'],
    [/https:\/\/doi\.org\/[\w./]+/g, 'the address of a paper'],
  ],
  '05-pooling': [
    [/\*\*2×2 to 4×4\*\*/g, "the article's sizes, quoted; the cell that follows turns them round"],
    [
      /(Hinton|et al\.|"Network in network"|"Striving for simplicity"|again"|networks"), (19|20)\d\d\b/g,
      'the year of a paper',
    ],
    [/\bthe year 1998\b/g, 'the year of a network'],
  ],
};

/**
 * The numbers that a lesson's prose may hold. All others come out of a cell, so that no number
 * stands in the text that nothing has computed.
 *
 * @param name `01-convolution-by-hand`
 */
export function allowedNumbers(name: string): readonly Allowed[] {
  return [...everywhere, ...(inLesson[name] ?? [])];
}
