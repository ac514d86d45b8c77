export { accessDiff } from "./access-diff";
export {
  type AccessChange,
  type AccessDiff,
  type Aspect,
  CHANGE_KINDS,
  type ChangeKind,
  type DiffDoubt,
  type GateChange,
  kindsOf,
} from "./change";
