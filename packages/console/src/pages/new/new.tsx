import { useNavigate, useSearch } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import { draft } from '../../data/draft.ts';
import { obstacleOf } from '../../data/obstacles.ts';
import { useSay } from '../../look/look.ts';
import { useHeading } from '../../parts/chrome.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { BesideOptions } from './beside-options.tsx';
import { ColumnsStep } from './columns-step.tsx';
import { FileStep } from './file-step.tsx';
import { KeptNotice } from './kept-notice.tsx';
import { useOpening } from './opening.ts';
import { OptionsStep } from './options-step.tsx';
import { OrdersOptions } from './orders-options.tsx';
import { OrdersStep } from './orders-step.tsx';
import { type Step, steps } from './steps.ts';

/** Three steps: a file, what its columns mean, how to group. The address names the step, and survives a reload. */
export function NewPage() {
  const say = useSay();
  const { step: wanted } = useSearch({ from: '/_inside/new' });
  const navigate = useNavigate();
  const current = useSyncExternalStore(draft.subscribe, draft.get);
  const go = (step: Step): Promise<void> => navigate({ to: '/new', search: { step } });
  const opening = useOpening(wanted, go);
  const { error, reading, open, readAs } = opening;
  useHeading(say('new_segmentation'));
  const step = stepOf();
  const at = steps.indexOf(step);
  return (
    <div className="page new">
      <h1 className="title-1">{say('new_segmentation')}</h1>
      <ol className="stepper" aria-label={say('steps')}>
        {steps.map((one, i) => (
          <li
            key={one}
            className={i < at ? 'done' : i === at ? 'now' : ''}
            aria-current={i === at ? 'step' : undefined}
          >
            <span aria-hidden="true">{i < at ? '✓' : i + 1}</span>
            {say(`step_${one}`)}
          </li>
        ))}
      </ol>
      {error !== null && <Trouble error={error} />}
      {shown()}
    </div>
  );

  /** What an address asks for, as far as there is a file for it. Whoever begins anew begins with the file. */
  function stepOf(): Step {
    if (!current) return 'file';
    const asked = wanted ?? (current.run === null ? 'columns' : 'file');
    return asked === 'options' && obstacleOf(current) !== null ? 'columns' : asked;
  }

  function shown() {
    if (step === 'file' || !current)
      return (
        <FileStep
          reading={reading}
          fault={opening.fault}
          open={open}
          current={current}
          back={() => void go('columns')}
        />
      );
    if (step === 'options')
      return (
        <div className="options-page">
          {current.rows === 'orders' ? (
            <OrdersOptions draft={current} back={() => void go('columns')} />
          ) : (
            <OptionsStep draft={current} back={() => void go('columns')} />
          )}
          <BesideOptions draft={current} />
        </div>
      );
    const moves = { another: () => void go('file'), next: () => void go('options') };
    return (
      <>
        <KeptNotice draft={current} kept={opening.kept} />
        {current.rows === 'orders' ? (
          <OrdersStep draft={current} asCustomers={() => readAs(current.file, 'customers')} {...moves} />
        ) : (
          <ColumnsStep
            draft={current}
            reread={(decimal) => readAs(current.file, 'customers', decimal)}
            asOrders={() => readAs(current.file, 'orders')}
            {...moves}
          />
        )}
      </>
    );
  }
}
