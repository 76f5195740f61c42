import { fold } from "./fold.ts";

/** Languages whose questions we can take apart; any other is read as English with its words as they stand. */
export type Language = "en" | "de" | "fr" | "es" | "it" | "pt" | "nl" | "sv" | "ru" | "ar";

/**
 * Words that ask or join but name nothing: a passage that has only these in common with a question does not answer it.
 * Folded as words are compared: lower case, without accents.
 */
const lists: Readonly<Record<Language, string>> = {
  en: `a about above after again all also am an and any anybody anyone anything are as at be because been before being
    between both but by can could did do does doing done during each either else ever every everything few find for from
    get give go got had has have having he hello her here hers hi him his how i if in into is it its itself just know let
    like list look many may me might mine more most much must my need neither no nor not note notes of off often on once one only or
    other our ours out over own please remember say says said shall she should show so some somebody someone something such tell than
    thank thanks that the their them then there these they thing things this those though through to too under until up us use
    used using very want was we were what whatever when where whether which while who whom whose why will with within without would
    yes yet you your yours explain describe summarize summarise mean means`,
  de: `aber alle allem allen aller alles als also am an andere auch auf aus bei bin bis bist bitte da damit dann das dass dein deine
    dem den der des dich die dies diese diesem diesen dieser dir doch dort du durch ein eine einem einen einer eines er es etwas
    euch fur gab gegen geht gib gibt habe haben hast hat hatte hatten hier ich ihm ihn ihr ihre im in ist ja jede jeder jetzt kann
    kannst kein keine konnen lang lange machen man mehr mein meine meinen meiner meinem mich mir mit muss nach nein nicht nichts noch notiz
    notizen nur oder ob ohne sagen sag sehr sein seine sich sie sind so soll sollte uber um und uns unser unter viel viele vom von vor
    wann war waren warum was weil welche welchem welchen welcher welches wem wen wenn wer werden weshalb wessen wie wieso wieviel will wird wo
    woher wohin womit wurde wurden zeig zeige zu zum zur`,
  fr: `a ai ainsi au aucun aussi autre aux avant avec avez avoir bien c ca car ce cela ces cet cette ceux chez combien comme comment
    d dans de des deux dis dit donc dont du elle elles en encore entre est et etait etaient ete etre eu eux faire fait faut il ils j je
    l la le les leur leurs lui m ma mais me mes moi mon montre n ne ni nos notes notre nous on ont ou par parle pas peu peut plus
    pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa sans se sera ses si son sont sous sur t ta te tes toi ton tous tout
    toute toutes trouve tu un une vers vos votre vous y`,
  es: `a al algo alguien algun ante aqui asi aun cada como con cual cuales cuando cuanta cuantas cuanto cuantos de del desde dice dime
    donde dos e el ella ellas ellos en entre era eran es esa esas ese eso esos esta estaba estan estas este esto estos fue fueron ha hace
    hacer han hasta hay he la las le les lo los mas me mi mis mucho muy nada ni no nos nosotros nota notas o otra otro para pero
    por porque puede que quien quienes se sea ser si sin sobre son su sus tambien te tengo ti tiene todo todos tu un una unas uno
    unos ya yo`,
  it: `a ad agli ai al alla alle anche c che chi ci come con cosa cui da dai dal dalla degli dei del dell della delle di dice dimmi dopo
    dove e ed era erano essere fa fra fu gli ha hai hanno ho i il in io l la le lei li lo loro lui ma mi mia mie miei mio molto
    nei nel nella noi non nostro note o per perche piu puo qual quale quali quando quanta quante quanti quanto quel quella quelle quello questa
    queste questi questo se sei si sia sono su sua sue suo sul sulla ti tra tu tutti tutto un una uno vi`,
  pt: `a ao aos as ate com como da das de dela dele deles depois diga diz do dos e ela elas ele eles em entre era eram essa esse esta
    estao estava este eu foi foram ha isso isto ja la lhe mais mas me mesmo meu meus minha minhas muito na nao nas nem no nos nossa nosso
    notas o onde os ou para pela pelo per por porque pode qual quais quando quanta quantas quanto quantos que quem se sem ser seu seus so
    sobre sua suas tambem te tem tenho todo todos tu um uma umas uns voce voces`,
  nl: `aan al alle als ben bij dan dat de der deze die dit doen door dus een en er ga gaat geen geef had hadden heb hebben heeft hem het hier
    hij hoe hoeveel hun iets ik in is ja je jij jouw kan kun kunnen maar me meer men met mij mijn moet na naar niet niets nog notitie
    notities nu of om omdat onder ons onze ook op over te tegen toen tot u uit van veel voor waar waarom wanneer waren was wat we welk
    welke werd wie wij wil worden wordt zal ze zei zich zij zijn zo zonder zou`,
  sv: `alla allt an andra anteckningar att av bara blev bli blir da de dem den denna deras dess det detta dig din dina ditt du dar efter eller
    en er ett finns for fran ha hade han hans har henne hennes hon honom hur hurdan i icke in ingen inget inte ja jag kan man med mellan men mer mig
    min mina mitt mot mycket ni nu nagon nagot nar och om oss pa sa samma sig sin sina sitt ska skulle som till under upp ut utan vad var vara
    varfor varit varje vart vem vems vi vid vilka vilken vilket ar over`,
  ru: `а без более бы был была были было быть в вам вас ведь весь во вот все всего всех вы где да даже для до его ее если есть еще же за
    заметках заметки здесь и из или им их к как какая какие какой какое когда который которая кто куда ли мне много мной мои мой моя моих мы на над
    надо наш не него нее нет ни них но ну о об однако он она они оно от очень по под после потому почему при про расскажи с сам свой себя сколько
    со так также такой там тебя тем то того тоже той только том ты у уже хотя чего чей чем через что чтобы эта эти это этого этой
    этом этот я`,
  ar: `من في على الى عن ما ماذا متى اين كيف لماذا كم هو هي هم هذا هذه ذلك تلك التي الذي الذين اللذين كان كانت كانوا يكون تكون هل مع او ثم قد
    لقد ان انه انها لا لم لن ليس كل بعض بعد قبل بين عند حتى اي ايه الي له لها لهم فيه فيها عليه عليها منه منها عنه عنها بها به تم يتم كما لكن
    بل اذا لو حيث منذ خلال ضد نحو غير انا انت نحن لي لك قال يقول اكثر`,
};

