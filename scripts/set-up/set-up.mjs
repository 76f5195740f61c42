import { dependenciesAreThere, installDependencies } from "./dependencies.mjs";
import { withFolderLock } from "./folder-lock.mjs";
import { fetchNode24, findNode24 } from "./node24.mjs";
import { buildPage, pageIsBuilt } from "./page.mjs";

/**
 * Makes sure that Node 24, the dependencies and (when asked) the page are there and current; returns the path of that
 * Node. When they are, this touches neither network nor lock.
 */
export async function setUp(root, { page }) {
  const node = await findNode24(root);
  if (node !== undefined && (await dependenciesAreThere(root)) && (!page || (await pageIsBuilt(root)))) return node;
  return withFolderLock(root, async () => {
    const node24 = (await findNode24(root)) ?? (await fetchNode24(root));
    if (!(await dependenciesAreThere(root))) await installDependencies(root, node24);
    if (page && !(await pageIsBuilt(root))) await buildPage(root, node24);
    return node24;
  });
}
