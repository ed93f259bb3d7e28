import { useEffect, useState } from 'react';

/** Elements of a drawn part to put something of ours into; looked for again whenever the part is drawn again. */
export function usePlaces(box: HTMLElement | null, selector: string, drawn: unknown): readonly HTMLElement[] {
  const [places, setPlaces] = useState<readonly HTMLElement[]>([]);
  useEffect(() => {
    setPlaces(box ? [...box.querySelectorAll<HTMLElement>(selector)] : []);
  }, [box, selector, drawn]);
  return places;
}
