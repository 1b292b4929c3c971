"""What questions are about is found across languages; and what only speaks of the same towns is not."""

import pytest

from webapp.questions import subjects

#: words of one subject, in whichever language
SAME = (
    ("Aufzeichnung", "recorded", "записи"),
    ("Fördermittel", "Förderung", "фінансування", "funding"),
    ("dolmetschen", "Interpretation", "інтерпретація", "перекладачі"),
    ("Präsentationen", "slides", "презентацію"),
    ("Liste", "перелік"),
    ("Reallabor", "реаллабораторія"),
    ("SKEW", "skew"),
    ("Dnipro", "Дніпро"),
    ("10.000", "10000", "10 000"),
)
OTHERS = {
    1: "Gibt es eine Liste der Kommunen, die noch einen Partner suchen?",
    2: "Wird die Förderung von Generatoren über 2027 hinaus weitergeführt?",
    3: "Will the recording and the slides be sent to participants?",
    4: "Braucht man für eine Partnerschaft einen Ratsbeschluss?",
    5: "Wann besuchen Sie eine unserer Kommunen?",
}


@pytest.mark.parametrize("words", SAME)
def test_words_of_one_subject(words: tuple[str, ...]) -> None:
    assert len({subjects.of_word(word) for word in words}) == 1
    assert subjects.of_word(words[0])


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Чи є перелік громад, які ще шукають партнера?", 1),
        ("Чи будуть генератори і надалі після 2027 року?", 2),
        ("Bekommen wir die Präsentationen zugeschickt?", 3),
        ("A partnership: does it need a council decision?", 4),
        ("Чи є досвід громад із роботою лікарень?", None),
        ("Wann gibt es Kaffee?", None),
        ("???", None),
    ],
)
def test_what_is_about_the_same_is_found_in_another_language(asked: str, found: int | None) -> None:
    said = {number: [subjects.of_text(text)] for number, text in OTHERS.items()}
    same = subjects.nearest([subjects.of_text(asked)], said, subjects.weights(said.values()))
    assert [number for number, _percent in same][:1] == ([found] if found else [])
