"""create_app(): settings, core, then each feature's blueprints, in house order."""

from flask import Flask

from webapp import config
from webapp.accounts import views as accounts
from webapp.admin import views as admin
from webapp.attendance import (
    held_reports,
    manage_connections,
    manage_imports,
    manage_presence,
    manage_reported,
    manage_rooms,
)
from webapp.attendance import importing as attendance_importing
from webapp.attendance.certifying import certificate_bundles, certificate_manage, certificate_notices, certificate_pages
from webapp.attendance.meeting import emergency, join_links, join_manage, join_people, joining, reminders
from webapp.core import access, assets, db, errors, forms, health, i18n, lasting, logging, markdown, security, traps
from webapp.events import manage as events_manage
from webapp.events import public as events
from webapp.feedback import manage as feedback_manage
from webapp.feedback import public as feedback
from webapp.followup import actions as follow_up_actions
from webapp.followup import manage as follow_up
from webapp.pages import views as pages
from webapp.places import views as places
from webapp.privacy import own_data_page
from webapp.questions import answering, import_holding, manage_answers, manage_question, screen, taking_up
from webapp.questions import manage as questions_manage
from webapp.questions import manage_imports as question_imports
from webapp.questions import own as own_questions
from webapp.questions import public as questions
from webapp.registration import (
    holding,
    importing,
    manage_lists,
    manage_person,
    manage_places,
    personal,
    reminding,
    waiting,
)
from webapp.registration import manage as registration_manage
from webapp.registration import public as registration
from webapp.reporting import dashboard, invited
from webapp.reporting import views as reporting
from webapp.reporting.briefing import offering
from webapp.reporting.briefing import pages as briefing
from webapp.reporting.corrections import actions as corrections_actions
from webapp.reporting.corrections import by_hand_pages, held_books
from webapp.reporting.corrections import holding as corrections_holding
from webapp.reporting.corrections import views as corrections
from webapp.reporting.counting.models import Snapshot
from webapp.reporting.exporting import data_pages as export_data
from webapp.reporting.exporting import making as export_making
from webapp.reporting.exporting import pages as exports
from webapp.reporting.exporting import preset_pages as export_presets
from webapp.reporting.exporting import presets
from webapp.reporting.report import pages as report

BLUEPRINTS = (
    health.bp,
    pages.bp,
    places.bp,
    accounts.bp,
    events.bp,
    events_manage.bp,
    registration.bp,
    personal.bp,
    registration_manage.bp,
    manage_person.bp,
    manage_places.bp,
    join_links.bp,
    join_manage.bp,
    join_people.bp,
    emergency.bp,
    manage_imports.bp,
    manage_reported.bp,
    manage_connections.bp,
    manage_rooms.bp,
    manage_presence.bp,
    certificate_pages.bp,
    certificate_manage.bp,
    manage_lists.bp,
    questions.bp,
    own_questions.bp,
    own_data_page.bp,
    questions_manage.bp,
    manage_question.bp,
    screen.bp,
    manage_answers.bp,
    question_imports.bp,
    feedback.bp,
    feedback_manage.bp,
    follow_up.bp,
    reporting.bp,
    dashboard.bp,
    report.bp,
    briefing.bp,
    invited.bp,
    exports.bp,
    export_presets.bp,
    export_data.bp,
    corrections.bp,
    by_hand_pages.bp,
    admin.bp,
)
TABLES = (Snapshot,)  #: that no page reads
JOBS = (  #: what the worker runs, and knows by being named here
    reminding.remind_unconfirmed,
    reminding.ask_those_held,
    waiting.lapse_offers,
    reminders.send_released,
    joining.forget_rooms,
    held_reports.read_held,
    attendance_importing.forget_files,
    certificate_bundles.make_bundle,
    certificate_bundles.forget_bundles,
    certificate_notices.send_ordered,
    importing.take_list,
    holding.forget_lists,
    taking_up.take_up_asked,
    answering.mail_finished,
    import_holding.forget_imports,
    follow_up_actions.write_ordered,
    export_making.write_export,
    export_making.forget_exports,
    presets.run_due,
    presets.note_reads,
    offering.offer,
    held_books.read_book,
    corrections_actions.go_on,
    corrections_holding.forget_books,
)


def create_app(settings: config.Settings | None = None) -> Flask:
    """The application under these settings, or under those of this process. Raises ConfigError."""
    settings = settings or config.load()
    app = Flask(__name__, static_folder="static")
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        DEVELOPMENT=settings.development,
        CONTACT_EMAIL=settings.contact_email,
        CONTACT_PHONE=settings.contact_phone,
        CONTROLLER=settings.controller,
        DATA_PROTECTION=settings.data_protection,
    )
    db.init_app(app, settings.database)
    logging.init_app(app)
    errors.init_app(app)
    security.init_app(app, settings)
    i18n.init_app(app)
    assets.init_app(app)
    lasting.init_app(app)
    markdown.init_app(app)
    access.init_app(app, accounts.load_principal, sign_in="accounts.sign_in")
    forms.init_app(app)
    traps.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
