import type { Lesson } from '../types';
import { denseParameters } from './wrong-answers/dense-parameters';
import { nearest } from './wrong-answers/nearest';

export const lesson: Lesson = {
  id: '00',
  name: '00-why-convolution',
  title: 'Where convolution is used, and why',
  exercises: [
    {
      id: '00.dense-parameters',
      title: 'Counting a fully connected layer',
      functionName: 'denseParameters',
      minutes: 5,
      difficulty: 1,
      tests: [
        { id: 'worked-case', title: 'solves the worked case of the exercise', points: 0.5 },
        { id: 'known-layers', title: 'counts the layers of the lesson', points: 0.5 },
        { id: 'any-size', title: 'counts layers of any size', points: 1 },
      ],
      hints: [
        'How many numbers does the picture have? Each of them is joined with each output by a weight of its own.',
        'There are height · width · channels inputs. Multiply by the outputs, and do not forget that each output has a bias.',
        'return inputs * outputs + outputs, with inputs = height * width * channels.',
      ],
      wrongAnswers: denseParameters,
    },
    {
      id: '00.nearest',
      title: 'The most similar one',
      functionName: 'nearest',
      minutes: 10,
      difficulty: 1,
      tests: [
        { id: 'worked-case', title: 'solves the worked case of the exercise', points: 0.5 },
        {
          id: 'random-vectors',
          title: 'finds the nearest of vectors drawn at random',
          points: 0.5,
        },
        {
          id: 'first-of-equals',
          title: 'returns the first of several equally near ones',
          points: 0.5,
        },
        { id: 'keeps-input', title: 'leaves the query and the vectors as they were', points: 0.5 },
      ],
      hints: [
        'Write down on paper how you would do it with three vectors: a number for each, and you remember the smallest so far, and where it was.',
        'Two variables: the best index, and the best distance, which starts at Infinity. For each vector add up (vector[i] − query[i]) squared; if the sum is smaller than the best distance, remember both.',
        'Inside the loop over index: if (distance < bestDistance) { best = index; bestDistance = distance; }. With <, the first of several equal ones stays.',
      ],
      wrongAnswers: nearest,
    },
  ],
};
