import { exercise, graded } from '../../grading/graded';
import { randn } from '../../lib/random';
import { conv2dCentralDifferences } from '../../lib/oracle/conv2d-float64';
import { fromNested, tensor, zeros, type Tensor } from '../../lib/tensor';
import { convolveMatrix, convolveOneBackward, randomInt, randomMatrix, randomTensor } from './inputs';

/** The small case that the lesson works through. */
const picture = [
  [2, 1, 3, 2],
  [1, 4, 2, 2],
  [3, 1, 1, 5],
];
const weights = [
  [1, 2],
  [3, 4],
];
const gradOut = [
  [1, 0, -1],
  [2, -1, 1],
];
const oneChannel = (rows: number[][]): Tensor =>
  fromNested(rows.map((line) => line.map((value) => [value])));
const oneKernel = (rows: number[][]): Tensor =>
  fromNested(rows.map((line) => line.map((value) => [[value]])));

/** height, width, kernelHeight, kernelWidth: never square, and rows never as columns. */
const sizes: [number, number, number, number][] = [
  [4, 6, 2, 3],
  [5, 3, 3, 1],
  [3, 7, 2, 2],
  [6, 4, 1, 3],
];

exercise('04.parameters', () => {
  graded('worked-case', (student) => {
    student.returns([[10, 12, 4], 2, 3, 5], 125, { about: 'the worked case' });
  });

  graded('lesson-layer', (student) => {
    student.returns([[32, 32, 3], 5, 5, 10], 760, { about: 'ten kernels of 5 × 5' });
  });

  graded('any-layer', (student) => {
    student.returns([[9, 8, 1], 1, 1, 1], 2, { about: 'one weight and one bias' });
    for (let n = 0; n < 4; n++) {
      const [kernelHeight, kernelWidth] = [randomInt(student.rng, 1, 3), randomInt(student.rng, 4, 7)];
      const inChannels = randomInt(student.rng, 2, 9);
      const outChannels = randomInt(student.rng, 10, 40);
      const expected = (kernelHeight * kernelWidth * inChannels + 1) * outChannels;
      student.returns([[20, 30, inChannels], kernelHeight, kernelWidth, outChannels], expected);
    }
  });

  graded('any-picture', (student) => {
    for (const [height, width] of [
      [3, 5],
      [7, 8],
      [28, 28],
      [224, 150],
    ]) {
      student.returns([[height, width, 3], 3, 5, 4], 184, { about: `${height} × ${width} pixels` });
    }
  });
});

/** The matrix of lib's convolution: its answer to each cell alone is a column. */
function matrixByAsking(kernel: number[][], height: number, width: number): number[][] {
  const columns = Array.from({ length: height * width }, (_, cell) => {
    const unit = Array.from({ length: height }, (_row, r) =>
      Array.from({ length: width }, (_col, c) => (r * width + c === cell ? 1 : 0)),
    );
    return convolveMatrix(unit, kernel).flat();
  });
  return columns[0].map((_, output) => columns.map((column) => column[output]));
}

exercise('04.convolution-matrix', () => {
  graded('worked-case', (student) => {
    const expected = [
      [1, 2, 0, 3, 4, 0],
      [0, 1, 2, 0, 3, 4],
    ];
    student.returns([weights, 2, 3], expected, { about: 'the worked case' });
  });

  // With a kernel of ones a mistake in the size or in the order of the rows stands alone.
  graded('size', (student) => {
    for (const [height, width, kernelHeight, kernelWidth] of sizes) {
      const ones = Array.from({ length: kernelHeight }, () => new Array<number>(kernelWidth).fill(1));
      student.returns([ones, height, width], matrixByAsking(ones, height, width), {
        about: `${height} × ${width} under ${kernelHeight} × ${kernelWidth}`,
      });
    }
  });

  graded('lesson-matrix', (student) => {
    const expected = [
      [1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0, 0],
      [0, 1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0],
      [0, 0, 1, 2, 0, 0, 3, 4, 0, 0, 0, 0],
      [0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0, 0],
      [0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0],
      [0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4],
    ];
    student.returns([weights, 3, 4], expected, { about: 'the small case of the lesson' });
  });

  graded('random-kernels', (student) => {
    for (const [height, width, kernelHeight, kernelWidth] of sizes) {
      const kernel = randomMatrix(student.rng, kernelHeight, kernelWidth);
      student.returns([kernel, height, width], matrixByAsking(kernel, height, width), {
        about: `${height} × ${width} under ${kernelHeight} × ${kernelWidth}`,
      });
    }
    const whole = randomMatrix(student.rng, 2, 3);
    student.returns([whole, 2, 3], [whole.flat()], { about: 'a kernel as large as the picture' });
  });

  graded('keeps-input', (student) => {
    const kernel = randomMatrix(student.rng, 2, 3);
    student.returns([kernel, 4, 5], matrixByAsking(kernel, 4, 5));
    student.keepsInput([kernel, 4, 5]);
  });
});

