/* A model of who may drive one run: claim, epoch, lease, append, park, signal, release, and the writes to the world. */

#include "ownership-rules.pml"

/* The journal: the row of the run, and at which place each event stands; 0: not there. */
#define READY 0
#define PARKED 1
#define ENDED 2
byte phase = READY;
#define NOBODY 0
/* The name of a process that is dead; a living one is its number plus 1. */
#define GONE 9
byte rowEpoch, rowOwner = NOBODY, rowLease;
byte length = 1;

#define OPENED 0
#define APPROVED 1
#define ABORTED 2
#define EXPIRED 3
#define INTENDED 4
#define CONFIRMED 5
#define FINISHED 6
byte at[7];

/* Processes. What one knows is how far it has read. */
#define DEAD 0
#define IDLE 1
#define ASKED 2
#define CLAIMED 3
#define DRIVES 4
#define WATCHES 5
#define HOLDS 6
#define LOOKED 7
#define SENT 8
#define SETTLES 9
#define RECORDS 10
#define RELEASES 11
byte pc[OWNERS] = IDLE;
bool frozen[OWNERS];
byte epoch[OWNERS], seen[OWNERS], known[OWNERS];
/* Ticks: since the claim was asked for, that its own limit is away, until what was sent has settled. */
byte asked[OWNERS], mine[OWNERS], settle[OWNERS];

#define KNOWS(event) (at[event] != 0 && at[event] < seen[me])
#define IS_CURRENT (rowEpoch == epoch[me] && rowOwner != NOBODY)
#define IS_ACTIVE(who) (pc[who] >= DRIVES && pc[who] <= RECORDS)

/* The world: writes under way, and how often the one effect was done. */
byte flight[OWNERS], flightEpoch[OWNERS];
bool flightLate[OWNERS];
byte applied;

/* The gate: whether it has a time limit, and whether that is over. */
bool timed, expired;

/* For the properties only: the latest epoch that was let near the world, and what stood still in a turn. */
byte acted, lateWrites, lateSends[OWNERS];
bool jumped, wasLate[OWNERS];
byte who;

#define IS_NEAR(who) (who == 0)
#define FREE_FOR(name) (rowOwner == NOBODY || (name != NOBODY && IS_NAMED(name)) || LEASE_IS_OVER)
#define KNOWN_BY(who) ((IS_NEAR(who) && IS_GONE(rowOwner)) -> rowOwner : NOBODY)
#define IS_CLAIMABLE(name) ((phase == READY && FREE_FOR(name)) || IS_DUE)

inline forget() {
  epoch[me] = 0; seen[me] = 0; known[me] = 0; asked[me] = 0; mine[me] = 0; settle[me] = 0;
  lateSends[me] = 0; wasLate[me] = false;
}

inline lose() { forget(); pc[me] = IDLE }

/* Every refusal and success of Journal.append; `then` is where a success leads. */
inline append(event, then) {
  if
  :: !(MAY_APPEND) -> lose()
  :: MAY_APPEND && IS_BEHIND -> seen[me] = length
  :: MAY_APPEND && !(IS_BEHIND) ->
    assert(epoch[me] == rowEpoch); /* only the latest owner writes */
    assert(seen[me] == length);     /* no two events at one place */
    assert(at[event] == 0);
    at[event] = seen[me];
    seen[me]++;
    length = seen[me];
    pc[me] = then;
    if
    :: event == EXPIRED -> assert(at[APPROVED] == 0)
    :: event == FINISHED ->
      /* what was accepted was acted upon */
      assert(at[APPROVED] == 0 || at[ABORTED] != 0 || applied > 0);
      rowOwner = NOBODY; rowLease = 0; phase = ENDED;
      lose()
    :: else
    fi
  fi
}

inline readOwned() {
  if
  :: MAY_READ ->
    assert(rowEpoch == epoch[me]); /* no owner reads its successor's events */
    seen[me] = length;
    pc[me] = DRIVES
  :: !(MAY_READ) -> lose()
  fi
}

