import type { WrongAnswer } from '../../types';

type Vector = readonly number[];
type Measure = (query: Vector, vector: Vector) => number;

const sum = (values: Vector): number => values.reduce((total, value) => total + value, 0);

const differences = (query: Vector, vector: Vector): number[] =>
  vector.map((value, i) => value - query[i]!);

const squared: Measure = (query, vector) => sum(differences(query, vector).map((d) => d * d));

/** The first index at which the measure is smallest. */
const smallest =
  (measure: Measure) =>
  (query: Vector, vectors: readonly Vector[]): number => {
    const measured = vectors.map((vector) => measure(query, vector));
    return measured.indexOf(Math.min(...measured));
  };

export const nearest: WrongAnswer[] = [
  {
    id: 'farthest',
    when: 'the largest distance is looked for; the most similar vector has the smallest',
    answer: smallest((query, vector) => -squared(query, vector)),
  },
  {
    id: 'last-of-the-nearest',
    when: 'the last of several equally near vectors is returned (<= where < is meant)',
    answer: (query: Vector, vectors: readonly Vector[]) => {
      const measured = vectors.map((vector) => squared(query, vector));
      return measured.lastIndexOf(Math.min(...measured));
    },
  },
  {
    id: 'not-squared',
    when: 'the differences are added up as they are, so that those below zero cancel the others',
    answer: smallest((query, vector) => sum(differences(query, vector))),
  },
  {
    id: 'size-of-the-sum',
    when: 'the differences are added up first and made positive afterwards, so that they cancel each other',
    answer: smallest((query, vector) => Math.abs(sum(differences(query, vector)))),
  },
  {
    id: 'absolute-differences',
    when: 'absolute differences are added up; the squares of the differences are meant',
    answer: smallest((query, vector) => sum(differences(query, vector).map(Math.abs))),
  },
  {
    id: 'largest-difference',
    when: 'only the largest difference of each vector counts',
    answer: smallest((query, vector) => Math.max(...differences(query, vector).map(Math.abs))),
  },
  {
    id: 'first-number-only',
    when: 'only the first number of each vector is compared, for example because the function returns inside the loop',
    answer: smallest((query, vector) => (vector[0]! - query[0]!) ** 2),
  },
  {
    id: 'last-number-left-out',
    when: 'the loop over the numbers stops one too early',
    answer: smallest((query, vector) => squared(query.slice(0, -1), vector.slice(0, -1))),
  },
  {
    id: 'last-number-only',
    when: 'the sum is set (=) to each square instead of growing by it (+=), so that only the last number counts',
    answer: smallest((query, vector) => (vector.at(-1)! - query.at(-1)!) ** 2),
  },
  {
    id: 'query-left-out',
    when: 'the query is not used: the vector with the smallest squares is found',
    answer: smallest((_query, vector) => sum(vector.map((value) => value * value))),
  },
  {
    id: 'largest-product',
    when: 'the vector with the largest product with the query is found; the squared differences are to be compared',
    answer: smallest((query, vector) => -sum(vector.map((value, i) => value * query[i]!))),
  },
  {
    id: 'distance-returned',
    when: 'the smallest distance is returned; its index is asked for',
    answer: (query: Vector, vectors: readonly Vector[]) =>
      Math.min(...vectors.map((vector) => squared(query, vector))),
  },
  {
    id: 'vector-returned',
    when: 'the nearest vector is returned; its index is asked for',
    answer: (query: Vector, vectors: readonly Vector[]) =>
      vectors[smallest(squared)(query, vectors)],
  },
  {
    id: 'counted-from-one',
    when: 'the vectors are counted from one; an index counts from zero',
    answer: (query: Vector, vectors: readonly Vector[]) => smallest(squared)(query, vectors) + 1,
  },
  {
    id: 'always-the-first',
    when: 'the index of the best is never changed: the best distance starts too small (at 0, not at Infinity), or the sum is not set back to 0 for each vector',
    answer: () => 0,
  },
  {
    id: 'always-the-last',
    when: 'the best index is remembered, the best distance is not: so every vector wins, and the last stays',
    answer: (_query: Vector, vectors: readonly Vector[]) => vectors.length - 1,
  },
  {
    id: 'nearer-than-the-one-before',
    when: 'each vector is compared with the one before it; it has to be compared with the best so far',
    answer: (query: Vector, vectors: readonly Vector[]) => {
      const measured = vectors.map((vector) => squared(query, vector));
      return measured.reduce((best, d, n) => (n > 0 && d < measured[n - 1]! ? n : best), 0);
    },
  },
  {
    id: 'last-vector-left-out',
    when: 'the loop over the vectors stops one too early, so that the last is never looked at',
    answer: (query: Vector, vectors: readonly Vector[]) =>
      smallest(squared)(query, vectors.slice(0, Math.max(1, vectors.length - 1))),
  },
];
