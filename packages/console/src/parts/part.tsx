import { memo, useState } from 'react';
import { FigureTools } from './figure-tools.tsx';
import { MarkWalk } from './mark-walk.tsx';

interface Props {
  readonly html: string | undefined;
  /** What it draws, as CSV; left out where it is no figure. */
  readonly numbers?: string | undefined;
  /** What the files of a figure are called. */
  readonly savedAs?: string;
}

/**
 * A part of the report as the service drew it. It is the service's own text, in which everything that was ever sent is
 * escaped; the policy of the page would let no script in it run.
 */
export const Part = memo(function Part({ html, numbers, savedAs = 'figure' }: Props) {
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  if (html === undefined) return null;
  const csv = numbers === undefined ? null : (): string => numbers;
  return (
    <div className="part">
      <div ref={setBox} dangerouslySetInnerHTML={{ __html: html }} />
      {html.includes('<figcaption') && (
        <>
          <FigureTools box={box} drawn={html} savedAs={savedAs} numbers={csv} />
          <MarkWalk box={box} drawn={html} />
        </>
      )}
    </div>
  );
});