/** Characters and short words of scripts without spaces that only ask. */
const unspaced = `什么 什麼 哪里 哪裡 哪儿 谁 誰 怎么 怎麼 如何 为什么 為什麼 多少 几 幾 是 的 了 吗 嗎 呢 在 有 和 我 我的 你 他 她 它 这 這 那
  何 なに なん どこ だれ いつ なぜ どう どの は が を に で と も の か ですか です ます した する 私 อะไร ที่ไหน ใคร เมื่อไร อย่างไร ทำไม คือ ของ ที่ และ ใน เป็น มี`;

const split = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/).map(fold));

const byLanguage = Object.fromEntries(
  Object.entries(lists).map(([language, list]) => [language, split(list)]),
) as Readonly<Record<Language, ReadonlySet<string>>>;
const anyScript = split(unspaced);

export const isStopWord = (folded: string, language: Language): boolean =>
  byLanguage[language].has(folded) || anyScript.has(folded);

/** Verbs that say little without what stands beside them; other languages have theirs among the words that join. */
const lightVerbs = split("keep keeps kept make makes made take takes took put");

/** Whether a word counts little in a ranking: `how do I keep` says hardly anything of houseplants. */
export const isLight = (folded: string, language: Language): boolean =>
  isStopWord(folded, language) || (language === "en" && lightVerbs.has(folded));

/** The language most of the joining words belong to; English when none do. */
export function guessLanguage(foldedWords: readonly string[]): Language {
  let best: Language = "en";
  let most = 0;
  for (const language of Object.keys(lists) as Language[]) {
    const count = foldedWords.filter((word) => byLanguage[language].has(word)).length;
    if (count > most) [best, most] = [language, count];
  }
  return best;
}
