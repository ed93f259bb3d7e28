import type { Generated } from 'kysely';
import type { RunState } from '../contract/runs/run-states.ts';

/** The tables of runs. Times are ISO 8601 in UTC, so that they sort as text. */
export interface RunTables {
  runs: {
    /** A UUID. */
    id: string;
    tenant_id: number;
    /** By which contract the customers came, and the answer is told. */
    contract: string;
    state: RunState;
    /** Who asked for it: `key <id>`, `token <id>`, `cli`. */
    actor: string;
    request_id: string | null;
    language: string | null;
    created_at: string;
    started_at: string | null;
    finished_at: string | null;
    /** The figures that lists show and filter by; null until the run is completed. */
    customers: number | null;
    algorithm: string | null;
    n_clusters: number | null;
    verdict: string | null;
    /** The sizes of its segments as JSON, in the order of their value; null for runs from before they were kept. */
    segment_sizes: string | null;
    /** The answer without its customers, as JSON; null until the run is completed. */
    summary: string | null;
    /** What new customers are scored by, as JSON; null where it is too large. */
    model: string | null;
    /** The options it was made with, as JSON by the names of its contract; null until the run is completed. */
    parameters: string | null;
    /** Milliseconds by part, as JSON. */
    timings: string | null;
    /** Of the product that made it. */
    version: string;
    /** The run whose other candidate this one is. */
    chosen_from: string | null;
    previous_run_id: string | null;
    /** What people call it. */
    name: string | null;
    /** What they call its segments: a JSON object of names by id; null without any. */
    segment_names: string | null;
    /** How its file of orders was read, as a JSON list; null where it was made of none. */
    notes: string | null;
    /** The request's body, while it waits to be computed. */
    body_file: string | null;
    /** What the orders that its body was made of can say of segments, while it waits; null without orders. */
    split_file: string | null;
    /** What every view of the result is made from. */
    snapshot_file: string | null;
    /** Counted up by every claim: what was begun under an older number has no effect. */
    fence: Generated<number>;
    /** 128 random bits in hexadecimal; null for a run whose caller waited for it. */
    task_id: string | null;
    client_task_id: string | null;
    /** What it counts in the turn of tenants: its size. */
    cost: Generated<number>;
    /** Its place in the order of turns; see queue.ts. */
    virtual_start: Generated<number>;
    /** How often it was begun. */
    attempts: Generated<number>;
    /** How often the thread that computed it died. */
    crashes: Generated<number>;
    /** It is not begun again before then. */
    not_before: string | null;
    /** How far it is, as JSON. */
    progress: string | null;
    /** When somebody asked to cancel it. */
    cancel_at: string | null;
    /** Why it failed, as JSON. */
    error: string | null;
  };
  run_files: {
    /** Runs name their files by it. */
    id: string;
    tenant_id: number;
    /** 0, 1, ...: the bytes are cut, so that no statement is long. */
    part: number;
    written_at: string;
    bytes: Uint8Array;
  };
  requests: {
    tenant_id: number;
    /** SHA-256 of method, path and Idempotency-Key. */
    key: string;
    /** SHA-256 of what was asked. */
    fingerprint: string;
    run_id: string;
    created_at: string;
    /** Its first caller is being answered until then at the latest; null when it was. */
    busy_until: string | null;
  };
}
