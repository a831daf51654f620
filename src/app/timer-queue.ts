// Timers in the order in which they come due; of equal ones the one that was set first.

export interface QueuedTimer {
  readonly at: number;
  readonly wake: () => void;
}

export interface TimerQueue {
  /** Answers how to take it out again. */
  add(timer: QueuedTimer): () => void;
  first(): QueuedTimer | undefined;
  takeFirst(): QueuedTimer | undefined;
  size(): number;
}

interface Entry extends QueuedTimer {
  readonly order: number;
  isCancelled: boolean;
}

/** A binary heap; what was cancelled is left in it until it comes first. */
export function createTimerQueue(): TimerQueue {
  const heap: Entry[] = [];
  let orders = 0;
  let live = 0;
  const first = (): Entry | undefined => {
    while (heap[0]?.isCancelled) removeFirst(heap);
    return heap[0];
  };
  return {
    add(timer) {
      orders += 1;
      live += 1;
      const entry: Entry = { ...timer, order: orders, isCancelled: false };
      heap.push(entry);
      rise(heap, heap.length - 1);
      return () => {
        if (entry.isCancelled) return;
        entry.isCancelled = true;
        live -= 1;
      };
    },
    first,
    takeFirst() {
      const entry = first();
      if (entry === undefined) return undefined;
      removeFirst(heap);
      entry.isCancelled = true;
      live -= 1;
      return entry;
    },
    size: () => live,
  };
}

function isBefore(one: Entry | undefined, other: Entry | undefined): boolean {
  if (one === undefined || other === undefined) return one !== undefined;
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

function rise(heap: Entry[], from: number): void {
  let index = from;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!isBefore(heap[index], heap[parent])) return;
    swap(heap, index, parent);
    index = parent;
  }
}

function removeFirst(heap: Entry[]): void {
  swap(heap, 0, heap.length - 1);
  heap.pop();
  let index = 0;
  for (;;) {
    const [left, right] = [2 * index + 1, 2 * index + 2];
    const least = isBefore(heap[right], heap[left]) ? right : left;
    if (!isBefore(heap[least], heap[index])) return;
    swap(heap, index, least);
    index = least;
  }
}

function swap(heap: Entry[], one: number, other: number): void {
  const [a, b] = [heap[one], heap[other]];
  if (a === undefined || b === undefined) return;
  heap[one] = b;
  heap[other] = a;
}