exercise('04.kernel-gradient', () => {
  const workedImage = tensor([1, 3, 1], [1, 2, 4]);
  const workedGradient = tensor([1, 2, 1], [10, 100]);

  /** lib's gradient in kernels of this size; the kernels themselves do not matter to it. */
  const gradKernels = (x: Tensor, gradOutput: Tensor, kernelHeight: number, kernelWidth: number) =>
    convolveOneBackward(
      gradOutput,
      x,
      zeros([kernelHeight, kernelWidth, x.shape[2], gradOutput.shape[2]]),
    ).gradKernels;

  graded('worked-case', (student) => {
    const expected = tensor([1, 2, 1, 1], [210, 420]);
    student.returns([workedImage, workedGradient, 1, 2], expected, { about: 'the worked case' });
  });

  // Ones under ones: every gradient is the count of places, so a mistake in the shape stands alone.
  graded('output-shape', (student) => {
    for (const [height, width, kernelHeight, kernelWidth] of sizes) {
      const ones = (shape: number[]): Tensor => {
        const t = zeros(shape);
        t.data.fill(1);
        return t;
      };
      const x = ones([height, width, 2]);
      const gradOutput = ones([height - kernelHeight + 1, width - kernelWidth + 1, 3]);
      student.returns(
        [x, gradOutput, kernelHeight, kernelWidth],
        gradKernels(x, gradOutput, kernelHeight, kernelWidth),
        { about: `kernels of ${kernelHeight} × ${kernelWidth}, 2 channels, 3 kernels` },
      );
    }
  });

  // Worked on paper.
  graded('lesson-case', (student) => {
    const expected = tensor([2, 2, 1, 1], [-1, 7, 5, 8]);
    student.returns([oneChannel(picture), oneChannel(gradOut), 2, 2], expected, {
      about: 'the small case of the lesson',
    });
  });

  graded('one-channel', (student) => {
    for (const [height, width, kernelHeight, kernelWidth] of sizes) {
      const x = randomTensor(student.rng, [height, width, 1]);
      const shape = [height - kernelHeight + 1, width - kernelWidth + 1, 1];
      const gradOutput = randomTensor(student.rng, shape);
      const expected = gradKernels(x, gradOutput, kernelHeight, kernelWidth);
      student.returns([x, gradOutput, kernelHeight, kernelWidth], expected, {
        about: `a kernel of ${kernelHeight} × ${kernelWidth}`,
      });
    }
  });

  graded('channels-and-kernels', (student) => {
    for (const [inChannels, outChannels] of [
      [3, 1],
      [1, 3],
      [2, 3],
      [3, 2],
    ]) {
      const x = randomTensor(student.rng, [4, 5, inChannels]);
      const gradOutput = randomTensor(student.rng, [3, 3, outChannels]);
      const expected = gradKernels(x, gradOutput, 2, 3);
      student.returns([x, gradOutput, 2, 3], expected, {
        about: `channels: ${inChannels}, kernels: ${outChannels}`,
      });
    }
  });

  // The loss is Σ gradOutput · output, in float64; each weight is nudged up and down.
  graded('central-differences', (student) => {
    const x = randn([5, 6, 2], student.rng);
    const kernels = randn([3, 2, 2, 2], student.rng);
    const gradOutput = randn([3, 5, 2], student.rng);
    const nudged = conv2dCentralDifferences(
      tensor([1, 3, 5, 2], gradOutput.data),
      tensor([1, 5, 6, 2], x.data),
      kernels,
    ).gradKernels;
    student.returns([x, gradOutput, 3, 2], tensor(nudged.shape, nudged.data), {
      about: 'against nudging every weight up and down',
    });
  });

  graded('keeps-input', (student) => {
    const x = randomTensor(student.rng, [4, 3, 2]);
    const gradOutput = randomTensor(student.rng, [3, 2, 2]);
    student.returns([x, gradOutput, 2, 2], gradKernels(x, gradOutput, 2, 2));
    student.keepsInput([x, gradOutput, 2, 2]);
  });
});

