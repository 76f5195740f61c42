/** Places notes come from. A new source is a folder here that passes `testConnector()`. */
export { type Change, type Connector, type Item, type ReadContext, SkipItem } from "./connector.ts";
export { type FolderOptions, folder } from "./folder/folder.ts";
export { type IgnoreList, readIgnoreList } from "./ignore-list.ts";
