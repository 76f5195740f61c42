import { ModelsPage } from "../../models/models-page.tsx";

/** In anonymous mode the person at the machine manages its models here; with sign-in, administrators do in the panel. */
export const ModelsPart = () => <ModelsPage />;
