"""Who is no ordinary attendee: by a platform's word, or by a name that only robots or telephones have. Pure."""

import re
from functools import lru_cache

from webapp.attendance.readers.reports import Role

_BOT = re.compile(
    r"otter\.ai|otter ?pilot|\(otter\)|fireflies|\bread\.?ai\b|\bread ai\b|\bfathom\b|\btl;?dv\b|meet ?geek|"
    r"note.?taker|\bsembly\b|\bavoma\b|gong\.io|\btactiq\b|\bairgram\b|\bsupernormal\b|\bcircleback\b|"
    r"\bmeetrecord\b|\bnyota\b|recall\.ai|\blaxis\b|\bbluedot\b|\bspinach\b(?=.*ai)|\bfellow\.app|\bkrisp\b|"
    r"\bnotta\b|\bjamie ai\b|\bai (?:companion|assistant|notes?|recorder|bot|meeting)\b|"
    r"ki-(?:assisten|protokoll|notiz)|(?:ші|ai)[- ](?:асистент|нотат)|meeting ?(?:bot|recorder)\b|\bcopilot\b|"
    r"нотатник (?:ші|ai)"
)
_BOT_DOMAINS = (
    "otter.ai",
    "fireflies.ai",
    "read.ai",
    "fathom.video",
    "tldv.io",
    "meetgeek.ai",
    "sembly.ai",
    "avoma.com",
)
_PHONE = re.compile(r"[+*xX•#\d][\d\s\-()./*xX•]{4,}")
_CALLER = re.compile(
    r"^(?:call[- ]?in[- ]user|phone[- ]?user|dial[- ]?in|telefon(?:nutzer|teilnehm)|anrufer|абонент|"
    r"користувач телефону)(?![^\W\d_]).{0,20}$"
)
_INTERPRETER = re.compile(
    r"\b(?:dolmetsch\w*|(?:simultan)?dolmetscher\w*|interpreters?|interpretation|interpreting|перекладач\w*|переклад|синхроніст\w*|переводчи\w*|übersetzer\w*|tłumacz\w*|interprète\w*|intérprete\w*)\b|"
    r"通訳|통역"
)
_SUFFIX = re.compile(
    r"\s*\((?:external|unverified|guest|extern\w*|gast|nicht überprüft|nicht verifiziert|"
    r"зовнішн\w*|гість|неперевірен\w*|invité|non vérifié|externe)\)",
    re.IGNORECASE,
)
_HOST_IN_NAME = re.compile(
    r"\((?:[^()]*,\s*)?(?:co-?)?(?:host|gastgeber(?:in)?|moderator(?:in)?|організатор\w*|ведуч\w*|hôte|anfitri\w+|gospodarz|ホスト|호스트)(?:,[^()]*)?\)"
)
# A role in the words of a platform; the first that fits.
_WORDS = (
    (
        Role.INTERPRETER,
        r"interpret|dolmetsch|перекладач|tłumacz|interprète|intérprete|通訳|통역",
    ),
    (
        Role.BOT,
        r"\bbot\b|robot|бот\b",
    ),
    (
        Role.HOST,
        (
            r"host|organi[sz]|gastgeber|veranstalter|організ|hôte|anfitri|gospodar|ведуч|ホスト|主催|개최|호스트|主持|開催者|"
            r"owner|producer|järjest|arrang|rendez|szervez|pořad|düzenle|moderator|модератор|организ|korraldaj|"
            r"διοργανωτ|组织者|組織者|tổ chức|ผู้จัด|आयोजक|منظم|מארגן|penyelenggara"
        ),
    ),
    (
        Role.PANELIST,
        (
            r"panel|painel|present|podium|referent|vortrag|präsent|sprecher|redner|доповіда|спікер|виступ|"
            r"докладчик|présent|moderador|apresenta|prowadząc|prelegent|speaker|発表|プレゼン|발표|演讲|演示|föredrag|előad|"
            r"prezent|sunucu|esittäj|ponente|relator|παρουσιαστ|trình bày|ผู้นำเสนอ|प्रस्तुतकर्ता|مقدم|מציג|penyaji|パネ|패널"
        ),
    ),
    (
        Role.ATTENDEE,
        (
            r"attend|teilnehm|particip|учасни|участни|uczest|asistent|convidad|参加|出席|참석|참가|与会|invit|guest|gast\b|"
            r"гість|viewer|zuschauer|deltag|résztvev|účast|katılımcı|osallist|partecip|deelnem|audience|oyente|"
            r"ouvinte|συμμετέχ|tham (?:gia|dự)|người dự|ผู้เข้าร่วม|सहभागी|प्रतिभागी|مشارك|حاضر|משתתף|peserta"
        ),
    ),
)
_COMPILED = tuple((role, re.compile(pattern)) for role, pattern in _WORDS)


@lru_cache(maxsize=1024)
def of_word(word: str) -> Role:
    """The role that a platform's word names; an empty one names an attendee."""
    plain = word.casefold().strip()
    if not plain:
        return Role.ATTENDEE
    return next((role for role, pattern in _COMPILED if pattern.search(plain)), Role.UNKNOWN)


@lru_cache(maxsize=4096)
def of_name(name: str, email: str, role: Role) -> Role:
    """The role, unless name or address say that it is a robot, an interpreter, a telephone, or the host."""
    plain = name.casefold()
    if _BOT.search(plain) or email.endswith(_BOT_DOMAINS):
        return Role.BOT
    if _INTERPRETER.search(plain):
        return Role.INTERPRETER
    if role is Role.ATTENDEE and _HOST_IN_NAME.search(plain):
        return Role.HOST
    if role in {Role.ATTENDEE, Role.UNKNOWN} and not email and is_phone(name):
        return Role.PHONE
    return role


def is_phone(name: str) -> bool:
    """A number, perhaps masked, in place of a name."""
    bare = _SUFFIX.sub("", name).strip()
    if _CALLER.search(bare.casefold()):
        return True
    return bool(_PHONE.fullmatch(bare)) and sum(map(str.isdigit, bare)) >= 4 and sum(map(str.isalpha, bare)) <= 8  # noqa: PLR2004
