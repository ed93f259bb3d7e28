import { type ReactNode, useState } from 'react';
import { useSay } from '../look/look.ts';
import { FigureTools } from './figure-tools.tsx';
import { MarkWalk } from './mark-walk.tsx';

interface Props {
  readonly id?: string;
  readonly title: string;
  readonly subtitle?: string;
  readonly className?: string;
  /** What it is, how to read it, what it cannot say. */
  readonly how: string;
  /** Changes whenever it is drawn again; default: its title. */
  readonly drawn?: unknown;
  /** What its files are called. */
  readonly savedAs: string;
  /** What it shows, as CSV. */
  readonly numbers: () => string;
  /** What it shows, as a table; left out where it is read as it stands. */
  readonly table?: ReactNode;
  readonly children: ReactNode;
}

/** A figure that the console draws itself: a title, how to read it, the same as a table where that tells more, and its files. */
export function TooledFigure(props: Props) {
  const { id, title, subtitle, className = '', how, drawn = title, savedAs, numbers, table, children } = props;
  const say = useSay();
  const [box, setBox] = useState<HTMLElement | null>(null);
  return (
    <figure ref={setBox} className={`figure full ${className}`} id={id}>
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
        {table !== undefined && (
          <details className="twin on-screen">
            <summary>{say('as_table')}</summary>
            {table}
          </details>
        )}
      </div>
      <FigureTools box={box} drawn={drawn} savedAs={savedAs} numbers={numbers} />
      <MarkWalk box={box} drawn={drawn} />
    </figure>
  );
}
