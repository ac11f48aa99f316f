import { describe, expect, it } from 'vitest';
import { recipes } from '../../bench/recipes';
import { trainByRecipe } from '../../bench/train';
import { layerTable, saveModel } from '../../lib';
import { mnistImages } from '../../lib/data';

/** Few images make few steps: they need to warm up sooner, and to come by more often. */
const short = { epochs: 4, warmUpSteps: 10, batchSize: 10 };
const data = mnistImages({ count: 300 });
const test = mnistImages({ split: 'test', count: 100 });

describe.each(Object.entries(recipes))('the recipe for %s', (_, recipe) => {
  it('learns a few hundred digits, to the same bits with the same seed', async () => {
    const run = () => trainByRecipe({ ...recipe, ...short }, data, test, 1);
    const first = await run();
    expect(first.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    expect(first.epochs[3]!.trainLoss).toBeLessThan(first.epochs[0]!.trainLoss / 2);
    expect(first.epochs[3]!.testAccuracy).toBeGreaterThan(0.5);
    expect(first.memory.afterSteps.map(({ step }) => step)).toEqual([100]);

    const again = await run();
    expect(saveModel(again.model)).toEqual(saveModel(first.model));
    expect(again.epochs.map(({ testLoss }) => testLoss)).toEqual(
      first.epochs.map(({ testLoss }) => testLoss),
    );
  });

  it("has a network of LeNet-5's size or less: 60,000 parameters", () => {
    const { parameters } = layerTable(recipe.network, [28, 28, 1]);
    expect(parameters).toBeLessThanOrEqual(60_000);
  });
});
