import { exercise, graded, type Student } from '../../grading/graded';
import { reference } from '../../lib';
import { centralDifferences, maxPool2dFloat64 } from '../../lib/oracle';
import { tensor, type Tensor } from '../../lib/tensor';
import { distinctTensor, randomTensor } from './inputs';

/** Height, width, channels, size, stride. */
type Case = readonly [number, number, number, number, number];

// No picture is square, and none is filled by its windows in both directions unless it says so.
const sideBySide: readonly Case[] = [
  [4, 6, 1, 2, 2],
  [7, 4, 1, 2, 2],
  [6, 10, 1, 3, 3],
];
const overlapping: readonly Case[] = [
  [5, 7, 1, 3, 2],
  [4, 6, 1, 2, 1],
  [6, 5, 1, 3, 1],
];
const withGaps: readonly Case[] = [
  [8, 5, 1, 2, 3],
  [5, 7, 1, 1, 2],
];
const deep: readonly Case[] = [
  [4, 6, 3, 2, 2],
  [5, 8, 2, 3, 2],
];

const text = ([height, width, channels, size, stride]: Case): string =>
  `${height} × ${width} × ${channels}, size ${size}, stride ${stride}`;

const batchOf = ({ shape, data }: Tensor): Tensor => ({ shape: [1, ...shape], data });
const firstOf = ({ shape, data }: Tensor): Tensor => ({ shape: shape.slice(1), data });

/** lib's pooling of one picture [h, w, c]. */
const pooled = (kind: 'maxPool2d' | 'avgPool2d', x: Tensor, size: number, stride: number): Tensor =>
  firstOf(reference[kind](batchOf(x), { size, stride }));

/** lib's gradient of one picture [h, w, c] under max pooling. */
const routed = (gradOutput: Tensor, x: Tensor, size: number, stride: number): Tensor =>
  firstOf(reference.maxPool2dBackward(batchOf(gradOutput), batchOf(x), { size, stride }));

/** Draws a picture for each case, and compares with lib. */
function poolsAll(
  student: Student,
  kind: 'maxPool2d' | 'avgPool2d',
  cases: readonly Case[],
  draw: (shape: readonly number[]) => Tensor,
): void {
  for (const one of cases) {
    const [height, width, channels, size, stride] = one;
    const x = draw([height, width, channels]);
    student.returns([x, size, stride], pooled(kind, x, size, stride), { about: text(one) });
  }
}

/** Draws a picture and a gradient for each case, and compares with lib. */
function routesAll(
  student: Student,
  cases: readonly Case[],
  draw: (shape: readonly number[]) => Tensor,
): void {
  for (const one of cases) {
    const [height, width, channels, size, stride] = one;
    const x = draw([height, width, channels]);
    const gradOutput = randomTensor(student.rng, pooled('maxPool2d', x, size, stride).shape);
    student.returns([gradOutput, x, size, stride], routed(gradOutput, x, size, stride), {
      about: text(one),
    });
  }
}

const allNegative = (x: Tensor): Tensor => ({
  shape: x.shape,
  data: x.data.map((value) => -2 - Math.abs(value)),
});

/** The map of the worked cases. */
const worked = tensor([2, 4, 1], [1, 3, 2, 8, 5, 2, 7, 0]);

exercise('05.max-pool', () => {
  graded('worked-case', (student) => {
    student.returns([worked, 2, 2], tensor([1, 2, 1], [5, 8]), { about: 'the worked case' });
  });

  // Sevens everywhere: every maximum is 7, so a mistake in the shape stands alone.
  graded('output-shape', (student) => {
    for (const one of [...sideBySide, ...overlapping, ...withGaps, ...deep]) {
      const [height, width, channels, size, stride] = one;
      const x = tensor(
        [height, width, channels],
        new Array<number>(height * width * channels).fill(7),
      );
      student.returns([x, size, stride], pooled('maxPool2d', x, size, stride), {
        about: `${text(one)}, all sevens`,
      });
    }
  });

  graded('side-by-side', (student) => {
    poolsAll(student, 'maxPool2d', sideBySide, (shape) => distinctTensor(student.rng, shape));
  });

  graded('negatives', (student) => {
    poolsAll(student, 'maxPool2d', [...sideBySide, ...overlapping], (shape) =>
      allNegative(distinctTensor(student.rng, shape)),
    );
  });

  graded('strides', (student) => {
    poolsAll(student, 'maxPool2d', [...overlapping, ...withGaps], (shape) =>
      distinctTensor(student.rng, shape),
    );
  });

  graded('channels', (student) => {
    poolsAll(student, 'maxPool2d', deep, (shape) => distinctTensor(student.rng, shape));
  });

  graded('keeps-input', (student) => {
    const x = distinctTensor(student.rng, [4, 6, 2]);
    student.returns([x, 2, 2], pooled('maxPool2d', x, 2, 2));
    student.keepsInput([x, 2, 2]);
  });
});

