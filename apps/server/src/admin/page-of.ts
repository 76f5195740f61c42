/** How long a page of the panel's lists is. */
const pageSize = 50;

export const pageFrom = (page: number) => ({ limit: pageSize, offset: (page - 1) * pageSize });

/** Which page of how many. */
export const pagesOf = (total: number, page: number) => ({
  total,
  page,
  pages: Math.max(1, Math.ceil(total / pageSize)),
});
