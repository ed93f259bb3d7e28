import { memo, useState } from 'react';
import { createPortal } from 'react-dom';
import { useSay } from '../look/look.ts';
import { usePlaces } from './places.ts';
import { savePicture } from './picture.ts';

/**
 * A part of the report as the service drew it. It is the service's own text, in which everything that was ever sent is
 * escaped; the policy of the page would let no script in it run.
 */
export const Part = memo(function Part({ html, savedAs }: { html: string | undefined; savedAs?: string }) {
  const say = useSay();
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const [aids] = usePlaces(box, '.aids', html);
  if (html === undefined) return null;
  const drawn = savedAs !== undefined && html.startsWith('<figure') && html.includes('<svg class="wide"');
  const save = (form: 'svg' | 'png') => (): void => {
    if (box && savedAs !== undefined) void savePicture(box, savedAs, form);
  };
  return (
    <div className="part">
      <div ref={setBox} dangerouslySetInnerHTML={{ __html: html }} />
      {drawn &&
        aids &&
        createPortal(
          <p className="save">
            {say('save_figure')}{' '}
            <button type="button" className="link" onClick={save('svg')}>
              SVG
            </button>{' '}
            <button type="button" className="link" onClick={save('png')}>
              PNG
            </button>
          </p>,
          aids,
        )}
    </div>
  );
});
