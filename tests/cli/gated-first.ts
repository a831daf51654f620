// A pipeline of the shop with a gate before anything is touched: whoever rejects it ends the run at once.
const FIRST_STEP = `              - step:
                  identifier: Set_Up_Green`;
const GATE = `              - step:
                  identifier: Ask
                  type: HarnessApproval
                  name: Ask
                  timeout: 1d
                  spec:
                    approvalMessage: Shall it begin?
                    includePipelineExecutionHistory: false
                    approvers:
                      userGroups: [account._account_all_users]
                      minimumCount: 1
                      disallowPipelineExecutor: false
                    approverInputs: []
`;

export function gatedFirst(pipeline: string): string {
  return pipeline.replace(FIRST_STEP, `${GATE}${FIRST_STEP}`);
}
