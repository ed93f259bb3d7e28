import type { ListedRun, ShownRun } from '../store/run.ts';

// How runs are written as JSON, by the service and by the command line alike.

export function shownListedRun(run: ListedRun) {
  return {
    run_id: run.id,
    state: run.state,
    contract: run.contract,
    created_at: run.createdAt,
    started_at: run.startedAt,
    finished_at: run.finishedAt,
    customers: run.customers,
    algorithm: run.algorithm,
    n_clusters: run.nClusters,
    verdict: run.verdict,
    segment_sizes: run.segmentSizes && run.segmentSizes.map(({ id, size }) => ({ segment_id: id, size })),
    language: run.language,
    asked_by: run.actor,
    version: run.version,
    task_id: run.taskId,
    chosen_from: run.chosenFrom,
    previous_run_id: run.previousRunId,
    name: run.name,
    segment_names: run.segmentNames,
  };
}

export function shownRun(run: ShownRun) {
  return {
    ...shownListedRun(run),
    request_id: run.requestId,
    notes: run.notes,
    parameters: run.parameters,
    timings_ms: run.timings,
    error: run.error,
    result: run.summary,
  };
}
