// What a journal throws when it is asked for something that it does not hold.

export function noSuchExecution(id: string): never {
  throw new Error(`there is no execution ${id} in this state folder; see the list of executions`);
}

export function noSuchPlan(planHash: string): never {
  throw new Error(
    `there is no plan ${planHash} in this state folder; its database was changed by hand`,
  );
}
