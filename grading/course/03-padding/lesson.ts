import type { Lesson } from '../types';
import { pad } from './wrong-answers/pad';
import { sameConvolution } from './wrong-answers/same-convolution';
import { samePadding } from './wrong-answers/same-padding';
import { visits } from './wrong-answers/visits';

export const lesson: Lesson = {
  id: '03',
  name: '03-padding',
  title: 'Padding',
  exercises: [
    {
      id: '03.pad',
      title: 'Zeros on four sides',
      functionName: 'padZeros',
      minutes: 10,
      difficulty: 2,
      tests: [
        { id: 'worked-case', title: 'solves the worked case of the exercise', points: 0.5 },
        { id: 'each-side', title: 'pads each side by its own number', points: 1 },
        { id: 'channels', title: 'pads every channel, each with its own numbers', points: 1 },
        {
          id: 'keeps-input',
          title: 'makes a new tensor and leaves the picture as it was',
          points: 0.5,
        },
      ],
      hints: [
        'Begin with the shape. The rows of the output are those of the picture, and those added at the top and at the bottom. What about the columns, and the channels?',
        'tensor(shape) is full of zeros already, so only the picture has to be copied. The cell in row 0 and column 0 of the picture lies `top` rows further down and `left` columns further right in the output.',
        'const padded = tensor([top + height + bottom, left + width + right, channels]). Then three nested loops over the rows, columns and channels of x (not of padded).',
        'The innermost line is padded.data[offsetOf(padded, top + row, left + col, c)] = at(x, row, col, c).',
      ],
      wrongAnswers: pad,
    },
    {
      id: '03.visits',
      title: 'How often each cell is visited',
      functionName: 'visits',
      minutes: 10,
      difficulty: 2,
      tests: [
        { id: 'worked-case', title: 'solves the worked case of the exercise', points: 0.5 },
        {
          id: 'without-padding',
          title: 'counts the visits where there is no padding',
          points: 0.5,
        },
        { id: 'both-sides', title: 'counts with as much padding on both sides', points: 0.5 },
        {
          id: 'uneven-padding',
          title: 'counts with more padding on one side than on the other',
          points: 1,
        },
        {
          id: 'wide-windows',
          title: 'counts for windows nearly as wide as the row, and wider',
          points: 0.5,
        },
      ],
      hints: [
        'Draw the padded row for n = 4, before = 1, after = 0, and under it every place of a window of 3, one below the other. Count the columns. Which of the columns does the answer leave out?',
        'Let a loop put the window at every start from 0 on, as long as it still fits into before + n + after cells, and let a second loop walk over the k cells of the window.',
        'Cell number start + j of the padded row is cell number start + j − before of the row itself. Count it only where that is at least 0 and less than n.',
        'for (let start = 0; start + k <= before + n + after; start++) for (let j = 0; j < k; j++) { const cell = start + j - before; if (cell >= 0 && cell < n) counts[cell]++; }',
      ],
      wrongAnswers: visits,
    },
    {
      id: '03.same-padding',
      title: 'What "same" adds',
      functionName: 'samePadding',
      minutes: 10,
      difficulty: 3,
      tests: [
        { id: 'worked-case', title: 'solves the worked case of the exercise', points: 0.5 },
        { id: 'odd-kernels', title: 'is right for odd kernels with stride 1', points: 0.5 },
        {
          id: 'even-kernels',
          title: 'puts the odd cell of an even kernel after the input',
          points: 0.5,
        },
        { id: 'strides', title: 'is right for every stride', points: 1 },
        {
          id: 'never-negative',
          title: 'adds nothing where the kernel is smaller than the stride',
          points: 0.5,
        },
      ],
      hints: [
        'Three steps: how many outputs, how many cells they need, how many of those are missing. How many outputs has a row of 5 cells with stride 2, when that is rounded up?',
        'The first window begins at cell 0, the second at `stride`, the third at 2 · stride. Where does the last one begin, and where does it end?',
        'outputs = Math.ceil(n / stride), needed = (outputs − 1) * stride + k, missing = needed − n. Can that be negative? Try n = 4, k = 1, stride = 2, and do not let it be.',
        'const missing = Math.max(0, needed - n); const before = Math.floor(missing / 2); return [before, missing - before];',
      ],
      wrongAnswers: samePadding,
    },
    {
      id: '03.same-convolution',
      title: 'A convolution that keeps the size',
      functionName: 'sameConvolve',
      minutes: 20,
      difficulty: 4,
      tests: [
        { id: 'worked-case', title: 'solves the worked case of the exercise', points: 0.5 },
        { id: 'odd-kernels', title: 'is right for kernels with odd sides', points: 0.5 },
        { id: 'even-kernels', title: 'is right for kernels with even sides', points: 1 },
        {
          id: 'any-shape',
          title: 'is right for kernels of any shape, larger than the picture too',
          points: 0.5,
        },
        { id: 'keeps-input', title: 'leaves the picture and the kernel as they were', points: 0.5 },
      ],
      hints: [
        'The output has as many cells as x. So begin with two loops over the rows and columns of x, and ask for each: where does the top left weight of its window lie? For a kernel of 3 × 3 it is one row above and one column to the left.',
        'In general it is `before` rows above, the first number of "same" padding: half of kernelHeight − 1, rounded down. The columns have a number of their own, from the width of the kernel.',
        'The weight kernel[i][j] lies on row + i − top and col + j − left. Where that is outside of x there is a zero, and a zero adds nothing: leave the product out.',
        'const r = row + i - top; const c = col + j - left; if (r >= 0 && r < x.length && c >= 0 && c < x[0].length) sum += x[r][c] * kernel[i][j];',
      ],
      wrongAnswers: sameConvolution,
    },
  ],
};
