/* A model of locks and the queue before them: who may start a run, who waits, and what a dead or Dirty one leaves behind. */

#define RUNS 3
#ifndef CRASHES
#define CRASHES 1
#endif
#ifndef FREEZES
#define FREEZES 1
#endif
#ifndef CHANGES
#define CHANGES 1
#endif

/* In ticks; who is awake extends its ticket before the second one. */
#define LEASE 2

/* Resources are bits: 1 and 2 are two rules, 3 is both. */

/* The rules of the code, each of which can be taken out. */
#ifdef PLANT_TURN_TRUSTED
#define IS_FREE (state[me] == PREPARES || !isBlocked)
#else
#define IS_FREE !isBlocked
#endif

#ifdef PLANT_AHEAD
#define IS_AHEAD(place) false
#else
#define IS_AHEAD(place) (place < own)
#endif

#ifdef PLANT_NEWCOMER
#define END_OF_OTHERS 0
#else
#define END_OF_OTHERS waiting
#endif

#ifdef PLANT_DEAD_WAITS
#define COUNTS(who) (lease[who] > 0 || state[who] == DEAD)
#else
#define COUNTS(who) (lease[who] > 0 && !(IS_NEAR(who) && state[who] == DEAD))
#endif

#ifdef PLANT_DIRTY_FREES
#define DIRTY_KEEPS false
#else
#define DIRTY_KEEPS true
#endif

#ifdef PLANT_PARTIAL
#define STANDS_IN_THE_WAY(held, wants) (held == wants)
#else
#define STANDS_IN_THE_WAY(held, wants) ((held & wants) != 0)
#endif

/* What each process is about, and the run that it has started. */
#define TRIES 0
#define QUEUES 1
#define STANDS 2
#define PREPARES 3
#define DRIVES 4
#define DEAD 5
#define OVER 6
byte state[RUNS] = TRIES;
bool frozen[RUNS];
/* What it wants, and what its ticket says that it wants. */
byte wants[RUNS], wanted[RUNS];

/* The table of holds: what the execution that a process has started holds, whoever drives it. */
byte holds[RUNS];
bool isDirty[RUNS];

/* The table of waiters, lowest ticket first. */
byte queue[RUNS], waiting;
byte lease[RUNS];

/* For the properties only: what a run works on, until it has ended and nothing is left of it. */
byte worksOn[RUNS];

byte i, j, own, changes = CHANGES;
bool isBlocked;

/* Some other process is known here to be dead, others only by their lease. */
#define IS_NEAR(who) (who == 0)
#define STEP(place) state[me] == place && !frozen[me]

inline place() {
  own = waiting; i = 0;
  do
  :: i < waiting -> if :: queue[i] == me -> own = i :: else fi; i++
  :: else -> i = 0; break
  od
}

inline remove(who) {
  i = 0; j = 0;
  do
  :: i < waiting -> if :: queue[i] != who -> queue[j] = queue[i]; j++ :: else fi; i++
  :: else -> break
  od;
  do :: i > j -> i--; queue[i] = 0 :: else -> break od;
  waiting = j; i = 0; j = 0
}

/* Tickets that do not count any more are swept by whoever writes. */
inline sweep() {
  own = 0;
  do
  :: own < RUNS -> if :: !COUNTS(own) -> remove(own); lease[own] = 0 :: else fi; own++
  :: else -> own = 0; break
  od
}

/* blockersOf: holders, and those ahead of the ticket; without one that counts, all who wait. */
inline look() {
  isBlocked = false;
  place();
  if :: own == waiting || !COUNTS(me) -> own = END_OF_OTHERS :: else fi;
  do
  :: i < waiting ->
    if
    :: IS_AHEAD(i) && COUNTS(queue[i]) && STANDS_IN_THE_WAY(wanted[queue[i]], wants[me]) -> isBlocked = true
    :: else
    fi;
    i++
  :: else -> i = 0; break
  od;
  do
  :: i < RUNS -> if :: STANDS_IN_THE_WAY(holds[i], wants[me]) -> isBlocked = true :: else fi; i++
  :: else -> i = 0; own = 0; break
  od
}

/* First come, first served: whoever waits and came before wants something else. */
inline checkOrder() {
  own = 0;
  do
  :: i < waiting ->
    if :: queue[i] == me && lease[me] > 0 -> own = 1 :: else fi;
    assert(own == 1 || queue[i] == me || lease[queue[i]] == 0 || state[queue[i]] == DEAD ||
      (wanted[queue[i]] & wants[me]) == 0);
    i++
  :: else -> i = 0; own = 0; break
  od
}

