"""What the columns of a table of questions may be, as platforms and people of several countries head them. Pure."""

from typing import Final

from webapp.core.columns import Field, Kind
from webapp.core.headings import EMAIL, FAMILY_NAME, GIVEN_NAME, NAME

FIELDS: Final = (
    Field(
        "question",
        ("Question", "Questions", "Question text", "Question content", "Question asked", "Content", "Message", "Text",
         "Post", "Frage", "Fragen", "Fragetext", "Gestellte Frage", "Fragestellung", "Nachricht", "Inhalt", "Wortlaut",
         "Запитання", "Питання", "Текст запитання", "Текст питання", "Зміст", "Повідомлення", "Вопрос", "Вопросы",
         "Текст вопроса", "Сообщение", "Pytanie", "Treść pytania", "Wiadomość", "Pregunta", "Pergunta", "Domanda"),
    ),
    Field(
        "name",
        (*NAME.synonyms, "Asker name", "Asker", "Asked by", "Question asked by", "Questioner", "Submitted by", "Sender",
         "From", "Author", "Identity", "Posted by", "Fragesteller", "Fragestellerin", "Fragesteller*in",
         "Fragestellende", "Fragestellende Person", "Name der fragenden Person", "Name des Fragestellers",
         "Name des Fragestellers/der Fragestellerin", "Gefragt von", "Gestellt von", "Absender", "Von", "Verfasser",
         "Autor", "Хто запитує", "Хто запитав", "Хто поставив запитання", "Ім’я того, хто запитує", "Автор", "Авторка",
         "Автор запитання", "Відправник", "Від", "Кто спрашивает", "Имя задавшего вопрос", "Имя спрашивающего",
         "Автор вопроса", "Отправитель", "От", "Imię pytającego", "Zadane przez", "Nadawca", "Auteur", "Autore"),
        beside=NAME.beside,
    ),
    GIVEN_NAME,
    FAMILY_NAME,
    Field(
        "email",
        (*EMAIL.synonyms, "Asker email", "Email of asker", "E-Mail des Fragestellers", "E-Mail der fragenden Person",
         "E-Mail-Adresse des Fragestellers", "E-Mail des Fragestellers/der Fragestellerin",
         "Електронна пошта того, хто запитує", "Електронна адреса автора", "Эл. адрес спрашивающего",
         "Адрес эл. почты задавшего вопрос", "Адрес электронной почты спрашивающего", "E-mail pytającego"),
        Kind.EMAIL,
    ),
    Field(
        "place",
        ("Municipality", "Place", "City", "Town", "Community", "Hromada", "Local authority", "Kommune", "Gemeinde",
         "Stadt", "Ort", "Kreis", "Kommune oder Kreis", "Громада", "Громада або район", "Район", "Місто",
         "Населений пункт", "Муніципалітет", "Город", "Gmina", "Miasto"),
    ),
    Field(
        "when",
        ("Question time", "Asked at", "Time", "Timestamp", "Time stamp", "Date", "Date and time", "Submitted at",
         "Submitted date/time", "Created", "Created at", "Posted at", "Zeit", "Uhrzeit", "Zeitpunkt", "Zeitstempel",
         "Datum", "Datum und Uhrzeit", "Gestellt am", "Gestellt um", "Uhrzeit der Frage", "Fragezeit",
         "Zeitpunkt der Frage", "Час", "Час запитання", "Дата", "Дата і час", "Дата та час", "Мітка часу", "Время",
         "Время вопроса", "Дата и время", "Godzina", "Data", "Czas"),
        Kind.MOMENT,
    ),
    Field(
        "answer",
        ("Answer", "Answers", "Answer(s)", "Answer details", "Answer text", "Response", "Responses", "Reply", "Replies",
         "Antwort", "Antworten", "Antwort(en)", "Antworttext", "Відповідь", "Відповіді", "Відповідь (-і)",
         "Текст відповіді", "Ответ", "Ответы", "Ответ(ы)", "Odpowiedź", "Odpowiedzi", "Réponse", "Respuesta"),
    ),
    Field(
        "answered_by",
        ("Answer name", "Answered by", "Answered by (name)", "Responder", "Name of respondent", "Antwort von",
         "Beantwortet von", "Antwortende Person", "Хто відповів", "Хто відповідає", "Відповів", "Відповіла",
         "Автор відповіді", "Кто ответил", "Ответил", "Odpowiedział"),
    ),
    Field(
        "votes",
        ("Votes", "Upvotes", "Up votes", "Likes", "Vote count", "Number of votes", "Stimmen", "Anzahl Stimmen",
         "Bewertungen", "Gefällt mir", "Zustimmungen", "Голоси", "Кількість голосів", "Вподобання", "Голоса", "Лайки",
         "Głosy", "Polubienia"),
        Kind.NUMBER,
    ),
    Field("status", ("Status", "State", "Question status", "Status der Frage", "Стан", "Статус", "Статус запитання")),
    Field("type", ("Type", "Post type", "Typ", "Art", "Тип", "Вид")),
    Field("number", ("No.", "Nr.", "Number", "Nummer", "Question ID", "Conversation ID", "Thread ID", "Номер")),
)  # fmt: skip
#: headings of a chat: what is below them need not be a question
MESSAGE: Final = ("Message", "Content", "Text", "Post", "Nachricht", "Inhalt", "Зміст", "Повідомлення", "Сообщение",
                  "Wiadomość")  # fmt: skip
#: headings that one platform alone uses
ZOOM: Final = ("Asker name", "Asker email", "Answer(s)", "Answer details")
TEAMS: Final = ("Identity", "Conversation ID", "Thread ID")
ZOOM_TITLES: Final = ("Question and Answer Report", "Q&A Report", "Fragen-und-Antworten-Bericht",
                      "Bericht zu Fragen und Antworten",
                      "Звіт про запитання та відповіді", "Звіт про запитання й відповіді", "Отчет о вопросах и ответах",
                      "Raport pytań i odpowiedzi")  # fmt: skip
