/* The bounds of the model of ownership, and its rules as the code has them; -DPLANT_… takes one out. */

#ifndef OWNERS
#define OWNERS 2
#endif
#ifndef CRASHES
#define CRASHES 1
#endif
#ifndef FREEZES
#define FREEZES 1
#endif
#ifndef STOPS
#define STOPS 1
#endif
#ifndef JUMPS
#define JUMPS 1
#endif
#ifndef LOST_ANSWERS
#define LOST_ANSWERS 1
#endif

/* In ticks. A write that leaves is over before its second tick; a lease is renewed at every tick. */
#define LEASE 3
#define WRITE 2
#define SETTLE 2
#ifdef PLANT_CLAIM_LEASE
#define LEASE_IS_OVER true
#else
#define LEASE_IS_OVER (rowLease == 0)
#endif

#ifdef PLANT_CLAIM_WAKE
#define IS_DUE false
#else
#define IS_DUE (phase == PARKED && expired)
#endif

#ifdef PLANT_GONE_UNNAMED
#define IS_NAMED(known) (known != NOBODY)
#else
#define IS_NAMED(known) (rowOwner == known)
#endif

#ifdef PLANT_GONE_WRONG
#define IS_GONE(name) (name == GONE || (name != NOBODY && frozen[name - 1]))
#else
#define IS_GONE(name) (name == GONE)
#endif

#ifdef PLANT_APPEND_EPOCH
#define MAY_APPEND (rowOwner != NOBODY)
#else
#define MAY_APPEND IS_CURRENT
#endif

#ifdef PLANT_APPEND_LENGTH
#define IS_BEHIND false
#else
#define IS_BEHIND (length > seen[me])
#endif

#ifdef PLANT_PARK_LENGTH
#define PARK_IS_BEHIND false
#else
#define PARK_IS_BEHIND (length > seen[me])
#endif

#ifdef PLANT_READ_EPOCH
#define MAY_READ true
#else
#define MAY_READ (rowEpoch == epoch[me])
#endif

#ifdef PLANT_RENEW_EPOCH
#define MAY_RENEW (rowOwner != NOBODY)
#else
#define MAY_RENEW IS_CURRENT
#endif

#ifdef PLANT_RELEASE_EPOCH
#define MAY_RELEASE true
#else
#define MAY_RELEASE IS_CURRENT
#endif

#ifdef PLANT_LOOK
#define COVERS true
#else
#ifdef PLANT_WRITE_BUDGET
#define COVERS (mine[me] > 0)
#else
#define COVERS (mine[me] >= WRITE)
#endif
#endif

/* Not a rule but the limit of all of them: with 0 the model must show the write that slips. */
#ifdef PLANT_NO_LATE_WRITE
#define LATE_SENDS 0
#else
#define LATE_SENDS 1
#endif

#ifdef PLANT_LEASE_FROM_ANSWER
#define ANSWERED_LEASE LEASE
#else
#define ANSWERED_LEASE (LEASE - asked[me])
#endif

#ifdef PLANT_SETTLE_FROM_SEND
#define SETTLE_OF_CLAIM 0
#else
#define SETTLE_OF_CLAIM SETTLE
#endif

#ifdef PLANT_READ_BACK
#define IS_FOUND false
#else
#define IS_FOUND (applied > 0)
#endif

#ifdef PLANT_SIGNAL_WAKES
#define WAKE skip
#else
#define WAKE if :: phase == PARKED -> phase = READY :: else fi
#endif