exercise('05.average-pool', () => {
  graded('worked-case', (student) => {
    student.returns([worked, 2, 2], tensor([1, 2, 1], [2.75, 4.25]), { about: 'the worked case' });
  });

  graded('windows', (student) => {
    poolsAll(student, 'avgPool2d', [...sideBySide, ...overlapping, ...withGaps], (shape) =>
      distinctTensor(student.rng, shape),
    );
  });

  graded('channels', (student) => {
    poolsAll(student, 'avgPool2d', deep, (shape) => distinctTensor(student.rng, shape));
  });

  graded('keeps-input', (student) => {
    const x = distinctTensor(student.rng, [4, 6, 2]);
    student.returns([x, 2, 2], pooled('avgPool2d', x, 2, 2));
    student.keepsInput([x, 2, 2]);
  });
});

exercise('05.global-average', () => {
  const twoChannels = tensor([1, 3, 2], [1, -2, 3, 0, 8, 5]);
  const means = (x: Tensor): number[] => Array.from(reference.globalAvgPool2d(batchOf(x)).data);

  graded('worked-case', (student) => {
    student.returns([twoChannels], [4, 1], { about: 'the worked case' });
  });

  graded('any-shape', (student) => {
    for (const shape of [
      [2, 3, 1],
      [4, 2, 3],
      [3, 5, 4],
      [1, 1, 5],
      [6, 1, 2],
    ]) {
      const x = randomTensor(student.rng, shape);
      student.returns([x], means(x), { about: shape.join(' × ') });
    }
  });

  graded('keeps-input', (student) => {
    student.returns([twoChannels], [4, 1]);
    student.keepsInput([twoChannels]);
  });
});

exercise('05.max-pool-backward', () => {
  const workedGradient = tensor([1, 2, 1], [10, 20]);
  const workedResult = tensor([2, 4, 1], [0, 0, 0, 20, 10, 0, 0, 0]);

  graded('worked-case', (student) => {
    student.returns([workedGradient, worked, 2, 2], workedResult, { about: 'the worked case' });
  });

  graded('negatives', (student) => {
    routesAll(student, sideBySide, (shape) => allNegative(distinctTensor(student.rng, shape)));
  });

  graded('ties', (student) => {
    student.returns(
      [tensor([1, 1, 1], [5]), tensor([2, 2, 1], [0, 7, 7, 0]), 2, 2],
      tensor([2, 2, 1], [0, 5, 0, 0]),
      { about: 'two sevens: the one in the upper row comes first' },
    );
    // Three numbers only: nearly every window has a tie.
    for (const one of [...sideBySide, ...overlapping, ...deep]) {
      const [height, width, channels, size, stride] = one;
      const drawn = randomTensor(student.rng, [height, width, channels]);
      const x = { shape: drawn.shape, data: drawn.data.map((value) => (Math.abs(value) % 3) - 1) };
      const gradOutput = randomTensor(student.rng, pooled('maxPool2d', x, size, stride).shape);
      student.returns([gradOutput, x, size, stride], routed(gradOutput, x, size, stride), {
        about: `${text(one)}, with ties`,
      });
    }
  });

  graded('overlap', (student) => {
    // One cell wins every window.
    const peak = tensor([3, 4, 1], [1, 2, 3, 4, 5, 99, 98, 6, 7, 8, 9, 10]);
    student.returns(
      [tensor([2, 3, 1], [1, 2, 3, 4, 5, 6]), peak, 2, 1],
      tensor([3, 4, 1], [0, 0, 0, 0, 0, 12, 9, 0, 0, 0, 0, 0]),
      { about: 'two peaks that win several windows' },
    );
    routesAll(student, [...overlapping, ...withGaps], (shape) =>
      distinctTensor(student.rng, shape),
    );
  });

  graded('channels', (student) => {
    routesAll(student, deep, (shape) => distinctTensor(student.rng, shape));
  });

  graded('central-differences', (student) => {
    for (const one of [...deep, ...overlapping]) {
      const [height, width, channels, size, stride] = one;
      const x = distinctTensor(student.rng, [height, width, channels]);
      const gradOutput = randomTensor(student.rng, pooled('maxPool2d', x, size, stride).shape);
      const [slopes] = centralDifferences(
        (v) => maxPool2dFloat64(v, { size, stride }),
        [batchOf(x)],
        batchOf(gradOutput),
      );
      const expected = tensor(x.shape, Array.from(slopes!.data));
      student.returns([gradOutput, x, size, stride], expected, { about: text(one) });
    }
  });

  graded('keeps-input', (student) => {
    const x = distinctTensor(student.rng, [4, 6, 2]);
    const gradOutput = randomTensor(student.rng, [2, 3, 2]);
    student.returns([gradOutput, x, 2, 2], routed(gradOutput, x, 2, 2));
    student.keepsInput([gradOutput, x, 2, 2]);
  });
});
