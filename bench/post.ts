import { readFileSync } from 'node:fs';
import { benchCustomers, bodyOf } from './customers.ts';
import { type Question, type Settings, spread, spreadOf, time } from './measure.ts';
import { withServer } from './server.ts';

/** Requests that are not counted, so that everything is compiled. */
const WARM_UPS = 2;

/** The whole of it as a caller sees it: a request over HTTP, from the first byte sent to the last byte of the answer. */
export const postQuestion: Question = {
  name: 'post',
  asks: 'how long does a caller of the service wait?',
  async ask(settings: Settings) {
    for (const n of settings.sizes) {
      const body = bodyFor(n, settings);
      const rounds = settings.rounds ?? (n <= 10_000 ? 20 : 7);
      await withServer(settings, async (server) => {
        const seconds: number[] = [];
        for (let round = -WARM_UPS; round < rounds; round++) {
          const answer = await server.post(body);
          if (round >= 0) seconds.push(answer.seconds);
        }
        const facts = { n, threads: settings.threads, peakMb: server.peakMb() };
        if (settings.json) console.log(JSON.stringify({ question: 'post', ...facts, ...spreadOf(seconds), seconds }));
        else
          console.log(
            `${String(n).padStart(7)}  ${spread(seconds)}, server's peak ${facts.peakMb} MB, ${time(Math.max(...seconds))} at worst`,
          );
      });
    }
  },
};

/** The request body of a run: a file, or customers drawn. */
export function bodyFor(n: number, { body, seed, maxClusters }: Settings): Uint8Array<ArrayBuffer> {
  if (body !== undefined) return readFileSync(body);
  return Buffer.from(bodyOf(benchCustomers(n, seed), maxClusters));
}
