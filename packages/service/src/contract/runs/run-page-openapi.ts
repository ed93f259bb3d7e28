import { customersQuery, runCustomers, runFigures, segmentFigures } from './run-page.ts';
import { figuresQuery, segmentFiguresQuery } from './runs.ts';
import { found, ofRun, operation } from './runs-openapi.ts';

/** What the page of a run is made of, for the document. */
export const pageOperations = {
  figures: operation({
    ...found,
    id: 'runFigures',
    summary: 'The report in parts: its figures as HTML by name, the words of its map, the models that may be chosen.',
    querystring: figuresQuery,
    answer: runFigures,
  }),
  segment: operation({
    ...found,
    id: 'segmentFigures',
    summary: 'One segment in the parts of its page: figures as HTML by name, and the segment nearest to it.',
    params: { ...ofRun, segment: 'cluster_id or segment_id: 0, 1, ..., or -1 for outliers.' },
    querystring: segmentFiguresQuery,
    answer: segmentFigures,
  }),
  points: operation({
    ...found,
    id: 'runPoints',
    summary: 'Where every customer lies on the map.',
    description:
      'Ten bytes a customer, as columns in the order the customers were sent: x, then y (32-bit floats, little-endian), then the segment (a byte, 255 for outliers), then the confidence (a byte, 255 is certain). Empty where there are fewer than two directions.',
    types: ['application/octet-stream'],
  }),
  customers: operation({
    ...found,
    id: 'runCustomers',
    summary: 'Some customers, with what was sent of them as a person reads it.',
    querystring: customersQuery,
    answer: runCustomers,
  }),
};
