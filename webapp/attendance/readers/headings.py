"""What the headings of reports mean, by the beginnings of words in many languages; content has the last word. Pure."""

import re
import unicodedata
from enum import Enum, auto
from functools import lru_cache


class Field(Enum):
    NAME = auto()
    ORIGINAL_NAME = auto()
    GIVEN = auto()
    FAMILY = auto()
    HOST = auto()  #: name or address of the host, in a column about the meeting
    EMAIL = auto()
    REGISTERED_EMAIL = auto()
    ACCOUNT = auto()  #: Teams' UPN
    JOINED = auto()
    LEFT = auto()
    MINUTES = auto()
    SECONDS = auto()
    ROLE = auto()
    MODERATOR = auto()
    ATTENDED = auto()
    EXCUSED = auto()
    REGISTERED = auto()  #: when, not whether
    APPROVAL = auto()
    GUEST = auto()
    WAITING = auto()
    CONSENT = auto()
    COUNTRY = auto()
    ACTION = auto()
    MOMENT = auto()
    TITLE = auto()
    MEETING_ID = auto()
    START = auto()
    END = auto()
    CONNECTION = auto()
    INTEREST = auto()  #: GoTo Webinar's rating
    COUNT = auto()
    DAY = auto()
    PLACE = auto()  #: whose municipality somebody is from, in a list kept by hand