inline checkAlone() {
  do
  :: i < RUNS -> assert((worksOn[i] & wants[me]) == 0); i++
  :: else -> i = 0; break
  od
}

/* createHolding: look, hold and give the ticket up in one transaction. */
inline create() {
  look();
  if
  :: IS_FREE ->
    checkAlone();
    checkOrder();
    holds[me] = wants[me]; worksOn[me] = wants[me];
    remove(me); lease[me] = 0; wanted[me] = 0;
    state[me] = DRIVES
  :: !(IS_FREE) -> state[me] = (state[me] == TRIES -> QUEUES : STANDS)
  fi;
  isBlocked = false
}

inline takeTicket() {
  sweep();
  queue[waiting] = me; waiting++;
  lease[me] = LEASE; wanted[me] = wants[me]; state[me] = STANDS
}

/* Extends the ticket, tells what is wanted from now on, and says whether it is its turn. */
inline stand() {
  if :: lease[me] < LEASE || wanted[me] != wants[me] -> sweep() :: else fi;
  lease[me] = LEASE; wanted[me] = wants[me];
  look();
  if :: !isBlocked -> state[me] = PREPARES :: else fi;
  isBlocked = false
}

inline end(who) { holds[who] = 0; worksOn[who] = 0 }

inline endDirty(who) {
  isDirty[who] = true;
  if :: DIRTY_KEEPS -> skip :: else -> holds[who] = 0 fi
}

proctype Process(byte me) {
  do
  :: d_step { frozen[me] -> frozen[me] = false }
  /* waitForTurn: at once when nobody is in the way, else with a ticket */
  :: d_step { STEP(TRIES) -> create() }
  :: d_step { STEP(QUEUES) -> takeTicket() }
  :: d_step { STEP(STANDS) && !COUNTS(me) -> sweep(); state[me] = QUEUES }
  :: d_step { STEP(STANDS) && COUNTS(me) -> stand() }
  /* prepared anew, it may work on something else than was guessed */
  :: d_step { STEP(PREPARES) && changes > 0 && wants[me] < 3 -> changes--; wants[me] = 3 - wants[me] }
  :: d_step { STEP(PREPARES) -> create() }
  :: d_step { STEP(DRIVES) -> end(me); state[me] = OVER }
  :: d_step { STEP(DRIVES) -> endDirty(me); state[me] = OVER }
  od
}

/* Ends what a dead process has left behind, and resolves what ended Dirty. */
#define TIDY(who) \
  :: d_step { isDirty[who] -> isDirty[who] = false; end(who) } \
  :: d_step { state[who] == DEAD && worksOn[who] != 0 && !isDirty[who] -> end(who) } \
  :: d_step { state[who] == DEAD && worksOn[who] != 0 && !isDirty[who] -> endDirty(who) }

proctype Person() {
  do
  TIDY(0)
  TIDY(1)
  TIDY(2)
  od
}

/* Time passes when nobody who is awake has anything to do at this instant. */
#define IS_BUSY(who) \
  (!frozen[who] && \
    (state[who] == TRIES || state[who] == QUEUES || state[who] == PREPARES || \
     (state[who] == STANDS && lease[who] < LEASE)))
#define LESS(count) count = (count > 0 -> count - 1 : 0)

proctype Time() {
  do
  :: d_step { !IS_BUSY(0) && !IS_BUSY(1) && !IS_BUSY(2) && (lease[0] > 0 || lease[1] > 0 || lease[2] > 0) ->
      LESS(lease[0]); LESS(lease[1]); LESS(lease[2])
    }
  od
}

#define TROUBLE_OF(who) \
  :: d_step { crashes > 0 && state[who] != OVER && state[who] != DEAD -> \
      crashes--; state[who] = DEAD; frozen[who] = false } \
  :: d_step { freezes > 0 && (state[who] == STANDS || state[who] == PREPARES) && !frozen[who] -> \
      freezes--; frozen[who] = true }

proctype Trouble() {
  byte crashes = CRASHES, freezes = FREEZES;
  do
  TROUBLE_OF(0)
  TROUBLE_OF(1)
  TROUBLE_OF(2)
#ifdef LIVENESS
  :: true -> break
#endif
  od
}

#define WANT(who) if :: wants[who] = 1 :: wants[who] = 2 :: wants[who] = 3 fi

init {
  atomic {
    WANT(0); WANT(1); WANT(2);
    run Process(0); run Process(1); run Process(2); run Person(); run Time(); run Trouble()
  }
}

#define IS_SERVED(who) (state[who] == OVER || state[who] == DEAD)
ltl served { <> (IS_SERVED(0) && IS_SERVED(1) && IS_SERVED(2)) }
