import { exercise, graded, type Student } from '../../grading/graded';
import { conv2dBackward, pad2d, reference } from '../../lib';
import { windowStarts } from '../../lib/oracle/conv2d-float64';
import { tensor, toNested, type Tensor } from '../../lib/tensor';
import { randomInt, randomMatrix, randomTensor } from './inputs';

type Sides = [[number, number], [number, number]];

/** lib's padding by zeros of one picture: [h, w, c] → [top + h + bottom, left + w + right, c]. */
function padOne(x: Tensor, sides: Sides): Tensor {
  const padded = pad2d({ shape: [1, ...x.shape], data: x.data }, sides);
  return { shape: padded.shape.slice(1), data: padded.data };
}

/** Visits by lib: the slope of the sum of all outputs in each cell, under a kernel of ones. */
function visitsOf(n: number, k: number, before: number, after: number): number[] {
  const ones = (size: number) => tensor([1, 1, size, 1], new Array<number>(size).fill(1));
  const kernel = tensor([1, k, 1, 1], new Array<number>(k).fill(1));
  const padding: Sides = [
    [0, 0],
    [before, after],
  ];
  const outputs = n + before + after - k + 1;
  return Array.from(conv2dBackward(ones(outputs), ones(n), kernel, { padding }).gradX.data);
}

/**
 * "Same" by the windows themselves: they begin `before` cells outside, and the last one ends
 * `after` cells outside, or, where nothing is added, inside.
 */
function samePaddingOf(n: number, k: number, stride: number): [number, number] {
  const starts = windowStarts(n, k, stride, 'same', 1);
  return [0 - Math.min(0, starts[0]), Math.max(0, starts[starts.length - 1] + k - n)];
}

/** lib's 'same' convolution of one channel at stride 1. */
function sameConvolutionOf(x: number[][], kernel: number[][]): number[][] {
  const image = tensor([1, x.length, x[0].length, 1], x.flat());
  const kernels = tensor([kernel.length, kernel[0].length, 1, 1], kernel.flat());
  const { data } = reference.conv2d(image, kernels, { padding: 'same' });
  return toNested({ shape: [x.length, x[0].length], data }) as number[][];
}

exercise('03.pad', () => {
  const worked = tensor([1, 2, 1], [5, 6]);
  const workedSides: Sides = [
    [1, 0],
    [0, 2],
  ];
  const workedOutput = tensor([2, 4, 1], [0, 0, 0, 0, 5, 6, 0, 0]);

  graded('worked-case', (student) => {
    student.returns([worked, workedSides], workedOutput, { about: 'the worked case' });
  });

  graded('each-side', (student) => {
    const x = randomTensor(student.rng, [3, 5, 1]);
    for (const [about, sides] of [
      ['a row at the top', [[1, 0], [0, 0]]], // prettier-ignore
      ['two rows at the bottom', [[0, 2], [0, 0]]], // prettier-ignore
      ['three columns at the left', [[0, 0], [3, 0]]], // prettier-ignore
      ['a column at the right', [[0, 0], [0, 1]]], // prettier-ignore
      ['four sides, all different', [[1, 2], [3, 4]]], // prettier-ignore
      ['nothing at all', [[0, 0], [0, 0]]], // prettier-ignore
    ] as [string, Sides][]) {
      student.returns([x, sides], padOne(x, sides), { about });
    }
  });

  graded('channels', (student) => {
    for (const shape of [
      [2, 3, 3],
      [4, 2, 2],
    ]) {
      const x = randomTensor(student.rng, shape);
      const side = () => randomInt(student.rng, 1, 3);
      const sides: Sides = [
        [side(), 0],
        [0, side()],
      ];
      const others: Sides = [
        [2, 1],
        [1, side() + 1],
      ];
      student.returns([x, sides], padOne(x, sides), { about: `[${shape.join(', ')}]` });
      student.returns([x, others], padOne(x, others), { about: `[${shape.join(', ')}]` });
    }
  });

  graded('keeps-input', (student) => {
    const x = randomTensor(student.rng, [3, 4, 2]);
    const sides: Sides = [
      [1, 0],
      [0, 1],
    ];
    student.returns([x, sides], padOne(x, sides));
    student.keepsInput([x, sides]);
  });
});

