/** Real images. */
export { mnistImages, type MnistSlice } from './mnist';
export { readIdx, type IdxItems } from './idx';
