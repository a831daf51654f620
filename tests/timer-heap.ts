// Timers of a virtual clock, the next one first: a binary heap, in which a cancelled one is only marked until its turn.
export interface Timer {
  readonly at: number;
  /** Among those of one moment the earliest made is the first. */
  readonly order: number;
  /** Undefined once it is cancelled. */
  wake: (() => void) | undefined;
}

export interface TimerHeap {
  add(timer: Timer): void;
  /** The next one that is not cancelled; it stays. */
  first(): Timer | undefined;
  take(): Timer | undefined;
}

export function createTimerHeap(): TimerHeap {
  const heap: Timer[] = [];
  const drop = (): void => {
    const last = heap.pop();
    if (last !== undefined && heap.length > 0) sink(heap, last);
  };
  const first = (): Timer | undefined => {
    for (let top = heap[0]; top !== undefined; top = heap[0]) {
      if (top.wake !== undefined) return top;
      drop();
    }
    return undefined;
  };
  return {
    add: (timer) => rise(heap, timer),
    first,
    take() {
      const top = first();
      if (top !== undefined) drop();
      return top;
    },
  };
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

function rise(heap: Timer[], timer: Timer): void {
  let place = heap.length;
  while (place > 0) {
    const above = (place - 1) >> 1;
    const parent = heap[above] as Timer;
    if (isBefore(parent, timer)) break;
    heap[place] = parent;
    place = above;
  }
  heap[place] = timer;
}

/** From the top, whose own timer is gone. */
function sink(heap: Timer[], timer: Timer): void {
  let place = 0;
  for (;;) {
    const left = 2 * place + 1;
    const right = left + 1;
    if (left >= heap.length) break;
    const isRight = right < heap.length && isBefore(heap[right] as Timer, heap[left] as Timer);
    const below = isRight ? right : left;
    const child = heap[below] as Timer;
    if (isBefore(timer, child)) break;
    heap[place] = child;
    place = below;
  }
  heap[place] = timer;
}
