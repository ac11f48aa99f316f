/** Real images. */
export { mnistImages } from './mnist';
export { fashionMnistClasses, fashionMnistImages, type FashionMnistSource } from './fashion-mnist';
export { catPhotograph } from './photographs';
export { imageNetTop5, trainedPersonTop5Error, type ImageNetEntry } from './imagenet';
export { shufflePixels, type ShufflePixelsOptions } from './shuffle-pixels';
export { type Slice } from './labelled-idx';
export { readIdx, type IdxItems } from './idx';
