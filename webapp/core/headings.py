"""Headings that name a person, as lists and reports of several countries word them. Pure."""

from typing import Final

from webapp.core.columns import Field, Kind

GIVEN_NAME: Final = Field(
    "given_name",
    ("Given name", "First name", "Forename", "Vorname", "Vornamen", "Rufname", "Власне ім’я", "Imię", "Prénom",
     "Nombre", "Nome próprio"),
)  # fmt: skip
FAMILY_NAME: Final = Field(
    "family_name",
    ("Family name", "Last name", "Surname", "Nachname", "Familienname", "Zuname", "Прізвище", "Фамилия", "Nazwisko",
     "Nom de famille", "Apellido", "Apellidos", "Sobrenome"),
)  # fmt: skip
PATRONYMIC: Final = Field("patronymic", ("Patronymic", "Middle name", "Vatersname", "По батькові", "Отчество"))
NAME: Final = Field(
    "name",
    ("Name", "Full name", "Participant", "Participant name", "Name of participant", "Attendee", "Attendee name",
     "Display name", "User name", "Name (original name)", "Vor- und Nachname", "Vor-/Nachname", "Vor- und Zuname",
     "Vorname und Nachname", "Vorname Nachname", "Vorname, Nachname", "Vorname, Name", "Name, Vorname",
     "Nachname, Vorname", "Name Vorname", "Nachname Vorname", "Name und Vorname", "Vorname und Name",
     "Vollständiger Name", "Anzeigename", "Teilnehmer", "Teilnehmerin", "Teilnehmende", "Teilnehmer*in",
     "Teilnehmer:in", "Teilnehmer/in", "TeilnehmerIn", "Person", "Ansprechpartner", "Ansprechperson", "Benutzername",
     "Ім’я", "Ім’я та прізвище", "Ім’я і прізвище", "Прізвище та ім’я", "Прізвище, ім’я", "Прізвище і ім’я",
     "Прізвище ім’я", "Ім’я прізвище", "Прізвище, ім’я, по батькові", "Прізвище, ім’я та по батькові",
     "Прізвище ім’я по батькові", "ПІБ", "П.І.Б.", "ПІП", "П.І.П.", "Повне ім’я", "Учасник", "Учасниця",
     "Учасник/учасниця", "Імя", "Имя", "ФИО", "Ф.И.О.", "Имя и фамилия", "Фамилия, имя", "Фамилия Имя Отчество",
     "Участник", "Imię i nazwisko", "Nazwisko i imię", "Nom", "Nom complet", "Nom et prénom", "Prénom et nom",
     "Nombre completo", "Nome completo", "Nome"),
    beside=(("family_name", "given_name"), ("given_name", "family_name")),
)  # fmt: skip
EMAIL: Final = Field(
    "email",
    ("E-mail", "Email", "Mail", "Email address", "E-mail address", "Mail address", "User email", "Attendee email",
     "Participant email", "Registration email",
     "E-Mail-Adresse", "Emailadresse", "E-Mailadresse", "Mailadresse", "Mail-Adresse", "E-Mail dienstlich",
     "Dienstliche E-Mail", "Dienstliche E-Mail-Adresse", "Elektronische Adresse", "Електронна пошта",
     "Електронна адреса", "Адреса електронної пошти", "Ел. пошта", "Ел. адреса", "Пошта", "Е-пошта", "Емейл", "Імейл",
     "Мейл", "Скринька", "Электронная почта", "Адрес электронной почты", "Эл. почта", "Почта", "Адреса ел. пошти",
     "Adres e-mail", "Adres email", "Poczta elektroniczna", "Adresse e-mail", "Adresse électronique", "Courriel",
     "Correo electrónico", "Endereço de e-mail"),
    Kind.EMAIL,
)  # fmt: skip
