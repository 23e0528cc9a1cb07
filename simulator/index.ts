export type { Fault, FaultHandle, FaultRule, Faults } from "./control/faults";
export type { PathPattern } from "./control/path-pattern";
export { gitlabComLimits, type RateLimit } from "./control/rate-limits";
export type { RecordedRequest, RequestFilter, RequestLog } from "./control/requests";
export type { Watcher } from "./control/watchers";
export type { Clock, Span } from "./model/clock";
export type { Edition } from "./model/edition";
export type { PageSetting, PageSettingValue } from "./model/page-settings";
export { type Simulator, type SimulatorOptions, startSimulator } from "./start";
