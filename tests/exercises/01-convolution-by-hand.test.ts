import { exercise, graded } from '../../grading/graded';
import { tensor } from '../../lib/tensor';
import {
  convolveMatrix,
  convolveOne,
  fromChannels,
  outputNumber,
  positions,
  randomInt,
  randomMatrix,
  randomTensor,
} from './inputs';

exercise('01.product-sum', () => {
  const window = [
    [1, 2],
    [3, 4],
  ];
  const kernel = [
    [1, 0],
    [0, -1],
  ];

  graded('worked-case', (student) => {
    student.returns([window, kernel], -3, { about: 'the worked case' });
  });

  graded('any-shape', (student) => {
    const row = [[2, 3, 5, 7]];
    student.returns([row, [[1, -2, 3, -4]]], -17, { about: 'one row of four' });
    const column = [[2], [3], [5]];
    student.returns([column, [[4], [-1], [2]]], 15, { about: 'one column of three' });
    const wide = randomMatrix(student.rng, 2, 3);
    const weights = randomMatrix(student.rng, 2, 3);
    student.returns([wide, weights], convolveMatrix(wide, weights)[0][0], { about: '2 × 3' });
  });

  graded('random-windows', (student) => {
    for (const size of [1, 2, 3, 3, 4]) {
      const w = randomMatrix(student.rng, size, size);
      const k = randomMatrix(student.rng, size, size);
      student.returns([w, k], convolveMatrix(w, k)[0][0], { about: `${size} × ${size}` });
    }
  });

  graded('keeps-input', (student) => {
    student.returns([window, kernel], -3);
    student.keepsInput([window, kernel]);
  });
});

exercise('01.one-channel', () => {
  const x = [
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
  ];
  const kernel = [
    [1, 0],
    [0, -1],
  ];

  graded('worked-case', (student) => {
    student.returns([x, kernel, 1, 0], -4, { about: 'the worked case' });
  });

  graded('every-position', (student) => {
    const image = randomMatrix(student.rng, 5, 5);
    const weights = randomMatrix(student.rng, 3, 3);
    const expected = convolveMatrix(image, weights);
    for (const [row, col] of positions([5, 5], [3, 3])) {
      student.returns([image, weights, row, col], expected[row][col], {
        about: `row ${row}, column ${col}`,
      });
    }
  });

  graded('any-shape', (student) => {
    for (const [height, width, kernelHeight, kernelWidth] of [
      [4, 7, 2, 3],
      [6, 3, 3, 2],
      [1, 5, 1, 2],
      [1, 1, 1, 1],
    ]) {
      const image = randomMatrix(student.rng, height, width);
      const weights = randomMatrix(student.rng, kernelHeight, kernelWidth);
      const expected = convolveMatrix(image, weights);
      for (const [row, col] of positions([height, width], [kernelHeight, kernelWidth])) {
        student.returns([image, weights, row, col], expected[row][col], {
          about: `a ${kernelHeight} × ${kernelWidth} kernel at row ${row}, column ${col}`,
        });
      }
    }
  });

  graded('keeps-input', (student) => {
    student.returns([x, kernel, 1, 0], -4);
    student.keepsInput([x, kernel, 1, 0]);
  });
});

exercise('01.all-channels', () => {
  const workedImage = tensor([1, 1, 2], [3, 5]);
  const workedKernel = tensor([1, 1, 2], [2, -1]);

  graded('worked-case', (student) => {
    student.returns([workedImage, workedKernel, 10, 0, 0], 11, { about: 'the worked case' });
  });

  // The frame of the CS231n demo that the lesson works through: kernel W1, top left window.
  graded('article-frame', (student) => {
    const window = fromChannels([
      // prettier-ignore
      [[0, 0, 0], [0, 0, 1], [0, 0, 1]],
      // prettier-ignore
      [[0, 0, 0], [0, 1, 1], [0, 0, 2]],
      // prettier-ignore
      [[0, 0, 0], [0, 2, 0], [0, 0, 0]],
    ]);
    const kernel = fromChannels([
      // prettier-ignore
      [[-1, -1, 0], [-1, 1, 0], [-1, 1, 0]],
      // prettier-ignore
      [[1, -1, 0], [-1, 0, -1], [-1, 0, 0]],
      // prettier-ignore
      [[-1, 0, 1], [1, 0, 1], [0, -1, 0]],
    ]);
    student.returns([window, kernel, 0, 0, 0], -1, { about: 'red 0, green −1, blue 0, bias 0' });
  });

  graded('bias-once', (student) => {
    const image = randomTensor(student.rng, [2, 3, 3]);
    const kernel = randomTensor(student.rng, [2, 2, 3]);
    for (const bias of [0, 100, -1000]) {
      const expected = outputNumber(image, kernel, bias, 0, 1);
      student.returns([image, kernel, bias, 0, 1], expected, { about: `bias ${bias}` });
    }
  });

  graded('every-position', (student) => {
    const image = randomTensor(student.rng, [4, 5, 3]);
    const kernel = randomTensor(student.rng, [2, 2, 3]);
    for (const [row, col] of positions(image.shape, kernel.shape)) {
      const expected = outputNumber(image, kernel, 7, row, col);
      student.returns([image, kernel, 7, row, col], expected, {
        about: `row ${row}, column ${col}`,
      });
    }
  });

  graded('any-shape', (student) => {
    for (const [shape, kernelShape] of [
      [
        [5, 4, 2],
        [3, 2, 2],
      ],
      [
        [3, 6, 4],
        [1, 3, 4],
      ],
      [
        [4, 4, 1],
        [3, 3, 1],
      ],
      [
        [1, 1, 5],
        [1, 1, 5],
      ],
    ]) {
      const image = randomTensor(student.rng, shape);
      const kernel = randomTensor(student.rng, kernelShape);
      for (const [row, col] of positions(shape, kernelShape)) {
        const expected = outputNumber(image, kernel, -2, row, col);
        student.returns([image, kernel, -2, row, col], expected, {
          about: `image [${shape.join(', ')}], kernel [${kernelShape.join(', ')}]`,
        });
      }
    }
  });

  graded('keeps-input', (student) => {
    student.returns([workedImage, workedKernel, 10, 0, 0], 11);
    student.keepsInput([workedImage, workedKernel, 10, 0, 0]);
  });
});

