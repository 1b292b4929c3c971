"""Every route says who may use it, and nobody else gets in."""

from collections.abc import Callable

from addresses import Address
from flask import Flask
from page import Client

from webapp.accounts.permissions import PERMISSIONS, Role
from webapp.core import access

PERSON = "/manage/events/<slug>/attendance/imports/<public_id>/people/<int(max=2147483647):number>"
PRESET = "/manage/events/<slug>/exports/presets/<public_id>"
# A change here is a change of who sees what: it is meant to be noticed.
PUBLIC = {
    "GET /", "GET /<lang:lang>/", "GET /<lang:lang>/accessibility", "GET /<lang:lang>/imprint",
    "GET /<lang:lang>/privacy", "GET /<lang:lang>/data-sources", "GET /<lang:lang>/places",
    "GET /<lang:lang>/events/<slug>", "GET /<lang:lang>/events/<slug>/calendar.ics",
    "GET /<lang:lang>/events/<slug>/register", "POST /<lang:lang>/events/<slug>/register",
    "GET /<lang:lang>/events/<slug>/register/sent",
    "GET /<lang:lang>/events/<slug>/lost-link", "POST /<lang:lang>/events/<slug>/lost-link",
    "GET /<lang:lang>/events/<slug>/lost-link/sent",
    "GET /<lang:lang>/c/<token>", "POST /<lang:lang>/c/<token>", "POST /<lang:lang>/c/<token>/not-me",
    "GET /<lang:lang>/r/<token>", "GET /<lang:lang>/r/<token>/data.json",
    "GET /<lang:lang>/r/<token>/change", "POST /<lang:lang>/r/<token>/change",
    "GET /<lang:lang>/r/<token>/cancel", "POST /<lang:lang>/r/<token>/cancel",
    "GET /<lang:lang>/r/<token>/hand-over", "POST /<lang:lang>/r/<token>/hand-over",
    "GET /<lang:lang>/r/<registration_token>/join", "GET /<lang:lang>/j/<token>", "POST /<lang:lang>/j/<token>",
    "GET /<lang:lang>/events/<slug>/questions", "POST /<lang:lang>/events/<slug>/questions",
    "GET /<lang:lang>/r/<token>/questions", "POST /<lang:lang>/r/<token>/questions",
    "POST /<lang:lang>/r/<token>/questions/<public_id>/take-back",
    "POST /<lang:lang>/r/<token>/questions/<public_id>/hide",
    "POST /<lang:lang>/r/<token>/questions/<public_id>/vote",
    "GET /<lang:lang>/r/<token>/certificate", "POST /<lang:lang>/r/<token>/certificate",
    "GET /<lang:lang>/r/<token>/certificate.pdf",
    "GET /<lang:lang>/feedback/<token>", "POST /<lang:lang>/feedback/<token>",
    "GET /<lang:lang>/verify", "POST /<lang:lang>/verify", "GET /<lang:lang>/verify/<code>",
    "POST /<lang:lang>/r/<token>/hand-over/take-back", "POST /<lang:lang>/r/<token>/accept",
    "GET /manage/sign-in", "POST /manage/sign-in", "POST /manage/sign-out",
    "GET /manage/welcome/<token>", "POST /manage/welcome/<token>",
    "GET /export/<token>/<table>.csv",
    "GET /healthz", "GET /readyz",
}  # fmt: skip
SIGNED_IN = {
    "GET /manage/account", "POST /manage/account", "POST /manage/account/sessions/<public_id>/end",
    "POST /manage/account/sessions/end-others",
}  # fmt: skip
FROM_HERE = {"GET /metrics"}
THIS_MACHINE = {
    "GET /dev/mailbox", "GET /dev/mailbox/<mail_id>", "GET /dev/mailbox/<mail_id>/html",
    "GET /dev/mailbox/<mail_id>/attachments/<name>",
}  # fmt: skip
PERMITTED = {
    "GET /manage/": "events.view",
    "GET /manage/events/<slug>": "figures.view",
    "GET /manage/events/<slug>/figures": "figures.view",
    "GET /manage/events/<slug>/briefing": "registrations.view",
    "POST /manage/events/<slug>/briefing/<chosen>": "registrations.view",
    "GET /manage/events/<slug>/report": "figures.view",
    "GET /manage/events/<slug>/report/<number>": "figures.view",
    "GET /manage/events/<slug>/report/<number>/<chosen>.<kind>": "figures.view",
    "GET /manage/events/<slug>/report/draft/<chosen>.<kind>": "figures.view",
    "GET /manage/events/<slug>/report/texts/<chosen>": "report.write",
    "POST /manage/events/<slug>/report/finish": "report.write",
    "POST /manage/events/<slug>/report/texts/<chosen>": "report.write",
    "POST /manage/events/<slug>/report/texts/<chosen>/draft": "report.write",
    "GET /manage/events/<slug>/feedback": "feedback.view",
    "GET /manage/events/<slug>/follow-up": "follow_up.send",
    "POST /manage/events/<slug>/follow-up": "follow_up.send",
    "GET /manage/events/<slug>/follow-up/<audience>": "follow_up.send",
    "POST /manage/events/<slug>/follow-up/<audience>/texts": "follow_up.send",
    "POST /manage/events/<slug>/follow-up/<audience>/send": "follow_up.send",
    "GET /manage/events/<slug>/registrations": "registrations.view",
    "POST /manage/events/<slug>/registrations": "registrations.view",
    "GET /manage/events/<slug>/registrations/<public_id>": "registrations.view",
    "GET /manage/events/<slug>/lists": "registrations.import",
    "POST /manage/events/<slug>/lists": "registrations.import",
    "GET /manage/events/<slug>/lists/<public_id>": "registrations.import",
    "GET /manage/events/<slug>/lists/<public_id>/columns": "registrations.import",
    "POST /manage/events/<slug>/lists/<public_id>/columns": "registrations.import",
    "POST /manage/events/<slug>/lists/<public_id>/again": "registrations.import",
    "POST /manage/events/<slug>/lists/<public_id>/apply": "registrations.import",
    "POST /manage/events/<slug>/lists/<public_id>/undo": "registrations.import",
    "POST /manage/events/<slug>/lists/<public_id>/discard": "registrations.import",
    "POST /manage/events/<slug>/registrations/<public_id>/accept": "registrations.decide",
    "POST /manage/events/<slug>/registrations/<public_id>/decline": "registrations.decide",
    "POST /manage/events/<slug>/registrations/<public_id>/withdraw": "registrations.withdraw",
    "POST /manage/events/<slug>/registrations/<public_id>/withdraw/undo": "registrations.withdraw",
    "POST /manage/events/<slug>/registrations/<public_id>/decision/undo": "registrations.decide",
    "GET /manage/events/<slug>/registrations/<public_id>/correct": "registrations.correct",
    "POST /manage/events/<slug>/registrations/<public_id>/correct": "registrations.correct",
    "POST /manage/events/<slug>/registrations/<public_id>/correct/undo": "registrations.correct",
    "GET /manage/events/<slug>/places": "events.edit",
    "POST /manage/events/<slug>/places": "events.edit",
    "POST /manage/events/<slug>/export": "registrations.export",
    "GET /manage/events/<slug>/invited": "figures.view",
    "POST /manage/events/<slug>/invited": "events.edit",
    "POST /manage/events/<slug>/invited/mark": "events.edit",
    "POST /manage/events/<slug>/invited/take-back": "events.edit",
    "POST /manage/events/<slug>/invited/undo/<public_id>": "events.edit",
    "GET /manage/events/<slug>/exports": "registrations.export",
    "POST /manage/events/<slug>/exports": "registrations.export",
    "GET /manage/events/<slug>/exports/<public_id>": "registrations.export",
    "POST /manage/events/<slug>/exports/<public_id>": "registrations.export",
    "POST /manage/events/<slug>/exports/<public_id>/again": "registrations.export",
    "POST /manage/events/<slug>/exports/<public_id>/delete": "registrations.export",
    "POST /manage/events/<slug>/exports/presets": "registrations.export",
    f"GET {PRESET}": "registrations.export",
    f"POST {PRESET}/use": "registrations.export",
    f"POST {PRESET}/name": "registrations.export",
    f"POST {PRESET}/delete": "registrations.export",
    f"POST {PRESET}/schedule": "registrations.export",
    f"POST {PRESET}/schedule/stop": "registrations.export",
    f"POST {PRESET}/address": "registrations.export",
    f"POST {PRESET}/address/revoke": "registrations.export",
    "GET /manage/events/<slug>/corrections": "registrations.correct",
    "POST /manage/events/<slug>/corrections": "registrations.correct",
    "GET /manage/events/<slug>/corrections/<public_id>": "registrations.correct",
    "POST /manage/events/<slug>/corrections/<public_id>/again": "registrations.correct",
    "POST /manage/events/<slug>/corrections/<public_id>/apply": "registrations.correct",
    "POST /manage/events/<slug>/corrections/<public_id>/choose": "registrations.correct",
    "POST /manage/events/<slug>/corrections/<public_id>/discard": "registrations.correct",
    "POST /manage/events/<slug>/corrections/<public_id>/undo": "registrations.correct",
    "POST /manage/events/<slug>/certificates/mails": "certificates.issue",
    "GET /manage/events/<slug>/joining": "joining.edit",
    "POST /manage/events/<slug>/joining": "joining.edit",
    "GET /manage/events/<slug>/joining/renew": "joining.edit",
    "POST /manage/events/<slug>/joining/renew": "joining.edit",
    "GET /manage/events/<slug>/joining/reminders/<kind>": "joining.edit",
    "POST /manage/events/<slug>/joining/reminders/<kind>": "joining.edit",
    "GET /manage/events/<slug>/joining/emergency-list": "joining.edit",
    "POST /manage/events/<slug>/joining/emergency-list": "joining.edit",
    "GET /manage/events/<slug>/joining/live": "joining.view",
    "GET /manage/events/<slug>/joining/people/<public_id>": "joining.edit",
    "POST /manage/events/<slug>/joining/people/<public_id>/close": "joining.edit",
    "POST /manage/events/<slug>/joining/people/<public_id>/renew": "joining.edit",
    "GET /manage/events/<slug>/attendance": "attendance.view",
    "POST /manage/events/<slug>/attendance": "attendance.edit",
    "GET /manage/events/<slug>/attendance/imports/<public_id>": "attendance.view",
    "POST /manage/events/<slug>/attendance/imports/<public_id>/again": "attendance.edit",
    "POST /manage/events/<slug>/attendance/imports/<public_id>/answer": "attendance.edit",
    "POST /manage/events/<slug>/attendance/imports/<public_id>/apply": "attendance.edit",
    "POST /manage/events/<slug>/attendance/imports/<public_id>/undo": "attendance.edit",
    "POST /manage/events/<slug>/attendance/imports/<public_id>/discard": "attendance.edit",
    f"GET {PERSON}": "attendance.view",
    f"POST {PERSON}": "attendance.edit",
    f"POST {PERSON}/find": "attendance.view",
    f"POST {PERSON}/register": "registrations.import",
    f"GET {PERSON}/connection": "attendance.view",
    f"POST {PERSON}/connection": "attendance.edit",
    f"POST {PERSON}/connection/add": "attendance.edit",
    f"POST {PERSON}/connection/find": "attendance.view",
    f"POST {PERSON}/connection/register": "registrations.import",
    f"POST {PERSON}/connection/remove": "attendance.edit",
    "GET /manage/events/<slug>/attendance/people": "attendance.view",
    "POST /manage/events/<slug>/attendance/people": "attendance.view",
    "GET /manage/events/<slug>/attendance/people/<public_id>": "attendance.view",
    "POST /manage/events/<slug>/attendance/people/<public_id>/correct": "attendance.edit",
    "POST /manage/events/<slug>/attendance/people/<public_id>/correct/undo": "attendance.edit",
    "GET /manage/events/<slug>/attendance/rooms": "attendance.view",
    "POST /manage/events/<slug>/attendance/rooms": "attendance.edit",
    "POST /manage/events/<slug>/attendance/rooms/<public_id>/remove": "attendance.edit",
    "GET /manage/events/<slug>/attendance/rules": "attendance.view",
    "POST /manage/events/<slug>/attendance/rules": "attendance.edit",
    "POST /manage/events/<slug>/attendance/interruptions": "attendance.edit",
    "POST /manage/events/<slug>/attendance/interruptions/<int(max=2147483647):number>/undo": "attendance.edit",
    "GET /manage/events/<slug>/certificates": "certificates.issue",
    "POST /manage/events/<slug>/certificates": "certificates.issue",
    "POST /manage/events/<slug>/certificates/files/<public_id>": "certificates.issue",
    "GET /manage/events/<slug>/questions": "questions.view",
    "POST /manage/events/<slug>/questions/oral": "questions.moderate",
    "GET /manage/events/<slug>/questions/settings": "questions.moderate",
    "POST /manage/events/<slug>/questions/settings": "questions.moderate",
    "GET /manage/events/<slug>/questions/<public_id>": "questions.view",
    "POST /manage/events/<slug>/questions/<public_id>/move": "questions.moderate",
    "POST /manage/events/<slug>/questions/<public_id>/undo": "questions.moderate",
    "POST /manage/events/<slug>/questions/<public_id>/assign": "questions.moderate",
    "POST /manage/events/<slug>/questions/<public_id>/translate": "questions.moderate",
    "POST /manage/events/<slug>/questions/<public_id>/turn": "questions.moderate",
    "POST /manage/events/<slug>/questions/<public_id>/merge": "questions.moderate",
    "POST /manage/events/<slug>/questions/<public_id>/unmerge": "questions.moderate",
    "POST /manage/events/<slug>/questions/<public_id>/author": "questions.moderate",
    "GET /manage/events/<slug>/questions/screen": "questions.view",
    "POST /manage/events/<slug>/questions/screen/pause": "questions.moderate",
    "POST /manage/events/<slug>/questions/screen/<public_id>/answered": "questions.moderate",
    "POST /manage/events/<slug>/questions/screen/<public_id>/back": "questions.moderate",
    "POST /manage/events/<slug>/questions/screen/<public_id>/off": "questions.moderate",
    "GET /manage/events/<slug>/questions/answers": "questions.view",
    "POST /manage/events/<slug>/questions/answers": "questions.moderate",
    "GET /manage/events/<slug>/questions/<public_id>/answer": "questions.view",
    "POST /manage/events/<slug>/questions/<public_id>/answer": "questions.moderate",
    "GET /manage/events/<slug>/questions/<public_id>/answer/finish": "questions.moderate",
    "POST /manage/events/<slug>/questions/<public_id>/answer/finish": "questions.moderate",
    "POST /manage/events/<slug>/questions/<public_id>/answer/again": "questions.moderate",
    "POST /manage/events/<slug>/questions/<public_id>/answer/undo": "questions.moderate",
    "GET /manage/events/<slug>/questions/imports": "questions.moderate",
    "POST /manage/events/<slug>/questions/imports": "questions.moderate",
    "GET /manage/events/<slug>/questions/imports/<public_id>": "questions.moderate",
    "POST /manage/events/<slug>/questions/imports/<public_id>/columns": "questions.moderate",
    "POST /manage/events/<slug>/questions/imports/<public_id>/again": "questions.moderate",
    "POST /manage/events/<slug>/questions/imports/<public_id>/day": "questions.moderate",
    "POST /manage/events/<slug>/questions/imports/<public_id>/picks": "questions.moderate",
    "POST /manage/events/<slug>/questions/imports/<public_id>/apply": "questions.moderate",
    "POST /manage/events/<slug>/questions/imports/<public_id>/undo": "questions.moderate",
    "POST /manage/events/<slug>/questions/imports/<public_id>/discard": "questions.moderate",
    "GET /manage/mail": "mail.view",
    "POST /manage/mail/<public_id>/resend": "mail.resend",
}
DECLARED = {
    **dict.fromkeys(PUBLIC, access.PUBLIC),
    **dict.fromkeys(SIGNED_IN, access.SIGNED_IN),
    **dict.fromkeys(THIS_MACHINE, access.LOOPBACK),
    **dict.fromkeys(FROM_HERE, access.HERE),
    **PERMITTED,
}


