import { gaussian, mixSeed, seededRandom } from '../base/random.ts';
import { type Matrix, matrix } from '../matrix/matrix.ts';

export const shapes = [
  'blobs',
  'moons',
  'duplicates',
  'lattice',
  'oneColumn',
  'twoRows',
  'allEqual',
  'farOutlier',
  'cloud',
] as const;
export type Shape = (typeof shapes)[number];

/** A small matrix of an awkward shape, for "fast equals plain" and for properties: the same for the same seed. */
export function shape(name: Shape, seed = 1, n = 300): Matrix {
  const random = seededRandom(mixSeed(seed, shapes.indexOf(name)));
  const normal = (): number => gaussian(random);
  switch (name) {
    case 'blobs':
      return fill(n, 3, (i, c) => 8 * ((i % 5) * (c + 1) - 4 * c) + normal());
    case 'moons':
      return fill(n, 2, (i, c) => {
        const angle = (Math.PI * Math.floor(i / 2)) / (n / 2);
        const upper = i % 2 === 0;
        const x = upper ? Math.cos(angle) : 1 - Math.cos(angle);
        const y = upper ? Math.sin(angle) : 0.5 - Math.sin(angle);
        return (c === 0 ? x : y) + 0.05 * normal();
      });
    case 'duplicates':
      return fill(n, 2, (i, c) => ((i % 7) * 13 + c * 5) % 11);
    case 'lattice':
      return fill(n, 3, () => Math.floor(random() * 4));
    case 'oneColumn':
      return fill(n, 1, (i) => (i % 3) * 10 + normal());
    case 'twoRows':
      return fill(2, 3, (i) => i);
    case 'allEqual':
      return fill(n, 2, () => 3.5);
    case 'farOutlier':
      return fill(n, 4, (i) => (i === 0 ? 1e6 : normal()));
    case 'cloud':
      return fill(n, 5, normal);
  }
}

function fill(rows: number, cols: number, value: (row: number, col: number) => number): Matrix {
  const made = matrix(rows, cols);
  for (let i = 0; i < rows; i++) for (let c = 0; c < cols; c++) made.data[i * cols + c] = value(i, c);
  return made;
}
