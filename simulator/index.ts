export type { Clock, Span } from "./clock";
export type { Fault, FaultHandle, FaultRule, Faults } from "./faults";
export type { PageSetting, PageSettingValue } from "./page-settings";
export type { PathPattern } from "./path-pattern";
export { gitlabComLimits, type RateLimit } from "./rate-limits";
export type { RecordedRequest, RequestFilter, RequestLog } from "./requests";
export { type Simulator, type SimulatorOptions, startSimulator } from "./start";
export type { Watcher } from "./watchers";
