export { shrink_distances } from './shrink';
export { greedy_rows } from './greedy';
export { column_rows, column_spread, lane_rows } from './lanes';
export { lloyd_finish, lloyd_rounds, sum_rows } from './lloyd';
export { cells_close, cells_open, cells_split } from './cells';
export { dbscan_core, dbscan_join, dbscan_label, dbscan_link, dbscan_linked, dbscan_number } from './dbscan';
export { mixture_moments_f32, mixture_moments_f64, mixture_rate } from './gaussian';
export { mixture_rows } from './gaussian-rows';
export { micro_measure, micro_split } from './micro';
