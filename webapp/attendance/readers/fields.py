"""What the columns of a list of attendance may be, for tables that no platform's reader knows. Pure."""

from typing import Final

from webapp.core.columns import Field, Kind
from webapp.core.headings import EMAIL, FAMILY_NAME, GIVEN_NAME, NAME

FIELDS: Final = (
    NAME,
    GIVEN_NAME,
    FAMILY_NAME,
    EMAIL,
    Field(
        "joined",
        ("Joined", "Join", "Join time", "First join", "Time joined", "Joined at", "Start", "Start time", "Entered",
         "Arrival", "From", "Beitritt", "Beitrittszeit", "Erster Beitritt", "Beigetreten", "Beginn", "Eintritt",
         "Teilnahmebeginn", "Startzeit", "Gekommen", "Kommt", "Von", "Час приєднання", "Час входу", "Приєднання",
         "Вхід", "Перше приєднання", "Початок", "Час підключення", "Підключення", "Прийшов",
         "Прийшла", "Прибуття", "З", "Время входа",
         "Время подключения", "Вход", "Pierwsze dołączenie", "Godzina dołączenia", "Dołączenie", "Wejście",
         "Heure d’arrivée", "Arrivée", "Première connexion", "Hora de entrada", "Entrada"),
        Kind.MOMENT,
    ),
    Field(
        "left",
        ("Left", "Leave", "Leave time", "Last leave", "Time exited", "Exit time", "Left at", "End", "End time", "Exit",
         "Departure", "To", "Until", "Verlassen", "Verlassenszeit", "Letztes Verlassen", "Austritt", "Austrittszeit",
         "Ende", "Teilnahmeende", "Endzeit", "Gegangen", "Geht", "Bis", "Час виходу", "Вихід", "Останній вихід",
         "Кінець", "Завершення", "Час відключення", "Відключення", "Пішов",
         "Пішла", "Вибуття", "До", "Время выхода", "Время отключения", "Выход",
         "Ostatnie wyjście", "Godzina wyjścia", "Wyjście", "Heure de départ", "Départ", "Dernière déconnexion",
         "Hora de salida", "Salida", "Saída", "Hora de saída"),
        Kind.MOMENT,
    ),
    Field(
        "minutes",
        ("Minutes", "Duration", "Total duration", "Duration (minutes)", "Time in session", "In-meeting duration",
         "Attendance duration", "Time in session (minutes)", "Total time", "Dauer", "Dauer (Minuten)", "Minuten",
         "Teilnahmedauer", "Anwesenheitsdauer", "Gesamtdauer", "Verweildauer", "Тривалість", "Тривалість (хвилини)",
         "Тривалість участі", "Хвилини", "Хвилин", "Загальна тривалість", "Продолжительность", "Длительность",
         "Минуты", "Czas trwania", "Czas udziału", "Czas udziału w spotkaniu", "Minuty", "Durée", "Durée (minutes)",
         "Duración", "Duração"),
        Kind.NUMBER,
    ),
    Field(
        "attended",
        ("Attended", "Present", "Was present", "Presence", "Teilgenommen", "Anwesend", "Anwesenheit", "Erschienen",
         "War da", "Присутній", "Присутня", "Присутність", "Присутні", "Був присутній", "Взяв участь", "Взяла участь",
         "Присутствие", "Obecność", "Obecny", "Présent", "Présence", "Presente"),
    ),
    Field(
        "place",
        ("Municipality", "Municipality or district", "Municipality / district", "Municipality/district", "Community",
         "Hromada", "Kommune", "Gemeinde", "Stadt", "Kreis", "Kommune / Kreis", "Kommune/Kreis", "Stadt/Gemeinde",
         "Stadt / Gemeinde", "Kommune oder Kreis", "Name der Kommune", "Громада", "Громада або район", "Громада/район",
         "Назва громади", "Територіальна громада", "ТГ", "ОТГ", "Місто", "Gmina", "Commune"),
    ),
    Field(
        "role",
        ("Role", "Rolle", "Роль", "Rola", "Rôle", "Rol", "Função", "Moderator", "Funktion in der Besprechung"),
    ),
)  # fmt: skip
