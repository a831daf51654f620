// What the tests use of Spot's own Node client, which comes without types.
declare module 'spotinst-sdk-nodejs' {
  type Document = Readonly<Record<string, unknown>>;
  type Call = (params?: Document) => Promise<readonly Document[]>;
  type Setting = (options: object) => void;

  export class Client {
    constructor(...settings: readonly Setting[]);
    readonly AwsGroupService: Readonly<
      Record<'list' | 'create' | 'read' | 'update' | 'delete' | 'status', Call>
    >;
    readonly AwsGroupRollService: Readonly<Record<'list' | 'read' | 'start' | 'stop', Call>>;
    readonly AwsInstanceService: Readonly<Record<'read' | 'detach' | 'signal', Call>>;
  }

  export const config: Readonly<
    Record<
      'setToken' | 'setAccount' | 'setScheme' | 'setAPIAddress' | 'setUserAgent',
      (value: string) => Setting
    >
  >;
}