exercise('01.valid-convolution', () => {
  const workedImage = tensor([1, 3, 1], [1, 2, 4]);
  const workedKernels = tensor([1, 2, 1, 1], [-1, 1]);
  const workedOutput = tensor([1, 2, 1], [1, 2]);

  graded('worked-case', (student) => {
    student.returns([workedImage, workedKernels, [0]], workedOutput, { about: 'the worked case' });
  });

  // Ones under ones: every output number is the count of weights, so a mistake in the shape
  // stands alone.
  graded('output-shape', (student) => {
    for (const [height, width, kernelHeight, kernelWidth] of [
      [5, 4, 2, 3],
      [4, 7, 3, 1],
      [3, 3, 3, 3],
      [2, 6, 1, 1],
    ]) {
      const x = tensor([height, width, 1], new Array<number>(height * width).fill(1));
      const weights = kernelHeight * kernelWidth;
      const kernels = tensor([kernelHeight, kernelWidth, 1, 1], new Array<number>(weights).fill(1));
      const shape = [height - kernelHeight + 1, width - kernelWidth + 1, 1];
      const expected = tensor(shape, new Array<number>(shape[0] * shape[1]).fill(weights));
      student.returns([x, kernels, [0]], expected, {
        about: `${height} × ${width} under ${kernelHeight} × ${kernelWidth}, all ones`,
      });
    }
  });

  graded('one-kernel', (student) => {
    const x = randomTensor(student.rng, [4, 5, 1]);
    const kernels = randomTensor(student.rng, [3, 2, 1, 1]);
    student.returns([x, kernels, [3]], convolveOne(x, kernels, [3]));
  });

  graded('several-channels', (student) => {
    const x = randomTensor(student.rng, [4, 4, 3]);
    const kernels = randomTensor(student.rng, [2, 2, 3, 1]);
    student.returns([x, kernels, [-5]], convolveOne(x, kernels, [-5]));
  });

  graded('several-kernels', (student) => {
    const x = randomTensor(student.rng, [4, 5, 2]);
    const kernels = randomTensor(student.rng, [2, 3, 2, 4]);
    const bias = [10, -20, 30, -40];
    student.returns([x, kernels, bias], convolveOne(x, kernels, bias));
  });

  graded('random-layers', (student) => {
    for (let i = 0; i < 4; i++) {
      const [kernelHeight, kernelWidth] = [randomInt(student.rng, 1, 3), randomInt(student.rng, 1, 3)];
      const [inChannels, outChannels] = [randomInt(student.rng, 1, 3), randomInt(student.rng, 1, 3)];
      const height = kernelHeight + randomInt(student.rng, 0, 4);
      const width = kernelWidth + randomInt(student.rng, 0, 4);
      const x = randomTensor(student.rng, [height, width, inChannels]);
      const kernels = randomTensor(student.rng, [kernelHeight, kernelWidth, inChannels, outChannels]);
      const bias = Array.from(randomTensor(student.rng, [outChannels]).data);
      student.returns([x, kernels, bias], convolveOne(x, kernels, bias));
    }
  });

  graded('keeps-input', (student) => {
    const x = randomTensor(student.rng, [3, 4, 2]);
    const kernels = randomTensor(student.rng, [2, 2, 2, 2]);
    const bias = [1, -2];
    student.returns([x, kernels, bias], convolveOne(x, kernels, bias));
    student.keepsInput([x, kernels, bias]);
  });
});

exercise('01.flip-kernel', () => {
  const turned = (kernel: number[][]): number[][] =>
    [...kernel].reverse().map((row) => [...row].reverse());
  const brightCell = [
    [0, 0, 0],
    [0, 1, 0],
    [0, 0, 0],
  ];
  const kernel = [
    [1, 2],
    [3, 4],
  ];

  graded('worked-case', (student) => {
    student.returns([brightCell, kernel], kernel, { about: 'the worked case' });
  });

  // A kernel of ones is the same turned or not, so a mistake in the size stands alone.
  graded('output-shape', (student) => {
    for (const [height, width, kernelHeight, kernelWidth] of [
      [4, 6, 2, 3],
      [5, 3, 3, 1],
      [3, 3, 3, 3],
    ]) {
      const x = randomMatrix(student.rng, height, width);
      const ones = Array.from({ length: kernelHeight }, () => new Array<number>(kernelWidth).fill(1));
      student.returns([x, ones], convolveMatrix(x, ones), {
        about: `${height} × ${width} under ${kernelHeight} × ${kernelWidth}`,
      });
    }
  });

  graded('random-images', (student) => {
    for (const [height, width, kernelHeight, kernelWidth] of [
      [4, 4, 2, 2],
      [5, 6, 3, 3],
      [4, 5, 2, 3],
      [5, 4, 3, 2],
    ]) {
      const x = randomMatrix(student.rng, height, width);
      const weights = randomMatrix(student.rng, kernelHeight, kernelWidth);
      student.returns([x, weights], convolveMatrix(x, turned(weights)));
    }
  });

  graded('keeps-input', (student) => {
    student.returns([brightCell, kernel], kernel);
    student.keepsInput([brightCell, kernel]);
  });
});
