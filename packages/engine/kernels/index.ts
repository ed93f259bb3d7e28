export { shrink_distances } from './shrink';