# The first that fits: the special before the general.
_WORDINGS: tuple[tuple[Field, str], ...] = (
    (Field.INTEREST, r"^interest rating|^interessenbewertung"),
    (Field.ACCOUNT, r"\bupn\b|\(upn\)"),
    (
        Field.WAITING,
        r"waiting room|warteraum|wartebereich|зал[іау]? очікув|poczekaln|salle d.attente|sala de espera|待機室|대기실",
    ),
    (
        Field.PLACE,  # in full, since these words begin names of places and offices too
        (
            r"^(?:(?:name der |назва )?(?:kommune|gemeinde|stadt|kreis|municipality|community|hromada|district|"
            r"громад[аи]|місто|район|тг|отг|gmina|powiat|commune)(?:\s*(?:/|,|oder|or|або|und|and|та)\s*|\s?\(|\)|$))+$"
        ),
    ),
    (Field.CONSENT, r"consent|disclaimer|einverständnis|einwilligung|згода|zgoda|consent|録画|동의"),
    (Field.COUNTRY, r"country|region|\bland\b|країна|\bkraj\b|\bpays\b|país|国|국가"),
    (Field.APPROVAL, r"approval|genehmigung|freigabe|статус|zatwierdz|approbation|aprobaci|aprovaç|承認|승인"),
    (
        Field.REGISTERED_EMAIL,
        (
            r"(?:registr|anmelde|реєстрац|rejestr|inscri|登録|등록).*(?:mail|пошт|correo|courriel)|"
            r"(?:mail|пошт|correo|courriel).*(?:registr|anmeld|реєстрац|rejestr|inscri)"
        ),
    ),
    (
        Field.REGISTERED,
        (
            r"^(?:registr|anmelde|реєстрац|rejestrac|inscri|登録|등록)|"
            r"(?:registration|anmeldung|registrierung|реєстрації|rejestracji|inscription|inscripción|registro|inscrição)\s*$|"
            r"registration (?:date|time)"
        ),
    ),
    (Field.HOST, r"host|gastgeber|veranstalter|організатор|ведуч|hôte|anfitri|prowadząc|gospodar|ホスト|호스트"),
    (
        Field.COUNT,
        (
            r"^#|unique|viewers|max concurrent|^total users|^participants$|number of|anzahl|кількість|liczba|"
            r"nombre (?:total )?de|número de|人数|수$"
        ),
    ),
    (
        Field.MEETING_ID,
        (
            r"(?:meeting|webinar|besprechungs|зустрічі|réunion|reunión|reunião).{0,2}id\b|^id$|"
            r"\bid\b.*(?:spotkania|зустрічі|réunion|reunión|reunião|webinar)|ミーティング ?id|회의 ?id|kennung"
        ),
    ),
    (
        Field.TITLE,
        (
            r"topic|thema|(?<!job )\btitle\b|(?<!job)titel|тема|назва|tytuł|temat|titre|título|assunto|sujet|"
            r"meeting name|nome da reunião|meetingname|besprechungsname|webinar name|nombre de la reunión|"
            r"nom de la réunion|トピック|제목|주제|subject|betreff"
        ),
    ),
    (
        Field.START,
        (
            r"(?:actual |meeting |event |session |scheduled )start|^start(?: ?time|zeit|datum)?\b|startzeit|"
            r"beginn der|(?:час|дата) початку|^початок|godzina rozpoczęcia|(?:heure|date) (?:de|du) début|"
            r"(?:hora|data|fecha) de in[ií]ci?|início da|inicio de|開始|시작"
        ),
    ),
    (
        Field.END,
        (
            r"(?:meeting |event |session )end|^end(?: ?time|zeit|e)?\b|endzeit|ende der|"
            r"(?:час|дата) (?:закінч|завер)|^(?:закінчення|завершення)|godzina zakończ|(?:heure|date) de fin|"
            r"(?:hora|data|fecha) de (?:fin|térm|ter|enc)|término da|終了|종료"
        ),
    ),
    (Field.SECONDS, r"(?:duration|time).*second|seconds|dauer.*sekund|sekunden|тривалість.*секунд"),
    (
        Field.CONNECTION,
        (
            r"connection|verbindung|з.єднання|połączeni|connexion|conexi|conexão|session name|da sessão|"
            r"de la sesi[óo]n|useragent"
        ),
    ),
    (Field.MODERATOR, r"moderator|модератор|moderateur|modérateur|moderador"),
    (
        Field.JOINED,
        (
            r"join|entered|arriv|beitr[ie]t|beigetret|betret|teilnahme\b|zutritt|einwahl|eingetreten|при[єї]дна|"
            r"вход|вхід|увійш|підключ|прибут|dołącz|wejści|entr[aéy]|ingress|rejoint|adhésion|incorpora|uni[óo]|"
            r"llegada|прийш|зайш|参加時|入室|참가|참여|입장|加入|připoj|deelname|toetred|anslöt|liity|katıl|kommen$|^von$|^ab$|^from$|^з$|"
            r"^від$|^od$"
        ),
    ),
    (
        Field.LEFT,
        (
            r"leav|\bleft\b|exit|verlass|austritt|beend|abgang|gegang|gehen$|ausgetreten|від.?єдна|вийш|вихід|"
            r"виход|пішо|пішл|покину|залиш|вибут|opuszcz|opuści|wyjści|rozłącz|sort[ie]|quitt|départ|salid|saíd|sali[óu]|"
            r"abandon|退出|退室|나간|퇴장|离开|odchod|opust|verlat|lämn|poistu|ayrıl|uscit|^bis$|^to$|^until$|^до$|^do$"
        ),
    ),
    (
        Field.MINUTES,
        (
            r"durat|dauer|минут|хвилин|minut|тривал|czas (?:trwania|uczest|udział|w )|durée|duraci|duração|"
            r"time in session|in session|anwesenheitszeit|verweil|時間|所要|기간|시간|长|časov|trvání|duur|varaktig|"
            r"kesto|süre|online ?(?:time|zeit)|min\.?$|attendance time|всього часу|час присутності"
        ),
    ),
    (Field.EMAIL, r"e.?mail|\bmail|пошт|почт|courriel|correo|poczt|メール|이메일|邮箱|邮件"),
    (
        Field.NAME,
        (
            r"(?:imię|ім.?я|имя|vorname|prénom|nombre|first).+(?:nazwisko|прізвище|фамилия|nachname|\bnom\b|apellido|last)|"
            r"(?:nazwisko|прізвище|фамилия|name|\bnom\b|apellidos?).+(?:imię|ім.?я|имя|vorname|prénom|\bnombre)"
        ),
    ),
    (
        Field.FAMILY,
        (
            r"last ?name|surname|family ?name|nachname|familienname|прізвище|nazwisko|nom de famille|apellido|"
            r"sobrenome|cognome|příjmení|priezvisk|фамили|achternaam|e[ft]ternavn|efternamn|sukunimi|vezetéknév|"
            r"családnév|επώνυμο|soyad|prezime|презиме|priimek|pavardė|uzvārds|perekonnanimi|שם משפחה|"
            r"اسم العائلة|الاسم الأخير|अंतिम नाम|उपनाम|นามสกุล|^họ$|nama belakang|nume de familie|^姓$|^성$"
        ),
    ),
    (
        Field.GIVEN,
        (
            r"first ?name|given ?name|forename|vorname|^ім.?я$|^имя$|^власне ім|prénom|^imię$|^imiona$|^nombre$|"
            r"nome próprio|primeiro nome|^nome$|křestní|krstné|voornaam|förnamn|fornavn|etunimi|keresztnév|utónév|"
            r"^όνομα$|^adı?$|^ime$|^име$|^vardas$|^vārds$|eesnimi|שם פרטי|الاسم الأول|पहला नाम|प्रथम नाम|nama depan|"
            r"^prenume|^名$|^이름$"
        ),
    ),
    (Field.ORIGINAL_NAME, r"^original name|^ursprünglicher name|^оригінальне ім"),
    (
        Field.EXCUSED,
        r"^entschuldigt|^excused|^з поважн|^повідомив про відсутн|^повідомлено про відсутн|^usprawiedliw|^excusé",
    ),
    (
        Field.ATTENDED,
        (
            r"^attended|^teilgenommen|^anwesend|^був|^присутн|^взяв участь|^брав|^obecn|^présent|^presente|"
            r"^asistió|^participou|^参加|^출석|^참석"
        ),
    ),
    (
        Field.NAME,
        (
            r"name|ім.?я|піб|имя|фио|imię|\bnom\b|nombre|nome|名前|氏名|이름|姓名|jméno|nimi|isim|\bad\b|navn|naam|"
            r"^teilnehm|^participant|^учасник|^uczestnik|^attendee|^person$|^participante|^participant"
        ),
    ),
    (Field.ROLE, r"\brol[elai]?\b|rolle|роль|\brôle|função|funktion|役割|ロール|역할|角色|rooli|attendee type"),
    (Field.GUEST, r"guest|\bgast\b|гість|gość|invité|invitado|convidado|ゲスト|게스트"),
    (Field.ACTION, r"action|aktion|aktivität|дія|активність|czynność|akcja|acción|atividade|ação|操作|작업|activit"),
    (
        Field.MOMENT,
        (
            r"timestamp|zeitstempel|zeitpunkt|мітка часу|znacznik|horodat|marca de (?:tiempo|hora)|carimbo|"
            r"data e hora|fecha y hora|タイムスタンプ|타임스탬프|时间戳|date (?:and|et) "
        ),
    ),
    (Field.DAY, r"^dat[eaum]{1,2}$|^tag$|^дата$|^fecha$|日付|날짜|^jour$|^dzień$"),
)
_COMPILED = tuple((field, re.compile(pattern)) for field, pattern in _WORDINGS)
LONGEST = 80


@lru_cache(maxsize=4096)
def field_of(heading: str) -> Field | None:
    """What the heading says; None for headings of no known language, and for questions that registrants answered."""
    text = plain(heading)
    if not text or len(text) > LONGEST:
        return None
    return next((field for field, pattern in _COMPILED if pattern.search(text)), None)


def plain(heading: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", heading).casefold().replace("_", " ").split()).strip(" :*")


def is_display(heading: str) -> bool:
    """Whether the heading means the name that was shown, beside given and family name."""
    return bool(
        re.search(
            r"display|anzeige|user ?name|benutzer|exibi|visualiz|відображ|користувач|wyświetl|affich|\(", plain(heading)
        )
    )