exercise('04.input-gradient', () => {
  /** lib's gradient in the input; the input itself does not matter to it. */
  const gradX = (gradOutput: Tensor, kernels: Tensor): Tensor => {
    const height = gradOutput.shape[0] + kernels.shape[0] - 1;
    const width = gradOutput.shape[1] + kernels.shape[1] - 1;
    return convolveOneBackward(gradOutput, zeros([height, width, kernels.shape[2]]), kernels).gradX;
  };

  graded('worked-case', (student) => {
    const gradOutput = tensor([1, 2, 1], [10, 100]);
    const kernels = tensor([1, 2, 1, 1], [1, 2]);
    const expected = tensor([1, 3, 1], [10, 120, 200]);
    student.returns([gradOutput, kernels], expected, { about: 'the worked case' });
  });

  // One bright output stamps the kernel: the shape, and where it lies, stand alone.
  graded('output-shape', (student) => {
    for (const [height, width, kernelHeight, kernelWidth] of sizes) {
      const gradOutput = zeros([height - kernelHeight + 1, width - kernelWidth + 1, 1]);
      gradOutput.data[0] = 1;
      const kernels = zeros([kernelHeight, kernelWidth, 3, 1]);
      kernels.data.fill(1);
      student.returns([gradOutput, kernels], gradX(gradOutput, kernels), {
        about: `${kernelHeight} × ${kernelWidth} kernels, 3 channels`,
      });
    }
  });

  // Worked on paper.
  graded('lesson-case', (student) => {
    const expected = oneChannel([
      [1, 2, -1, -2],
      [5, 7, -4, -2],
      [6, 5, -1, 4],
    ]);
    student.returns([oneChannel(gradOut), oneKernel(weights)], expected, {
      about: 'the small case of the lesson',
    });
  });

  graded('one-channel', (student) => {
    for (const [height, width, kernelHeight, kernelWidth] of sizes) {
      const shape = [height - kernelHeight + 1, width - kernelWidth + 1, 1];
      const gradOutput = randomTensor(student.rng, shape);
      const kernels = randomTensor(student.rng, [kernelHeight, kernelWidth, 1, 1]);
      student.returns([gradOutput, kernels], gradX(gradOutput, kernels), {
        about: `a kernel of ${kernelHeight} × ${kernelWidth}`,
      });
    }
  });

  graded('channels-and-kernels', (student) => {
    for (const [inChannels, outChannels] of [
      [3, 1],
      [1, 3],
      [2, 3],
      [3, 3],
    ]) {
      const gradOutput = randomTensor(student.rng, [3, 4, outChannels]);
      const kernels = randomTensor(student.rng, [2, 3, inChannels, outChannels]);
      student.returns([gradOutput, kernels], gradX(gradOutput, kernels), {
        about: `channels: ${inChannels}, kernels: ${outChannels}`,
      });
    }
  });

  // The loss is Σ gradOutput · output, in float64; each cell is nudged up and down.
  graded('central-differences', (student) => {
    const x = randn([4, 5, 2], student.rng);
    const kernels = randn([2, 3, 2, 3], student.rng);
    const gradOutput = randn([3, 3, 3], student.rng);
    const nudged = conv2dCentralDifferences(
      tensor([1, 3, 3, 3], gradOutput.data),
      tensor([1, 4, 5, 2], x.data),
      kernels,
    ).gradX;
    student.returns([gradOutput, kernels], tensor([4, 5, 2], nudged.data), {
      about: 'against nudging every cell up and down',
    });
  });

  graded('keeps-input', (student) => {
    const gradOutput = randomTensor(student.rng, [3, 2, 2]);
    const kernels = randomTensor(student.rng, [2, 3, 2, 2]);
    student.returns([gradOutput, kernels], gradX(gradOutput, kernels));
    student.keepsInput([gradOutput, kernels]);
  });
});
