// what answers questions, for whoever loads it when one is asked
export { can } from "./can";
export { pathsOf } from "./paths";
export { sentenceOf } from "./text";
export { KNOWN_VERBS, RESOURCES, isKnownResource } from "./verbs";
export { who } from "./who";
