"""Forms, rules, delegations, imports and mails of registration; consents become rows of their own."""

from datetime import UTC, datetime
from hashlib import sha256

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# What the form had said until now, by the language of the person's mails: the evidence of consents given so far.
WORDINGS = {
    "participant_list": {
        "en": "My name, function and organisation may appear in the list of participants.",
        "fr": "Mon nom, ma fonction et mon organisation peuvent figurer dans la liste des participants.",
        "ar": "أوافق على ظهور اسمي ووظيفتي ومنظمتي في قائمة المشاركين.",
    },
    "recording": {
        "en": "Photographs and recordings in which I appear may be published.",
        "fr": "Les photographies et les enregistrements où j’apparais peuvent être publiés.",
        "ar": "أوافق على نشر الصور والتسجيلات التي أظهر فيها.",
    },
    "invitations": {
        "en": "You may invite me to later events and send me the programme’s news.",
        "fr": "Vous pouvez m’inviter à d’autres événements et m’envoyer les nouvelles du programme.",
        "ar": "أوافق على تلقي الدعوات إلى فعاليات لاحقة وأخبار البرنامج.",
    },
}


def upgrade() -> None:
    op.create_table(
        "form_section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("help", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_form_section_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_section")),
        sa.UniqueConstraint("event_id", "key", name=op.f("uq_form_section_event_id_key")),
    )

    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("acronym", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_organisation_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_event_id"), ["event_id"], unique=False)

    op.create_table(
        "participant_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=300), nullable=False),
        sa.Column("columns", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("options", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("report", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("staged_sha256", sa.String(length=64), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_participant_import_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant_import")),
    )
    with op.batch_alter_table("participant_import", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_participant_import_event_id_created_at"), ["event_id", "created_at"], unique=False
        )

    op.create_table(
        "registration_category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.Column("entry", sa.String(length=12), nullable=True),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_registration_category_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_category")),
        sa.UniqueConstraint("event_id", "category", name=op.f("uq_registration_category_event_id_category")),
    )
    op.create_table(
        "registration_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("language_code", sa.String(length=2), nullable=False),
        sa.Column("link_secret", sa.String(length=64), nullable=False),
        sa.Column("invited_by", sa.Integer(), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_registration_invitation_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_invitation")),
        sa.UniqueConstraint("event_id", "email_key", name=op.f("uq_registration_invitation_event_id_email_key")),
    )
    op.create_table(
        "registration_mail_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("body", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_registration_mail_text_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_mail_text")),
        sa.UniqueConstraint("event_id", "kind", name=op.f("uq_registration_mail_text_event_id_kind")),
    )
    op.create_table(
        "registration_rules",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entry", sa.String(length=12), nullable=False),
        sa.Column("accept_hours", sa.Integer(), nullable=False),
        sa.Column("reminder_days", sa.Integer(), nullable=True),
        sa.Column("finish_days", sa.Integer(), nullable=True),
        sa.Column("sensitive_days", sa.Integer(), nullable=False),
        sa.Column("retention_days", sa.Integer(), nullable=True),
        sa.Column("legal_hold", sa.Boolean(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_registration_rules_closes_after_opening")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_registration_rules_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_registration_rules")),
    )
    op.create_table(
        "delegation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("focal_name", sa.String(length=200), nullable=False),
        sa.Column("focal_email", sa.String(length=254), nullable=False),
        sa.Column("focal_email_key", sa.String(length=254), nullable=False),
        sa.Column("language_code", sa.String(length=2), nullable=False),
        sa.Column("link_secret", sa.String(length=64), nullable=False),
        sa.Column("quotas", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("letter_sha256", sa.String(length=64), nullable=False),
        sa.Column("letter_name", sa.String(length=300), nullable=False),
        sa.Column("letter_size", sa.Integer(), nullable=False),
        sa.Column("letter_type", sa.String(length=100), nullable=False),
        sa.Column("letter_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_delegation_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_delegation_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_delegation_event_id_organisation_id"), ["event_id", "organisation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_delegation_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "form_field",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("label", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("help", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("categories", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("shown_if_key", sa.String(length=40), nullable=False),
        sa.Column("shown_if_values", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("seen_by", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("stays_open", sa.Boolean(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=True),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_form_field_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["section_id"], ["form_section.id"], name=op.f("fk_form_field_section_id_form_section"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_field")),
        sa.UniqueConstraint("event_id", "key", name=op.f("uq_form_field_event_id_key")),
    )
    with op.batch_alter_table("form_field", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_field_section_id"), ["section_id"], unique=False)

    op.create_table(
        "form_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["field_id"], ["form_field.id"], name=op.f("fk_form_choice_field_id_form_field"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_form_choice_session_id_session"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_choice")),
    )
    with op.batch_alter_table("form_choice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_choice_field_id"), ["field_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_form_choice_session_id"), ["session_id"], unique=False)

    op.create_table(
        "form_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=16), nullable=False),
        sa.Column("label", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("help", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("choices", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["field_id"], ["form_field.id"], name=op.f("fk_form_wording_field_id_form_field"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_wording")),
        sa.UniqueConstraint("field_id", "digest", name=op.f("uq_form_wording_field_id_digest")),
    )
    op.create_table(
        "form_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.Column("language_code", sa.String(length=2), nullable=False),
        sa.Column("value", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["field_id"], ["form_field.id"], name=op.f("fk_form_answer_field_id_form_field"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_form_answer_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["wording_id"], ["form_wording.id"], name=op.f("fk_form_answer_wording_id_form_wording"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_answer")),
        sa.UniqueConstraint("registration_id", "field_id", name=op.f("uq_form_answer_registration_id_field_id")),
    )
    with op.batch_alter_table("form_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_answer_field_id"), ["field_id"], unique=False)

    op.create_table(
        "registration_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("language_code", sa.String(length=2), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_registration_consent_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_consent")),
    )
    with op.batch_alter_table("registration_consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registration_consent_registration_id"), ["registration_id"], unique=False)
        batch_op.create_index(
            "uq_registration_consent_registration_id_key",
            ["registration_id", "key"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )

    op.create_table(
        "form_answer_choice",
        sa.Column("answer_id", sa.Integer(), nullable=False),
        sa.Column("choice_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["form_answer.id"],
            name=op.f("fk_form_answer_choice_answer_id_form_answer"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["choice_id"],
            ["form_choice.id"],
            name=op.f("fk_form_answer_choice_choice_id_form_choice"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("answer_id", "choice_id", name=op.f("pk_form_answer_choice")),
    )
    with op.batch_alter_table("form_answer_choice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_answer_choice_choice_id"), ["choice_id"], unique=False)

    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.alter_column(
            "consents", existing_type=sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True
        )
        batch_op.add_column(sa.Column("shares_address", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("sex", sa.String(length=10), server_default="", nullable=False))
        batch_op.add_column(sa.Column("delegation_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("is_head", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("awaits_person", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("offer_ends_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("offers_missed", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("correction", sa.Text(), server_default="", nullable=False))
        batch_op.add_column(sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("erasure_asked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_registration_event_id_email_key"), type_="unique")
        batch_op.create_index(
            "uq_registration_event_id_email_key",
            ["event_id", "email_key"],
            unique=True,
            sqlite_where=sa.text("NOT shares_address"),
            postgresql_where=sa.text("NOT shares_address"),
        )
        batch_op.create_index(batch_op.f("ix_registration_delegation_id"), ["delegation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_registration_email_key"), ["email_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_registration_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_registration_organisation_id_organisation"),
            "organisation",
            ["organisation_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_registration_delegation_id_delegation"),
            "delegation",
            ["delegation_id"],
            ["id"],
            ondelete="SET NULL",
        )
    copy_consents(op.get_bind())


def copy_consents(connection: sa.Connection) -> None:
    """Each consent as a row, with the sentence that its person read. The old column goes with a later migration."""
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    registration = sa.table(
        "registration", sa.column("id", sa.Integer), sa.column("language_code", sa.String), sa.column("consents", json)
    )
    consent = sa.table(
        "registration_consent",
        *(sa.column(name, sa.String) for name in ("key", "purpose", "wording", "version", "language_code")),
        sa.column("registration_id", sa.Integer),
        sa.column("given_at", sa.DateTime(timezone=True)),
    )
    rows = [
        {
            "registration_id": registration_id,
            "key": key,
            "purpose": key,
            "wording": wording,
            "version": sha256(wording.encode()).hexdigest()[:16],
            "language_code": language,
            "given_at": datetime.fromisoformat(given_at).astimezone(UTC),
        }
        for registration_id, language, consents in connection.execute(
            sa.select(registration.c.id, registration.c.language_code, registration.c.consents)
        )
        for key, given_at in (consents or {}).items()
        if (wording := WORDINGS[key][language])
    ]
    if rows:
        connection.execute(sa.insert(consent), rows)


def downgrade() -> None:
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_registration_delegation_id_delegation"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_registration_organisation_id_organisation"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_registration_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_registration_email_key"))
        batch_op.drop_index(batch_op.f("ix_registration_delegation_id"))
        batch_op.drop_index(
            "uq_registration_event_id_email_key",
            sqlite_where=sa.text("NOT shares_address"),
            postgresql_where=sa.text("NOT shares_address"),
        )
        batch_op.create_unique_constraint(batch_op.f("uq_registration_event_id_email_key"), ["event_id", "email_key"])
        batch_op.drop_column("erased_at")
        batch_op.drop_column("corrected_at")
        batch_op.drop_column("erasure_asked_at")
        batch_op.drop_column("correction")
        batch_op.drop_column("offers_missed")
        batch_op.drop_column("offer_ends_at")
        batch_op.drop_column("waits_since")
        batch_op.drop_column("awaits_person")
        batch_op.drop_column("is_head")
        batch_op.drop_column("delegation_id")
        batch_op.drop_column("sex")
        batch_op.drop_column("organisation_id")
        batch_op.drop_column("shares_address")

    with op.batch_alter_table("form_answer_choice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_answer_choice_choice_id"))

    op.drop_table("form_answer_choice")
    with op.batch_alter_table("registration_consent", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_registration_consent_registration_id_key",
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_registration_consent_registration_id"))

    op.drop_table("registration_consent")
    with op.batch_alter_table("form_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_answer_field_id"))

    op.drop_table("form_answer")
    op.drop_table("form_wording")
    with op.batch_alter_table("form_choice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_choice_session_id"))
        batch_op.drop_index(batch_op.f("ix_form_choice_field_id"))

    op.drop_table("form_choice")
    with op.batch_alter_table("form_field", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_field_section_id"))

    op.drop_table("form_field")
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delegation_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_event_id_organisation_id"))

    op.drop_table("delegation")
    op.drop_table("registration_rules")
    op.drop_table("registration_mail_text")
    op.drop_table("registration_invitation")
    op.drop_table("registration_category")
    with op.batch_alter_table("participant_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participant_import_event_id_created_at"))

    op.drop_table("participant_import")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_event_id"))

    op.drop_table("organisation")
    op.drop_table("form_section")
