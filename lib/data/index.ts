/** Real images. */
export { mnistImages, type LabelledImages, type MnistSlice } from './mnist';
export { readIdx, type IdxItems } from './idx';
