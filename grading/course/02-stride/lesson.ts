import type { Lesson } from '../types';
import { outputSize } from './wrong-answers/output-size';
import { receptiveField } from './wrong-answers/receptive-field';
import { strided } from './wrong-answers/strided';
import { unvisited } from './wrong-answers/unvisited';

export const lesson: Lesson = {
  id: '02',
  name: '02-stride',
  title: 'Stride',
  exercises: [
    {
      id: '02.output-size',
      title: 'The size of an output',
      functionName: 'outputSize',
      minutes: 5,
      difficulty: 1,
      tests: [
        { id: 'worked-case', title: 'solves the worked case of the exercise', points: 0.5 },
        { id: 'left-over', title: 'is right where cells are left over at the end', points: 0.5 },
        { id: 'padding', title: 'counts the padding on both sides', points: 0.5 },
        { id: 'random-sizes', title: 'is right for sizes drawn at random', points: 0.5 },
      ],
      hints: [
        'How long is the row with its padding? And how many cells can the window move from its first place until its right edge touches the end?',
        'The window can move n + 2·padding − k cells. Divide by the stride, and keep the whole steps only. Do the steps count all places, or all but one?',
        'One line: return Math.floor((n + 2 * padding − k) / stride) + 1.',
      ],
      wrongAnswers: outputSize,
    },
    {
      id: '02.unvisited',
      title: 'Cells that no window visits',
      functionName: 'unvisited',
      minutes: 10,
      difficulty: 2,
      tests: [
        { id: 'worked-case', title: 'solves the worked case of the exercise', points: 0.5 },
        { id: 'left-over', title: 'finds the cells left over at the end', points: 0.5 },
        { id: 'between', title: 'finds the cells between windows', points: 0.5 },
        { id: 'random-rows', title: 'is right for rows drawn at random', points: 0.5 },
      ],
      hints: [
        'Play the layer: slide the window, and put a mark on every cell that it covers. Which cells have no mark in the end?',
        'Make a list of n marks, all false. A loop over the starts, from 0 in steps of the stride, as long as start + k is at most n; inside it a loop over the k cells of the window.',
        'for (let start = 0; start + k <= n; start += stride) for (let i = 0; i < k; i++) marks[start + i] = true. Then go through the cells from 0 to n − 1, and push those without a mark.',
      ],
      wrongAnswers: unvisited,
    },
    {
      id: '02.strided',
      title: 'A layer with strides',
      functionName: 'convolveStrided',
      minutes: 20,
      difficulty: 4,
      tests: [
        { id: 'worked-case', title: 'solves the worked case of the exercise', points: 0.5 },
        { id: 'output-shape', title: 'makes an output of the right shape', points: 1 },
        { id: 'equal-strides', title: 'is right for equal strides', points: 1 },
        {
          id: 'two-strides',
          title: 'moves by one stride down and another to the right',
          points: 1,
        },
        { id: 'random-layers', title: 'is right for layers drawn at random', points: 1 },
        { id: 'keeps-input', title: 'leaves its inputs as they were', points: 0.5 },
      ],
      hints: [
        'Two things depend on the stride: how large the output is, and where the window of the output (row, col) begins. The sum of the products is that of lesson 01.',
        'The size is the formula of the first exercise without padding, once with strideRows for the height and once with strideCols for the width. For the windows: if output 1 begins at strideCols, where does output 2 begin?',
        'The window of the output (row, col) begins at the cell (row * strideRows, col * strideCols). So the innermost line reads at(x, row * strideRows + i, col * strideCols + j, c).',
        'const outHeight = Math.floor((height − kernelHeight) / strideRows) + 1, and outWidth likewise; const output = tensor([outHeight, outWidth, outChannels]); in the loops over row, col and m: let sum = bias[m], the three loops over i, j and c, then output.data[offsetOf(output, row, col, m)] = sum.',
      ],
      wrongAnswers: strided,
    },
    {
      id: '02.receptive-field',
      title: 'The receptive field of a stack',
      functionName: 'receptiveField',
      minutes: 10,
      difficulty: 2,
      tests: [
        { id: 'worked-case', title: 'solves the worked case of the exercise', points: 0.5 },
        { id: 'stride-one', title: 'is right for layers with a stride of one', points: 0.5 },
        { id: 'strides', title: 'lets a stride count for the layers above it', points: 1 },
        { id: 'random-stacks', title: 'is right for stacks drawn at random', points: 0.5 },
        { id: 'keeps-layers', title: 'leaves the list of layers as it was', points: 0.5 },
      ],
      hints: [
        'Draw two layers with a kernel of 3 on squared paper, the first with stride 2. How many input cells lie between two neighbours of the first layer? How many such steps does the window of the second layer span?',
        'Keep two numbers while you walk up the layers: the field, and the jump between neighbours. Both are 1 on the input. A kernel of k cells has k − 1 gaps, each one jump wide.',
        'For each layer, in this order: field += (kernel − 1) * jump, then jump *= stride. The stride comes second, since it sets apart only what the next layer reads.',
      ],
      wrongAnswers: receptiveField,
    },
  ],
};
