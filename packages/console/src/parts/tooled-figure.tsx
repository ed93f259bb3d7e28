import { type ReactNode, useState } from 'react';
import { useSay } from '../look/look.ts';
import { FigureTools } from './figure-tools.tsx';

interface Props {
  readonly title: string;
  readonly subtitle?: string;
  readonly className?: string;
  /** What it is, how to read it, what it cannot say. */
  readonly how: string;
  /** What its files are called. */
  readonly savedAs: string;
  /** What it shows, as CSV. */
  readonly numbers: () => string;
  readonly children: ReactNode;
}

/** A figure that the console draws itself and that is read as it stands: a title, how to read it, and its files. */
export function TooledFigure({ title, subtitle, className = '', how, savedAs, numbers, children }: Props) {
  const say = useSay();
  const [box, setBox] = useState<HTMLElement | null>(null);
  return (
    <figure ref={setBox} className={`figure full ${className}`}>
      <figcaption>
        <h3>{title}</h3>
        {subtitle !== undefined && <p className="sub">{subtitle}</p>}
      </figcaption>
      {children}
      <div className="aids">
        <details className="on-screen">
          <summary>{say('how_to_read')}</summary>
          <p>{how}</p>
        </details>
      </div>
      <FigureTools box={box} drawn={title} savedAs={savedAs} numbers={numbers} />
    </figure>
  );
}
