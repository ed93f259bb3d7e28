export { shrink_distances } from './shrink';
export { greedy_rows } from './greedy';
export { column_rows, column_spread, lane_rows } from './lanes';
export { lloyd_finish, lloyd_rounds, sum_rows } from './lloyd';
