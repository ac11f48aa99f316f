import type { WrongAnswer } from '../../types';

interface Layer {
  kernel: number;
  stride: number;
}
interface State {
  field: number;
  jump: number;
}
type Step = (state: State, layer: Layer, index: number, layers: readonly Layer[]) => State;

/** Walks up the stack with another step; from a field and a jump of one unless told. */
const walked =
  (step: Step, start: State = { field: 1, jump: 1 }) =>
  (layers: Layer[]): number =>
    layers.reduce<State>((state, layer, index) => step(state, layer, index, layers), start).field;

const correct = walked(({ field, jump }, { kernel, stride }) => ({
  field: field + (kernel - 1) * jump,
  jump: jump * stride,
}));

const product = (numbers: readonly number[]): number => numbers.reduce((a, b) => a * b, 1);

export const receptiveField: WrongAnswer[] = [
  {
    id: 'jump-too-early',
    when: "the jump is multiplied by a layer's stride before the layer's own kernel is added; its stride matters from the next layer on",
    answer: walked(({ field, jump }, { kernel, stride }) => ({
      field: field + (kernel - 1) * jump * stride,
      jump: jump * stride,
    })),
  },
  {
    id: 'kernel-for-kernel-minus-one',
    when: 'k · jump is added for (k − 1) · jump: k cells have k − 1 gaps between them',
    answer: walked(({ field, jump }, { kernel, stride }) => ({
      field: field + kernel * jump,
      jump: jump * stride,
    })),
  },
  {
    id: 'kernel-from-zero',
    when: 'k · jump is added for (k − 1) · jump, from a field of 0',
    answer: walked(
      ({ field, jump }, { kernel, stride }) => ({
        field: field + kernel * jump,
        jump: jump * stride,
      }),
      { field: 0, jump: 1 },
    ),
  },
  {
    id: 'starts-at-zero',
    when: 'the field starts at 0; a cell of the input sees one cell, itself',
    answer: walked(
      ({ field, jump }, { kernel, stride }) => ({
        field: field + (kernel - 1) * jump,
        jump: jump * stride,
      }),
      { field: 0, jump: 1 },
    ),
  },
  {
    id: 'stride-ignored',
    when: 'the strides are ignored: that is the field if every stride is one',
    answer: walked(({ field, jump }, { kernel }) => ({ field: field + kernel - 1, jump })),
  },
  {
    id: 'strides-added',
    when: 'the strides are added up; the jump is their product',
    answer: walked(({ field, jump }, { kernel, stride }) => ({
      field: field + (kernel - 1) * jump,
      jump: jump + stride,
    })),
  },
  {
    id: 'strides-summed-from-zero',
    when: 'the jump is the sum of the strides below; it is their product',
    answer: walked(({ field, jump }, { kernel, stride }, index) => ({
      field: field + (kernel - 1) * jump,
      jump: index === 0 ? stride : jump + stride,
    })),
  },
  {
    id: 'extra-steps-added',
    when: 'the jump grows by stride − 1 with each layer; it is multiplied by the stride',
    answer: walked(({ field, jump }, { kernel, stride }) => ({
      field: field + (kernel - 1) * jump,
      jump: jump + stride - 1,
    })),
  },
  {
    id: 'own-stride-only',
    when: "(k − 1) is multiplied by the layer's own stride; it is to be the product of the strides below it",
    answer: walked(({ field, jump }, { kernel, stride }) => ({
      field: field + (kernel - 1) * stride,
      jump,
    })),
  },
  {
    id: 'stride-below-only',
    when: '(k − 1) is multiplied by the stride of the layer just below; all the strides below multiply',
    answer: walked(({ field, jump }, { kernel, stride }) => ({
      field: field + (kernel - 1) * jump,
      jump: stride,
    })),
  },
  {
    id: 'all-strides',
    when: '(k − 1) is multiplied by the product of all strides, also of those above',
    answer: (layers: Layer[]) =>
      walked(({ field, jump }, { kernel }) => ({ field: field + (kernel - 1) * jump, jump }), {
        field: 1,
        jump: product(layers.map(({ stride }) => stride)),
      })(layers),
  },
  {
    id: 'layers-in-reverse',
    when: 'the layers are walked from the last to the first; the jump grows from the input on',
    answer: (layers: Layer[]) => correct([...layers].reverse()),
  },
  {
    id: 'field-times-stride',
    when: 'the field itself is multiplied by the stride; what the stride multiplies is the jump',
    answer: walked(({ field, jump }, { kernel, stride }) => ({
      field: (field + kernel - 1) * stride,
      jump,
    })),
  },
  {
    id: 'first-kernel-twice',
    when: "the field starts at the first layer's kernel, which is then added once more; start at 1, the cell itself",
    answer: (layers: Layer[]) => correct(layers) + layers[0].kernel - 1,
  },
  {
    id: 'holes-not-counted',
    when: 'the cells are counted on which the output depends; a stride larger than its kernel leaves holes between them, and the span counts these, too',
    answer: (layers: Layer[]) => {
      let cells = [0];
      for (const { kernel, stride } of [...layers].reverse()) {
        const below = cells.flatMap((cell) =>
          Array.from({ length: kernel }, (_, i) => cell * stride + i),
        );
        cells = [...new Set(below)];
      }
      return cells.length;
    },
  },
  {
    id: 'kernels-added',
    when: 'the kernels are added up; neighbouring windows overlap, and strides set them apart',
    answer: (layers: Layer[]) => layers.reduce((sum, { kernel }) => sum + kernel, 0),
  },
  {
    id: 'kernels-multiplied',
    when: 'the kernels are multiplied (multiplying the jump by the kernel comes to the same); that would be right if windows lay side by side',
    answer: (layers: Layer[]) => product(layers.map(({ kernel }) => kernel)),
  },
  {
    id: 'first-layer-only',
    when: 'only the first layer counts',
    answer: (layers: Layer[]) => layers[0].kernel,
  },
  {
    id: 'last-layer-only',
    when: 'only the last layer counts: that is what it sees of the layer below, not of the input',
    answer: (layers: Layer[]) => layers[layers.length - 1].kernel,
  },
  {
    id: 'last-layer-left-out',
    when: 'the last layer is left out',
    answer: (layers: Layer[]) => correct(layers.slice(0, -1)),
  },
  {
    id: 'first-layer-left-out',
    when: 'the walk begins at the second layer, with the field and the jump still at 1',
    answer: (layers: Layer[]) => correct(layers.slice(1)),
  },
  {
    id: 'first-stride-left-out',
    when: "the walk begins with the first layer's kernel, but leaves out its stride",
    answer: ([first, ...rest]: Layer[]) => correct([{ ...first, stride: 1 }, ...rest]),
  },
  {
    id: 'returns-the-jump',
    when: 'the jump is returned, the distance between neighbouring outputs; asked for is the field',
    answer: (layers: Layer[]) => product(layers.map(({ stride }) => stride)),
  },
  {
    id: 'area',
    when: 'the field is squared; asked for are cells along one dimension',
    answer: (layers: Layer[]) => correct(layers) ** 2,
  },
  {
    id: 'layers-used-up',
    when: 'shift() takes the layers out of the list, which the caller still needs',
    answer: (layers: Layer[]) => {
      const field = correct(layers);
      layers.length = 0;
      return field;
    },
  },
  {
    id: 'layers-reversed-in-place',
    when: 'reverse() turns the list of the caller around; copy it first',
    answer: (layers: Layer[]) => {
      const field = correct(layers);
      layers.reverse();
      return field;
    },
  },
];
