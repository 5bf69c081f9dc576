export { get } from './get.ts';
export { latest, list, type ExecutionFilter } from './list.ts';
export { losses } from './losses.ts';
