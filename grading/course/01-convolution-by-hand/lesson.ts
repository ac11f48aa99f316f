import type { Lesson } from '../types';
import { allChannels } from './wrong-answers/all-channels';
import { flipKernel } from './wrong-answers/flip-kernel';
import { oneChannel } from './wrong-answers/one-channel';
import { productSum } from './wrong-answers/product-sum';
import { validConvolution } from './wrong-answers/valid-convolution';

export const lesson: Lesson = {
  id: '01',
  name: '01-convolution-by-hand',
  title: 'Convolution by hand',
  exercises: [
    {
      id: '01.product-sum',
      title: 'One window, one number',
      functionName: 'productSum',
      minutes: 5,
      difficulty: 1,
      tests: [
        { id: 'worked-case', title: 'solves the worked case of the exercise', points: 0.5 },
        { id: 'any-shape', title: 'handles windows that are not square', points: 0.5 },
        { id: 'random-windows', title: 'multiplies and adds windows drawn at random', points: 0.5 },
        { id: 'keeps-input', title: 'leaves the window and the kernel as they were', points: 0.5 },
      ],
      hints: [
        'Each cell of the window meets exactly one weight: the one in the same row and column. How many products are there for a window of 3 rows and 3 columns?',
        'Start a variable at 0. Walk over the rows, and in each row over the columns; add the product of the two numbers that stand in the same place.',
        'Two nested loops: i from 0 to kernel.length − 1, j from 0 to kernel[i].length − 1. Inside, one line: sum += window[i][j] * kernel[i][j].',
      ],
      wrongAnswers: productSum,
    },
    {
      id: '01.one-channel',
      title: 'One channel, at one position',
      functionName: 'convolveAt',
      minutes: 5,
      difficulty: 1,
      tests: [
        { id: 'worked-case', title: 'solves the worked case of the exercise', points: 0.5 },
        { id: 'every-position', title: 'is right at every position of an image', points: 1 },
        { id: 'any-shape', title: 'handles images and kernels that are not square', points: 1 },
        { id: 'keeps-input', title: 'leaves the image and the kernel as they were', points: 0.5 },
      ],
      hints: [
        'Draw the image on paper and lay the kernel on it, its top left corner on the cell (row, col). Which cell of the image lies under the weight kernel[1][0]?',
        'The weight kernel[i][j] lies on the cell that is i rows below and j columns to the right of (row, col). Otherwise this is the exercise before.',
        'Inside the two loops over the kernel: sum += x[row + i][col + j] * kernel[i][j].',
      ],
      wrongAnswers: oneChannel,
    },
    {
      id: '01.all-channels',
      title: 'All channels, and the bias',
      functionName: 'outputAt',
      minutes: 10,
      difficulty: 2,
      tests: [
        { id: 'worked-case', title: 'solves the worked case of the exercise', points: 0.5 },
        { id: 'article-frame', title: "finds the number of the lesson's frame, −1", points: 0.5 },
        { id: 'bias-once', title: 'adds the bias, once', points: 1 },
        { id: 'every-position', title: 'is right at every position of an image', points: 1 },
        { id: 'any-shape', title: 'handles any number of rows, columns and channels', points: 0.5 },
        { id: 'keeps-input', title: 'leaves the image and the kernel as they were', points: 0.5 },
      ],
      hints: [
        'One kernel is as deep as the image: it has a sheet of weights for each channel. Every sheet gives a sum; what happens to these sums, and how many times does the bias come in?',
        'Add a third loop, over the channels, inside the two that you have. Let the sum start at the bias instead of at 0: then it is in there exactly once.',
        'Read the sizes first: const [kernelHeight, kernelWidth, channels] = kernel.shape. In the innermost loop: sum += at(x, row + i, col + j, c) * at(kernel, i, j, c).',
      ],
      wrongAnswers: allChannels,
    },
    {
      id: '01.valid-convolution',
      title: 'A whole layer',
      functionName: 'convolve',
      minutes: 20,
      difficulty: 4,
      tests: [
        { id: 'worked-case', title: 'solves the worked case of the exercise', points: 0.5 },
        { id: 'output-shape', title: 'makes an output of the right shape', points: 1 },
        { id: 'one-kernel', title: 'is right for one kernel on one channel', points: 0.5 },
        {
          id: 'several-channels',
          title: 'is right for one kernel on several channels',
          points: 0.5,
        },
        {
          id: 'several-kernels',
          title: 'is right for several kernels, each with its bias',
          points: 1,
        },
        { id: 'random-layers', title: 'is right for layers drawn at random', points: 1 },
        { id: 'keeps-input', title: 'leaves its inputs as they were', points: 0.5 },
      ],
      hints: [
        'Begin with the shape. A kernel 2 columns wide fits into 3 columns at 2 places. At how many into `width` columns, when it is `kernelWidth` wide? And which number decides how many channels the output has?',
        'Make the output with tensor([outHeight, outWidth, outChannels]). Then three loops choose one output number (row, col, m), and inside them is the exercise before, with the kernel number m and bias[m].',
        'The innermost line is sum += at(x, row + i, col + j, c) * at(kernels, i, j, c, m). After the loops over i, j and c: output.data[offsetOf(output, row, col, m)] = sum.',
        'Start each sum anew, with let sum = bias[m], inside the loop over m and before the loop over i: a sum that is not started anew carries one output cell into the next.',
      ],
      wrongAnswers: validConvolution,
    },
    {
      id: '01.flip-kernel',
      title: 'What mathematics calls convolution',
      functionName: 'trueConvolve',
      minutes: 10,
      difficulty: 2,
      tests: [
        { id: 'worked-case', title: 'solves the worked case of the exercise', points: 0.5 },
        { id: 'output-shape', title: 'makes an output of the right size', points: 0.5 },
        { id: 'random-images', title: 'is right for images drawn at random', points: 0.5 },
        { id: 'keeps-input', title: 'leaves the image and the kernel as they were', points: 0.5 },
      ],
      hints: [
        'Turn a sheet of paper by half a turn. Where does its top left corner go? Where does the second row go?',
        'You need not build the turned kernel: at step (i, j) take the weight that stands i rows from the bottom and j columns from the right.',
        'That weight is kernel[kernelHeight − 1 − i][kernelWidth − 1 − j]. If you would rather build the turned kernel, copy first: reverse() changes the array that it is called on.',
      ],
      wrongAnswers: flipKernel,
    },
  ],
};
