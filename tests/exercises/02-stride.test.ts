import { exercise, graded } from '../../grading/graded';
import { tensor } from '../../lib/tensor';
import { convolveOne, randomInt, randomTensor } from './inputs';

/** Where the windows of a row begin, found by sliding. */
function starts(n: number, k: number, stride: number): number[] {
  const found: number[] = [];
  for (let start = 0; start + k <= n; start += stride) found.push(start);
  return found;
}

exercise('02.output-size', () => {
  type Sizes = [n: number, k: number, stride: number, padding: number];

  const sizesText = (n: number, k: number, stride: number, padding: number): string =>
    `${n} cells, kernel ${k}, stride ${stride}, padding ${padding}`;
  const counted = (n: number, k: number, stride: number, padding: number): number =>
    starts(n + 2 * padding, k, stride).length;

  graded('worked-case', (student) => {
    student.returns([8, 3, 2, 1], 4, { about: 'the worked case' });
  });

  graded('left-over', (student) => {
    for (const sizes of [
      [10, 3, 2, 0],
      [11, 3, 2, 0],
      [12, 4, 3, 0],
      [13, 4, 5, 0],
      [9, 2, 4, 0],
      [5, 5, 3, 0],
    ] as Sizes[]) {
      student.returns(sizes, counted(...sizes), { about: sizesText(...sizes) });
    }
  });

  graded('padding', (student) => {
    for (const sizes of [
      [7, 3, 1, 1],
      [224, 7, 2, 3],
      [6, 5, 3, 2],
      [2, 5, 2, 2],
      [9, 4, 2, 3],
    ] as Sizes[]) {
      student.returns(sizes, counted(...sizes), { about: sizesText(...sizes) });
    }
  });

  graded('random-sizes', (student) => {
    for (let i = 0; i < 20; i++) {
      const padding = randomInt(student.rng, 0, 4);
      const k = randomInt(student.rng, 1, 9);
      const n = Math.max(1, k - 2 * padding) + randomInt(student.rng, 0, 40);
      const stride = randomInt(student.rng, 1, 7);
      student.returns([n, k, stride, padding], counted(n, k, stride, padding), {
        about: sizesText(n, k, stride, padding),
      });
    }
  });
});

exercise('02.unvisited', () => {
  type Sizes = [n: number, k: number, stride: number];

  const sizesText = (n: number, k: number, stride: number): string =>
    `${n} cells, kernel ${k}, stride ${stride}`;
  const expected = (n: number, k: number, stride: number): number[] => {
    const visited = starts(n, k, stride).map((start) => [start, start + k - 1] as const);
    return Array.from({ length: n }, (_, cell) => cell).filter((cell) =>
      visited.every(([first, last]) => cell < first || cell > last),
    );
  };

  graded('worked-case', (student) => {
    student.returns([9, 2, 3], [2, 5, 8], { about: 'the worked case' });
  });

  graded('left-over', (student) => {
    for (const sizes of [
      [10, 3, 2],
      [11, 4, 3],
      [9, 3, 2],
      [14, 5, 4],
      [7, 3, 3],
    ] as Sizes[]) {
      student.returns(sizes, expected(...sizes), { about: sizesText(...sizes) });
    }
  });

  graded('between', (student) => {
    for (const sizes of [
      [11, 2, 5],
      [13, 3, 5],
      [7, 1, 2],
      [16, 2, 7],
    ] as Sizes[]) {
      student.returns(sizes, expected(...sizes), { about: sizesText(...sizes) });
    }
  });

  graded('random-rows', (student) => {
    for (let i = 0; i < 16; i++) {
      const k = randomInt(student.rng, 1, 5);
      const n = k + randomInt(student.rng, 0, 20);
      const stride = randomInt(student.rng, 1, 7);
      student.returns([n, k, stride], expected(n, k, stride), { about: sizesText(n, k, stride) });
    }
  });
});