inline renew() {
  if
  :: MAY_RENEW -> rowLease = LEASE; mine[me] = LEASE
  :: !(MAY_RENEW) -> lose()
  fi
}

inline park() {
  if
  :: !IS_CURRENT -> lose()
  :: IS_CURRENT && PARK_IS_BEHIND -> seen[me] = length
  :: IS_CURRENT && !(PARK_IS_BEHIND) ->
    rowOwner = NOBODY; rowLease = 0; phase = PARKED;
    lose()
  fi
}

/* What is not found after it has settled is sent again. */
inline readBack() {
  if :: epoch[me] > acted -> acted = epoch[me] :: else fi;
  if :: IS_FOUND -> pc[me] = RECORDS :: else -> pc[me] = HOLDS fi
}

inline look() {
#ifndef PLANT_LOOK
  assert(IS_CURRENT); /* whoever may write is the owner */
#endif
  if :: epoch[me] > acted -> acted = epoch[me] :: else fi;
  pc[me] = LOOKED
}

inline send() {
  assert(rowEpoch == epoch[me] || wasLate[me]);
  if :: rowEpoch != epoch[me] -> lateSends[me]++ :: else fi;
  assert(lateSends[me] <= LATE_SENDS); /* one write may slip between the look and the socket */
  flight[me] = WRITE; flightEpoch[me] = epoch[me];
  flightLate[me] = wasLate[me];
  wasLate[me] = false; settle[me] = SETTLE; pc[me] = SENT
}

#define IS_DECIDED (KNOWS(APPROVED) || KNOWS(ABORTED) || KNOWS(EXPIRED))
#define IS_WAITING (KNOWS(OPENED) && !IS_DECIDED && !expired)

/* What a decision is: a function of the events that were read, and of the time. */
inline drive() {
  if
  :: KNOWS(FINISHED) -> lose()
  :: !KNOWS(OPENED) -> append(OPENED, DRIVES)
  :: IS_DECIDED && KNOWS(APPROVED) && !KNOWS(ABORTED) && !KNOWS(INTENDED) ->
#ifdef PLANT_INTENT
    pc[me] = HOLDS
#else
    append(INTENDED, HOLDS)
#endif
  :: KNOWS(INTENDED) && !KNOWS(CONFIRMED) -> pc[me] = SETTLES
  :: KNOWS(OPENED) && !IS_DECIDED && expired -> append(EXPIRED, DRIVES)
  :: !KNOWS(FINISHED) && IS_DECIDED &&
      (KNOWS(CONFIRMED) || (!KNOWS(INTENDED) && (KNOWS(EXPIRED) || KNOWS(ABORTED)))) ->
    append(FINISHED, DRIVES)
  fi
}

#define HAS_NEWS(who) (length > seen[who] || rowEpoch != epoch[who] || expired)

#define STEP(place) pc[me] == place && !frozen[me]

