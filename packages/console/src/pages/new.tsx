import { useState, useSyncExternalStore } from 'react';
import { type Decimal, type FileFault, Unreadable } from '../data/cells.ts';
import { draft, settledOf } from '../data/draft.ts';
import { useSay } from '../look/look.ts';
import { useHeading } from '../parts/chrome.tsx';
import { Trouble } from '../parts/trouble.tsx';
import { ColumnsStep } from './columns-step.tsx';
import { FileStep } from './file-step.tsx';
import { OptionsStep } from './options-step.tsx';

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
  const open = async (file: File, decimal: Decimal | null): Promise<void> => {
    setReading(true);
    setFault(null);
    setError(null);
    try {
      const read = await draft.reader().ask<'read'>({ kind: 'read', file, decimal });
      draft.set({ file, read, settled: settledOf(read) });
      setStep('columns');
    } catch (reason) {
      draft.set(null);
      setStep('file');
      if (reason instanceof Unreadable) setFault(reason.fault);
      else setError(reason);
    }
    setReading(false);
  };
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
            <span aria-hidden="true">{i + 1}</span>
            {say(`step_${one}`)}
          </li>
        ))}
      </ol>
      {error !== null && <Trouble error={error} />}
      {step === 'file' || !current ? (
        <FileStep reading={reading} fault={fault} open={(file) => void open(file, null)} />
      ) : step === 'columns' ? (
        <ColumnsStep
          draft={current}
          reread={(decimal) => void open(current.file, decimal)}
          another={() => setStep('file')}
          next={() => setStep('options')}
        />
      ) : (
        <OptionsStep draft={current} back={() => setStep('columns')} />
      )}
    </div>
  );
}
