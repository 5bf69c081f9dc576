export { answer } from './answer.ts';
export { frames, type Frame } from './frames.ts';
export { request } from './request.ts';
export { result, type CheckOutcome, type RunOutcome } from './result.ts';
export { take, takenBefore, type Taken } from './take.ts';
