import type { Lesson } from '../types';
import { averagePool } from './wrong-answers/average-pool';
import { globalAverage } from './wrong-answers/global-average';
import { maxPool } from './wrong-answers/max-pool';
import { maxPoolBackward } from './wrong-answers/max-pool-backward';

export const lesson: Lesson = {
  id: '05',
  name: '05-pooling',
  title: 'Pooling',
  exercises: [
    {
      id: '05.max-pool',
      title: 'The largest of each window',
      functionName: 'maxPool',
      minutes: 15,
      difficulty: 3,
      tests: [
        { id: 'worked-case', title: 'solves the worked case of the exercise', points: 0.5 },
        { id: 'output-shape', title: 'makes an output of the right shape', points: 0.5 },
        { id: 'side-by-side', title: 'is right for windows side by side', points: 0.5 },
        { id: 'negatives', title: 'finds the largest of negative numbers', points: 0.5 },
        {
          id: 'strides',
          title: 'is right where windows overlap, and where they leave gaps',
          points: 1,
        },
        { id: 'channels', title: 'pools each channel by itself', points: 0.5 },
        { id: 'keeps-input', title: 'leaves the picture as it was', points: 0.5 },
      ],
      hints: [
        'Begin with the shape. The first window begins at column 0, the next at column stride, and the last begins where `size` cells still fit. How many places are that? And what does pooling do to the number of channels?',
        'The output has Math.floor((height − size) / stride) + 1 rows, as many columns by the same rule, and the channels of x. Three loops choose one output number (row, col, c); inside them, two loops over i and j walk through its window and look for the largest.',
        'The window of (row, col) begins at row * stride and col * stride, so its cell (i, j) is at(x, row * stride + i, col * stride + j, c).',
        'Start the search at −Infinity (or at the first cell of the window), anew for each output: let largest = -Infinity; then largest = Math.max(largest, …) in the loops, and output.data[offsetOf(output, row, col, c)] = largest after them.',
      ],
      wrongAnswers: maxPool,
    },
    {
      id: '05.average-pool',
      title: 'The mean of each window',
      functionName: 'averagePool',
      minutes: 5,
      difficulty: 1,
      tests: [
        { id: 'worked-case', title: 'solves the worked case of the exercise', points: 0.5 },
        { id: 'windows', title: 'is right for windows of any size and stride', points: 0.5 },
        { id: 'channels', title: 'pools each channel by itself', points: 0.5 },
        { id: 'keeps-input', title: 'leaves the picture as it was', points: 0.5 },
      ],
      hints: [
        'Take your maxPool and change what it does with the numbers of a window. Which two lines are that?',
        'Let a sum start at 0 for each output and add every cell of the window to it. By how many cells has it to be divided?',
        'A window of size rows and size columns has size * size cells: output.data[offsetOf(output, row, col, c)] = sum / (size * size).',
      ],
      wrongAnswers: averagePool,
    },
    {
      id: '05.global-average',
      title: 'One number a channel',
      functionName: 'globalAverage',
      minutes: 5,
      difficulty: 1,
      tests: [
        { id: 'worked-case', title: 'solves the worked case of the exercise', points: 0.5 },
        {
          id: 'any-shape',
          title: 'is right for pictures of any height, width and depth',
          points: 1,
        },
        { id: 'keeps-input', title: 'leaves the picture as it was', points: 0.5 },
      ],
      hints: [
        'The result has as many numbers as the picture has channels, whatever its height and width. Which loop has to be the outermost?',
        'For each channel c: let a sum start at 0, walk over all rows and columns, add at(x, row, col, c), and divide by the number of cells that you have visited.',
        'Each channel has height * width cells: means.push(sum / (height * width)), with const [height, width, channels] = x.shape.',
      ],
      wrongAnswers: globalAverage,
    },
    {
      id: '05.max-pool-backward',
      title: 'The winner takes the gradient',
      functionName: 'maxPoolBackward',
      minutes: 20,
      difficulty: 4,
      tests: [
        { id: 'worked-case', title: 'solves the worked case of the exercise', points: 0.5 },
        { id: 'negatives', title: 'finds the winner among negative numbers', points: 0.5 },
        { id: 'ties', title: 'gives a tie to the first cell in reading order', points: 0.5 },
        { id: 'overlap', title: 'adds up the gradients where windows overlap', points: 1 },
        { id: 'channels', title: 'finds the winners of each channel by itself', points: 0.5 },
        {
          id: 'central-differences',
          title: 'agrees with central differences where there is no tie',
          points: 0.5,
        },
        { id: 'keeps-input', title: 'leaves its inputs as they were', points: 0.5 },
      ],
      hints: [
        'Walk over the outputs as in maxPool. For each of them you need not the largest number but the place where it stands. What do you do with gradOutput once you have that place?',
        'Keep a winnerRow and a winnerCol, which start at the top left cell of the window. In the loops over i and j, replace both when a cell is larger than the one at (winnerRow, winnerCol).',
        'Use > and not >= for that comparison: then an equal cell that comes later does not replace the first. Start gradX as tensor(x.shape), all zeros.',
        'After the loops over i and j: gradX.data[offsetOf(gradX, winnerRow, winnerCol, c)] += at(gradOutput, row, col, c). The += matters: a cell may win several windows.',
      ],
      wrongAnswers: maxPoolBackward,
    },
  ],
};
