import { Type } from 'typebox';
import { renameRequest } from './run-names.ts';
import { listedRun, ofRun, operation } from './runs-openapi.ts';

/** Renaming, for the document. */
export const renameOperations = {
  run: operation({
    id: 'renameRun',
    summary: 'Give a run a name, or take it away.',
    description:
      'The same name can be sent with the request that makes the run, as ?name=. A token needs the ability runs:write.',
    params: ofRun,
    body: renameRequest,
    answer: Type.Object(listedRun),
    refuses: [404],
  }),
  segment: operation({
    id: 'renameSegment',
    summary: 'Give a segment a name, or take it away: it is called by its generated name again.',
    description:
      'The name belongs to the segment: a later run that names this one as its previous_run_id goes on with it wherever the segment does. Two segments of a run cannot have one name. The answers of both contracts keep the generated names. A token needs the ability runs:write.',
    params: { ...ofRun, segment: 'cluster_id or segment_id: 0, 1, ...; outliers have no other name.' },
    body: renameRequest,
    answer: Type.Object({
      run_id: Type.String(),
      segment_id: Type.Integer({ minimum: 0 }),
      name: Type.Union([Type.String(), Type.Null()]),
      generated_name: Type.String({ description: 'In the language of the run.' }),
    }),
    refuses: [404, 409],
  }),
};
