/** How the instance is: health, who I am, settings, and what `khoj status` shows. */
export { type OperationsDeps, openOperations } from "./open-operations.ts";
