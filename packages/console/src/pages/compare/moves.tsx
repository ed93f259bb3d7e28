import { useLook, useSay } from '../../look/look.ts';
import { count, measure } from '../../look/numbers.ts';
import { toneOf } from '../../look/tone.ts';
import { Badge } from '../../parts/badge.tsx';
import { saveBlob } from '../../parts/save.ts';
import { type Flows, moved, movesCsv, type Place } from './flows.ts';

const LISTED = 6;

/** The largest moves, each with its customers and what they are worth. */
export function LargestMoves({ flows }: { flows: Flows }) {
  const say = useSay();
  const { language } = useLook();
  const largest = moved(flows).slice(0, LISTED);
  const most = Math.max(1, ...largest.map(({ customers }) => customers));
  return (
    <section className="box">
      <h3>{say('largest_moves', { n: largest.length })}</h3>
      {largest.length === 0 && <p>{say('nobody_moved')}</p>}
      <ul className="largest">
        {largest.map(({ from, to, customers, value }) => (
          <li key={`${from.id} ${to.id}`} className={toneOf(from)}>
            <span className="way">
              <Badge segment={from} /> → <Badge segment={to} />
            </span>
            <span>{say('from_to', { from: from.name ?? '', to: to.name ?? '' })}</span>
            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
              <rect className="fill" width={(customers / most) * 100} height="8" />
            </svg>
            <strong>{count(customers, language)}</strong>
            <span className="quiet">{value !== null && measure(value, language)}</span>
          </li>
        ))}
      </ul>
      <p>
        <button
          type="button"
          className="button small"
          onClick={() => saveBlob(new Blob([movesCsv(flows)], { type: 'text/csv' }), 'moves.csv')}
        >
          {say('moves_csv')}
        </button>
      </p>
    </section>
  );
}

/** Of 100 customers of each earlier segment, how many are in each later one. */
export function Matrix({ flows: { before, after, flows } }: { flows: Flows }) {
  const say = useSay();
  const known = after.filter(({ id }) => id !== null);
  return (
    <section className="box">
      <h3>{say('matrix_title')}</h3>
      <p className="sub">{say('matrix_sub')}</p>
      <div className="scroll" tabIndex={0} role="region" aria-label={say('matrix_title')}>
        <table className="matrix">
          <thead>
            <tr>
              <th scope="col">
                <span className="hidden">
                  {say('earlier')} ↓ {say('later')} →
                </span>
              </th>
              {known.map((to) => (
                <th key={to.id} scope="col" className="n">
                  <Badge segment={to} />
                  <span className="hidden">{to.name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {before
              .filter(({ id, customers }) => id !== null && customers > 0)
              .map((from) => (
                <tr key={from.id}>
                  <th scope="row">
                    <Badge segment={from} /> {from.name}
                  </th>
                  {known.map((to) => {
                    const flow = flows.find((one) => one.from === from && one.to === to);
                    const share = ((flow?.customers ?? 0) / shared(from)) * 100;
                    return (
                      <td key={to.id} className={flow?.stayed ? 'n stayed' : 'n'}>
                        {Math.round(share)}
                      </td>
                    );
                  })}
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </section>
  );

  /** Customers of an earlier segment that are in the later run too. */
  function shared(from: Place): number {
    return Math.max(
      1,
      flows.reduce((sum, flow) => (flow.from === from && flow.to.id !== null ? sum + flow.customers : sum), 0),
    );
  }
}
