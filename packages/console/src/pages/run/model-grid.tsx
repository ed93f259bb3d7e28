import type { ShownTask } from '../../api/types.ts';
import { useLook, useSay } from '../../look/look.ts';
import { hundredths } from '../../look/numbers.ts';

type Models = NonNullable<ShownTask['progress']>['models'];
type Model = Models[number];

/** Silhouettes from which a cell is a shade darker. */
const SHADES = [0, 0.1, 0.2, 0.3, 0.4] as const;

/** Every model that is tried: a row for each method, a column for each number of segments. */
export function ModelGrid({ models }: { models: Models }) {
  const say = useSay();
  const methods = [...new Set(models.map(({ algorithm }) => algorithm))].toSorted(
    (a, b) => order.indexOf(a) - order.indexOf(b),
  );
  const ks = [...new Set(models.flatMap(({ k }) => (k === null ? [] : [k])))].toSorted((a, b) => a - b);
  const best = farthest(models);
  return (
    <section className="box grid-box">
      <h2>{say('grid_title')}</h2>
      <p className="sub">{say('grid_sub')}</p>
      <div className="scroll" tabIndex={0} role="region" aria-label={say('grid_title')}>
        <table className="model-grid">
          <thead>
            <tr>
              <th scope="col">
                <span className="hidden">{say('grid_method')}</span>
              </th>
              {ks.map((k) => (
                <th key={k} scope="col">
                  {k}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {methods.map((method) => {
              const own = models.filter(({ algorithm }) => algorithm === method);
              return (
                <tr key={method}>
                  <th scope="row">{say(`algorithm_${method}`)}</th>
                  {own.some(({ k }) => k === null)
                    ? own.map((model) => <Cell key="all" model={model} best={best} span={ks.length} />)
                    : ks.map((k) => <Cell key={k} model={own.find((model) => model.k === k)} best={best} />)}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p className="quiet framed">
        {best?.k != null && say('framed', { algorithm: say(`algorithm_${best.algorithm}`), k: best.k })}
      </p>
    </section>
  );
}

const order: readonly Model['algorithm'][] = ['KMeans', 'GaussianMixture', 'Agglomerative', 'DBSCAN'];

interface CellProps {
  readonly model: Model | undefined;
  readonly best: Model | null;
  /** Columns of a method that finds the number itself. */
  readonly span?: number;
}

function Cell({ model, best, span }: CellProps) {
  const say = useSay();
  const { language } = useLook();
  if (!model) return <td />;
  const { stage, silhouette } = model;
  const shade = silhouette === null ? stage : `shade-${SHADES.filter((from) => silhouette >= from).length}`;
  const told = silhouette === null ? say(`stage_${stage}`) : hundredths(silhouette, language);
  return (
    <td className={`${shade}${model === best ? ' best' : ''}`} {...(span && { colSpan: span })}>
      {span !== undefined && silhouette === null ? (
        <>
          {say('finds_number')} <span className="hidden">{told}</span>
        </>
      ) : (
        <span className={silhouette === null && stage !== 'working' ? 'hidden' : undefined}>{told}</span>
      )}
    </td>
  );
}

/** The model with the highest silhouette so far. */
function farthest(models: Models): Model | null {
  let best: Model | null = null;
  for (const model of models)
    if (model.silhouette !== null && (best?.silhouette == null || model.silhouette > best.silhouette)) best = model;
  return best;
}
