import type { Lesson } from '../types';
import { convolutionMatrix } from './wrong-answers/convolution-matrix';
import { inputGradient } from './wrong-answers/input-gradient';
import { kernelGradient } from './wrong-answers/kernel-gradient';
import { parameters } from './wrong-answers/parameters';

export const lesson: Lesson = {
  id: '04',
  name: '04-shared-weights',
  title: 'Many kernels, shared weights',
  exercises: [
    {
      id: '04.parameters',
      title: 'How many parameters',
      functionName: 'parameterCount',
      minutes: 5,
      difficulty: 1,
      tests: [
        { id: 'worked-case', title: 'solves the worked case of the exercise', points: 0.5 },
        { id: 'lesson-layer', title: "counts the lesson's layer, 760", points: 0.5 },
        { id: 'any-layer', title: 'counts layers of any size', points: 0.5 },
        {
          id: 'any-picture',
          title: 'gives the same number for pictures of every size',
          points: 0.5,
        },
      ],
      hints: [
        'How many weights has one kernel? It has a sheet of weights for each input channel. And how many biases has it?',
        'A kernel has kernelHeight · kernelWidth · inChannels weights and one bias. Multiply by the number of kernels.',
        'The picture is there to mislead you: of inputShape only the last number, inChannels = inputShape[2], is used. return (kernelHeight * kernelWidth * inChannels + 1) * outChannels.',
      ],
      wrongAnswers: parameters,
    },
    {
      id: '04.convolution-matrix',
      title: 'The convolution as a matrix',
      functionName: 'convolutionMatrix',
      minutes: 15,
      difficulty: 3,
      tests: [
        { id: 'worked-case', title: 'solves the worked case of the exercise', points: 0.5 },
        { id: 'size', title: 'has a row for each output and a column for each cell', points: 1 },
        { id: 'lesson-matrix', title: "makes the lesson's matrix", points: 0.5 },
        {
          id: 'random-kernels',
          title: 'puts every weight in its place, for any kernel and picture',
          points: 1.5,
        },
        { id: 'keeps-input', title: 'leaves the kernel as it was', points: 0.5 },
      ],
      hints: [
        'Write down the row of the first output for a picture of 3 × 4 cells and a kernel of 2 × 2. Which cells does the window cover, and what are their numbers, counted line by line?',
        'The cell in row r and column c of the picture has the number r · width + c. When the window stands at (row, col), weight (i, j) lies on the cell in row row + i and column col + j.',
        'Two loops over the places of the window, rows outside, columns inside; for each place a new array of height · width zeros; two loops over the kernel fill it.',
        'The line in the middle is entries[(row + i) * width + col + j] = kernel[i][j]. Make the array inside the loops, new Array(height * width).fill(0): an array made once is one array for all rows.',
      ],
      wrongAnswers: convolutionMatrix,
    },
    {
      id: '04.kernel-gradient',
      title: 'The gradient in the kernels',
      functionName: 'kernelGradient',
      minutes: 20,
      difficulty: 4,
      tests: [
        { id: 'worked-case', title: 'solves the worked case of the exercise', points: 0.5 },
        { id: 'output-shape', title: 'makes a result of the shape of the kernels', points: 0.5 },
        { id: 'lesson-case', title: "finds the gradients of the lesson's small case", points: 0.5 },
        {
          id: 'one-channel',
          title: 'adds up over all places, for one kernel on one channel',
          points: 1,
        },
        {
          id: 'channels-and-kernels',
          title: 'keeps channels and kernels apart',
          points: 1,
        },
        {
          id: 'central-differences',
          title: 'agrees with nudging every weight',
          points: 1,
        },
        { id: 'keeps-input', title: 'leaves its inputs as they were', points: 0.5 },
      ],
      hints: [
        'Ask for a single weight first, (i, j, c, m). At the place (row, col) of the window, which number of x lies under it, and which number of gradOutput says how much that output matters?',
        'The weight gets gradOutput(row, col, m) times x(row + i, col + j, c) from the place (row, col), and the sum of these from all places. Nothing is added over channels or kernels.',
        'Four loops choose the weight (i, j, c, m); two more, inside, run over the rows and columns of gradOutput and add up. gradOutput.shape holds outHeight, outWidth and outChannels.',
        'Inside: sum += at(gradOutput, row, col, m) * at(x, row + i, col + j, c). After the two inner loops: result.data[offsetOf(result, i, j, c, m)] = sum.',
      ],
      wrongAnswers: kernelGradient,
    },
    {
      id: '04.input-gradient',
      title: 'The gradient in the input',
      functionName: 'inputGradient',
      minutes: 20,
      difficulty: 4,
      tests: [
        { id: 'worked-case', title: 'solves the worked case of the exercise', points: 0.5 },
        { id: 'output-shape', title: 'makes a result of the shape of the input', points: 0.5 },
        { id: 'lesson-case', title: "finds the gradients of the lesson's small case", points: 0.5 },
        { id: 'one-channel', title: 'is right for one kernel on one channel', points: 0.5 },
        {
          id: 'channels-and-kernels',
          title: 'adds up over the kernels and keeps the channels apart',
          points: 0.5,
        },
        { id: 'central-differences', title: 'agrees with nudging every cell', points: 1 },
        { id: 'keeps-input', title: 'leaves its inputs as they were', points: 0.5 },
      ],
      hints: [
        'Think of stamps: the output at (row, col) gives its gradient, times the kernel, back to the cells of its window. Where does that window begin, and what happens where stamps overlap?',
        'Start with a tensor of zeros of the size of the input. A kernel that fits at outHeight places, one below the other, slid over outHeight + kernelHeight − 1 rows.',
        'Six loops: over the output (row, col, m) and over the kernel (i, j, c). Each adds gradOutput(row, col, m) times weight (i, j, c, m) to the cell (row + i, col + j, c).',
        'Inside: result.data[offsetOf(result, row + i, col + j, c)] += at(gradOutput, row, col, m) * at(kernels, i, j, c, m). Mind the +=.',
      ],
      wrongAnswers: inputGradient,
    },
  ],
};
