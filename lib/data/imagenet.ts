import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** An entry of the ImageNet contest. */
export interface ImageNetEntry {
  year: number;
  team: string;
  model: string;
  /** Layers with weights, of the deepest network; null where there was no deep network, or no depth is published. */
  layers: number | null;
  /** Percent of the test images whose class was not among the five guesses. */
  error: number;
  paper: string;
  /** Where the number stands. */
  source: string;
}

/**
 * The classification results of the ImageNet Large Scale Visual Recognition Challenge, year by
 * year: the best entry without extra training data, and the second of 2014. Each row names its source.
 */
export function imageNetTop5(): ImageNetEntry[] {
  const file = join(__dirname, 'imagenet', 'top5-errors.json');
  return JSON.parse(readFileSync(file, 'utf8')) as ImageNetEntry[];
}

/**
 * The top-5 error of one person who had practised on 500 images, in percent, on 1,500 test images;
 * a second person, with less practice, had 12.0 on 258.
 *
 * Source: Russakovsky et al., "ImageNet large scale visual recognition challenge", International
 * Journal of Computer Vision 115 (2015), section 6.4.
 */
export const trainedPersonTop5Error = 5.1;
