import { useState, useSyncExternalStore } from 'react';
import { type Decimal, type FileFault, Unreadable } from '../../data/cells.ts';
import { customersDraft, draft, ordersDraft } from '../../data/draft.ts';
import { useSay } from '../../look/look.ts';
import { useHeading } from '../../parts/chrome.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { BesideOptions } from './beside-options.tsx';
import { ColumnsStep } from './columns-step.tsx';
import { FileStep } from './file-step.tsx';
import { OptionsStep } from './options-step.tsx';
import { OrdersOptions } from './orders-options.tsx';
import { OrdersStep } from './orders-step.tsx';

const steps = ['file', 'columns', 'options'] as const;
type Step = (typeof steps)[number];

/** Three steps: a file, what its columns mean, how to group. */
export function NewPage() {
  const say = useSay();
  const current = useSyncExternalStore(draft.subscribe, draft.get);
  const [step, setStep] = useState<Step>(current ? 'columns' : 'file');
  const [reading, setReading] = useState(false);
  const [fault, setFault] = useState<FileFault | null>(null);
  const [error, setError] = useState<unknown>(null);
  useHeading(say('new_segmentation'));
  const attempt = async (read: () => Promise<void>): Promise<void> => {
    setReading(true);
    setFault(null);
    setError(null);
    try {
      await read();
      setStep('columns');
    } catch (reason) {
      draft.set(null);
      setStep('file');
      if (reason instanceof Unreadable) setFault(reason.fault);
      else setError(reason);
    }
    setReading(false);
  };
  const asCustomers = async (file: File, decimal: Decimal | null): Promise<void> => {
    const read = await draft.reader().ask<'read'>({ kind: 'read', file, decimal });
    draft.set(customersDraft(file, read));
  };
  /** Nobody has to say which kind a file is; whoever knows better says so. */
  const open = (file: File, rows?: 'orders'): Promise<void> =>
    attempt(async () => {
      const head = await draft.reader().ask<'head'>({ kind: 'head', file });
      if (rows === 'orders' || head.orders) draft.set(ordersDraft(file, head));
      else await asCustomers(file, null);
    });
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

  function shown() {
    if (step === 'file' || !current)
      return <FileStep reading={reading} fault={fault} open={(file) => void open(file)} />;
    const { file } = current;
    const moves = { another: () => setStep('file'), next: () => setStep('options') };
    const back = (): void => setStep('columns');
    if (current.rows === 'orders')
      return step === 'columns' ? (
        <OrdersStep draft={current} asCustomers={() => void attempt(() => asCustomers(file, null))} {...moves} />
      ) : (
        <div className="options-page">
          <OrdersOptions draft={current} back={back} />
          <BesideOptions draft={current} />
        </div>
      );
    return step === 'columns' ? (
      <ColumnsStep
        draft={current}
        reread={(decimal) => void attempt(() => asCustomers(file, decimal))}
        asOrders={() => void open(file, 'orders')}
        {...moves}
      />
    ) : (
      <div className="options-page">
        <OptionsStep draft={current} back={back} />
        <BesideOptions draft={current} />
      </div>
    );
  }
}
