/** English forms a stemmer cannot bring together: each line is a verb and its past forms. */
const verbs = `be am is are was were been being|become became|begin began begun|bend bent|bite bit bitten|blow blew blown
break broke broken|bring brought|build built|burn burnt|buy bought|catch caught|choose chose chosen|come came|creep crept
deal dealt|dig dug|draw drew drawn|dream dreamt|drink drank drunk|drive drove driven|eat ate eaten|fall fell fallen|feed fed
feel felt|fight fought|find found|fly flew flown|forget forgot forgotten|freeze froze frozen|get got gotten|give gave given
go went gone|grow grew grown|hang hung|have had|hear heard|hide hid hidden|hold held|keep kept|know knew known|lay laid
lead led|learn learnt|leave left|lend lent|lie lay lain|light lit|lose lost|make made|mean meant|meet met|pay paid
ride rode ridden|ring rang rung|rise rose risen|run ran|say said|see saw seen|seek sought|sell sold|send sent|sew sewn
shake shook shaken|shine shone|shoot shot|show shown|shrink shrank shrunk|sing sang sung|sink sank sunk|sit sat|sleep slept
slide slid|sow sown|speak spoke spoken|spend spent|spill spilt|spin spun|stand stood|steal stole stolen|stick stuck
strike struck|swear swore sworn|sweep swept|swell swollen|swim swam swum|take took taken|teach taught|tear tore torn
tell told|think thought|throw threw thrown|understand understood|wake woke woken|wear wore worn|weave wove woven|win won
wind wound|write wrote written`;

const baseOf = new Map(
  verbs.split(/[|\n]/).flatMap((line) => {
    const [base = "", ...forms] = line.trim().split(" ");
    return forms.map((form): [string, string] => [form, base]);
  }),
);

/** The verb a past form belongs to; any other word as it is. */
export const toBaseForm = (folded: string): string => baseOf.get(folded) ?? folded;
