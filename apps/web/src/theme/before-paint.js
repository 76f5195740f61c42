// Runs before the first paint; theme.ts writes what is read here.
try {
  const { theme, density } = JSON.parse(localStorage.getItem("khoj-look") ?? "{}");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  if (density === "compact") document.documentElement.dataset.density = density;
} catch {
  // A browser that keeps nothing follows the system.
}