exercise('02.strided', () => {
  const workedImage = tensor([1, 5, 1], [1, 2, 3, 4, 5]);
  const workedKernels = tensor([1, 2, 1, 1], [1, 10]);

  graded('worked-case', (student) => {
    student.returns([workedImage, workedKernels, [0], 1, 2], tensor([1, 2, 1], [21, 43]), {
      about: 'the worked case',
    });
  });

  // Ones under ones: every output number is the count of weights, so a mistake in the shape
  // stands alone.
  graded('output-shape', (student) => {
    for (const [height, width, kernelHeight, kernelWidth, strideRows, strideCols] of [
      [7, 9, 3, 2, 2, 3],
      [8, 6, 2, 3, 3, 1],
      [5, 11, 1, 4, 1, 4],
      [6, 6, 3, 3, 5, 2],
      [9, 4, 2, 2, 4, 4],
    ]) {
      const weights = kernelHeight * kernelWidth;
      const x = tensor([height, width, 1], new Array<number>(height * width).fill(1));
      const kernels = tensor([kernelHeight, kernelWidth, 1, 1], new Array<number>(weights).fill(1));
      const shape = [
        starts(height, kernelHeight, strideRows).length,
        starts(width, kernelWidth, strideCols).length,
        1,
      ];
      const expected = tensor(shape, new Array<number>(shape[0] * shape[1]).fill(weights));
      student.returns([x, kernels, [0], strideRows, strideCols], expected, {
        about: `${height} × ${width} under ${kernelHeight} × ${kernelWidth}, strides ${strideRows} and ${strideCols}, all ones`,
      });
    }
  });

  graded('equal-strides', (student) => {
    for (const stride of [1, 2, 3, 4]) {
      const x = randomTensor(student.rng, [9, 8, 2]);
      const kernels = randomTensor(student.rng, [3, 2, 2, 3]);
      const bias = [10, -20, 30];
      student.returns(
        [x, kernels, bias, stride, stride],
        convolveOne(x, kernels, bias, stride),
        { about: `stride ${stride} both ways` },
      );
    }
  });

  graded('two-strides', (student) => {
    for (const [strideRows, strideCols] of [
      [1, 2],
      [3, 1],
      [2, 3],
      [3, 2],
    ] as const) {
      const x = randomTensor(student.rng, [8, 10, 1]);
      const kernels = randomTensor(student.rng, [2, 3, 1, 2]);
      const bias = [7, -5];
      student.returns(
        [x, kernels, bias, strideRows, strideCols],
        convolveOne(x, kernels, bias, [strideRows, strideCols]),
        { about: `${strideRows} down, ${strideCols} to the right` },
      );
    }
  });

  graded('random-layers', (student) => {
    for (let i = 0; i < 5; i++) {
      const [kernelHeight, kernelWidth] = [randomInt(student.rng, 1, 3), randomInt(student.rng, 1, 3)];
      const [inChannels, outChannels] = [randomInt(student.rng, 1, 3), randomInt(student.rng, 1, 3)];
      const height = kernelHeight + randomInt(student.rng, 2, 7);
      const width = kernelWidth + randomInt(student.rng, 2, 7);
      const stride = [randomInt(student.rng, 1, 4), randomInt(student.rng, 1, 4)] as const;
      const x = randomTensor(student.rng, [height, width, inChannels]);
      const kernels = randomTensor(student.rng, [kernelHeight, kernelWidth, inChannels, outChannels]);
      const bias = Array.from(randomTensor(student.rng, [outChannels]).data);
      student.returns([x, kernels, bias, ...stride], convolveOne(x, kernels, bias, stride), {
        about: `strides ${stride.join(' and ')}`,
      });
    }
  });

  graded('keeps-input', (student) => {
    const x = randomTensor(student.rng, [5, 6, 2]);
    const kernels = randomTensor(student.rng, [2, 2, 2, 2]);
    const bias = [1, -2];
    student.returns([x, kernels, bias, 2, 3], convolveOne(x, kernels, bias, [2, 3]));
    student.keepsInput([x, kernels, bias, 2, 3]);
  });
});

exercise('02.receptive-field', () => {
  interface Layer { kernel: number; stride: number }

  /**
   * From the top down: an output of the last layer is one cell, and n neighbours in a row span
   * (n − 1) strides and a kernel of the layer below.
   */
  const expected = (layers: readonly Layer[]): number =>
    layers.reduceRight((cells, { kernel, stride }) => (cells - 1) * stride + kernel, 1);
  const layersText = (layers: readonly Layer[]): string =>
    layers.map(({ kernel, stride }) => `kernel ${kernel} stride ${stride}`).join(', ');
  const stackOf = (...sizes: (readonly [kernel: number, stride: number])[]): Layer[] =>
    sizes.map(([kernel, stride]) => ({ kernel, stride }));

  graded('worked-case', (student) => {
    student.returns([stackOf([3, 2], [3, 1])], 7, { about: 'the worked case' });
  });

  graded('stride-one', (student) => {
    for (const layers of [
      stackOf([5, 1]),
      stackOf([3, 1], [3, 1]),
      stackOf([7, 1], [2, 1], [4, 1]),
      stackOf([1, 1], [3, 1], [3, 1], [3, 1]),
    ]) {
      student.returns([layers], expected(layers), { about: layersText(layers) });
    }
  });

  graded('strides', (student) => {
    for (const layers of [
      stackOf([4, 3]),
      stackOf([3, 1], [5, 2]),
      stackOf([5, 2], [3, 3], [2, 1]),
      stackOf([2, 3], [3, 2], [4, 2], [3, 4]),
      stackOf([7, 2], [3, 2], [3, 1], [3, 1]),
    ]) {
      student.returns([layers], expected(layers), { about: layersText(layers) });
    }
  });

  graded('random-stacks', (student) => {
    for (let i = 0; i < 8; i++) {
      const layers = Array.from({ length: randomInt(student.rng, 1, 5) }, () => ({
        kernel: randomInt(student.rng, 1, 7),
        stride: randomInt(student.rng, 1, 4),
      }));
      student.returns([layers], expected(layers), { about: layersText(layers) });
    }
  });

  graded('keeps-layers', (student) => {
    const layers = stackOf([3, 2], [5, 1]);
    student.returns([layers], 11);
    student.keepsInput([layers]);
  });
});
