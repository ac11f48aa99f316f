import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conv2d, receptiveFields, tensor, type WindowLayer } from '../../lib';

const repeated = (count: number, layer: WindowLayer): WindowLayer[] =>
  new Array<WindowLayer>(count).fill(layer);
const lastSize = (layers: WindowLayer[]): number => receptiveFields(layers).at(-1)!.size;

describe('receptiveFields', () => {
  // Araujo, Norris and Sim, "Computing receptive fields of convolutional neural networks", Distill
  // (2019), table of architectures.
  it('knows the published fields of VGG-16 and ResNet-50', () => {
    const pooling = { kernel: 2, stride: 2 };
    const vgg16 = [2, 2, 3, 3, 3].flatMap((count) => [...repeated(count, { kernel: 3 }), pooling]);
    expect(lastSize(vgg16)).toBe(212);

    const block = (stride: number): WindowLayer[] => [
      { kernel: 1 },
      { kernel: 3, stride },
      { kernel: 1 },
    ];
    // Here, as there, the last block of each stage but the fourth has the stride.
    const stage = (blocks: number, stride: number): WindowLayer[] => [
      ...Array.from({ length: blocks - 1 }, () => block(1)).flat(),
      ...block(stride),
    ];
    const resnet50 = [
      { kernel: 7, stride: 2 },
      { kernel: 3, stride: 2 },
      ...stage(3, 2),
      ...stage(4, 2),
      ...stage(6, 2),
      ...stage(3, 1),
    ];
    expect(lastSize(resnet50)).toBe(483);
  });

  it('is the span of the cells that change an output when they are nudged', () => {
    const layer = fc.record({
      kernel: fc.integer({ min: 1, max: 4 }),
      stride: fc.integer({ min: 1, max: 3 }),
      dilation: fc.integer({ min: 1, max: 2 }),
    });
    fc.assert(
      fc.property(fc.array(layer, { minLength: 1, maxLength: 3 }), (layers) => {
        const fields = receptiveFields(layers);
        const { size, jump } = fields[fields.length - 1]!;
        const cells = size + 2 * jump; // room for three outputs
        const through = (row: Float32Array): Float32Array =>
          layers.reduce((data, { kernel, stride, dilation }) => {
            const ones = tensor([1, kernel, 1, 1], new Array<number>(kernel).fill(1));
            const x = tensor([1, 1, data.length, 1], data);
            return conv2d(x, ones, { stride: [1, stride], dilation: [1, dilation] }).data;
          }, row);
        const seen: number[][] = [[], [], []];
        for (let cell = 0; cell < cells; cell++) {
          const nudged = new Float32Array(cells);
          nudged[cell] = 1;
          through(nudged).forEach((value, output) => value !== 0 && seen[output]?.push(cell));
        }
        seen.forEach((list, output) => {
          expect([list[0], list.at(-1)]).toEqual([output * jump, output * jump + size - 1]);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('says which layer is wrong', () => {
    expect(() => receptiveFields([{ kernel: 3 }, { kernel: 3, stride: 0 }])).toThrow(
      'receptiveFields: stride of layer 1 must be a whole number of at least 1, got 0',
    );
    expect(() => receptiveFields([{ kernel: NaN }])).toThrow('kernel of layer 0');
  });
});
