import { describe, expect, test } from 'vitest';
import { Fault } from '../../src/base/faults.ts';
import { resolveOptions } from '../../src/base/options.ts';

function refusal(given: object): Fault {
  try {
    resolveOptions(given);
  } catch (thrown) {
    if (thrown instanceof Fault) return thrown;
  }
  throw new Error(`${JSON.stringify(given)} was accepted`);
}

describe('options', () => {
  test('what is left out, or undefined, takes its default', () => {
    const options = resolveOptions({ eps: undefined });
    expect(options).toMatchObject({ maxClusters: 10, eps: 0.4, minSamples: 5, objective: 'separation', seed: 42 });
    expect(options.nClusters).toBeUndefined();
  });

  test.each([
    [{ maxClusters: 1 }, 'maxClusters is 1; it must be a whole number from 2 to 50.'],
    [{ maxClusters: 2.5 }, 'maxClusters is 2.5; it must be a whole number from 2 to 50.'],
    [{ eps: 0 }, 'eps is 0; it must be a number above 0.'],
    [{ eps: Number.NaN }, 'eps is NaN; it must be a number above 0.'],
    [{ minSamples: 0 }, 'minSamples is 0; it must be a whole number of 1 or more.'],
    [{ minClusterShare: 0.9 }, 'minClusterShare is 0.9; it must be a number from 0 to 0.5.'],
    [{ algorithm: 'kmeens' }, 'algorithm is "kmeens"; it must be one of auto, kmeans, gmm, hierarchical, dbscan.'],
    [{ seed: 'x' }, 'seed is "x"; it must be a whole number from -2147483648 to 2147483647.'],
    [
      { choose: { algorithm: 'svm' } },
      'choose.algorithm is "svm"; it must be one of kmeans, gmm, hierarchical, dbscan.',
    ],
  ])('%j is refused with the value and the remedy', (given, message) => {
    expect(refusal(given)).toMatchObject({ code: 'INVALID_PARAMETER', message });
  });

  test('an option nobody knows is refused, not ignored', () => {
    expect(refusal({ maxCluster: 5 }).message).toContain('maxCluster');
  });

  test('the same fault speaks Spanish and Portuguese', () => {
    const fault = refusal({ maxClusters: 1 });
    expect(fault.say('es')).toBe('maxClusters es 1; debe ser un número entero de 2 a 50.');
    expect(fault.say('pt')).toBe('maxClusters é 1; deve ser um número inteiro de 2 a 50.');
  });
});