proctype Owner(byte me) {
  do
  :: d_step { pc[me] == DEAD && phase != ENDED -> pc[me] = IDLE }
  :: d_step { frozen[me] -> frozen[me] = false }

  /* claimFreeOrOrphaned: look whether the owner is gone, then claim */
  :: d_step { STEP(IDLE) && IS_CLAIMABLE(KNOWN_BY(me)) -> known[me] = KNOWN_BY(me); pc[me] = ASKED }
  :: d_step { STEP(ASKED) ->
      if
      :: IS_CLAIMABLE(known[me]) ->
        if
        :: rowOwner != NOBODY && rowOwner != known[me] && !jumped ->
          /* a take-over after the lease never overlaps a write that left in time */
          who = 0;
          do
          :: who < OWNERS -> assert(flight[who] == 0 || flightLate[who]); who++
          :: else -> who = 0; break
          od
        :: else
        fi;
        rowEpoch++; rowOwner = me + 1; rowLease = LEASE; phase = READY;
        epoch[me] = rowEpoch; pc[me] = CLAIMED
      :: else -> lose()
      fi
    }
  /* the answer of the claim, and openSession */
  :: d_step { STEP(CLAIMED) ->
      mine[me] = ANSWERED_LEASE; asked[me] = 0; known[me] = 0; settle[me] = SETTLE_OF_CLAIM;
      readOwned()
    }

  /* the lease's timer */
  :: d_step { IS_ACTIVE(me) && !frozen[me] && pc[me] != LOOKED && mine[me] < LEASE -> renew() }

  :: d_step { STEP(DRIVES) && !IS_WAITING -> drive() }
  :: d_step { STEP(DRIVES) && IS_WAITING -> pc[me] = WATCHES }
  :: d_step { STEP(DRIVES) && IS_WAITING -> park() }
  :: d_step { STEP(WATCHES) && HAS_NEWS(me) -> readOwned() }

  /* actUntilKnown: hold, act, and what comes of it */
  :: d_step { STEP(HOLDS) && COVERS -> look() }
  :: d_step { STEP(LOOKED) && flight[me] == 0 -> send() }
  :: d_step { STEP(SETTLES) && settle[me] == 0 -> readBack() }
#ifdef PLANT_INTENT
  :: d_step { STEP(RECORDS) && !KNOWS(INTENDED) -> append(INTENDED, RECORDS) }
  :: d_step { STEP(RECORDS) && KNOWS(INTENDED) -> append(CONFIRMED, DRIVES) }
#else
  :: d_step { STEP(RECORDS) -> append(CONFIRMED, DRIVES) }
#endif

  /* letGo: the release of a process that is told to stop */
  :: d_step { STEP(RELEASES) ->
      if :: MAY_RELEASE -> rowOwner = NOBODY; rowLease = 0 :: else fi;
      forget(); pc[me] = DEAD
    }
  od
}

/* Journal.signal: judge and append in one transaction. */
#define MAY_APPROVE (at[OPENED] != 0 && at[ABORTED] == 0 && at[EXPIRED] == 0 && !expired)
#define ACCEPT(event, place) \
  if \
  :: phase != ENDED && (event == ABORTED || MAY_APPROVE) -> \
    assert(place == length); /* no two events at one place */ \
    at[event] = place; length++; \
    WAKE \
  :: else \
  fi
#define MAY_SIGNAL(event) (event == ABORTED || at[OPENED] != 0 || phase == ENDED)

proctype Person(byte event) {
#ifdef PLANT_SIGNAL_TRANSACTION
  byte place;
  d_step { MAY_SIGNAL(event) -> place = length };
  d_step { ACCEPT(event, place) }
#else
  if
  :: d_step { MAY_SIGNAL(event) -> ACCEPT(event, length) }
  :: event == ABORTED /* nobody has to abort */
  fi
#endif
}

/* A write is done or not; its sender may never hear. */
#define ANSWER(who, place) \
  if \
  :: pc[who] == SENT && epoch[who] == flightEpoch[who] -> pc[who] = place \
  :: else \
  fi; \
  flight[who] = 0; flightEpoch[who] = 0; flightLate[who] = false

#define LAND(who) \
  if :: flightLate[who] -> lateWrites++ :: else fi; \
  applied++; \
  /* what was sent in time is over before a later owner looks or writes */ \
  assert(flightLate[who] || flightEpoch[who] >= acted); \
  /* nothing is done twice but by a late write */ \
  assert(applied <= 1 + lateWrites)

#define WORLD_OF(who) \
  :: d_step { flight[who] > 0 -> LAND(who); ANSWER(who, RECORDS) } \
  :: d_step { flight[who] > 0 && lost > 0 -> lost--; LAND(who); ANSWER(who, SETTLES) } \
  :: d_step { flight[who] > 0 && lost > 0 -> lost--; ANSWER(who, SETTLES) }

proctype World() {
  byte lost = LOST_ANSWERS;
  do
  WORLD_OF(0)
  WORLD_OF(1)
#if OWNERS > 2
  WORLD_OF(2)
#endif
  od
}

