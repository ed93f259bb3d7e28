import { type ReactNode, useState } from 'react';
import { FigureTools } from './figure-tools.tsx';

interface Props {
  readonly title: string;
  readonly subtitle?: string;
  readonly className?: string;
  /** What its files are called. */
  readonly savedAs: string;
  /** What it shows, as CSV. */
  readonly numbers: () => string;
  readonly children: ReactNode;
}

/** A figure that the console draws itself and that is read as it stands: a title, and its numbers to be taken away. */
export function TooledFigure({ title, subtitle, className = '', savedAs, numbers, children }: Props) {
  const [box, setBox] = useState<HTMLElement | null>(null);
  return (
    <figure ref={setBox} className={`figure full ${className}`}>
      <figcaption>
        <h3>{title}</h3>
        {subtitle !== undefined && <p className="sub">{subtitle}</p>}
      </figcaption>
      {children}
      <FigureTools box={box} drawn={title} savedAs={savedAs} numbers={numbers} />
    </figure>
  );
}