def test_every_route_declares_who_may(app: Flask) -> None:
    found = {
        f"{method} {rule.rule}": access.rule_of(app.view_functions[rule.endpoint])
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    }
    assert found == DECLARED


def test_every_permission_is_somebodys() -> None:
    asked, given = set(PERMITTED.values()), set().union(*PERMISSIONS.values())
    assert asked == given
    assert set(PERMISSIONS) == set(Role)


def test_nobody_is_sent_to_sign_in(site: list[Address], visitors: dict[str, Client]) -> None:
    for address in (address for address in site if address.rule not in {access.PUBLIC, access.LOOPBACK, access.HERE}):
        page = visitors["nobody"].open(address.method, address.url)
        csrf_first = address.method == "POST" and page.status == 400
        assert csrf_first or (page.status == 303 and page.location.startswith("/manage/sign-in")), address


def test_each_role_reaches_what_it_may_and_no_more(site: list[Address], visitors: dict[str, Client]) -> None:
    pages = [address for address in site if address.method == "GET" and address.rule in PERMITTED.values()]
    for role in Role:
        for address in pages:
            status = visitors[role].open("GET", address.url).status
            assert status == (200 if address.rule in PERMISSIONS[role] else 403), (role, address)


def test_a_role_may_not_post_what_it_may_not(site: list[Address], visitors: dict[str, Client]) -> None:
    token = visitors["partner"].get("/manage/account").form("/manage/sign-out").values["csrf_token"]
    forbidden = set(PERMITTED.values()) - PERMISSIONS[Role.PARTNER]
    for address in (address for address in site if address.method == "POST" and address.rule in forbidden):
        visitors["partner"].post(address.url, {"csrf_token": token}, status=403)


def test_pages_of_this_machine_are_for_this_machine(site: list[Address], visitors: dict[str, Client]) -> None:
    for address in (address for address in site if address.rule == access.LOOPBACK):
        visitors["nobody"].get(address.url, status=404, environ_overrides={"REMOTE_ADDR": "192.0.2.1"})


def test_a_route_that_declares_nothing_is_closed(make_app: Callable[..., Flask]) -> None:
    app = make_app()
    app.add_url_rule("/en/forgotten", "forgotten", lambda: "secret")
    Client(app).get("/en/forgotten", status=403)
