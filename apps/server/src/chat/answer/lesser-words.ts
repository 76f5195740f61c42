import { foldWord, type Language } from "../../search/index.ts";

/** Words that say what kind of answer is wanted, or only that something is: they count less than what is asked about. */
const lesser: Partial<Readonly<Record<Language, string>>> = {
  en: `year date day time month number amount percentage percent kind type sort name called named known located found happen happened
    occur occurred take took place became become first last`,
  de: `jahr datum tag zeit monat zahl anzahl menge prozentsatz prozent art name namen heisst hiess genannt bekannt befindet befand liegt lag
    fand fanden statt geschah passiert passierte entstand gewesen beim laut ihrer seines immer schon`,
  fr: `annee date jour moment mois nombre quantite pourcentage genre type sorte nom appelle appelait nomme connu trouve trouvait situe passe
    lieu eu devenu premier dernier`,
  es: `ano fecha dia hora mes numero cantidad porcentaje clase tipo nombre llama llamaba llamado conocido encuentra encontraba ocurrio paso
    lugar primer ultimo`,
  ar: `عام سنه تاريخ يوم وقت شهر عدد نسبه نوع اسم يسمى تسمى سمي عرف يقع تقع حدث حدثت اول اخر`,
};
const lesserAnyScript = `年 年份 日期 时间 月 数 数量 人数 百分比 种 类 种类 类型 名字 名称 叫 称 称为 哪个 哪 哪些 哪种 个 年に 名前 種類 数字`;

const split = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/).map(foldWord));
const lesserByLanguage = new Map(Object.entries(lesser).map(([language, list]) => [language, split(list)]));
const lesserOfAnyScript = split(lesserAnyScript);

export const isLesserWord = (folded: string, language: Language): boolean =>
  (lesserByLanguage.get(language)?.has(folded) ?? false) || lesserOfAnyScript.has(folded);