/* Time passes when nobody who is awake has anything to do at this instant. */
#define IS_BUSY(who) \
  ((!frozen[who] && \
    (pc[who] == ASKED || pc[who] == CLAIMED || pc[who] == DRIVES || pc[who] == HOLDS || \
     pc[who] == LOOKED || pc[who] == RECORDS || pc[who] == RELEASES || \
     (pc[who] == SETTLES && settle[who] == 0) || (pc[who] == WATCHES && HAS_NEWS(who)) || \
     (pc[who] == IDLE && IS_CLAIMABLE(KNOWN_BY(who))) || (IS_ACTIVE(who) && mine[who] < LEASE))) || \
   flight[who] == 1)
#define HAS_TIME(who) (mine[who] > 0 || settle[who] > 0 || flight[who] > 0)
#define LESS(count) count = (count > 0 -> count - 1 : 0)

proctype Time() {
  do
  :: d_step {
      !IS_BUSY(0) && !IS_BUSY(1) && !IS_BUSY(OWNERS - 1) &&
      (rowLease > 0 || HAS_TIME(0) || HAS_TIME(1) || HAS_TIME(OWNERS - 1)) ->
      LESS(rowLease);
      who = 0;
      do
      :: who < OWNERS ->
        LESS(mine[who]); LESS(settle[who]); LESS(flight[who]);
        if
        :: pc[who] == ASKED || pc[who] == CLAIMED -> asked[who] = (asked[who] < LEASE -> asked[who] + 1 : LEASE)
        :: else
        fi;
        who++
      :: else -> who = 0; break
      od;
      skip
    }
  od
}

#define TROUBLE_OF(who) \
  :: d_step { crashes > 0 && pc[who] > IDLE -> \
      crashes--; CRASH(who) } \
  :: d_step { freezes > 0 && pc[who] > IDLE && !frozen[who] -> \
      freezes--; frozen[who] = true; wasLate[who] = (pc[who] == LOOKED) } \
  :: d_step { stops > 0 && IS_ACTIVE(who) && pc[who] != LOOKED && !frozen[who] -> \
      stops--; mine[who] = 0; settle[who] = 0; pc[who] = RELEASES }

#define CRASH(who) \
  if :: rowOwner == who + 1 -> rowOwner = GONE :: else fi; \
  pc[who] = DEAD; frozen[who] = false; epoch[who] = 0; seen[who] = 0; known[who] = 0; \
  asked[who] = 0; mine[who] = 0; settle[who] = 0; lateSends[who] = 0; wasLate[who] = false

/* A machine that slept, or a clock set forward: by the clock of the row the lease is over at once. */
inline jump() {
  jumped = true; rowLease = 0;
#ifndef PLANT_TWO_CLOCKS
  who = 0;
  do
  :: who < OWNERS ->
    mine[who] = 0;
    if :: pc[who] == ASKED || pc[who] == CLAIMED -> asked[who] = LEASE :: else fi;
    who++
  :: else -> who = 0; break
  od;
#endif
  skip
}

/* What may go wrong, at any point and at most as often as given; where ends count, it need not. */
#define IN_TURN(who) (pc[who] == LOOKED && !frozen[who])
#define ANY_IN_TURN (IN_TURN(0) || IN_TURN(1) || IN_TURN(OWNERS - 1))
proctype Trouble() {
  byte crashes = CRASHES, freezes = FREEZES, stops = STOPS, jumps = JUMPS;
  do
  TROUBLE_OF(0)
  TROUBLE_OF(1)
#if OWNERS > 2
  TROUBLE_OF(2)
#endif
  :: d_step { jumps > 0 && rowLease > 0 && !ANY_IN_TURN -> jumps--; jump() }
  :: d_step { timed && at[OPENED] != 0 && !expired -> expired = true }
#ifdef LIVENESS
  :: true -> break
#endif
  od
}

init {
  atomic {
    if :: timed = true :: timed = false fi;
    run Owner(0); run Owner(1);
#if OWNERS > 2
    run Owner(2);
#endif
    run Person(APPROVED); run Person(ABORTED); run World(); run Time(); run Trouble()
  }
}

ltl ends { <> (phase == ENDED) }