exercise('03.visits', () => {
  const expectVisits =
    (student: Student) =>
    (n: number, k: number, before: number, after: number): void => {
      student.returns([n, k, before, after], visitsOf(n, k, before, after), {
        about: `${n} cells, a window of ${k}, padding ${before} and ${after}`,
      });
    };

  graded('worked-case', (student) => {
    student.returns([4, 3, 1, 0], [2, 3, 2, 1], { about: 'the worked case' });
  });

  graded('without-padding', (student) => {
    student.returns([7, 3, 0, 0], [1, 2, 3, 3, 3, 2, 1], { about: 'the row of the lesson' });
    expectVisits(student)(9, 4, 0, 0);
    expectVisits(student)(5, 1, 0, 0);
  });

  graded('both-sides', (student) => {
    student.returns([5, 3, 1, 1], [2, 3, 3, 3, 2], { about: 'the size kept' });
    student.returns([5, 3, 2, 2], [3, 3, 3, 3, 3], { about: 'full padding' });
    expectVisits(student)(8, 5, 2, 2);
  });

  graded('uneven-padding', (student) => {
    expectVisits(student)(6, 4, 1, 2);
    expectVisits(student)(6, 3, 2, 0);
    expectVisits(student)(5, 3, 0, 4);
    const k = randomInt(student.rng, 2, 4);
    expectVisits(student)(randomInt(student.rng, 6, 9), k, k - 1, k - 2);
  });

  graded('wide-windows', (student) => {
    expectVisits(student)(5, 4, 0, 0);
    expectVisits(student)(4, 4, 0, 0);
    expectVisits(student)(4, 5, 2, 1);
    expectVisits(student)(2, 6, 1, 4);
  });
});

exercise('03.same-padding', () => {
  const expectSame =
    (student: Student) =>
    (n: number, k: number, stride: number): void => {
      student.returns([n, k, stride], samePaddingOf(n, k, stride), {
        about: `${n} cells, a kernel of ${k}, stride ${stride}`,
      });
    };

  graded('worked-case', (student) => {
    student.returns([5, 4, 2], [1, 2], { about: 'the worked case' });
  });

  graded('odd-kernels', (student) => {
    student.returns([28, 3, 1], [1, 1], { about: 'a kernel of 3' });
    student.returns([28, 5, 1], [2, 2], { about: 'a kernel of 5' });
    student.returns([9, 1, 1], [0, 0], { about: 'a kernel of 1' });
  });

  graded('even-kernels', (student) => {
    student.returns([28, 2, 1], [0, 1], { about: 'a kernel of 2' });
    student.returns([28, 4, 1], [1, 2], { about: 'a kernel of 4' });
    expectSame(student)(randomInt(student.rng, 6, 20), 6, 1);
  });

  graded('strides', (student) => {
    student.returns([28, 3, 2], [0, 1], { about: 'stride 2 on 28 cells' });
    student.returns([27, 3, 2], [1, 1], { about: 'stride 2 on 27 cells' });
    for (const stride of [2, 3, 4]) {
      for (let rest = 0; rest < stride; rest++) {
        expectSame(student)(stride * randomInt(student.rng, 2, 6) + rest, stride + 2, stride);
      }
    }
    expectSame(student)(224, 7, 2);
  });

  graded('never-negative', (student) => {
    student.returns([4, 1, 2], [0, 0], { about: 'a kernel of 1, stride 2' });
    for (const [n, k, stride] of [
      [9, 2, 3],
      [12, 1, 4],
      [12, 2, 5],
      [10, 3, 5],
    ]) {
      expectSame(student)(n, k, stride);
    }
  });
});

exercise('03.same-convolution', () => {
  const expectSizes = (
    student: Student,
    sizes: readonly (readonly number[])[],
  ): void => {
    for (const [height, width, kernelHeight, kernelWidth] of sizes) {
      const x = randomMatrix(student.rng, height, width);
      const kernel = randomMatrix(student.rng, kernelHeight, kernelWidth);
      student.returns([x, kernel], sameConvolutionOf(x, kernel), {
        about: `${height} × ${width} under ${kernelHeight} × ${kernelWidth}`,
      });
    }
  };

  graded('worked-case', (student) => {
    student.returns([[[1, 2, 4]], [[1, 1]]], [[3, 6, 4]], { about: 'the worked case' });
  });

  // prettier-ignore
  graded('odd-kernels', (student) => {
    const bright = [[0, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 0]];
    const numbered = [[1, 2, 3], [4, 5, 6], [7, 8, 9]];
    student.returns([bright, numbered], [[0, 9, 8, 7], [0, 6, 5, 4], [0, 3, 2, 1]], {
      about: 'one bright pixel',
    });
    expectSizes(student, [[5, 6, 3, 3], [6, 5, 5, 3], [3, 7, 1, 5]]);
  });

  graded('even-kernels', (student) => {
    expectSizes(student, [
      [5, 6, 2, 2],
      [6, 5, 4, 4],
      [5, 7, 2, 4],
      [4, 6, 3, 2],
    ]);
  });

  graded('any-shape', (student) => {
    expectSizes(student, [
      [4, 5, 1, 1],
      [1, 6, 1, 4],
      [6, 1, 3, 1],
      [2, 3, 5, 4],
    ]);
  });

  graded('keeps-input', (student) => {
    const x = randomMatrix(student.rng, 4, 3);
    const kernel = randomMatrix(student.rng, 3, 2);
    student.returns([x, kernel], sameConvolutionOf(x, kernel));
    student.keepsInput([x, kernel]);
  });
});
