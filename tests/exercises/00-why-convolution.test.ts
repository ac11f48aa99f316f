import { exercise, graded } from '../../grading/graded';
import { randomInt, randomMatrix } from './inputs';

exercise('00.dense-parameters', () => {
  graded('worked-case', (student) => {
    student.returns([2, 2, 1, 3], 15, { about: 'the worked case' });
  });

  graded('known-layers', (student) => {
    student.returns([28, 28, 1, 100], 78_500, { about: 'a digit' });
    student.returns([224, 224, 3, 100], 15_052_900, { about: 'a photograph' });
  });

  graded('any-size', (student) => {
    for (let i = 0; i < 6; i++) {
      const height = randomInt(student.rng, 4, 60);
      const width = height + randomInt(student.rng, 2, 9);
      const channels = randomInt(student.rng, 2, 5);
      const outputs = randomInt(student.rng, 6, 40);
      student.returns(
        [height, width, channels, outputs],
        (height * width * channels + 1) * outputs,
      );
    }
  });
});

exercise('00.nearest', () => {
  const vectors = [
    [0, 0],
    [3, 2],
    [2, 5],
  ];

  /** Written another way than a student would: by sorting, which keeps the order of equals. */
  const expected = (query: number[], known: number[][]): number =>
    known
      .map((vector, index) => ({
        index,
        distance: vector.map((v, i) => (v - query[i]!) ** 2).reduce((a, b) => a + b, 0),
      }))
      .sort((a, b) => a.distance - b.distance)[0]!.index;

  graded('worked-case', (student) => {
    student.returns([[2, 2], vectors], 1, { about: 'the worked case' });
  });

  graded('random-vectors', (student) => {
    for (let i = 0; i < 12; i++) {
      const length = randomInt(student.rng, 2, 6);
      const [query] = randomMatrix(student.rng, 1, length) as [number[]];
      const known = randomMatrix(student.rng, randomInt(student.rng, 3, 9), length);
      student.returns([query, known], expected(query, known));
    }
    // Of differences 3 and 0, and 2 and 2, the squares say the second, 9 against 8, and the sizes
    // the first, 3 against 4.
    student.returns([[0, 0], [[3, 0], [2, 2], [9, 9]]], 1, { about: 'one large difference' });
    student.returns([[1, 1, 1], [[9, 9, 9], [8, 8, 8], [2, 1, 0]]], 2, { about: 'the last is nearest' });
  });

  graded('first-of-equals', (student) => {
    student.returns([[0, 0], [[5, 5], [1, 2], [2, -1], [-1, -2], [4, 4]]], 1, {
      about: 'three equally near vectors',
    });
    student.returns([[7], [[7]]], 0, { about: 'a single vector, equal to the query' });
  });

  graded('keeps-input', (student) => {
    student.returns([[2, 2], vectors], 1);
    student.keepsInput([[2, 2], vectors]);
  });
});
