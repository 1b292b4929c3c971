"""Words of conferences of municipalities in German, English and Ukrainian, by how they begin; small letters."""

from typing import Final

#: what is spoken of, and how words for it begin; the longest beginning counts
SUBJECTS: Final = {
    "recording": "aufzeichn aufgezeichn mitschnitt record запис відеозапис",
    "slides": "präsentation folie slide presentation презентац слайд",
    "send": "zuschick zugeschickt zusend zugesandt send sent schick geschickt надісла надішл надсила",
    "funding": "förder fördermittel zuschuss zuschüss zuwendung fund grant subsid фінансув фінансов грант субсид дотац",
    "pay": "zahl bezahl kosten kostet eigenanteil pay paid cost оплат оплач платит сплач кошту вартіст кошт",
    "apply": "antrag anträg beantrag apply application заявк подат подач",
    "deadline": "frist deadline строк термін дедлайн",
    "list": "liste verzeichnis übersicht list перелік переліч списо списк",
    "interpret": "dolmetsch übersetz interpret translat переклад перекласти інтерпрет",
    "partner": "partner partnerkommune partnerstadt партнер побратим",
    "partnership": "partnerschaft städtepartner kommunalpartner partnership twinning партнерств партнерськ побратимств",
    "search": "such find finde gesucht search look seek знайт знайд шука пошук",
    "fit": "pass passend ähnlich kriteri matching match suitable similar criteri підходит підібра підбир схож критері",
    "small": "klein small little мал маленьк невелик лише",
    "residents": "einwohner resident inhabitant population мешканц жител населен",
    "contract": "vertrag verträg vereinbarung mustervereinb memorand agreement contract договор договір угод меморанд",
    "council": "ratsbeschluss stadtrat gemeinderat council рад ради раду рішенн beschluss decision",
    "speak": "vorstellen vorzustellen mündlich wortmeld redezeit present speak представи виступ",
    "customs": "zoll zollpapier grenz customs border митн митниц кордон",
    "aid": "hilfsgüter hilfsgut hilfstransport spende humanitär donat humanitarian гуманітарн вантаж пожертв",
    "generator": "generator stromerzeug генератор",
    "accumulator": "akku batteri accumulator акумулятор батаре",
    "energy": "energie strom energy electric енерг електр світл",
    "water": "wasser kläranlage abwasser water sewage вода води воду водо водопост водокан водопров",
    "school": "schul school lesson школ шкіль урок",
    "teacher": "lehrer lehrkräft lehrkraft teacher вчител учител",
    "hospital": "krankenh klinik hospital clinic лікарн клінік",
    "rehabilitation": "reha rehabilit реабіліт протез",
    "psychology": "psycholog психолог",
    "fire_brigade": "feuerwehr firefight пожеж",
    "vehicle": "fahrzeug bus busse vehicle автомобіл транспорт машин автобус",
    "insurance": "versicher insur страхув",
    "liability": "haft haftung liab відповідальн",
    "travel": "reise reisen anreise travel trip journey проїзд поїздк подорож відряджен",
    "visit": "besuch visit delegation delegat візит відвід делегац",
    "meeting": "treffen begegn meet зустріч зустріч",
    "youth": "jugend youth young молод юнацьк підліт",
    "child": "kind kinder child діт дитин дитяч",
    "holiday": "ferien erholung holiday camp відпочин оздоров табір",
    "exchange": "austausch exchange обмін",
    "privacy": "datenschutz privacy персональн",
    "data": "daten data дан даних",
    "corruption": "korrupt corrupt корупц",
    "reconstruction": "wiederaufbau reconstruct rebuild відбудов відновлен",
    "housing": "wohn unterkunft housing житл",
    "shelter": "schutzraum schutzräum bunker shelter укритт сховищ",
    "displaced": "vertrieben binnenvertrieb flüchtling displaced refugee переселен переміщен впо біжен",
    "occupied": "besetz front frontnah occup окупов фронт прифронт",
    "winter": "winter зим",
    "certificate": "bescheinig zertifikat certificate сертифікат",
    "link": "link zugangslink посилан",
    "next": "nächst nächste next follow наступн",
    "contact": "ansprechp ansprechpartner kontakt contact контакт",
    "responsible": "zuständig stelle responsib відповіда",
    "volunteer": "ehrenamt freiwillig volunteer волонтер доброволь",
    "waste": "abfall müll waste відход сміт",
    "digital": "digital diia digitali цифров",
    "veteran": "veteran ветеран",
    "disability": "behinder barriere disab barrier інвалід безбар'єр безбарєр доступніст",
    "women": "frauen women жінк жінок",
    "business": "wirtschaft unternehmen business compan бізнес підприєм економі",
    "sound": "ton hört höre mikro sound hear audio звук чую чути чутно",
    "municipality": "kommun gemeind stadt städt municip city town громад міст",
    "state": "land landes landesregierung земл",
    "country_de": "deutsch deutschland german germany німеч німец",
    "country_ua": "ukrain україн",
    "project": "projekt project проєкт проект",
    "conference": "konferenz veranstaltung conference event конференц захід заход",
    "question": "frage question питан запитан",
    "experience": "erfahr experience досвід",
    "help": "hilf helf help допомог допомаг підтрим unterstütz support",
}
_PLAIN = """
    aber alle allen alles also auch beim bekommen bereits bitte dabei dafür damit dann dass denn deren dies diese
    diesem diesen dieser dieses doch dort durch eigentlich eine einem einen einer eines etwas euch eure gern gibt haben
    hallo hatte heute hier ihre ihrem ihren ihrer immer jede jeder jetzt kann keine können könnten macht mehr möchte
    möchten müssen nach nicht noch nochmal oder ohne schon sehr sein seine selbst sich sind soll sollen sollte sollten
    über unser unsere unserem unseren unserer viel viele vielen wann warum weil welche welchem welchen welcher welches
    wenig wenn werden wenn wird wollen worden wurde würde würden zwei zwischen zwar während
    about also been before could does from have here into just like many more most much need only other
    over should some than that their them then there these they this those very want were what when where which
    while will with within would your
    адже було бути були була буде будуть вона вони вона ваша ваше вами вашим вашої вашу вже всім всіх даний для
    дуже коли кого який яка яке якого якій якими яких якої якщо якби лише маємо мають може можете можна можливо можуть
    можемо наша наше наші нашій нашої нашу наших нами навіть ними після перед просто свої своїх також такий такі таких
    там тільки тому того треба хотіли хочемо хочу цього цьому через чому щоб щодо якось під час між
    потрібно потрібен потрібна потрібні отримати приклад
    """
PLAIN: Final = frozenset(_PLAIN.split())  #: words that many questions have, whatever they ask
