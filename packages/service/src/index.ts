export { createApp } from './http/app.ts';
export { type Deps, type Limits } from './http/deps.ts';
export { createTenant, type RunningServer, type ServerOptions, startServer } from './http/server.ts';
export { jsonLimits } from './contract/json/json.ts';
export { renderReport, type ReportInput } from './report/report.ts';
export { computePool, type ComputePool, type PoolOptions } from './runs/pool.ts';
export { type Job, type Outcome } from './runs/job.ts';
export { type NewTenant, type Tenant } from './store/tenants.ts';
