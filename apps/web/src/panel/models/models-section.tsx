import { ModelsPage } from "../../models/models-page.tsx";
import { FormPage } from "../form-page.tsx";
import { Section } from "../section.tsx";

export function ModelsSection() {
  return (
    <Section
      title="Models"
      text="What reads, finds and answers. People choose among those that answer in their settings."
    >
      <FormPage>
        <ModelsPage />
      </FormPage>
    </Section>
  );
}
